"""A division as a coverage: areas that share their borders exactly, level below level.

An edit is a value: what it changes, adds, removes and moves to another parent. ``apply`` gives the
coverage after it, ``require_sound`` refuses it where it would leave a gap or an overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.errors import Refused
from gridstudio.geometry.edge_rows import Ints, difference, odd_edges, odd_rows
from gridstudio.geometry.fitting import misfits
from gridstudio.geometry.rings import Node, Point, Ring, all_nodes, edges, nodes, point_of, rebuilt
from gridstudio.i18n import _

ON_EDGE_DEG = 2e-9
"""A node this close to an edge lies on it: two steps of the file's grid, 0.2 mm."""
ROUNDING_DEG = 1e-8
"""More than positions and boxes differ by that are rounded each in its own way."""


@dataclass(frozen=True)
class Ground:
    """One area: its place in the tree and its shape in degrees WGS-84. ``parent`` 0 is none."""

    id: int
    parent: int
    level: int
    open: bool
    geometry: MultiPolygon
    locked: bool = False


@dataclass(frozen=True)
class NewGround:
    """An area that an edit adds. ``key`` is negative and stands for it until it has an id;
    ``like`` is the area whose names and settings it starts from (0: none)."""

    key: int
    parent: int
    level: int
    open: bool
    geometry: MultiPolygon
    like: int = 0


@dataclass(frozen=True)
class CoverageEdit:
    """What one gesture does. ``parents`` holds new parents by area, as ids or keys of added areas;
    ``notice`` is a sentence for the user, "" for none."""

    changed: dict[int, MultiPolygon] = field(default_factory=dict)
    added: tuple[NewGround, ...] = ()
    removed: tuple[int, ...] = ()
    parents: dict[int, int] = field(default_factory=dict)
    notice: str = ""


@dataclass(frozen=True)
class Coverage:
    """All areas of one scheme, by id, and the levels whose areas are all locked."""

    grounds: Mapping[int, Ground]
    locked_levels: frozenset[int] = frozenset()

    def __getitem__(self, area_id: int) -> Ground:
        return self.grounds[area_id]

    def children(self, area_id: int) -> list[Ground]:
        return self._below.get(area_id, [])[:]

    def descendants(self, area_id: int) -> list[Ground]:
        found = self.children(area_id)
        for child in tuple(found):
            found += self.descendants(child.id)
        return found

    def open_child(self, area_id: int) -> Ground | None:
        """The open ground of a parent; None where it has none."""
        return next((child for child in self.children(area_id) if child.open), None)

    def near(self, bounds: tuple[float, float, float, float], slack: float = 0.0) -> list[Ground]:
        """The areas of all levels whose boxes come within ``slack`` degrees of others."""
        west, south, east, north = bounds
        low, high = self._boxes[:, :2] - slack, self._boxes[:, 2:] + slack
        touched = (low <= (east, north)).all(axis=1) & (high >= (west, south)).all(axis=1)
        return [self._listed[row] for row in np.flatnonzero(touched).tolist()]

    @cached_property
    def _below(self) -> dict[int, list[Ground]]:
        below: dict[int, list[Ground]] = {}
        for ground in self.grounds.values():
            below.setdefault(ground.parent, []).append(ground)
        return below

    @cached_property
    def _listed(self) -> list[Ground]:
        return [*self.grounds.values()]

    @cached_property
    def _boxes(self) -> NDArray[np.float64]:
        boxes: NDArray[np.float64] = shapely.bounds([held.geometry for held in self._listed])
        return boxes.reshape(-1, 4)


def apply(coverage: Coverage, edit: CoverageEdit) -> Coverage:
    """The coverage after an edit; added areas stand under their negative keys."""
    grounds = dict(coverage.grounds)
    for key in edit.removed:
        grounds.pop(key, None)
    for key, geometry in edit.changed.items():
        grounds[key] = replace(grounds[key], geometry=geometry)
    for key, parent in edit.parents.items():
        grounds[key] = replace(grounds[key], parent=parent)
    for new in edit.added:
        grounds[new.key] = Ground(new.key, new.parent, new.level, new.open, new.geometry)
    return Coverage(grounds, coverage.locked_levels)


