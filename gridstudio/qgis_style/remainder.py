"""What a style holds and QGIS has no words for, as JSON beside QGIS's own words.

QGIS drops it when it saves the style anew, so that it never speaks of a style since changed there.
"""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from types import UnionType
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from gridstudio.domain.style import Style

_SAME = object()


def remainder(wanted: Style, understood: Style) -> str:
    """JSON of where ``understood`` differs from ``wanted``; "" where it does not."""
    difference = _difference(_plain(wanted), _plain(understood))
    return "" if difference is _SAME else json.dumps(difference)


def completed(understood: Style, text: str) -> Style:
    """``understood`` with a ``remainder``.

    One that is damaged, or fits no more because the file was edited by hand, counts for nothing:
    what QGIS's words say is a whole style.
    """
    try:
        merged = _merged(_plain(understood), json.loads(text))
        return cast(Style, _built(Style, merged))
    except (ValueError, OverflowError, RecursionError):
        return understood


def _plain(style: Style) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(json.dumps(asdict(style))))


def _difference(wanted: Any, understood: Any) -> Any:
    if wanted == understood:
        return _SAME
    if isinstance(wanted, dict) and isinstance(understood, dict):
        pairs = {key: _difference(wanted[key], understood[key]) for key in wanted}
    elif _same_length_of_parts(wanted, understood):
        pairs = {
            str(at): _difference(*both)
            for at, both in enumerate(zip(wanted, understood, strict=True))
        }
    else:
        return wanted
    return {key: value for key, value in pairs.items() if value is not _SAME}


def _same_length_of_parts(wanted: Any, understood: Any) -> bool:
    return (
        isinstance(wanted, list)
        and isinstance(understood, list)
        and len(wanted) == len(understood)
        and all(isinstance(part, dict) for part in wanted)
    )


def _merged(understood: Any, difference: Any) -> Any:
    if not isinstance(difference, dict):
        return difference
    if isinstance(understood, list):
        return [
            _merged(part, difference[str(at)]) if str(at) in difference else part
            for at, part in enumerate(understood)
        ]
    if isinstance(understood, dict):
        return understood | {
            key: _merged(understood.get(key), value) for key, value in difference.items()
        }
    return difference


def _built(kind: Any, value: Any) -> Any:
    """``value`` as ``kind``; raises ValueError where a file that came from anywhere has another."""
    if is_dataclass(kind) and isinstance(value, dict):
        hints = get_type_hints(kind)
        if set(value) == set(hints):
            parts = {name: _built(hints[name], part) for name, part in value.items()}
            return cast(Any, kind)(**parts)
    elif get_origin(kind) is UnionType:
        return None if value is None else _built(get_args(kind)[0], value)
    elif get_origin(kind) is tuple and isinstance(value, list):
        kinds = get_args(kind)
        kinds = kinds[:1] * len(value) if kinds[-1] is Ellipsis else kinds
        return tuple(_built(one, part) for one, part in zip(kinds, value, strict=True))
    elif get_origin(kind) is Literal:
        if value in get_args(kind):
            return value
    elif kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    elif kind in (str, bool) and isinstance(value, kind):
        return value
    raise ValueError(f"{value!r} is no {kind}")
