"""The report as a workbook whose sums are formulas: detail sheets, one sheet per level, a summary.

Every cell computed by a formula carries its value too, so that readers which do not calculate show
the same figures. Areas are joined by their number, never by a text that might be read as a pattern.
"""

from __future__ import annotations

import io

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gridstudio.domain.map_data import MapData
from gridstudio.reports.detail import customer_detail, site_detail
from gridstudio.reports.document import Document
from gridstudio.reports.excel import Formats, SheetNames
from gridstudio.reports.indicator_sheet import write_indicators
from gridstudio.reports.numbers import boundary_version, long_date, scheme_name
from gridstudio.reports.sheets import DetailSheet, LevelSheet, write_detail, write_level


def workbook_bytes(document: Document, data: MapData) -> bytes:
    """The workbook of a report, as the bytes of an .xlsx file."""
    _ = document.text
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with Workbook(stream, options) as book:
        day = document.facts.date
        book.set_properties({"title": document.facts.name, "author": document.facts.author})
        book.set_custom_property("Report date", day.isoformat(), "text")
        formats = Formats(book)
        names = SheetNames()
        summary = book.add_worksheet(names.take(_("Summary")))
        level_names = [
            names.take(document.template.levels[table.level].name(document.lang))
            for table in document.tables
        ]
        sheets = [book.add_worksheet(name) for name in level_names]
        indicator_sheet = book.add_worksheet(names.take(_("Division indicators")))
        customer_sheet = DetailSheet(names.take(_("Customer detail")), customer_detail(data))
        site_sheet = DetailSheet(names.take(_("Site detail")), site_detail(data))
        levels = [
            write_level(sheet, name, document, table, customer_sheet, site_sheet, formats)
            for sheet, name, table in zip(sheets, level_names, document.tables, strict=True)
        ]
        write_indicators(indicator_sheet, document, formats)
        for detail, words in (
            (customer_sheet, (document.template.kinds, document.template.classes)),
            (site_sheet, (document.template.site_kinds,)),
        ):
            write_detail(book.add_worksheet(detail.name), detail, words, document, formats)
        _write_summary(book, summary, document, levels, formats)
    return stream.getvalue()


def _write_summary(
    book: Workbook,
    sheet: Worksheet,
    document: Document,
    levels: list[LevelSheet],
    formats: Formats,
) -> None:
    """Cover facts, then one line per level whose figures refer to that level's row of totals."""
    _ = document.text
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 8, 18)
    sheet.write_string(0, 0, document.facts.name, formats.title)
    sheet.write_string(1, 0, _("Division report"), formats.quiet)
    facts = [
        (_("Date"), long_date(document.facts.date, _)),
        (_("Boundary version"), boundary_version(document.facts, _)),
        (_("Template"), document.template.name(document.lang)),
        (_("Prepared by"), document.facts.author),
    ]
    scheme = scheme_name(document.facts, document.template, document.lang)
    if scheme:
        facts.insert(1, (_("Scheme"), scheme))
    for row, (label, body) in enumerate(facts, 3):
        sheet.write_string(row, 0, label, formats.quiet)
        sheet.write_string(row, 1, body, formats.text)
    head = 4 + len(facts)
    labels = [_("Level"), _("Areas"), _("Customers"), _("Yuan a month"), _("km²")]
    for column, label in enumerate([*labels, _("Customers per km²")]):
        sheet.write_string(head, column, label, formats.head if column == 0 else formats.head_right)
    for row, level in enumerate(levels, head + 1):
        word = document.template.levels[level.table.level].name(document.lang)
        sheet.write_string(row, 0, word, formats.text)
        drawn, drawn_formula = level.drawn()
        sheet.write_formula(row, 1, drawn_formula, formats.whole, drawn)
        for column, key in enumerate(("customers", "value", "area_km2", "density"), 2):
            number = formats.two if key in ("area_km2", "density") else formats.whole
            sheet.write_formula(row, column, level.total_reference(key), number, level.total(key))
    _chart(book, sheet, document, levels, head + len(levels) + 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _chart(
    book: Workbook, sheet: Worksheet, document: Document, levels: list[LevelSheet], row: int
) -> None:
    """Customers of the pages' level by class, as bars that follow the cells."""
    _ = document.text
    shown = [level for level in levels if level.table.level == document.page_level]
    if not shown or not shown[0].table.rows:
        return
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for word in document.template.classes:
        series = shown[0].series(f"class:{word.key}")
        fill = {"fill": {"color": word.color}} if word.color else {}
        chart.add_series({**series, "gap": 60, **fill})
    chart.set_title({"name": _("Customers by class"), "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 120 + 28 * len(shown[0].table.rows)})
    sheet.insert_chart(row, 0, chart)
