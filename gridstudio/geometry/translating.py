"""Moving a whole area: it takes the ground on which it lands, and leaves its old ground open.

Made of two gestures that exist: the area is given back to open ground, then drawn anew over
whatever is where it lands; the areas below go with it, node by node.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import (
    Coverage,
    CoverageEdit,
    Ground,
    NewGround,
    apply,
    outline_difference,
)
from gridstudio.geometry.joining import give_back
from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.geometry.noding import node_line
from gridstudio.geometry.passing import NEW
from gridstudio.geometry.rings import Point, inner_point, polygons
from gridstudio.geometry.rounding import DECIMALS
from gridstudio.geometry.transferring import carve
from gridstudio.i18n import _

Move = Callable[[MultiPolygon], MultiPolygon]


def move_area(coverage: Coverage, area_id: int, start: Point, end: Point) -> CoverageEdit:
    """Move an area as far as from ``start`` to ``end`` (degrees), with all areas below it.

    It takes the ground there at every level; the area above that has most of it becomes its parent
    and takes the rest. Its old ground becomes open. Raises Refused, with the place, for the county,
    open ground, where it would leave the county, and where another area would vanish.
    """
    target = coverage[area_id]
    require_movable(target, start)
    move = _move(start, end)
    region = move(target.geometry)
    _require_in_county(coverage, region)
    lifted = _lifted(coverage, area_id)
    landed = apply(lifted, carve(lifted, target.level, region))
    whole = landed[NEW]
    grounds = {key: ground for key, ground in landed.grounds.items() if key != NEW}
    grounds[area_id] = replace(target, geometry=whole.geometry, parent=whole.parent)
    grounds |= _below(coverage, area_id, move, whole.geometry)
    return difference(coverage, Coverage(grounds), _notice(coverage, target, whole.parent))


def require_movable(ground: Ground, place: Point) -> None:
    """Raises Refused for what no hand moves."""
    if not ground.parent:
        raise Refused(_("The county itself stays where it is."), place=place)
    if ground.open:
        raise Refused(_("Open ground is not moved: draw an area on it."), place=place)


def difference(before: Coverage, after: Coverage, notice: str = "") -> CoverageEdit:
    """The edit that makes one coverage of another; areas that ``before`` does not have are new."""
    changed, parents, added = {}, {}, []
    kept = [key for key in after.grounds if key in before.grounds]
    for key in kept:
        was, now = before[key], after[key]
        if was.geometry is not now.geometry and not was.geometry.equals_exact(now.geometry, 0.0):
            changed[key] = now.geometry
        if was.parent != now.parent:
            parents[key] = now.parent
    keys = {key: -1 - at for at, key in enumerate(set(after.grounds) - set(before.grounds))}
    for key, new in keys.items():
        held = after[key]
        parent = keys.get(held.parent, held.parent)
        added.append(NewGround(new, parent, held.level, held.open, held.geometry))
    removed = tuple(key for key in before.grounds if key not in after.grounds)
    return CoverageEdit(changed, tuple(added), removed, parents, notice)


def _move(start: Point, end: Point) -> Move:
    """The shift on the map, so that shapes stay as they look; each node lands on the file's grid,
    wherever it occurs."""
    by = to_xy(np.array(end)) - to_xy(np.array(start))

    def shifted(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.round(to_lonlat(to_xy(lonlat) + by), DECIMALS)

    def move(shape: MultiPolygon) -> MultiPolygon:
        moved: MultiPolygon = shapely.transform(shape, shifted)
        return moved

    return move


def _require_in_county(coverage: Coverage, region: MultiPolygon) -> None:
    county = shapely.union_all(
        [held.geometry for held in coverage.grounds.values() if not held.parent]
    )
    # Along a border that both share, rounding leaves slivers thinner than the file's grid.
    parts = [
        part for part in polygons(region.difference(county)) if not part.buffer(-1e-8).is_empty
    ]
    if parts:
        point = inner_point(max(parts, key=lambda part: part.area))
        raise Refused(_("The area would leave the county."), place=(point.x, point.y))


def _lifted(coverage: Coverage, area_id: int) -> Coverage:
    """The coverage with an area given back; new open ground has an id of its own."""
    edit = give_back(coverage, [area_id])
    free = max(coverage.grounds) + 1
    found = dict(apply(coverage, edit).grounds)
    for new in edit.added:
        found.pop(new.key)
        found[free] = Ground(free, new.parent, new.level, new.open, new.geometry)
        free += 1
    return Coverage(found)


def _below(coverage: Coverage, area_id: int, move: Move, whole: MultiPolygon) -> dict[int, Ground]:
    """The areas below where they land, with the nodes that their outline has got there."""
    grounds = {
        held.id: replace(held, geometry=move(held.geometry))
        for held in coverage.descendants(area_id)
    }
    if not grounds:
        return {}
    below = Coverage(grounds)
    for ring in shapely.get_rings(shapely.get_parts(whole)):
        listed = list(below.grounds.values())
        below = node_line(below, listed, shapely.get_coordinates(ring)).coverage
    children = [held for held in below.grounds.values() if held.parent == area_id]
    stray = outline_difference((child.geometry for child in children), whole)
    if stray is not None:
        raise Refused(
            _("The borders below do not fit there. Move the area a little farther."), place=stray
        )
    return dict(below.grounds)


def _notice(coverage: Coverage, target: Ground, parent: int) -> str:
    old = _("Its old ground is open now.")
    if parent == target.parent:
        return old
    return old + " " + _("It lies in another area above now.")