def require_sound(before: Coverage, edit: CoverageEdit) -> Coverage:
    """The coverage after ``edit``. Raises Refused, with the place, where it would not be sound or
    would change a locked area."""
    require_unlocked(before, edit)
    after = apply(before, edit)
    touched = {*edit.changed, *edit.parents, *(new.key for new in edit.added)}
    families = {after[key].parent for key in touched} | (touched & set(after.grounds))
    families |= {before[key].parent for key in (*edit.removed, *edit.parents)}
    for key in touched:
        _require_valid(after[key].geometry, before.grounds.get(key))
    for parent in families - {0}:
        if parent in after.grounds:
            _require_still_tiled(before, after, parent, touched | {*edit.removed})
    return after


def require_there(coverage: Coverage, area_id: int) -> Ground:
    """The area that somebody named. Raises Refused where it is gone."""
    if area_id not in coverage.grounds:
        raise Refused(_("The area is not there any more."))
    return coverage[area_id]


def require_unlocked(before: Coverage, edit: CoverageEdit) -> None:
    """Raises Refused, with the place, where an edit would move a border of a locked area or level.

    A node that a neighbour's new border puts on an edge moves nothing, and who an area belongs to
    is no border of its own. Quick enough to ask while the mouse moves.
    """
    for key in (*edit.changed, *edit.removed):
        ground = before[key]
        if ground.locked or ground.level in before.locked_levels:
            place = _moved_at(ground.geometry, edit.changed.get(key))
            if place is not None:
                raise Refused(_lock_sentence(locked_level=not ground.locked), place=place)
    for new in edit.added:
        if new.level in before.locked_levels:
            raise Refused(_lock_sentence(locked_level=True), place=_inside(new.geometry))


def require_simple(before: Coverage, edit: CoverageEdit, most: int) -> None:
    """Raises Refused, with the place, where a changed border would cross itself. What has more than
    ``most`` vertices in all is not looked at, so that this can be asked while the mouse moves."""
    if sum(shapely.get_num_coordinates(shape) for shape in edit.changed.values()) > most:
        return
    for key, shape in edit.changed.items():
        _require_valid(shape, before.grounds.get(key))


def _lock_sentence(*, locked_level: bool) -> str:
    if locked_level:
        return _("This border belongs to a locked level. Unlock the level first.")
    return _("This border belongs to a locked area. Unlock the area first.")


def _moved_at(before: MultiPolygon, after: MultiPolygon | None) -> Point | None:
    """Where a shape becomes another one; None where it only gets nodes on its edges."""
    if after is None:
        return _inside(before)
    was, now = edges(before), edges(after)
    lost, come = was - now, now - was
    if not lost and not come:
        return None
    new = sorted({node for edge in come for node in edge} - all_nodes(before))
    ends = np.array([[point_of(start), point_of(end)] for start, end in lost]).reshape(-1, 2, 2)
    spots = shapely.points(np.array([point_of(node) for node in new]).reshape(-1, 2))
    kept = shapely.multilinestrings(shapely.linestrings(ends))
    on_edge = shapely.distance(kept, spots) <= ON_EDGE_DEG
    plain = edges(rebuilt(after, lambda ring: _without(ring, {*new})))
    if on_edge.all() and plain == was:
        return None
    off = [node for node, on in zip(new, on_edge, strict=True) if not on]
    return point_of(off[0] if off else min(lost or come)[0])


def _without(ring: Ring, gone: set[Node]) -> Ring | None:
    kept = [node not in gone for node in map(tuple, nodes(ring[:-1]).tolist())]
    left = ring[:-1][kept]
    return np.concatenate([left, left[:1]]) if len(left) > 2 else None


