"""What may be typed next in an expression."""

from __future__ import annotations

from dataclasses import dataclass

from gridstudio.commands.expression_fields import (
    Field,
    area_names,
    fields_of,
    find_field,
    written,
)
from gridstudio.domain.expression import COMPARISONS
from gridstudio.domain.expression_words import ExpressionError, Token, tokens
from gridstudio.domain.map_data import MapData
from gridstudio.i18n import _

MOST = 200
_OPERATORS = {
    "number": ("=", "!=", "<", "<=", ">", ">=", "between", "in (", "is empty"),
    "word": ("=", "!=", "in (", "not in (", "like", "is empty"),
    "owner": ("=", "!=", "in (", "not in (", "like", "is empty"),
    "text": ("contains", "like", "not like", "=", "!=", "in (", "is empty"),
}


@dataclass(frozen=True)
class Completion:
    """``options`` may stand in place of the text from ``start`` to the cursor."""

    start: int
    options: tuple[str, ...] = ()


def completions(data: MapData, text: str, cursor: int) -> Completion:
    """What fits at ``cursor`` and goes on with what is typed there."""
    try:
        before = tokens(text[:cursor], partial=True)
    except ExpressionError:
        return Completion(cursor)
    begun = before.pop() if before and _goes_on(before[-1], text[:cursor]) else None
    start = begun.at if begun is not None else cursor
    fields = fields_of(data.template)
    options = _options(data, fields, before)
    typed = begun.value.casefold() if begun is not None else ""
    fitting = [option for option in options if typed in option.casefold()]
    fitting.sort(key=lambda option: not option.casefold().lstrip('"').startswith(typed))
    return Completion(start, tuple(fitting[:MOST]))


def _goes_on(last: Token, text: str) -> bool:
    """Whether the cursor is still in the last token."""
    closed = last.kind == "text" and last.end - last.at > 1 and text[last.end - 1] in "\"'”’」"
    return last.end == len(text) and last.kind in ("name", "word", "text", "number") and not closed


def _options(data: MapData, fields: tuple[Field, ...], before: list[Token]) -> list[str]:
    if not before or _opens(before):
        return [*(written(field) for field in fields), "not"]
    last = before[-1]
    compared = _compared(fields, before)
    if compared is not None:
        return _values(data, compared)
    field = find_field(fields, last.value) if last.kind == "name" else None
    if field is not None and not _is_value(before):
        return list(_OPERATORS[field.type])
    if last.kind == "word" and last.value == "is":
        return ["empty", "not empty"]
    if last.kind == "word" and last.value == "not":
        return ["in (", "like", "contains"]
    return ["and", "or"]


def _opens(before: list[Token]) -> bool:
    """Whether a test begins here."""
    last = before[-1]
    if last.kind == "sign" and last.value == "(":
        return len(before) < 2 or before[-2].value != "in"
    if last.kind != "word":
        return False
    if last.value == "not":
        return len(before) < 2 or before[-2].kind != "name"
    between = last.value == "and" and len(before) > 2 and before[-3].value == "between"
    return last.value in ("and", "or") and not between


def _compared(fields: tuple[Field, ...], before: list[Token]) -> Field | None:
    """The field whose value comes next, if one does."""
    last = before[-1]
    at = len(before) - 1
    if last.kind == "sign" and last.value in (",", "("):
        while at > 0 and not (before[at].kind == "word" and before[at].value == "in"):
            if before[at].kind == "sign" and before[at].value == ")":
                return None
            at -= 1
    elif not (
        (last.kind == "sign" and last.value in COMPARISONS)
        or (last.kind == "word" and last.value in ("like", "contains", "between"))
    ):
        return None
    at -= 1
    if at > 0 and before[at].kind == "word" and before[at].value == "not":
        at -= 1
    return find_field(fields, before[at].value) if at >= 0 else None


def _is_value(before: list[Token]) -> bool:
    """Whether the last name stands where a value does."""
    if len(before) < 2:
        return False
    token = before[-2]
    if token.kind == "sign":
        return token.value in (*COMPARISONS, ",") or (
            token.value == "(" and not _opens(before[:-1])
        )
    return token.kind == "word" and token.value in ("like", "contains", "between")


def _values(data: MapData, field: Field) -> list[str]:
    if field.type == "word":
        return [_quoted(word.name()) for word in field.words]
    if field.type == "owner":
        return [_quoted(name) for name in dict.fromkeys(area_names(data.areas)) if name]
    return []


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def examples(data: MapData) -> tuple[str, ...]:
    """A few expressions over this project's own fields, to begin with."""
    fields = {field.key: written(field) for field in fields_of(data.template)}
    classes = [_quoted(word.name()) for word in data.template.classes[:2]]
    kinds = [_quoted(word.name()) for word in data.template.kinds[:1]]
    found = [f"{fields['value']} > 500"]
    if classes:
        found.append(f"{fields['class']} in ({', '.join(classes)}) and {fields['value']} >= 1000")
    if kinds:
        found.append(f"{fields['kind']} = {kinds[0]} and not {fields['phone']} is empty")
    market = _("market")
    found.append(f'{fields["name"]} like "%{market}%"')
    return tuple(found)
