from __future__ import annotations

from pathlib import Path

import pytest

from gridstudio.commands.report import area_totals, report_facts
from gridstudio.errors import UserError
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
