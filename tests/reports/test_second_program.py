"""The figures of PDF and workbook are those that a second program finds in the file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from gridstudio.domain.template import Template
from gridstudio.project import Project
from gridstudio.reports.report import write_report
from tests.map_data_case import plain_map
from tests.other_programs import text_of_pdf
from tests.reports.report_case import facts_of, real_county_project, report_project
from tests.reports.second_program import recompute
from tests.shared_data import shared_data

GROUND_TOLERANCE = 1e-4
_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    folder = tmp_path_factory.mktemp("second")
    with report_project(folder) as project:
        yield project, folder


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_workbook_and_pdf_equal_the_second_program(
    case: tuple[Project, Path], tmp_path: Path, lang: str
) -> None:
    project, _folder = case
    pdf, book = write_report(project.map_data(), facts_of(project), tmp_path, lang, plain_map)
    compare(project.path, project.template, (pdf, book), lang)


def compare(file: Path, template: Template, report: tuple[Path, Path], lang: str) -> None:
    """Every area's cells and lines of print against the second program's figures."""
    expected = recompute(str(file))
    assert set(expected) == {0, 1, 2}
    lines = pdf_lines(report[0])
    known = {word.key for word in template.kinds}
    other = any(set(row["by_kind"]) - known for row in expected[0])
    for level, rows in expected.items():
        sheet = level_sheet(report[1], template.levels[level].name(lang))
        assert sorted(sheet) == sorted(row["id"] for row in rows)
        for row in rows:
            assert_cells(sheet[row["id"]], row, template)
            # The county is the sum of the cover; its level has no table of its own in print.
            # On the grids' level an open district has no page that would show it.
            if level == 1 or (level == 2 and row["code"]):
                assert_printed(lines, row, template, other)


def test_the_second_program_sees_overrides_borders_and_outsiders(
    case: tuple[Project, Path],
) -> None:
    project, _folder = case
    grids = {row["code"] or row["id"]: row for row in recompute(str(project.path))[2]}
    # Ten columns of 20: two in each grid, one on their border; one customer moves by override.
    assert (grids["G01"]["customers"], grids["G02"]["customers"]) == (59, 41)
    assert grids["G01"]["sites"] == {"base_station": 1, "own_store": 1}
    assert grids[0]["customers"] == 1


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_real_county_equals_the_second_program(tmp_path: Path, lang: str) -> None:
    source = shared_data("admin_cn/xinjiang_county_140825/140825.json")
    with real_county_project(tmp_path, source) as project:
        data, facts = project.map_data(), facts_of(project)
        compare(
            project.path,
            project.template,
            write_report(data, facts, tmp_path, lang, plain_map),
            lang,
        )


def level_sheet(book: Path, name: str) -> dict[int, list[Any]]:
    rows = CalamineWorkbook.from_path(str(book)).get_sheet_by_name(name).to_python()
    return {int(row[0]): row for row in rows[1:] if row[0] != ""}


def assert_cells(cells: list[Any], row: dict[str, Any], template: Template) -> None:
    if row["name"]:
        assert cells[2:4] == [row["code"], row["name"]]
    figures = [float(cell) for cell in cells[8:]]
    assert figures[0] == pytest.approx(row["area_km2"], rel=GROUND_TOLERANCE)
    assert figures[1] == row["customers"]
    assert figures[3] == pytest.approx(row["value"], abs=1e-6)
    classes = [row["by_class"][word.key] for word in template.classes]
    kinds = [row["by_kind"][word.key] for word in template.kinds]
    sites = [row["sites"][word.key] for word in template.site_kinds]
    # Where some have neither class nor kind of the template there is a column for those.
    if len(figures) > 4 + len(classes) + len(kinds) + len(sites):
        classes.append(row["customers"] - sum(classes))
        kinds.append(row["customers"] - sum(kinds))
    assert figures[4:] == [*classes, *kinds, *sites]


def assert_printed(
    lines: list[list[float]], row: dict[str, Any], template: Template, other: bool
) -> None:
    classes = [row["by_class"][word.key] for word in template.classes]
    kinds = [row["by_kind"][word.key] for word in template.kinds]
    sites = [row["sites"][word.key] for word in template.site_kinds]
    if other:
        classes.append(row["customers"] - sum(classes))
        kinds.append(row["customers"] - sum(kinds))
    key = [row["area_km2"], row["customers"], *classes, row["value"]]
    for wanted in (key, [*kinds, *sites]):
        assert any(ends_with(line, wanted) for line in lines), f"{row['name']}: {wanted}"


def ends_with(line: list[float], wanted: list[float]) -> bool:
    """Whether a line of print ends with these figures; ground is printed to 0.01, value to 1."""
    tail = line[-len(wanted) :]
    return len(tail) == len(wanted) and all(
        abs(a - b) <= (0 if b == int(b) else max(0.51 if b > 1000 else 0.011, b * GROUND_TOLERANCE))
        for a, b in zip(tail, wanted, strict=True)
    )


def pdf_lines(pdf: Path) -> list[list[float]]:
    """The numbers that each line of print ends with."""
    return [
        [float(word.replace(",", "")) for word in line.split() if _NUMBER.fullmatch(word)]
        for line in text_of_pdf(pdf).splitlines()
    ]
