"""The sheets of the workbook: a level's areas, the detail behind them, the indicators."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlsxwriter.worksheet import Worksheet

from gridstudio.assessment.totals import AreaTotals, shown_name
from gridstudio.domain.template import Word
from gridstudio.reports.detail import Detail
from gridstudio.reports.document import Document, LevelTable, sum_of
from gridstudio.reports.excel import (
    Formats,
    Range,
    cell,
    print_setup,
    put_text,
    width_of,
)
from gridstudio.reports.tables import Column, class_columns, count_columns, kind_of

TEXTS = 8
"""Columns of a level's sheet before its figures: number, open ground, code, name, parent …"""


@dataclass(frozen=True)
class DetailSheet:
    """Where the detail stands: levels' numbers, the area's name, code and word of each list, count,
    value."""

    name: str
    detail: Detail

    def owner(self, level: int) -> Range:
        return self._range(level)

    def code(self, word_list: int) -> Range:
        return self._range(self._words + 2 * word_list)

    def count(self) -> Range:
        return self._range(self._count)

    def value(self) -> Range:
        return self._range(self._count + 1)

    @property
    def _words(self) -> int:
        return int(self.detail.owners.shape[1]) + 1

    @property
    def _count(self) -> int:
        return self._words + 2 * int(self.detail.codes.shape[1])

    def _range(self, column: int) -> Range:
        return Range(self.name, column, 1, max(len(self.detail.count), 1))


@dataclass(frozen=True)
class LevelSheet:
    """Where a level's figures stand, for what refers to them."""

    name: str
    table: LevelTable
    columns: dict[str, int]
    totals: dict[str, float] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The row of the last area; the row of totals is the next."""
        return len(self.table.rows)

    def total(self, key: str) -> float:
        return self.totals[key]

    def total_reference(self, key: str) -> str:
        place = Range(self.name, self.columns[key], self.last + 1, self.last + 1)
        return "=" + place.absolute().split(":")[0]

    def drawn(self) -> tuple[int, str]:
        """How many areas were drawn, and the formula that counts them."""
        if not self.last:
            return 0, "=0"
        number, opened = (Range(self.name, at, 1, self.last).absolute() for at in (0, 1))
        return len(self.table.drawn), f'=COUNTIFS({number},">0",{opened},0)'

    def series(self, key: str) -> dict[str, list[object]]:
        """A chart's series: names of the areas and one figure."""
        column = self.columns[key]
        return {
            "name": [self.name, 0, column],
            "categories": [self.name, 1, 3, self.last, 3],
            "values": [self.name, 1, column, self.last, column],
        }


def write_level(
    sheet: Worksheet,
    name: str,
    document: Document,
    table: LevelTable,
    customers: DetailSheet,
    sites: DetailSheet,
    formats: Formats,
) -> LevelSheet:
    """One row per area, its figures as sums over the detail, and a row of totals."""
    _ = document.text
    figures = _figure_columns(document)
    columns = {column.key: TEXTS + at for at, column in enumerate(figures)}
    _write_heads(sheet, document, table, figures, formats)
    for row, totals in enumerate(table.rows, 1):
        _write_names(sheet, row, totals, document, formats)
        for column in figures:
            at = columns[column.key]
            style = _style(formats, column, kind_of(totals) != "drawn")
            if column.key == "area_km2":
                sheet.write_number(row, at, totals.area_km2, style)
                continue
            formula = _formula(column.key, row, table.level, columns, customers, sites, document)
            sheet.write_formula(row, at, formula, style, column.value(totals))
    last = len(table.rows)
    total = _write_totals(sheet, document, table, figures, columns, formats)
    if last:
        sheet.autofilter(0, 0, last, TEXTS + len(figures) - 1)
    sheet.freeze_panes(1, 4)
    print_setup(sheet, document.facts.name)
    return LevelSheet(name, table, columns, total)


def write_detail(
    sheet: Worksheet,
    place: DetailSheet,
    lists: tuple[tuple[Word, ...], ...],
    document: Document,
    formats: Formats,
) -> None:
    """The counted rows that the levels' formulas add up."""
    _ = document.text
    detail = place.detail
    words = [_("Kind"), _("Class")][: len(lists)]
    names = {row.id: shown_name(row, _) for table in document.tables for row in table.rows}
    heads = [
        *(_("No. ({level})").format(level=w.name(document.lang)) for w in document.template.levels),
        _("Area"),
        *(head for word in words for head in (_("No. ({level})").format(level=word), word)),
        _("Count"),
        *([_("Yuan a month")] if detail.value is not None else []),
    ]
    for column, head in enumerate(heads):
        put_text(sheet, 0, column, head, formats.head)
        sheet.set_column(column, column, width_of([head], least=10))
    shown = [names.get(int(area), "") for area in detail.deepest()]
    sheet.set_column(place.detail.owners.shape[1], place.detail.owners.shape[1], width_of(shown))
    for row, area_name in enumerate(shown, 1):
        cells: list[str | float] = [*detail.owners[row - 1].tolist(), area_name]
        for word_list, code in zip(lists, detail.codes[row - 1].tolist(), strict=True):
            cells += [code, word_list[code].name(document.lang) if code >= 0 else ""]
        cells.append(int(detail.count[row - 1]))
        if detail.value is not None:
            cells.append(float(detail.value[row - 1]))
        for column, body in enumerate(cells):
            if isinstance(body, str):
                put_text(sheet, row, column, body, formats.text)
            else:
                number = formats.two if isinstance(body, float) else formats.whole
                sheet.write_number(row, column, body, number)
    sheet.autofilter(0, 0, max(len(shown), 1), len(heads) - 1)
    sheet.freeze_panes(1, 0)
    print_setup(sheet, document.facts.name)


