"""Areas from a foreign polygon file, as a clean division."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.commands.areas import coverage_of, next_codes
from gridstudio.commands.import_report import ImportOptions, ImportReport, datum_of, require_columns
from gridstudio.domain.template import Template, find_key
from gridstudio.errors import Refused, UserError
from gridstudio.formats.coordinates import guess_columns
from gridstudio.formats.table import Table
from gridstudio.geometry.coverage import Coverage, bad_place, require_sound
from gridstudio.geometry.cutting import draw_polygon
from gridstudio.geometry.datum import to_wgs84
from gridstudio.geometry.rings import polygons, together
from gridstudio.geometry.rounding import round_geometry
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Edit, Project


@dataclass(frozen=True)
class AreaPlan:
    """Polygons in degrees WGS-84, rounded, with the facts of each."""

    shapes: tuple[MultiPolygon, ...]
    facts: tuple[dict[str, Any], ...]
    lines: tuple[int, ...]
    read: int
    refused: tuple[tuple[int, str], ...]


def plan_areas(table: Table, template: Template, options: ImportOptions) -> AreaPlan:
    """Turn a table into polygons. Pure. Raises UserError where they are no clean coverage."""
    datum = datum_of(table, options)
    columns = guess_columns(table.columns) | options.columns
    require_columns(table, options.columns)
    shapes, facts, lines, refused = [], [], [], list(table.problems)
    for at, shape in enumerate(table.geometry):
        line = table.lines[at]
        if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
            refused.append((line, _("no polygon")))
            continue
        moved = round_geometry(shapely.transform(shape, lambda c: to_wgs84(c, datum)))
        if not moved.is_valid:
            refused.append((line, _("the border crosses itself")))
            continue
        shapes.append(MultiPolygon(polygons(moved)))
        lines.append(line)
        facts.append(_facts(table, columns, template, at))
    if not shapes:
        raise UserError(_("The file holds no polygon that could be an area."))
    _require_coverage(shapes)
    return AreaPlan(tuple(shapes), tuple(facts), tuple(lines), len(table), tuple(refused))


def apply_areas(
    project: Project,
    plan: AreaPlan,
    level: int,
    name: str,
    progress: Progress = no_progress,
) -> ImportReport:
    """Write the plan in one edit: the county's border, or areas on open ground of their parents.

    Raises UserError where the division does not allow it; nothing is written then.
    """
    areas = project.areas()
    if not len(areas.at_level(0)):
        return _first_areas(project, plan, level, name)
    if level == 0:
        raise UserError(_("The project has a county already. Import its districts instead."))
    return _onto_open_ground(project, plan, level, progress)


def _first_areas(project: Project, plan: AreaPlan, level: int, name: str) -> ImportReport:
    if level > 1:
        raise UserError(_("Import the county or its districts first: there is nothing to divide."))
    scheme = project.scheme_id()
    border = together(plan.shapes)
    template = project.template
    with project.edit(_("Import areas")) as edit:
        county = _row(scheme, None, 0, border) | {
            "name": name,
            "code": f"{template.levels[0].prefix}01",
        }
        (county_id,) = edit.add("areas", [county])
        if level == 0:
            edit.add("areas", [_row(scheme, county_id, 1, border) | {"open": 1}])
        else:
            codes = iter(next_codes(template, project.areas(), level))
            for shape, facts in zip(plan.shapes, plan.facts, strict=True):
                _add(edit, _row(scheme, county_id, 1, shape), facts, next(codes))
    added = 1 if level == 0 else len(plan.shapes)
    return ImportReport(plan.read, added, 0, plan.refused)


def _onto_open_ground(
    project: Project, plan: AreaPlan, level: int, progress: Progress
) -> ImportReport:
    coverage = coverage_of(project.areas())
    scheme = project.scheme_id()
    refused, notes, added = list(plan.refused), [], 0
    with project.edit(_("Import areas")) as edit:
        codes = iter(next_codes(project.template, project.areas(), level))
        for number, (shape, facts) in enumerate(zip(plan.shapes, plan.facts, strict=True)):
            progress(number / len(plan.shapes), _("Importing areas"))
            try:
                parent = _parent_of(coverage, shape, level)
                largest = max(shape.geoms, key=lambda part: part.area)
                coverage, notice = _draw(
                    edit, coverage, scheme, parent, largest, facts, next(codes)
                )
            except Refused as error:
                refused.append((plan.lines[number], str(error)))
                continue
            added += 1
            if len(shape.geoms) > 1:
                lost = _("only the largest of {n} parts was imported").format(n=len(shape.geoms))
                notes.append(
                    _("Line {line}: {reason}").format(line=plan.lines[number], reason=lost)
                )
            if notice:
                notes.append(
                    _("Line {line}: {reason}").format(line=plan.lines[number], reason=notice)
                )
    return ImportReport(plan.read, added, 0, tuple(sorted(refused)), tuple(notes))


def _draw(
    edit: Edit,
    coverage: Coverage,
    scheme: int,
    parent: int,
    polygon: Polygon,
    facts: dict[str, Any],
    code: str,
) -> tuple[Coverage, str]:
    """Cut one polygon out of the open ground, in the file and in the coverage at hand."""
    change = draw_polygon(coverage, parent, polygon)
    after = dict(require_sound(coverage, change).grounds)
    for new in change.added:
        row = _row(scheme, new.parent, new.level, new.geometry) | {"open": int(new.open)}
        if new.open:
            (area_id,) = edit.add("areas", [row])
        else:
            area_id = _add(edit, row, facts, code)
        ground = after.pop(new.key)
        after[area_id] = type(ground)(
            area_id, ground.parent, ground.level, ground.open, ground.geometry
        )
    for area_id, geometry in change.changed.items():
        edit.update("areas", area_id, {"geom": geometry})
    edit.remove("areas", change.removed)
    return Coverage(after), change.notice


def _parent_of(coverage: Coverage, shape: MultiPolygon, level: int) -> int:
    spot = max(shape.geoms, key=lambda part: part.area).representative_point()
    for ground in coverage.grounds.values():
        if ground.level == level - 1 and not ground.open and ground.geometry.intersects(spot):
            return ground.id
    raise Refused(_("it lies outside every area that could be divided"), place=(spot.x, spot.y))


def _require_coverage(shapes: list[MultiPolygon]) -> None:
    if not shapely.coverage_is_valid(shapes):
        place = bad_place(shapes) or (float("nan"), float("nan"))
        raise Refused(
            _(
                "The polygons overlap, or their borders do not have the same vertices, near "
                "{lat:.6f}, {lon:.6f}. Clean them first; nothing was imported."
            ).format(lon=place[0], lat=place[1]),
            place=place,
        )


def _row(scheme: int, parent: int | None, level: int, shape: MultiPolygon) -> dict[str, Any]:
    return {"scheme_id": scheme, "parent_id": parent, "level": level, "geom": shape}


def _add(edit: Edit, row: dict[str, Any], facts: dict[str, Any], code: str) -> int:
    values = {key: value for key, value in facts.items() if value}
    (area_id,) = edit.add("areas", [{"code": code, "name": code} | values | row])
    return area_id


def _facts(table: Table, columns: dict[str, str], template: Template, at: int) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name in ("name", "team", "manager", "note"):
        if name in columns:
            facts[name] = str(table.columns[columns[name]][at])
    if "setting" in columns:
        facts["setting"] = find_key(template.settings, str(table.columns[columns["setting"]][at]))
    return facts
