"""Importing foreign files: ``plan`` reads (a job, no project), ``apply`` writes in one edit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import shapely

from gridstudio.commands.base_maps import import_base_map
from gridstudio.commands.import_areas import apply_areas, plan_areas
from gridstudio.commands.import_points import PointPlan, plan_points
from gridstudio.commands.import_report import (
    ImportOptions,
    ImportReport,
    columns_of,
    datum_of,
)
from gridstudio.commands.layers import add_layer
from gridstudio.errors import UserError
from gridstudio.formats.base_map_files import is_base_map
from gridstudio.formats.reading import read_table
from gridstudio.formats.table import Table
from gridstudio.geometry.datum import geometry_to_wgs84
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress, part
from gridstudio.project import Project

__all__ = ["ImportOptions", "ImportReport", "run_import"]


def run_import(
    project: Project, source: Path, options: ImportOptions, progress: Progress = no_progress
) -> ImportReport:
    """Import a file into a project. With ``dry_run`` the report is what would happen.

    Raises UserError where nothing can be imported; the project is as it was then.
    """
    progress(0.0, _("Reading {name}").format(name=source.name))
    if options.what == "layer":
        return _import_layer(project, source, options)
    level = _level(project, options) if options.what == "areas" else 0
    table = read_table(source, encoding=options.encoding)
    progress(0.3, _("Reading {name}").format(name=source.name))
    if options.what == "areas":
        areas = plan_areas(table, project.template, options)
        return apply_areas(project, areas, level, part(progress, 0.3, 1.0), dry_run=options.dry_run)
    plan = plan_points(table, project.template, options, source.name, part(progress, 0.3, 0.6))
    return _write_points(project, plan, options, part(progress, 0.6, 1.0))


def _write_points(
    project: Project, plan: PointPlan, options: ImportOptions, progress: Progress
) -> ImportReport:
    known = project.ids_by_uuid(options.what) if any(plan.uuids) else {}
    old = [at for at, uuid in enumerate(plan.uuids) if uuid in known]
    new = [at for at, uuid in enumerate(plan.uuids) if uuid not in known]
    report = ImportReport(
        plan.read, len(new), len(old), plan.refused, plan.notes, dry_run=options.dry_run
    )
    if options.dry_run or not (old or new):
        return report
    columns = {name: [values[at] for at in new] for name, values in plan.columns.items()}
    if any(plan.uuids[at] for at in new):
        columns["uuid"] = [plan.uuids[at] or _fresh_uuid() for at in new]
    label = _("Import customers") if options.what == "customers" else _("Import sites")
    progress(0.1, _("Writing"))
    with project.edit(label) as edit:
        edit.add_points(options.what, plan.lonlat[new], columns)
        for at in old:
            values: dict[str, Any] = {
                name: cells[at] for name, cells in plan.columns.items() if name in plan.given
            }
            values["geom"] = shapely.Point(plan.lonlat[at])
            edit.update(options.what, known[plan.uuids[at]], values)
        progress(0.7, _("Finding owners"))
    return report


def _import_layer(project: Project, source: Path, options: ImportOptions) -> ImportReport:
    if options.table or (source.exists() and is_base_map(source)):
        return import_base_map(project, source, options)
    table = read_table(source, encoding=options.encoding)
    datum = datum_of(table, options)
    columns = columns_of(table, options)
    refused = list(table.problems)
    rows = []
    shapes: Any = geometry_to_wgs84(table.geometry, datum)
    for at, shape in enumerate(shapes):
        if shape is None or shape.is_empty:
            refused.append((table.lines[at], _("no shape")))
            continue
        rows.append(_feature(table, columns, at) | {"geom": shape})
    if not rows:
        raise UserError(_("{path} holds no shapes.").format(path=source.name))
    if not options.dry_run:
        with project.edit(_("Import layer")) as edit:
            facts = {"source": source.name, "datum": datum}
            layer_id = add_layer(project, source.stem, "features", edit=edit, **facts)
            edit.add("features", (row | {"layer_id": layer_id} for row in rows))
    return ImportReport(len(table), len(rows), 0, tuple(sorted(refused)), dry_run=options.dry_run)


def _feature(table: Table, columns: dict[str, str], at: int) -> dict[str, Any]:
    facts = {
        name: cells[at] for name, cells in table.columns.items() if cells[at] not in ("", None)
    }
    category = columns.get("kind")
    return {
        "name": str(facts.get(columns.get("name", ""), "")),
        "category": str(facts.get(category, "")) if category else "",
        "properties": json.dumps(facts, ensure_ascii=False, default=str),
    }


def _level(project: Project, options: ImportOptions) -> int:
    if not options.level:
        keys = ", ".join(level.key for level in project.template.levels)
        raise UserError(
            _("Name the level of the areas with --level: {levels}.").format(levels=keys)
        )
    return project.template.level_index(options.level)


def _fresh_uuid() -> str:
    return uuid4().hex
