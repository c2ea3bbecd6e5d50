"""What importing polygons would do, to be looked at on a map before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from shapely.geometry import MultiPolygon

from gridstudio.commands.areas import coverage_of
from gridstudio.commands.import_areas import AreaPlan, apply_areas, cleaned, plan_areas
from gridstudio.commands.import_cleaning import Mended
from gridstudio.commands.import_report import ImportOptions, ImportReport, columns_of
from gridstudio.formats.reading import read_table
from gridstudio.formats.table import Table
from gridstudio.geometry.ground_area import area_km2
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Project


@dataclass(frozen=True)
class PreviewArea:
    """One area as it would be: its line in the file, names, and m² before and after cleaning."""

    line: int
    code: str
    name: str
    before_m2: float
    after_m2: float


@dataclass(frozen=True, eq=False)
class AreaPreview:
    """``before`` are the file's polygons, ``after`` those that would be drawn, in degrees;
    ``mended`` what cleaning changes, the largest first; ``columns`` which of the file's columns
    holds which field; ``report`` says what is refused."""

    before: tuple[MultiPolygon, ...]
    after: tuple[MultiPolygon, ...]
    mended: tuple[Mended, ...]
    areas: tuple[PreviewArea, ...]
    columns: Mapping[str, str]
    report: ImportReport


def read_areas(source: Path, options: ImportOptions, progress: Progress = no_progress) -> Table:
    """The file itself; reading it once is enough for many previews. Raises UserError."""
    progress(0.0, _("Reading {name}").format(name=source.name))
    return read_table(source, encoding=options.encoding)


def preview_areas(
    project: Project, table: Table, options: ImportOptions, progress: Progress = no_progress
) -> AreaPreview:
    """What importing the polygons of a table would do; nothing is written. Raises UserError."""
    level = project.template.level_index(options.level)
    progress(0.1, _("Cleaning borders"))
    plan = plan_areas(table, project.template, options)
    clean_plan: AreaPlan = plan
    mended: list[Mended] = []
    if plan.clean_m:
        clean_plan, mended = cleaned(plan, coverage_of(project.areas()), level)
    progress(0.6, _("Importing areas"))
    report = apply_areas(project, clean_plan, level, dry_run=True)
    return AreaPreview(
        before=plan.shapes,
        after=clean_plan.shapes,
        mended=tuple(mended),
        areas=_listed(plan, clean_plan),
        columns=columns_of(table, options),
        report=replace(report, notes=tuple(report.notes)),
    )


def _listed(plan: AreaPlan, clean_plan: AreaPlan) -> tuple[PreviewArea, ...]:
    after = dict(zip(clean_plan.lines, clean_plan.shapes, strict=True))
    return tuple(
        PreviewArea(
            line,
            str(facts.get("code", "")),
            str(facts.get("name", "")),
            area_km2(shape) * 1e6,
            area_km2(after[line]) * 1e6 if line in after else 0.0,
        )
        for line, shape, facts in zip(plan.lines, plan.shapes, plan.facts, strict=True)
    )
