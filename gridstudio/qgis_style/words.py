"""Numbers, lengths, colours, names of fields and size expressions as QGIS writes them, and back."""

from __future__ import annotations

import math
import re

from gridstudio.domain.style import SizeBy
from gridstudio.errors import UserError
from gridstudio.i18n import _

# Our pixel is 1/96 inch wherever it is drawn; QGIS's "Pixel" is the device's, the same on a screen.
PIXELS_PER_UNIT = {"MM": 96 / 25.4, "Point": 96 / 72, "Pixel": 1.0, "Inch": 96.0}
UNITS_BY_NUMBER = ("MM", "MapUnit", "Pixel", "Percentage", "Point", "Inch")
"""QgsUnitTypes::RenderUnit, as heat maps number their unit."""
NO_COLOR = "0,0,0,0"

_COLUMN = re.compile(r'"(?:[^"]|"")*"')
_WHEN = re.compile(
    r"""\s*WHEN\s+("(?:[^"]|"")*"|map_get\(from_json\("\w+"\), '(?:[^'\\]|''|\\.)*'\)"""
    r"""|[^\W\d]\w*)\s*=\s*('(?:[^'\\]|''|\\.)*'|-?\d[\d.]*)"""
    r"""\s*THEN\s+(\d[\d.]*)""",
    re.IGNORECASE | re.DOTALL,
)
_BEGIN = re.compile(r"\s*CASE\b", re.IGNORECASE)
_END = re.compile(r"\s*(?:ELSE\s+\S+\s+)?END\s*", re.IGNORECASE)
_PROPORTIONAL = re.compile(
    r"""max\(([\d.]+), ([\d.]+) \* sqrt\(min\(max\(coalesce\((.+), 0\), 0\), ([\d.e+-]+)\) """
    r"""/ [\d.e+-]+\)\)""",
    re.DOTALL,
)
_FACT = re.compile(r"""map_get\(from_json\("(\w+)"\), ('(?:[^'\\]|''|\\.)*')\)""", re.DOTALL)
FACTS = {"census.": "census", "property.": "properties"}
"""What begins the name of a field that lies in a column of JSON, and that column."""
_ESCAPE = re.compile(r"''|\\(.)", re.DOTALL)


def millimetres(px: float) -> str:
    """Six decimals: read back and rounded to thousandths of a pixel, it is the same number."""
    text = f"{px / PIXELS_PER_UNIT['MM']:.6f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def pixels(text: str, unit: str) -> float:
    """As ``length``, rounded to thousandths."""
    return round(length(text, unit), 3)


def length(text: str, unit: str) -> float:
    """A length in pixels of 1/96 inch; the unit "" is QGIS's default, millimetres.

    Raises UserError for units that depend on the map's scale.
    """
    factor = PIXELS_PER_UNIT.get(unit or "MM")
    if factor is None:
        raise UserError(
            _(
                "Sizes in the unit “{unit}” are not understood. Choose millimetres in QGIS; "
                "the layer keeps its style."
            ).format(unit=unit)
        )
    return finite(text) * factor


