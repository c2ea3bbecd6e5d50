"""What every sheet of the workbook shares: formats, names of sheets, widths, printing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

LONGEST_CELL = 32767
"""Excel's limit of characters in a cell; a longer text is cut there."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class Formats:
    """The cell formats of one workbook; ``pale`` variants set open ground apart."""

    def __init__(self, book: Workbook) -> None:
        line = {"bottom": 1, "bottom_color": "#d5dce1", "valign": "top"}
        pale = {**line, "font_color": "#5f6f7b", "italic": True}
        total = {"bold": True, "bg_color": "#f3f6f7", "top": 1, "top_color": "#0b5a69"}
        head = {
            "bold": True,
            "font_color": "#ffffff",
            "bg_color": "#0b5a69",
            "text_wrap": True,
            "valign": "vcenter",
        }
        whole, two = {"num_format": "#,##0"}, {"num_format": "#,##0.00"}
        self.title = book.add_format({"bold": True, "font_size": 18, "font_color": "#0b5a69"})
        self.quiet = book.add_format({"font_color": "#5f6f7b"})
        self.head = book.add_format(head)
        self.head_right = book.add_format({**head, "align": "right"})
        self.text, self.pale_text = book.add_format(line), book.add_format(pale)
        self.wrapped = book.add_format({**line, "text_wrap": True})
        self.whole, self.pale_whole = (book.add_format({**base, **whole}) for base in (line, pale))
        self.two, self.pale_two = (book.add_format({**base, **two}) for base in (line, pale))
        self.total_text = book.add_format(total)
        self.total_whole = book.add_format({**total, **whole})
        self.total_two = book.add_format({**total, **two})


class SheetNames:
    """Gives each sheet a name that Excel takes: 31 letters, no marks of its own, no name twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        base = _FORBIDDEN.sub(" ", wanted).strip().strip("'")[:31].strip() or "Sheet"
        name, number = base, 1
        while name.casefold() in self._taken or name.casefold() == "history":
            number += 1
            name = f"{base[: 31 - len(str(number)) - 1]} {number}"
        self._taken.add(name.casefold())
        return name


@dataclass(frozen=True)
class Range:
    """The cells of a column of a sheet; rows count from 0, both ends included."""

    sheet: str
    column: int
    first: int
    last: int

    def absolute(self) -> str:
        """As a formula refers to it from any sheet."""
        letters = column_letters(self.column)
        quoted = self.sheet.replace("'", "''")
        return f"'{quoted}'!${letters}${self.first + 1}:${letters}${self.last + 1}"


def column_letters(column: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell(row: int, column: int) -> str:
    """A cell of the same sheet, as a formula refers to it."""
    return f"{column_letters(column)}{row + 1}"


def put_text(sheet: Worksheet, row: int, column: int, text: str, style: object) -> None:
    """Write a text as a text, whatever it begins with."""
    sheet.write_string(row, column, text[:LONGEST_CELL], style)


def width_of(texts: Sequence[str], least: float = 8, most: float = 44) -> float:
    """The width that shows the longest text; Chinese characters count for two."""
    longest = max((_letters(text) for text in texts), default=0)
    return min(max(longest + 2, least), most)


def print_setup(sheet: Worksheet, title: str, header_row: int = 0) -> None:
    """A4 across, as wide as one page, headings repeated, numbered pages."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    # An ampersand begins a code in headers; 255 characters are Excel's limit.
    sheet.set_header("&L" + title[:100].replace("&", "&&"))
    sheet.set_footer("&R&P / &N")


def _letters(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
