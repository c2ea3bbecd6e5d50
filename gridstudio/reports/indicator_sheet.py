"""The workbook's sheet of indicators: one row per area, from the pages' level down."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.terrain import ROADS
from gridstudio.assessment.totals import AreaTotals
from gridstudio.reports.document import Document
from gridstudio.reports.excel import Formats, print_setup, put_text, width_of
from gridstudio.reports.indicator_rows import ROAD_NAMES, market_word

Cell = str | float


@dataclass(frozen=True)
class Row:
    """An area with its indicators."""

    totals: AreaTotals
    indicators: Indicators


Column = tuple[str, Callable[[Row], Cell]]


def write_indicators(sheet: Worksheet, document: Document, formats: Formats) -> None:
    """Figures and, beside those that have names, the names in full; what there is not is left
    empty."""
    rows = list(_rows(document))
    columns = [*_area(document), *_ground(document, rows), *_people(document), *_markets(document)]
    sheet.set_row(0, 32)
    for at, (label, reader) in enumerate(columns):
        bodies = [reader(row) for row in rows]
        texts = [body for body in bodies if isinstance(body, str)]
        sheet.set_column(at, at, width_of([*label.split(), *texts], least=11, most=40))
        put_text(sheet, 0, at, label, formats.head if texts else formats.head_right)
        for line, body in enumerate(bodies, 1):
            if isinstance(body, str):
                put_text(sheet, line, at, body, formats.wrapped)
            elif not math.isnan(body):
                style = formats.two if isinstance(body, float) else formats.whole
                sheet.write_number(line, at, body, style)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.freeze_panes(1, 3)
    print_setup(sheet, document.facts.name)


def _rows(document: Document) -> Iterator[Row]:
    for table in document.tables:
        if table.level >= document.page_level:
            for totals in table.drawn:
                yield Row(totals, document.indicators[totals.id])


def _area(document: Document) -> list[Column]:
    _ = document.text
    levels = document.template.levels
    return [
        (_("Level"), lambda row: levels[row.totals.level].name(document.lang)),
        (_("Code"), lambda row: row.totals.code),
        (_("Name"), lambda row: row.totals.name),
        (_("Area (km²)"), lambda row: row.indicators.ground.km2),
        (_("Perimeter (km)"), lambda row: row.indicators.ground.perimeter_km),
        (_("Compactness"), lambda row: row.indicators.ground.compactness),
    ]


def _ground(document: Document, rows: list[Row]) -> list[Column]:
    """Administrative areas, roads of the ranks that occur, sites."""
    _ = document.text
    names = _("{indicator}: names")
    administrative = _("Administrative areas")
    columns: list[Column] = [
        (administrative, lambda row: len(row.indicators.administrative)),
        (_("{indicator}: share").format(indicator=administrative), _covered(document)),
    ]
    used = {road.category for row in rows for road in row.indicators.roads}
    for category in (category for category in ROADS if category in used):
        label = _("{roads} (km)").format(roads=_(ROAD_NAMES[category]))
        columns.append((label, _road_km(category)))
        columns.append(
            (names.format(indicator=_(ROAD_NAMES[category])), _road_names(document, category))
        )
    for word in document.template.site_kinds:
        label = word.name(document.lang)
        columns.append((label, _site_count(word.key)))
        columns.append((names.format(indicator=label), _site_names(document, word.key)))
    return columns


def _people(document: Document) -> list[Column]:
    """Customers, groups by class, kinds, and their way to the store."""
    _ = document.text
    columns: list[Column] = [
        (_("Customers"), lambda row: row.totals.customers),
        (_("Value"), lambda row: row.totals.value),
        (_("Customers per km²"), lambda row: row.totals.density),
    ]
    first = document.template.kinds[0].name(document.lang) if document.template.kinds else ""
    for at, (classes, _count) in enumerate(_key_accounts(document)):
        label = _("{kind}, class {classes}").format(kind=first, classes=classes)
        columns.append((label, _key_account_count(at)))
    for word in document.template.kinds:
        columns.append((word.name(document.lang), _kind_count(word.key)))
    columns.append(
        (_("Mean way to the nearest own store (km)"), lambda row: row.indicators.store_km.mean)
    )
    columns.append(
        (_("Greatest way to an own store (km)"), lambda row: row.indicators.store_km.greatest)
    )
    return columns


def _markets(document: Document) -> list[Column]:
    """What the census says of specialised markets."""
    columns: list[Column] = []
    kind = market_word(document)
    for one in document.template.census if kind else ():
        label = f"{kind} · {one.name(document.lang)}"
        if one.type == "number":
            columns.append((label, _market_sum(one.key)))
        elif one.type == "choice":
            for word in one.choices:
                name = f"{label} · {word.name(document.lang)}"
                columns.append((name, _market_choice(one.key, word.key)))
    return columns


def _key_accounts(document: Document) -> tuple[tuple[str, int], ...]:
    return next((one.key_accounts for one in document.indicators.values()), ())


def _covered(document: Document) -> Callable[[Row], Cell]:
    _ = document.text
    return lambda row: _(", ").join(
        f"{item.name} {item.share:.0%}" for item in row.indicators.administrative
    )


def _road_km(category: str) -> Callable[[Row], Cell]:
    return lambda row: row.indicators.road_km().get(category, 0.0)


def _road_names(document: Document, category: str) -> Callable[[Row], Cell]:
    _ = document.text

    def read(row: Row) -> str:
        roads = row.indicators.roads
        return _(", ").join(road.name for road in roads if road.name and road.category == category)

    return read


def _site_count(key: str) -> Callable[[Row], Cell]:
    return lambda row: len(row.indicators.sites[key])


def _site_names(document: Document, key: str) -> Callable[[Row], Cell]:
    _ = document.text

    def read(row: Row) -> str:
        named = (document.facts.site_names.get(site, "") for site in row.indicators.sites[key])
        return _(", ").join(name for name in named if name)

    return read


def _key_account_count(at: int) -> Callable[[Row], Cell]:
    return lambda row: row.indicators.key_accounts[at][1]


def _kind_count(key: str) -> Callable[[Row], Cell]:
    return lambda row: row.indicators.kinds[key]


def _market_sum(key: str) -> Callable[[Row], Cell]:
    return lambda row: row.indicators.market.sums.get(key, 0.0)


def _market_choice(key: str, choice: str) -> Callable[[Row], Cell]:
    return lambda row: row.indicators.market.choices.get(key, {}).get(choice, 0)
