from __future__ import annotations

import pytest

from gridstudio.reports.excel import Range, SheetNames, column_letters, width_of


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_column_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters


def test_a_range_quotes_the_name_of_its_sheet() -> None:
    assert Range("O'Brien 县", 2, 1, 9).absolute() == "'O''Brien 县'!$C$2:$C$10"


def test_sheet_names_are_unique_whatever_their_case() -> None:
    names = SheetNames()
    assert [names.take(wanted) for wanted in ("Grid", "GRID", "", "[]", "a" * 40, "A" * 40)] == [
        "Grid",
        "GRID 2",
        "Sheet",
        "Sheet 2",
        "a" * 31,
        "A" * 29 + " 2",
    ]


def test_chinese_letters_are_twice_as_wide() -> None:
    assert width_of(["网格网格网"]) == 12
    assert width_of(["x" * 100]) == 44
    assert width_of([]) == 8
