"""The workbook of a comparison, read back by another program."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from gridstudio.commands.areas import set_area, split_area
from gridstudio.commands.scheme_comparison import case_of, compared
from gridstudio.commands.schemes import copy_scheme
from gridstudio.errors import UserError
from gridstudio.reports.scheme_comparison import write_comparison
from tests.cases import divided_project


def test_areas_and_customers_are_read_back_and_text_stays_text(tmp_path: Path) -> None:
    target = tmp_path / "book.xlsx"
    with divided_project(tmp_path, customers=400) as project:
        copy = copy_scheme(project, 1, "=1+1", current=True)
        areas = project.areas()
        one, two = (int(areas.id[list(areas.name).index(name)]) for name in ("One", "Two"))
        split_area(project, one, [(111.9, 35.05), (112.15, 35.05)])
        set_area(project, two, name="@Two")
        found = compared(case_of(project, 1, copy, 2))
        write_comparison(project, found, ("Scheme 1", "=1+1"), target)
        with pytest.raises(UserError):
            write_comparison(project, found, ("A", "B"), tmp_path / "none" / "book.xlsx")
    book = CalamineWorkbook.from_path(str(target))
    assert book.sheet_names == ["Areas", "Customers who differ", "From area to area"]
    rows = book.get_sheet_by_name("Areas").to_python()
    assert rows[0][0] == "Case: Scheme 1 and =1+1"
    assert rows[3][:7] == [
        "Code in A", "Name in A", "Code in B", "Name in B", "Customers A", "Customers B",
        "Customers B − A",
    ]  # fmt: skip
    assert rows[5][:4] == ["G02", "Two", "G02", "@Two"] and rows[5][4] == rows[5][5]
    assert rows[6][0] == "" and rows[6][2] == "G03" and rows[6][4] == 0
    differ = len(found.book)
    assert rows[6][6] == differ and rows[4][6] == -differ
    total = rows[-1]
    assert total[0] == "Total" and total[4:7] == [400, 400, 0]
    customers = book.get_sheet_by_name("Customers who differ").to_python()
    assert len(customers) == differ + 1 and customers[1][5] == "G01 One"
    sums = book.get_sheet_by_name("From area to area").to_python()
    assert sums[-1][2] == differ
