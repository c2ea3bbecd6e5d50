"""The workbook's sheet of indicators: one row per area of the pages' level."""

from __future__ import annotations

from collections.abc import Callable

from xlsxwriter.worksheet import Worksheet

from gridstudio.assessment.indicators import ROADS
from gridstudio.reports.document import AreaPage, Document
from gridstudio.reports.excel import Formats, print_setup, put_text, width_of
from gridstudio.reports.pages import ROAD_NAMES

Cell = str | float
Reader = Callable[[AreaPage], Cell]


def write_indicators(sheet: Worksheet, document: Document, formats: Formats) -> None:
    """Figures and, beside those that have names, the names in full."""
    columns = _columns(document)
    sheet.set_row(0, 32)
    for at, (label, reader) in enumerate(columns):
        bodies = [reader(page) for page in document.pages]
        texts = [body for body in bodies if isinstance(body, str)]
        sheet.set_column(at, at, width_of([*label.split(), *texts], least=11, most=40))
        put_text(sheet, 0, at, label, formats.head if texts else formats.head_right)
        for row, body in enumerate(bodies, 1):
            if isinstance(body, str):
                put_text(sheet, row, at, body, formats.wrapped)
            else:
                style = formats.two if isinstance(body, float) else formats.whole
                sheet.write_number(row, at, body, style)
    sheet.autofilter(0, 0, max(len(document.pages), 1), len(columns) - 1)
    sheet.freeze_panes(1, 2)
    print_setup(sheet, document.facts.name)


def _columns(document: Document) -> list[tuple[str, Reader]]:
    _ = document.text
    names = _("{indicator}: names")
    administrative = _("Administrative areas")
    columns: list[tuple[str, Reader]] = [
        (_("Code"), lambda page: page.totals.code),
        (_("Name"), lambda page: page.totals.name),
        (administrative, lambda page: len(page.indicators.administrative)),
        (
            names.format(indicator=administrative),
            lambda page: _(", ").join(item.name for item in page.indicators.administrative),
        ),
    ]
    used = {road.category for page in document.pages for road in page.indicators.roads}
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
    first = document.template.kinds[0].name(document.lang) if document.template.kinds else ""
    for at, (classes, _count) in enumerate(_key_accounts(document)):
        label = _("{kind}, class {classes}").format(kind=first, classes=classes)
        columns.append((label, _key_account_count(at)))
    for word in document.template.kinds:
        columns.append((word.name(document.lang), _kind_count(word.key)))
    return columns


def _key_accounts(document: Document) -> tuple[tuple[str, int], ...]:
    return document.pages[0].indicators.key_accounts if document.pages else ()


def _road_km(category: str) -> Reader:
    return lambda page: page.indicators.road_km().get(category, 0.0)


def _road_names(document: Document, category: str) -> Reader:
    _ = document.text

    def read(page: AreaPage) -> str:
        roads = page.indicators.roads
        return _(", ").join(road.name for road in roads if road.name and road.category == category)

    return read


def _site_count(key: str) -> Reader:
    return lambda page: len(page.indicators.sites[key])


def _site_names(document: Document, key: str) -> Reader:
    _ = document.text

    def read(page: AreaPage) -> str:
        named = (document.facts.site_names.get(site, "") for site in page.indicators.sites[key])
        return _(", ").join(name for name in named if name)

    return read


def _key_account_count(at: int) -> Reader:
    return lambda page: page.indicators.key_accounts[at][1]


def _kind_count(key: str) -> Reader:
    return lambda page: page.indicators.kinds[key]