def _require_still_tiled(before: Coverage, after: Coverage, parent: int, edited: set[int]) -> None:
    """``require_tiled`` for a parent that was tiled before the edit: only the children among the
    ``edited`` areas are looked at, and those beside the edges by which they change."""
    was, now = (_children_among(coverage, parent, edited) for coverage in (before, after))
    all_before = len(before.children(parent))
    if not all_before or parent not in before.grounds:
        require_tiled(after, parent)
        return
    if all_before - len(was) + len(now) == 0:
        return  # not divided any more
    changes = {
        key: difference(*(family[key].geometry if key in family else None for family in (was, now)))
        for key in {*was, *now}
    }
    beside = _beside(before, parent, [changes[key].edges for key in now])
    if now:
        others = [held.geometry for held in beside if held.id not in edited]
        _require_coverage([*(held.geometry for held in now.values()), *others])
    # Where the children gain or lose edges together, so must their parent.
    own = difference(before[parent].geometry, after[parent].geometry)
    _require_none(odd_rows(one.edges for one in (own, *changes.values())))


def _children_among(coverage: Coverage, parent: int, keys: set[int]) -> dict[int, Ground]:
    found = ((key, coverage.grounds.get(key)) for key in keys)
    return {key: held for key, held in found if held is not None and held.parent == parent}


def _beside(coverage: Coverage, parent: int, changes: list[Ints]) -> list[Ground]:
    """The children of an area whose boxes come near the edges ``(m, 4)`` of some changes. Others
    cannot come to overlap: what a shape gains lies within the box of the edges it gets or loses."""
    found: dict[int, Ground] = {}
    for rows in changes:
        if len(rows):
            ends = rows.reshape(-1, 2)
            low, high = point_of(ends.min(axis=0)), point_of(ends.max(axis=0))
            found |= {held.id: held for held in coverage.near((*low, *high), ROUNDING_DEG)}
    return [held for held in found.values() if held.parent == parent]


def require_tiled(coverage: Coverage, parent: int) -> None:
    """Raises Refused where the children of ``parent`` do not tile it exactly; a parent without
    children is not divided, which is sound."""
    children = coverage.children(parent)
    if not children:
        return
    shapes = [child.geometry for child in children]
    for shape in shapes:
        _require_valid(shape)
    _require_coverage(shapes)
    _require_none(odd_edges((*shapes, coverage[parent].geometry)))


def _require_none(stray: Ints) -> None:
    """Raises Refused where edges are left that children and parent do not share."""
    place = _place(stray)
    if place is not None:
        raise Refused(_("That would leave a gap at the border of the area above."), place=place)


def _require_coverage(shapes: list[MultiPolygon]) -> None:
    place = bad_place(shapes)
    if place is not None:
        raise Refused(_("That would make areas overlap, or leave a gap between them."), place=place)


def outline_difference(shapes: Iterable[MultiPolygon], parent: MultiPolygon) -> Point | None:
    """A point of an edge that the outline of ``shapes`` and the parent's border do not share; None
    where they are equal vertex for vertex."""
    return _place(odd_edges((*shapes, parent)))


def _place(edges: Ints) -> Point | None:
    """An end of the first of some edges ``(m, 4)``; None of none."""
    return point_of(tuple(edges[0, :2].tolist())) if len(edges) else None


def bad_place(shapes: list[MultiPolygon]) -> Point | None:
    """Where a set of polygons stops being a coverage; None where it is one."""
    line = next(misfits(shapes), None)
    if line is None:
        return None
    middle = line.interpolate(0.5, normalized=True)
    return float(middle.x), float(middle.y)


def _require_valid(shape: MultiPolygon, before: Ground | None = None) -> None:
    if shape.is_empty:
        raise Refused(
            _("That would leave an area without any ground."),
            place=_inside(before.geometry) if before is not None else None,
        )
    if not shapely.is_valid(shape):
        reason = shapely.is_valid_reason(shape)
        raise Refused(_("That would make a border cross itself."), place=place_in(reason))


def place_in(reason: str) -> Point | None:
    """The place that GEOS names at the end of its reason: “Self-intersection[112.1 35.1]”."""
    _before, bracket, rest = reason.partition("[")
    numbers = rest.rstrip("]").split()
    if not bracket or len(numbers) < 2:
        return None
    return float(numbers[0]), float(numbers[1])


def _inside(shape: MultiPolygon) -> Point:
    point = shape.representative_point()
    return float(point.x), float(point.y)