def _figure_columns(document: Document) -> list[Column]:
    _ = document.text
    return [
        Column("area_km2", _("km²"), lambda row: row.area_km2),
        Column("customers", _("Customers"), lambda row: row.customers),
        Column("density", _("Customers per km²"), lambda row: row.density),
        Column("value", _("Yuan a month"), lambda row: row.value),
        *class_columns(document),
        *count_columns(document)[2:],
    ]


def _write_heads(
    sheet: Worksheet,
    document: Document,
    table: LevelTable,
    figures: list[Column],
    formats: Formats,
) -> None:
    _ = document.text
    texts = [
        (_("No."), ["000"]),
        (_("Open ground"), [""]),
        (_("Code"), [row.code for row in table.rows]),
        (_("Name"), [shown_name(row, _) for row in table.rows]),
        (_("Part of"), [row.parent_name for row in table.rows]),
        (_("Setting"), ["乡镇"]),
        (_("Team name"), [row.team for row in table.rows]),
        (_("Manager"), [row.manager for row in table.rows]),
    ]
    sheet.set_row(0, 32)
    for column, (head, bodies) in enumerate(texts):
        put_text(sheet, 0, column, head, formats.head)
        sheet.set_column(column, column, width_of([*bodies, head]))
    for at, figure in enumerate(figures, TEXTS):
        put_text(sheet, 0, at, figure.label, formats.head_right)
        sheet.set_column(at, at, width_of(figure.label.split(), least=11, most=16))


def _write_names(
    sheet: Worksheet, row: int, totals: AreaTotals, document: Document, formats: Formats
) -> None:
    pale = kind_of(totals) != "drawn"
    text = formats.pale_text if pale else formats.text
    settings = {word.key: word.name(document.lang) for word in document.template.settings}
    sheet.write_number(row, 0, totals.id, text)
    sheet.write_number(row, 1, int(totals.open), text)
    bodies = (
        totals.code,
        shown_name(totals, document.text),
        totals.parent_name,
        settings.get(totals.setting, ""),
        totals.team,
        totals.manager,
    )
    for column, body in enumerate(bodies, 2):
        put_text(sheet, row, column, body, text)


def _formula(
    key: str,
    row: int,
    level: int,
    columns: dict[str, int],
    customers: DetailSheet,
    sites: DetailSheet,
    document: Document,
) -> str:
    """The formula of one figure of an area: a sum over the detail rows that bear its number."""
    if key == "density":
        return _density(row, columns)
    what, _colon, word = key.partition(":")
    place = sites if what == "site" else customers
    counted = place.value() if what == "value" else place.count()
    parts = [counted.absolute(), place.owner(level).absolute(), f"$A{row + 1}"]
    if what in ("kind", "class", "site"):
        template = document.template
        words = {"kind": template.kinds, "class": template.classes, "site": template.site_kinds}
        codes = {item.key: code for code, item in enumerate(words[what])}
        parts += [place.code(1 if what == "class" else 0).absolute(), str(codes.get(word, -1))]
    return f"=SUMIFS({','.join(parts)})"


def _density(row: int, columns: dict[str, int]) -> str:
    ground, people = cell(row, columns["area_km2"]), cell(row, columns["customers"])
    return f"=IF({ground}>0,{people}/{ground},0)"


def _write_totals(
    sheet: Worksheet,
    document: Document,
    table: LevelTable,
    figures: list[Column],
    columns: dict[str, int],
    formats: Formats,
) -> dict[str, float]:
    """The row below the areas; returns its values."""
    _ = document.text
    row = len(table.rows) + 1
    whole = sum_of(table.rows)
    for column in range(TEXTS):
        put_text(sheet, row, column, _("Total") if column == 3 else "", formats.total_text)
    values: dict[str, float] = {}
    for figure in figures:
        at = columns[figure.key]
        values[figure.key] = float(figure.value(whole))
        formula = f"=SUM({cell(1, at)}:{cell(row - 1, at)})" if table.rows else "=0"
        if figure.key == "density":
            formula = _density(row, columns)
        style = formats.total_two if figure.key in TWO_DECIMALS else formats.total_whole
        sheet.write_formula(row, at, formula, style, values[figure.key])
    return values


TWO_DECIMALS = frozenset({"area_km2", "density", "value"})


def _style(formats: Formats, column: Column, pale: bool) -> object:
    if column.key in TWO_DECIMALS:
        return formats.pale_two if pale else formats.two
    return formats.pale_whole if pale else formats.whole
