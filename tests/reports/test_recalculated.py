"""The workbook's formulas, calculated by LibreOffice from nothing."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from gridstudio.reports.report import write_report
from tests.map_data_case import plain_map
from tests.other_programs import recalculated
from tests.reports.report_case import facts_of, report_project

_CACHED = re.compile(r"(<c [^>]*>\s*<f>[^<]*</f>)<v>[^<]*</v>")

Sheets = dict[str, list[list[Any]]]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_libreoffice_calculates_what_we_wrote(tmp_path: Path, lang: str) -> None:
    with report_project(tmp_path) as project:
        _pdf, book = write_report(project.map_data(), facts_of(project), tmp_path, lang, plain_map)
    ours = sheets_of(book)
    bare = tmp_path / "bare.xlsx"
    formulas = without_values(book, bare)
    theirs = sheets_of(recalculated(bare, tmp_path / "lo"))
    assert formulas > 100
    assert sheets_of(bare) != ours, "the values are gone, so what comes back was calculated"
    assert list(theirs) == list(ours)
    for name, rows in ours.items():
        for row, (mine, yours) in enumerate(zip(rows, theirs[name], strict=True), start=1):
            for one, other in zip(mine, yours, strict=True):
                if isinstance(one, int | float):
                    assert other == pytest.approx(one, abs=1e-6), (name, row, mine, yours)
                else:
                    assert other == one, (name, row)


def without_values(book: Path, bare: Path) -> int:
    """A copy whose formulas have no result yet; returns how many there are."""
    count = 0
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                text, number = _CACHED.subn(r"\1", content.decode())
                count += number
                content = text.encode()
            new.writestr(name, content)
    return count


def sheets_of(path: Path) -> Sheets:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
