from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from gridstudio.commands.columns import map_data
from gridstudio.commands.report import area_totals, report_facts
from gridstudio.commands.schemes import copy_scheme, make_current, rename_scheme, set_line
from gridstudio.errors import UserError
from gridstudio.reports.document import build_document
from gridstudio.reports.pages import content
from gridstudio.reports.workbook import workbook_bytes
from tests.reports.report_case import DAY, report_project


def test_totals_by_key_or_name_of_the_level(tmp_path: Path) -> None:
    with report_project(tmp_path) as project:
        grids = area_totals(project)
        assert [row.code for row in grids] == ["G01", "G02", "", ""]
        assert [row.customers for row in grids] == [59, 41, 100, 1]
        assert area_totals(project, "网格") == grids
        assert [row.code for row in area_totals(project, "County")] == ["C01", ""]
        with pytest.raises(UserError, match="no level"):
            area_totals(project, "street")


def test_facts_hold_the_names_that_a_report_prints(tmp_path: Path) -> None:
    with report_project(tmp_path) as project:
        facts = report_facts(project, DAY, author="Li")
        number, changed_at = project.boundary_version()
        assert (facts.name, facts.date, facts.author) == ("Case", DAY, "Li")
        assert (facts.boundary_version, facts.boundaries_changed_at) == (number, changed_at)
        assert number > 0
        assert "=Tower" in facts.site_names.values()
        assert len(facts.customer_names) == 16


def test_a_report_names_the_scheme_where_that_tells_anything(tmp_path: Path) -> None:
    with report_project(tmp_path) as project:
        assert report_facts(project, DAY).scheme is None
        copy = copy_scheme(project, 1)
        version = project.boundary_version()[0]
        make_current(project, copy)
        assert project.boundary_version()[0] == version + 1, "other boundaries"
        set_line(project, copy, "enterprise")
        data, facts = map_data(project), report_facts(project, DAY)
        for lang, label, name in (
            ("en", "Scheme", "Scheme 2 · Enterprise market"),
            ("zh_CN", "方案", "方案 2 · 集团市场"),
        ):
            document = build_document(data, facts, lang)
            assert [label, name] in content(document)["cover"]
            (tmp_path / "book.xlsx").write_bytes(workbook_bytes(document, data))
            book = CalamineWorkbook.from_path(str(tmp_path / "book.xlsx"))
            rows = book.get_sheet_by_index(0).to_python()
            assert [label, name] in [row[:2] for row in rows]
        rename_scheme(project, copy, "新方案")
        facts = report_facts(project, DAY)
        assert ["Scheme", "新方案 · Enterprise market"] in content(
            build_document(data, facts, "en")
        )["cover"]
