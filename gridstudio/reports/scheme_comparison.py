"""Two schemes side by side as a workbook: the areas, the customers who differ, and the sums."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gridstudio.assessment.change_book import Move, MovedCustomer
from gridstudio.assessment.scheme_comparison import Comparison
from gridstudio.commands.change_book import moved_customers, sums
from gridstudio.commands.scheme_comparison import AreaLine, area_lines
from gridstudio.errors import unwritable
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Project
from gridstudio.reports.change_book import TEXT_ONLY, write_customers, write_sums
from gridstudio.reports.excel import Formats, SheetNames, cell, print_setup, put_text, width_of

HEAD_ROW, FIRST_FIGURE = 3, 4


def write_comparison(
    project: Project,
    found: Comparison,
    names: tuple[str, str],
    path: Path,
    progress: Progress = no_progress,
) -> None:
    """The comparison of two schemes, which are called ``names``; for a worker, since many customers
    take long. Raises UserError where the file cannot be written."""
    progress(0.05, _("Reading names"))
    moved = moved_customers(project, found.a, found.book, after=found.b)
    totals = sums(project, found.a, found.book, found.b)
    progress(0.4, _("Writing"))
    title = _("{project}: {a} and {b}").format(project=project.name, a=names[0], b=names[1])
    content = comparison_bytes(title, names, area_lines(found), moved, totals)
    progress(0.95, _("Writing"))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise unwritable(path, error) from None


def comparison_bytes(
    title: str,
    names: tuple[str, str],
    lines: Sequence[AreaLine],
    moved: Sequence[MovedCustomer],
    totals: Sequence[tuple[str, str, Move]],
) -> bytes:
    """The bytes of an .xlsx file; differences and sums are formulas."""
    stream = io.BytesIO()
    with Workbook(stream, TEXT_ONLY) as book:
        book.set_properties({"title": title})
        formats, sheets = Formats(book), SheetNames()
        areas = book.add_worksheet(sheets.take(_("Areas")))
        _write_areas(areas, title, names, lines, formats)
        customers = book.add_worksheet(sheets.take(_("Customers who differ")))
        write_customers(customers, moved, formats)
        summary = book.add_worksheet(sheets.take(_("From area to area")))
        write_sums(summary, title, totals, formats)
    return stream.getvalue()


def _write_areas(
    sheet: Worksheet,
    title: str,
    names: tuple[str, str],
    lines: Sequence[AreaLine],
    formats: Formats,
) -> None:
    put_text(sheet, 0, 0, title, formats.title)
    put_text(
        sheet, 1, 0, _("A is “{a}”, B is “{b}”.").format(a=names[0], b=names[1]), formats.quiet
    )
    heads = [_("Code in A"), _("Name in A"), _("Code in B"), _("Name in B")]
    for figure in (_("Customers"), _("Value (yuan/month)"), "km²"):
        heads += [f"{figure} A", f"{figure} B", f"{figure} B − A"]
    for column, head in enumerate(heads):
        style = formats.head if column < FIRST_FIGURE else formats.head_right
        put_text(sheet, HEAD_ROW, column, head, style)
    first = HEAD_ROW + 1
    for row, line in enumerate(lines, start=first):
        texts = (line.codes[0], line.names[0], line.codes[1], line.names[1])
        for column, text in enumerate(texts):
            put_text(sheet, row, column, text, formats.text)
        _write_figures(sheet, row, line, formats)
    _write_totals(sheet, first, lines, formats)
    for column, side in ((1, 0), (3, 1)):
        sheet.set_column(column, column, width_of([line.names[side] for line in lines], 12))
    sheet.set_column(FIRST_FIGURE, len(heads) - 1, 13)
    sheet.freeze_panes(first, FIRST_FIGURE)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(lines), len(heads) - 1)
    print_setup(sheet, title, HEAD_ROW)


def _write_figures(sheet: Worksheet, row: int, line: AreaLine, formats: Formats) -> None:
    for at, (in_a, in_b) in enumerate((line.customers, line.value, line.km2)):
        column, style = FIRST_FIGURE + 3 * at, formats.two if at else formats.whole
        sheet.write_number(row, column, in_a, style)
        sheet.write_number(row, column + 1, in_b, style)
        formula = f"={cell(row, column + 1)}-{cell(row, column)}"
        sheet.write_formula(row, column + 2, formula, style, in_b - in_a)


def _write_totals(
    sheet: Worksheet, first: int, lines: Sequence[AreaLine], formats: Formats
) -> None:
    last = first + len(lines)
    put_text(sheet, last, 0, _("Total"), formats.total_text)
    for column in range(1, FIRST_FIGURE):
        sheet.write_blank(last, column, None, formats.total_text)
    for at in range(3):
        style = formats.total_two if at else formats.total_whole
        figures = [(line.customers, line.value, line.km2)[at] for line in lines]
        in_a, in_b = (sum(pair[side] for pair in figures) for side in (0, 1))
        for place, value in enumerate((in_a, in_b, in_b - in_a)):
            column = FIRST_FIGURE + 3 * at + place
            formula = f"=SUM({cell(first, column)}:{cell(last - 1, column)})"
            sheet.write_formula(last, column, formula, style, value)
