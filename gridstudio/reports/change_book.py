"""The change book as a workbook: who moved, and what went from area to area."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gridstudio.assessment.change_book import Move, MovedCustomer, Ownership
from gridstudio.commands.change_book import moved_customers, moved_since, sums
from gridstudio.errors import unwritable
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Project
from gridstudio.reports.excel import LONGEST_CELL, Formats, SheetNames

TEXT_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_change_book(
    project: Project,
    before: Ownership,
    path: Path,
    progress: Progress = no_progress,
    after: Ownership | None = None,
) -> None:
    """The change book since a moment (or from one scheme to another, ``after``), as a workbook; for
    a worker, since a large one takes long.

    Raises UserError where the file cannot be written.
    """
    book = moved_since(project, before, after)
    progress(0.1, _("Reading names"))
    lines = moved_customers(project, before, book, after=after)
    totals = sums(project, before, book, after)
    progress(0.4, _("Writing"))
    title = _("{project}: change book").format(project=project.name)
    content = change_book_bytes(title, lines, totals)
    progress(0.95, _("Writing"))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise unwritable(path, error) from None


def change_book_bytes(
    title: str, moved: Sequence[MovedCustomer], sums: Sequence[tuple[str, str, Move]]
) -> bytes:
    """The bytes of an .xlsx file; ``sums`` are (old area, new area, figures). Sums are formulas."""
    stream = io.BytesIO()
    with Workbook(stream, TEXT_ONLY) as book:
        book.set_properties({"title": title})
        formats, names = Formats(book), SheetNames()
        customers = names.take(_("Customers who moved"))
        summary = book.add_worksheet(names.take(_("From area to area")))
        write_customers(book.add_worksheet(customers), moved, formats)
        write_sums(summary, title, sums, formats)
    return stream.getvalue()


def write_customers(sheet: Worksheet, moved: Sequence[MovedCustomer], formats: Formats) -> None:
    """A line for each customer who moved."""
    heads = (
        (_("Customer"), 34), (_("Kind"), 14), (_("Class"), 8), (_("Value (yuan/month)"), 14),
        (_("Address"), 36), (_("Old area"), 22), (_("Old team"), 24), (_("New area"), 22),
        (_("New team"), 24),
    )  # fmt: skip
    for column, (head, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, formats.head)
    for row, item in enumerate(moved, start=1):
        texts = {
            0: item.name, 1: item.kind, 2: item.class_, 4: item.address, 5: item.old,
            6: item.old_team, 7: item.new, 8: item.new_team,
        }  # fmt: skip
        for column, text in texts.items():
            sheet.write_string(row, column, text[:LONGEST_CELL], formats.text)
        if item.value is None:
            sheet.write_blank(row, 3, None, formats.two)
        else:
            sheet.write_number(row, 3, item.value, formats.two)
    sheet.freeze_panes(1, 1)
    if moved:
        sheet.autofilter(0, 0, len(moved), len(heads) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def write_sums(
    sheet: Worksheet, title: str, sums: Sequence[tuple[str, str, Move]], formats: Formats
) -> None:
    """What went from area to area, with a total."""
    sheet.write_string(0, 0, title, formats.title)
    heads = (_("Old area"), _("New area"), _("Customers"), _("Value (yuan/month)"))
    for column, (head, width) in enumerate(zip(heads, (26, 26, 12, 18), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, head, formats.head if column < 2 else formats.head_right)
    first = 3
    for row, (old, new, move) in enumerate(sums, start=first):
        sheet.write_string(row, 0, old, formats.text)
        sheet.write_string(row, 1, new, formats.text)
        sheet.write_number(row, 2, move.customers, formats.whole)
        sheet.write_number(row, 3, move.value, formats.two)
    last = first + len(sums)
    sheet.write_string(last, 0, _("Total"), formats.total_text)
    sheet.write_blank(last, 1, None, formats.total_text)
    customers = sum(move.customers for _old, _new, move in sums)
    value = sum(move.value for _old, _new, move in sums)
    for column, total, cell in ((2, customers, formats.total_whole), (3, value, formats.total_two)):
        letter = "CD"[column - 2]
        formula = f"=SUM({letter}{first + 1}:{letter}{last})" if sums else "=0"
        sheet.write_formula(last, column, formula, cell, total)
