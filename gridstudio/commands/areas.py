"""Acts on areas: each computes a coverage edit, has it checked, and writes it in one edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gridstudio.commands.codes import FreeCodes
from gridstudio.domain.snapshots import Areas
from gridstudio.domain.template import Template
from gridstudio.errors import Refused, Unfinished
from gridstudio.geometry import cutting, joining, reshaping
from gridstudio.geometry.coverage import (
    Coverage,
    CoverageEdit,
    Ground,
    NewGround,
    apply,
    require_sound,
)
from gridstudio.geometry.noding import touching_noded
from gridstudio.geometry.rings import Point
from gridstudio.i18n import _, ngettext, sentences
from gridstudio.project import Edit, Project

NAMED = 5
"""So many customers are named in a sentence."""


@dataclass(frozen=True)
class Done:
    """What an act on areas did: the ids of new areas, and a notice for the user ("" for none)."""

    added: tuple[int, ...] = ()
    notice: str = ""


def coverage_of(areas: Areas) -> Coverage:
    """The current scheme as a coverage."""
    return Coverage(
        {
            int(areas.id[at]): Ground(
                int(areas.id[at]),
                int(areas.parent[at]),
                int(areas.level[at]),
                bool(areas.open[at]),
                areas.geometry[at],
                bool(areas.locked[at]),
            )
            for at in range(len(areas))
        }
    )


def division_of(project: Project) -> Coverage:
    """The current scheme as a coverage, with the locks of its levels."""
    return replace(coverage_of(project.areas()), locked_levels=project.locked_levels())


def draw_area(project: Project, level: int, ring: ArrayLike, *, name: str = "") -> Done:
    """Draw an area of ``level`` on open ground; ``ring`` is ``(n, 2)`` degrees, open or closed.

    The parent is the area above under the ring's middle. Raises Refused, with the place.
    """
    points = opened_ring(ring)
    template = project.template
    if not 0 < level < len(template.levels):
        raise Refused(_("Areas of this level cannot be drawn."))
    coverage = coverage_of(project.areas())
    edit = drawn_area(coverage, level, points)
    return write(project, coverage, edit, _("Draw area"), name=name)


def drawn_area(coverage: Coverage, level: int, points: NDArray[np.float64]) -> CoverageEdit:
    """What ``draw_area`` would do. Raises Refused."""
    return cutting.draw(coverage, _parent_under(coverage, level, points), points)


def split_area(project: Project, area_id: int, line: ArrayLike) -> Done:
    """Split an area by a line ``(n, 2)`` in degrees. Raises Refused, with the place."""
    coverage = coverage_of(project.areas())
    require_divided_from(coverage, area_id)
    edit = cutting.split(coverage, area_id, np.asarray(line, dtype=np.float64))
    return write(project, coverage, edit, _("Split area"))


def require_divided_from(coverage: Coverage, area_id: int) -> None:
    """Raises Refused for the county, which lies in no area that its parts could lie in."""
    ground = coverage[area_id]
    if not ground.parent:
        point = ground.geometry.representative_point()
        raise Refused(
            _("The county itself is not split: draw districts on it."), place=(point.x, point.y)
        )


def merge_areas(project: Project, area_ids: Sequence[int]) -> Done:
    """Merge neighbours; the first keeps its code and name. Raises Refused."""
    coverage = coverage_of(project.areas())
    return write(project, coverage, joining.merge(coverage, area_ids), _("Merge areas"))


def delete_areas(project: Project, area_ids: Sequence[int]) -> Done:
    """Delete areas, all in one act; their ground is open again. Raises Refused."""
    coverage = coverage_of(project.areas())
    label = _("Delete area") if len(area_ids) == 1 else _("Delete areas")
    return write(project, coverage, joining.give_back(coverage, area_ids), label)


def move_node(project: Project, start: Point, end: Point) -> Done:
    """Move a shared node, in degrees, exactly as stored. Raises Refused, with the place."""
    coverage = coverage_of(project.areas())
    return write(project, coverage, reshaping.move_node(coverage, start, end), _("Move node"))


def bend_border(project: Project, near: Point, end: Point, tolerance_deg: float) -> Done:
    """Take a border where it is nearest to ``near`` and pull it to ``end``: a new node, moved."""
    coverage = coverage_of(project.areas())
    inserted, node = reshaping.insert_node(coverage, near, tolerance_deg)
    moved = reshaping.move_node(apply(coverage, inserted), node, end)
    edit = CoverageEdit(changed=inserted.changed | moved.changed)
    return write(project, coverage, edit, _("Bend border"))


def delete_node(project: Project, at: Point) -> Done:
    """Take a node out of a border. Raises Refused, with the place."""
    coverage = coverage_of(project.areas())
    return write(project, coverage, reshaping.delete_node(coverage, at), _("Delete node"))


def set_area(project: Project, area_id: int, **values: Any) -> None:
    """Change facts of an area: name, code, setting, team, manager, note, locked.

    Raises Refused for open ground and for a code that another area of the level has.
    """
    known = {"name", "code", "setting", "team", "manager", "note", "locked"}
    if not values.keys() <= known:
        raise ValueError(f"unknown facts: {values.keys() - known}")
    areas = project.areas()
    row = areas.row(area_id)
    if areas.open[row]:
        raise Refused(_("Open ground has no name or team: draw an area on it."))
    code = values.get("code")
    if code is not None:
        others = (areas.code == code) & (areas.level == areas.level[row]) & (areas.id != area_id)
        if code and others.any():
            raise Refused(_("Another area has the code {code} already.").format(code=code))
    label = _("Rename area") if set(values) == {"name"} else _("Change area")
    if set(values) == {"code"}:
        label = _("Recode area")
    with project.edit(label) as edit:
        edit.update("areas", area_id, values)


def write(
    project: Project, coverage: Coverage, change: CoverageEdit, label: str, *, name: str = ""
) -> Done:
    """Check an edit as the file will hold it, then write it."""
    if not (change.changed or change.added or change.removed or change.parents):
        return Done(notice=change.notice)
    change = touching_noded(coverage, change)
    locked = project.locked_levels()  # of now, whatever the coverage was made of
    require_sound(replace(coverage, locked_levels=locked), change)
    return put(project, coverage, change, label, name=name)


def put(
    project: Project, coverage: Coverage, change: CoverageEdit, label: str, *, name: str = ""
) -> Done:
    """Write an edit that is known to be right, or that mends what is not."""
    with project.edit(label) as edit:
        ids = _add(project, edit, change, name)
        for area_id, geometry in change.changed.items():
            edit.update("areas", area_id, {"geom": geometry})
        for area_id, parent in change.parents.items():
            edit.update("areas", area_id, {"parent_id": ids.get(parent, parent)})
        dropped = _pass_on(project, edit, coverage, change, ids)
        if change.removed:
            deepest_first = sorted(change.removed, key=lambda key: -coverage[key].level)
            edit.remove("areas", deepest_first)
    shown = tuple(ids[new.key] for new in change.added if not new.open)
    return Done(shown, sentences(change.notice, dropped))


def _pass_on(
    project: Project, edit: Edit, coverage: Coverage, change: CoverageEdit, ids: dict[int, int]
) -> str:
    """Customers decided to belong to an area that goes belong to the one that takes its place;
    where that is open ground the decision goes, and the sentence returned names the customers."""
    gone = [item for item in project.overrides() if item.area_id in change.removed]
    if not gone:
        return ""
    after = apply(coverage, change)
    lost = []
    for item in gone:
        heir = _heir(coverage[item.area_id], after)
        if heir is None:
            lost.append(item.customer_id)
        else:
            edit.update("owner_overrides", item.id, {"area_id": ids.get(heir, heir)})
    if not lost:
        return ""
    names = project.texts("customers", lost[:NAMED], ["name"])
    listed = ", ".join(str(name) for (name,) in names.values())
    return ngettext(
        "{n} customer had been given to the area, which is gone: {names}.",
        "{n} customers had been given to the area, which is gone: {names}.",
        len(lost),
    ).format(n=len(lost), names=listed + (" …" if len(lost) > NAMED else ""))


def _heir(gone: Ground, after: Coverage) -> int | None:
    """The area that holds the middle of one that goes, at its level; None for open ground."""
    spot = gone.geometry.representative_point()
    for ground in after.near((spot.x, spot.y, spot.x, spot.y)):
        if ground.level == gone.level and not ground.open and ground.geometry.contains(spot):
            return ground.id
    return None


def _add(project: Project, edit: Edit, change: CoverageEdit, name: str) -> dict[int, int]:
    """Add the new areas, parents before children; returns the id of each key."""
    areas, template, scheme = project.areas(), project.template, project.scheme_id()
    codes = FreeCodes(template, areas)
    code_of = {int(key): str(code) for key, code in zip(areas.id, areas.code, strict=True)}
    ids: dict[int, int] = {}
    for new in sorted(change.added, key=lambda item: item.level):
        row: dict[str, Any] = {
            "scheme_id": scheme,
            "parent_id": ids.get(new.parent, new.parent),
            "level": new.level,
            "open": int(new.open),
            "geom": new.geometry,
        }
        if not new.open:
            above = code_of.get(new.parent, "")
            code_of[new.key] = codes.take(new.level, above)
            row |= _facts(areas, template, new, code_of[new.key], above, name)
        (ids[new.key],) = edit.add("areas", [row])
    return ids


def _facts(
    areas: Areas, template: Template, new: NewGround, code: str, above: str, name: str
) -> dict[str, Any]:
    """The code and name of a new area. What is cut off an area keeps its setting and team; what is
    drawn has the setting of the area in which it lies."""
    word = template.levels[new.level].name()
    number = template.levels[new.level].pattern.number(code, above)
    facts: dict[str, Any] = {
        "code": code,
        "name": name or _("{level} {number}").format(level=word, number=number),
    }
    known = areas.index([new.like or new.parent]).tolist()
    for row in known:
        setting = int(areas.setting[row])
        facts["setting"] = template.settings[setting].key if setting >= 0 else ""
        if new.like:
            facts["team"], facts["manager"] = areas.team[row], areas.manager[row]
    return facts


def _parent_under(coverage: Coverage, level: int, points: NDArray[np.float64]) -> int:
    """The area above whose ground the ring covers most of."""
    ring = shapely.make_valid(shapely.Polygon(opened_ring(points)))
    best, most = 0, 0.0
    for ground in coverage.grounds.values():
        if ground.level != level - 1 or ground.open:
            continue
        share = ground.geometry.intersection(ring).area
        if share > most:
            best, most = ground.id, share
    if not best:
        point = ring.centroid
        place = None if point.is_empty else (point.x, point.y)
        if not any(g.level == level - 1 and not g.open for g in coverage.grounds.values()):
            raise Refused(
                _("Draw the level above first: there is no area to divide here."), place=place
            )
        raise Refused(_("This lies outside every area that could be divided."), place=place)
    return best


def opened_ring(ring: ArrayLike) -> NDArray[np.float64]:
    """A ring's corners ``(n, 2)`` without the first repeated. Raises Refused for too few."""
    points = np.asarray(ring, dtype=np.float64)
    if points.ndim == 2 and len(points) and (points[0] == points[-1]).all():
        points = points[:-1]
    if points.ndim != 2 or len(points) < 3:
        there = points.ndim == 2 and len(points) > 0
        place = (float(points[0][0]), float(points[0][1])) if there else None
        raise Unfinished(_("An area needs at least three corners."), place=place)
    return points