def number(text: str) -> float:
    """Raises UserError for what is no number; infinite is one."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise UserError(
            _(
                "“{text}” stands in the QGIS style where a number should. "
                "The layer keeps its style."
            ).format(text=text)
        )
    return value


def finite(text: str) -> float:
    """As ``number``, and an infinite one is replaced by zero: nothing can be drawn that large."""
    value = number(text)
    return value if math.isfinite(value) else 0.0


def qgis_color(color: str, alpha: int = 255) -> str:
    """ "#rrggbb" as "r,g,b,a"; "" as wholly transparent."""
    if not color:
        return NO_COLOR
    red, green, blue = bytes.fromhex(color[1:])
    return f"{red},{green},{blue},{alpha}"


def color_and_alpha(text: str) -> tuple[str, float]:
    """The colour and how opaque it is, 0 to 1; wholly transparent is ("", 0).

    From QGIS 3.38 on, the same colour follows once more as "rgb:…" and is passed over.
    """
    if re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        return text.lower(), 1.0
    parts = [int(finite(part)) for part in text.split(",")[:4] if part]
    if len(parts) < 3 or not all(0 <= part <= 255 for part in parts):
        raise UserError(
            _(
                "“{text}” stands in the QGIS style where a colour should. "
                "The layer keeps its style."
            ).format(text=text)
        )
    alpha = parts[3] / 255 if len(parts) == 4 else 1.0
    return (f"#{bytes(parts[:3]).hex()}", alpha) if alpha else ("", 0.0)


def is_fact(field: str) -> bool:
    """Whether the field lies in a column of JSON, which QGIS reaches by an expression only."""
    return field.startswith(tuple(FACTS))


def column(field: str) -> str:
    """The field as it stands in an expression."""
    for begin, json_column in FACTS.items():
        if field.startswith(begin):
            return f'map_get(from_json("{json_column}"), {_quoted(field.removeprefix(begin))})'
    return '"' + field.replace('"', '""') + '"'


def attribute(field: str) -> str:
    """The field where QGIS takes a field or an expression: bare, as QGIS looks fields up first;
    names that would be taken for an expression in quotes."""
    return column(field) if is_fact(field) or re.search(r"""["'@$]""", field) else field


def field_of(text: str) -> str:
    """The field named by ``attribute`` or QGIS.

    Raises UserError for an expression as far as one can be told from a name: fields are called
    “pop(2020)” too. A caller who knows the layer checks that it has the field.
    """
    text = text.strip() if text.strip().startswith('"') else text
    if fact := _FACT.fullmatch(text):
        begins = [begin for begin, json_column in FACTS.items() if json_column == fact[1]]
        if begins:
            return begins[0] + _unquoted(fact[2])
    if _COLUMN.fullmatch(text):
        return text[1:-1].replace('""', '"')
    if re.search(r"""["'@$]""", text):
        raise UserError(
            _(
                "The QGIS style follows the expression {expression}, not a field. Choose a field "
                "in QGIS; the layer keeps its style."
            ).format(expression=text)
        )
    return text


def proportional_expression(size_by: SizeBy) -> str:
    """Millimetres that grow with the root of a number."""
    largest = repr(float(size_by.largest))
    value = f"min(max(coalesce({column(size_by.field)}, 0), 0), {largest}) / {largest}"
    return f"max({millimetres(size_by.least_px)}, {millimetres(size_by.most_px)} * sqrt({value}))"


def proportional_of(expression: str, unit: str) -> SizeBy | None:
    """What ``proportional_expression`` wrote; None for any other expression."""
    found = _PROPORTIONAL.fullmatch(expression)
    if found is None:
        return None
    least, most = pixels(found[1], unit), pixels(found[2], unit)
    return SizeBy(field_of(found[3]), (), number(found[4]), least, most)


def size_expression(field: str, sizes: tuple[tuple[str, float], ...], other_px: float) -> str:
    """Millimetres by the text of a field."""
    cases = "".join(
        f" WHEN {column(field)} = {_quoted(value)} THEN {millimetres(px)}" for value, px in sizes
    )
    return f"CASE{cases} ELSE {millimetres(other_px)} END"


def sizes_of(expression: str, unit: str) -> tuple[str, tuple[tuple[str, float], ...]] | None:
    """Field and sizes in pixels of an expression such as ``size_expression`` writes; None for any
    other expression, which we cannot follow."""
    begin = _BEGIN.match(expression)
    if begin is None:
        return None
    at, fields, sizes = begin.end(), [], []
    while case := _WHEN.match(expression, at):
        fields.append(field_of(case[1]))
        sizes.append((_unquoted(case[2]), pixels(case[3], unit)))
        at = case.end()
    if len(set(fields)) != 1 or not _END.fullmatch(expression, at):
        return None
    return fields[0], tuple(sizes)


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("'", "''")
    return "'" + text.replace("\n", "\\n").replace("\t", "\\t") + "'"


def _unquoted(text: str) -> str:
    if not text.startswith("'"):
        return text
    named = {"n": "\n", "t": "\t"}
    return _ESCAPE.sub(lambda found: named.get(found[1], found[1]) if found[1] else "'", text[1:-1])
