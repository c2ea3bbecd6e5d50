"""Figures for the verbs ``totals`` and ``indicators``, and what a report needs of the file."""

from __future__ import annotations

from datetime import date as Date
from typing import Any

from gridstudio.assessment.key_customers import key_customer_ids
from gridstudio.assessment.totals import AreaTotals, totals
from gridstudio.commands.indicators import all_indicators
from gridstudio.commands.markets import read_markets
from gridstudio.commands.schemes import told_scheme
from gridstudio.domain.report_facts import ReportFacts
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Project


def area_totals(project: Project, level: str = "grid") -> list[AreaTotals]:
    """The totals of every area of a level, named by its key or in any language of the template.

    Raises UserError for a word that is no level of the project's template.
    """
    return totals(
        project.areas(),
        project.owners(),
        project.customers(),
        project.sites(),
        project.template,
        project.template.level_index(level),
    )


def area_indicators(
    project: Project, level: str = "grid", progress: Progress = no_progress
) -> list[dict[str, Any]]:
    """The indicators of every area of a level as plain values, sorted by code.

    Raises UserError for a word that is no level of the project's template.
    """
    data, areas = project.map_data(), project.areas()
    found = all_indicators(project, data, project.template.level_index(level), progress).of
    rows = areas.index(sorted(found))
    listed = [
        {
            "code": str(areas.code[row]),
            "name": str(areas.name[row]),
            **found[int(areas.id[row])].to_json(),
        }
        for row in rows.tolist()
    ]
    return sorted(listed, key=lambda item: str(item["code"]))


def report_facts(project: Project, date: Date, author: str = "") -> ReportFacts:
    """Read the names that a report prints, the census of markets, and the journal's last edit, its
    boundary version."""
    template = project.template
    page_level = min(1, len(template.levels) - 1)
    customer_ids = key_customer_ids(
        project.areas(), project.owners(), project.customers(), page_level
    )
    version, changed_at = project.boundary_version()
    return ReportFacts(
        name=project.name,
        date=date,
        boundary_version=version,
        boundaries_changed_at=changed_at,
        author=author,
        scheme=told_scheme(project),
        site_names=_names(project, "sites", project.sites().id.tolist()),
        customer_names=_names(project, "customers", customer_ids),
        markets=read_markets(project, project.map_data(), None, frozenset()),
    )


def _names(project: Project, table: str, ids: list[int]) -> dict[int, str]:
    texts = project.texts(table, ids, ["name"])
    return {row_id: str(row[0] or "") for row_id, row in texts.items()}
