"""Areas from a foreign polygon file, as a clean division."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import shapely
from shapely.geometry import MultiPolygon

from gridstudio.commands.areas import coverage_of, division_of
from gridstudio.commands.codes import FreeCodes
from gridstudio.commands.import_cleaning import Mended, clean_shapes, told
from gridstudio.commands.import_report import ImportOptions, ImportReport, columns_of, datum_of
from gridstudio.domain.template import Template, find_key
from gridstudio.errors import Refused, UserError
from gridstudio.formats.table import Table
from gridstudio.geometry.coverage import Coverage, bad_place, require_sound
from gridstudio.geometry.cutting import draw_polygons
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
    clean_m: float = 0.0


def plan_areas(table: Table, template: Template, options: ImportOptions) -> AreaPlan:
    """Turn a table into polygons. Pure. Raises UserError where they are no clean coverage."""
    datum = datum_of(table, options)
    columns = columns_of(table, options)
    shapes, facts, lines, refused = [], [], [], list(table.problems)
    for at, shape in enumerate(table.geometry):
        line = table.lines[at]
        if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
            refused.append((line, _("no polygon")))
            continue
        if not _on_earth(shape):
            refused.append((line, _("its coordinates are no longitudes and latitudes")))
            continue
        moved = round_geometry(shapely.transform(shape, lambda c: to_wgs84(c, datum)))
        if not moved.is_valid and not options.clean_m:
            refused.append((line, _("the border crosses itself")))
            continue
        shapes.append(MultiPolygon(polygons(moved)))
        lines.append(line)
        facts.append(_facts(table, columns, template, at))
    if not shapes:
        raise UserError(_("The file holds no polygon that could be an area."))
    if not options.clean_m:
        _require_coverage(shapes)
    return AreaPlan(
        tuple(shapes), tuple(facts), tuple(lines), len(table), tuple(refused), options.clean_m
    )


def _on_earth(shape: shapely.Geometry) -> bool:
    west, south, east, north = shape.bounds
    return bool(west >= -180 and south >= -90 and east <= 180 and north <= 90)


def apply_areas(
    project: Project,
    plan: AreaPlan,
    level: int,
    progress: Progress = no_progress,
    *,
    dry_run: bool = False,
) -> ImportReport:
    """Write the plan in one edit: the county's border, or areas on open ground of their parents.

    With ``dry_run`` everything is tried in the same way and nothing is written. Raises UserError
    where the division does not allow it; nothing is written then.
    """
    areas = project.areas()
    if len(areas.at_level(0)) and level == 0:
        raise UserError(_("The project has a county already. Import its districts instead."))
    if not len(areas.at_level(0)) and level > 1:
        raise UserError(_("Import the county or its districts first: there is nothing to divide."))
    notes: list[str] = []
    if plan.clean_m:
        progress(0.0, _("Cleaning borders"))
        plan, mended = cleaned(plan, coverage_of(areas), level)
        notes = told(mended)
    with _writing(project, dry_run) as edit:
        if len(areas.at_level(0)):
            report = _onto_open_ground(edit, project, plan, level, progress)
        else:
            report = _first_areas(edit, project, plan, level)
    return replace(report, dry_run=dry_run, notes=(*notes, *report.notes))


def cleaned(plan: AreaPlan, coverage: Coverage, level: int) -> tuple[AreaPlan, list[Mended]]:
    """The plan with clean borders, and what was changed; polygons of which nothing is left are
    refused."""
    shapes, mended = clean_shapes(plan.shapes, plan.lines, plan.clean_m, coverage, level)
    kept = [at for at, shape in enumerate(shapes) if not shape.is_empty]
    gone = [(plan.lines[at], _("other areas have all its ground")) for at in range(len(shapes))]
    refused = (*plan.refused, *(gone[at] for at in range(len(shapes)) if shapes[at].is_empty))
    if not kept:
        raise UserError(_("The file holds no polygon that could be an area."))
    clean_plan = replace(
        plan,
        shapes=tuple(shapes[at] for at in kept),
        facts=tuple(plan.facts[at] for at in kept),
        lines=tuple(plan.lines[at] for at in kept),
        refused=refused,
        clean_m=0.0,
    )
    return clean_plan, mended


class _Trial:
    """Takes what an edit takes, hands out ids and writes nothing."""

    def __init__(self, first_id: int) -> None:
        self._ids = count(first_id)

    def add(self, table: str, rows: Iterable[dict[str, Any]]) -> list[int]:
        return [next(self._ids) for _row in rows]

    def update(self, table: str, row_id: int, values: dict[str, Any]) -> None:
        pass

    def remove(self, table: str, ids: Iterable[int]) -> None:
        pass


@contextmanager
def _writing(project: Project, dry_run: bool) -> Iterator[Edit | _Trial]:
    if dry_run:
        yield _Trial(int(project.areas().id.max(initial=0)) + 1)
    else:
        with project.edit(_("Import areas")) as edit:
            yield edit


def _first_areas(edit: Edit | _Trial, project: Project, plan: AreaPlan, level: int) -> ImportReport:
    scheme = project.scheme_id()
    border = together(plan.shapes)
    template = project.template
    code = template.levels[0].pattern.code(1)
    county = _row(scheme, None, 0, border) | {"name": project.name, "code": code}
    (county_id,) = edit.add("areas", [county])
    if level == 0:
        edit.add("areas", [_row(scheme, county_id, 1, border) | {"open": 1}])
    else:
        codes = _Codes(project, plan, level)
        for shape, facts in zip(plan.shapes, plan.facts, strict=True):
            _add(edit, _row(scheme, county_id, 1, shape), facts, codes.take(facts, code))
    added = 1 if level == 0 else len(plan.shapes)
    return ImportReport(plan.read, added, 0, plan.refused)


def _onto_open_ground(
    edit: Edit | _Trial, project: Project, plan: AreaPlan, level: int, progress: Progress
) -> ImportReport:
    coverage = division_of(project)
    scheme = project.scheme_id()
    refused, notes, added = list(plan.refused), [], 0
    codes, areas = _Codes(project, plan, level), project.areas()
    for number, (shape, facts) in enumerate(zip(plan.shapes, plan.facts, strict=True)):
        progress(number / len(plan.shapes), _("Importing areas"))
        line = plan.lines[number]
        try:
            parent = _parent_of(coverage, shape, level)
            code = codes.take(facts, str(areas.code[areas.row(parent)]))
            coverage, notice = _draw(edit, coverage, scheme, parent, shape, facts, code)
        except Refused as error:
            refused.append((line, str(error)))
            continue
        added += 1
        if notice:
            notes.append(_("Line {line}: {reason}").format(line=line, reason=notice))
    return ImportReport(plan.read, added, 0, tuple(sorted(refused)), tuple(notes))


def _draw(
    edit: Edit | _Trial,
    coverage: Coverage,
    scheme: int,
    parent: int,
    shape: MultiPolygon,
    facts: dict[str, Any],
    code: str,
) -> tuple[Coverage, str]:
    """Cut one area out of the open ground, in the file and in the coverage at hand."""
    change = draw_polygons(coverage, parent, shape)
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
    return Coverage(after, coverage.locked_levels), change.notice


def _parent_of(coverage: Coverage, shape: MultiPolygon, level: int) -> int:
    spot = max(shape.geoms, key=lambda part: part.area).representative_point()
    for ground in coverage.grounds.values():
        if ground.level == level - 1 and not ground.open and ground.geometry.intersects(spot):
            return ground.id
    raise Refused(_("it lies outside every area that could be divided"), place=(spot.x, spot.y))


def _require_coverage(shapes: list[MultiPolygon]) -> None:
    place = bad_place(shapes)
    if place is not None:
        raise Refused(
            _(
                "The polygons overlap, or their borders do not have the same vertices, near "
                "{lat:.6f}, {lon:.6f}. Let the import clean the borders (--clean METRES); nothing "
                "was imported."
            ).format(lon=place[0], lat=place[1]),
            place=place,
        )


def _row(scheme: int, parent: int | None, level: int, shape: MultiPolygon) -> dict[str, Any]:
    return {"scheme_id": scheme, "parent_id": parent, "level": level, "geom": shape}


class _Codes:
    """The file's code of each area where it is free at this level, else the template's next."""

    def __init__(self, project: Project, plan: AreaPlan, level: int) -> None:
        areas = project.areas()
        given = {str(facts.get("code", "")) for facts in plan.facts}
        self._level, self._taken = level, set(areas.code[areas.level == level].tolist())
        self._free = FreeCodes(project.template, areas, reserved=given)

    def take(self, facts: dict[str, Any], above: str) -> str:
        """The code for an area with these facts, in the area with the code ``above``."""
        code = str(facts.get("code", ""))
        if not code or code in self._taken:
            code = self._free.take(self._level, above)
        self._taken.add(code)
        return code


def _add(edit: Edit | _Trial, row: dict[str, Any], facts: dict[str, Any], code: str) -> int:
    values = {key: value for key, value in facts.items() if value} | {"code": code}
    (area_id,) = edit.add("areas", [{"name": code} | values | row])
    return area_id


def _facts(table: Table, columns: dict[str, str], template: Template, at: int) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name in ("name", "code", "team", "manager", "note"):
        if name in columns:
            facts[name] = str(table.columns[columns[name]][at])
    if "setting" in columns:
        facts["setting"] = find_key(template.settings, str(table.columns[columns["setting"]][at]))
    return facts
