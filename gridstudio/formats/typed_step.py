"""The next point of a line as people type it: a length, a bearing, both, or a position.

``120``, ``1.2km``, ``350米``; ``@45``, ``<45``, ``45°``, ``N45E``, ``北偏东45°``; ``120@45``;
``@+90`` turns right from the last piece, ``@-90`` left; ``35.12, 112.35`` in any form that
``typed_place`` reads. Whatever an input method makes of the signs is understood.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gridstudio.formats.coordinates import degrees
from gridstudio.formats.typed_place import TypedPlace, is_meant_as_place, typed_place
from gridstudio.i18n import _

LONGEST_M = 1_000_000.0
_UNITS = {
    "": 1.0, "m": 1.0, "米": 1.0, "km": 1000.0, "公里": 1000.0, "千米": 1000.0, "里": 500.0,
}  # fmt: skip
"""In metres; 里 is the Chinese li."""
_LENGTH = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*(km|m|米|公里|千米|里)?", re.IGNORECASE)
_SIGNS = str.maketrans({"《": "<", "〈": "<", "∠": "<", "。": ".", "、": ",", "º": "°", "度": "°"})
_AT = re.compile(r"[@<]")
_QUARTER = re.compile(
    r"(?:(?P<from>[NS北南])\s*偏?\s*(?P<angle>\d[\d.°′'\"″\s]*?)\s*(?P<to>[EW东西])"
    r"|(?P<from_cn>[北南])偏(?P<to_cn>[东西])\s*(?P<angle_cn>\d[\d.°′'\"″\s]*))",
    re.IGNORECASE,
)
_WINDS = {
    "N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315,
    "北": 0, "东北": 45, "东": 90, "东南": 135, "南": 180, "西南": 225, "西": 270, "西北": 315,
}  # fmt: skip
_ANGLE = re.compile(r"\d[\d.]*(?:\s*°\s*(?:\d[\d.]*\s*[′']?\s*(?:\d[\d.]*\s*[″\"]?)?)?)?")
BEGINNINGS = "0123456789@<.０１２３４５６７８９＠＜《"
"""Signs with which such a text can begin, while a line is drawn with the hand on the mouse."""


@dataclass(frozen=True)
class TypedCourse:
    """How the next piece of a line runs: ``length_m`` on the ground, ``bearing_deg`` clockwise from
    true north, or, where it is ``turned``, from the piece before; None where it was not typed."""

    length_m: float | None = None
    bearing_deg: float | None = None
    turned: bool = False


def typed_step(text: str, *, about: tuple[float, float] | None = None) -> TypedCourse | TypedPlace:
    """Read what was typed; ``about`` (longitude, latitude) decides the order of coordinates where
    both can be meant. Raises ValueError with a translated reason."""
    plain = _plain(text)
    if not plain:
        raise ValueError(_("Type a length, a bearing or a position: 120, 1.2km, @45, 120@45."))
    found = _AT.search(plain)
    if found is not None:
        before, after = plain[: found.start()].strip(), plain[found.end() :].strip()
        length = _length(before) if before else None
        if not after:
            raise ValueError(_("A bearing is missing after the {sign}.").format(sign=found[0]))
        bearing, turned = _bearing(after)
        return TypedCourse(length, bearing, turned)
    if _LENGTH.fullmatch(plain):
        return TypedCourse(length_m=_length(plain))
    if _is_bearing(plain):
        return TypedCourse(bearing_deg=_bearing(plain)[0])
    if plain[-1] in ",;/":
        raise ValueError(_("The other coordinate is missing."))
    if is_meant_as_place(plain):
        return typed_place(plain, about=about)
    raise ValueError(
        _("“{text}” is no length, bearing or position: 120, 1.2km, @45, 120@45.").format(
            text=text.strip()[:30]
        )
    )


def _plain(text: str) -> str:
    """Full-width signs as their half-width ones."""
    return unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS).strip()


def _length(text: str) -> float:
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise ValueError(_("“{text}” is no length: 120, 120m or 1.2km.").format(text=text[:30]))
    metres = float(found[1]) * _UNITS[(found[2] or "").casefold()]
    if metres <= 0:
        raise ValueError(_("A length has to be more than zero."))
    if metres > LONGEST_M:
        raise ValueError(_("A length of more than 1,000 km is too long."))
    return metres


def _is_bearing(text: str) -> bool:
    return bool(
        text.upper() in _WINDS
        or _QUARTER.fullmatch(text)
        or ("°" in text and _ANGLE.fullmatch(text))
    )


def _bearing(text: str) -> tuple[float, bool]:
    """Degrees, and whether they are counted from the piece before."""
    if text.upper() in _WINDS:
        return float(_WINDS[text.upper()]), False
    quarter = _QUARTER.fullmatch(text)
    if quarter is not None:
        return _of_quarter(quarter), False
    sign = text[0] if text[0] in "+-" else ""
    angle = text[1:].strip() if sign else text
    if not _ANGLE.fullmatch(angle):
        raise ValueError(
            _("“{text}” is no bearing: 45, 45.5°, N45E, or +90 to turn right.").format(
                text=text[:30]
            )
        )
    value = _angle(angle)
    if value > 360:
        raise ValueError(_("A bearing is 0 to 360 degrees."))
    return (-value if sign == "-" else value % 360), bool(sign)


def _of_quarter(found: re.Match[str]) -> float:
    """N45E and the like: the angle from north or south towards east or west."""
    start = found["from"] or found["from_cn"]
    towards = found["to"] or found["to_cn"]
    angle = _angle((found["angle"] or found["angle_cn"]).strip())
    if angle > 90:
        raise ValueError(_("From north or south a bearing turns by 90 degrees at most."))
    if start in "Nn北":
        return angle if towards in "Ee东" else (360 - angle) % 360
    return 180 - angle if towards in "Ee东" else 180 + angle


def _angle(text: str) -> float:
    return degrees(
        text.rstrip("°").strip() if text.count("°") == 1 and text.endswith("°") else text
    )
