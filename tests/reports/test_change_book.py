"""The change book's workbook, read back by another program."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineWorkbook

from gridstudio.assessment.change_book import Move, MovedCustomer
from gridstudio.reports.change_book import change_book_bytes

PERSON = MovedCustomer(
    "=1+1", "Street shop", "A", 12.5, "@home", "G01 One", "Team 1", "G02 Two", "Team 2"
)


def test_lines_and_sums_are_read_back_and_text_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    unknown = MovedCustomer("Second", "", "", None, "", "without owner", "", "G02 Two", "")
    path.write_bytes(
        change_book_bytes(
            "County: change book",
            [PERSON, unknown],
            [
                ("G01 One", "G02 Two", Move(1, 2, 1, 12.5)),
                ("without owner", "G02 Two", Move(0, 2, 1, 0.0)),
            ],
        )
    )
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["From area to area", "Customers who moved"]
    rows = book.get_sheet_by_name("Customers who moved").to_python()
    assert rows[1][:4] == ["=1+1", "Street shop", "A", 12.5] and rows[1][4] == "@home"
    assert rows[2][3] == ""
    sums = book.get_sheet_by_name("From area to area").to_python()
    assert sums[-1] == ["Total", "", 2.0, 12.5]


def test_an_empty_book_is_a_sound_workbook(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(change_book_bytes("Nothing", [], []))
    sums = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("From area to area").to_python()
    assert sums[-1][2:] == [0.0, 0.0]
