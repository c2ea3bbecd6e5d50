"""A border moved onto a line that begins and ends beside it: a walk along where it ought to be.

Unlike a stroke that lets one area grow, it is the border itself that moves: where the line runs on
one side of it the one area gains, where it runs on the other side the other does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon
from shapely.ops import substring

from gridstudio.errors import Refused
from gridstudio.geometry import transferring
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground, apply
from gridstudio.geometry.line_splitting import REACH_M
from gridstudio.geometry.plane import Plane
from gridstudio.geometry.rings import Point, edges, point_of, polygons
from gridstudio.geometry.rounding import round_geometry
from gridstudio.i18n import _

Floats = NDArray[np.float64]
TOUCHING_M = 1e-3
LEAST_SHARE = 1e-6
"""Of the ground between line and border: smaller pockets come of rounding."""


@dataclass(frozen=True, eq=False)
class _Border:
    """What two areas share: one line in the plane."""

    one: int
    other: int
    line: shapely.LineString


def walk_border(coverage: Coverage, level: int, line: Floats) -> CoverageEdit:
    """Move the border between two areas of ``level`` onto a line ``(n, 2)`` in degrees, from where
    the line begins to where it ends, each at most REACH_M from that border.

    Raises Refused, with the place, where it begins or ends elsewhere or leaves the two areas.
    """
    points = np.asarray(line, dtype=np.float64)
    plane = Plane(*points.mean(axis=0).tolist())
    xy = plane.xy(points)
    border = _border_at(coverage, level, xy, plane)
    walk = _with_ends_on(xy, border)
    old = _stretch(border, walk)
    pockets = _pockets(walk, old)
    shapes = {
        key: shapely.transform(coverage[key].geometry, plane.xy)
        for key in (border.one, border.other)
    }
    total = sum(pocket.area for pocket in pockets)
    gains: dict[int, list[shapely.Polygon]] = {border.one: [], border.other: []}
    for pocket in pockets:
        if pocket.area <= LEAST_SHARE * total:
            continue
        outside = {key: pocket.difference(shape) for key, shape in shapes.items()}
        if outside[border.one].area <= LEAST_SHARE * pocket.area:
            gains[border.other].append(pocket)
        elif outside[border.other].area <= LEAST_SHARE * pocket.area:
            gains[border.one].append(pocket)
        else:
            stray = pocket.difference(shapely.union_all([*shapes.values()]))
            spot = (pocket if stray.is_empty else stray).representative_point()
            raise Refused(
                _("The walk leaves the two areas whose border it is to be."),
                place=_place(shapely.get_coordinates(spot), plane),
            )
    edit = _taken(coverage, gains, plane)
    if not edit.changed:
        raise Refused(
            _("The walk runs along the border as it is: nothing would change."),
            place=_place(xy[:1], plane),
        )
    return edit


def _taken(
    coverage: Coverage, gains: dict[int, list[shapely.Polygon]], plane: Plane
) -> CoverageEdit:
    """Both areas take what they gain, in one edit."""
    whole, after = CoverageEdit(), coverage
    for key, pockets in gains.items():
        if not pockets:
            continue
        ground = round_geometry(
            MultiPolygon([shapely.transform(part, plane.stored) for part in pockets])
        )
        for part in polygons(ground):
            edit = transferring.take(after, key, part)
            after = apply(after, edit)
            removed = (*whole.removed, *edit.removed)
            changed = whole.changed | edit.changed
            whole = CoverageEdit(
                {area: shape for area, shape in changed.items() if area not in removed},
                (),
                removed,
            )
    return whole


def _border_at(coverage: Coverage, level: int, xy: Floats, plane: Plane) -> _Border:
    """The border, shared by two areas of the level, near which a line begins and ends."""
    west, south = plane.stored(xy.min(axis=0) - REACH_M).tolist()
    east, north = plane.stored(xy.max(axis=0) + REACH_M).tolist()
    parents = {ground.parent for ground in coverage.grounds.values()}
    near = [
        ground
        for ground in coverage.near((west, south, east, north))
        if ground.level == level or (ground.level < level and ground.id not in parents)
    ]
    found = []
    for at, one in enumerate(near):
        for other in near[at + 1 :]:
            found += _shared(one, other, plane)
    ends = shapely.points(xy[[0, -1]])
    for end in ends:
        away = min((border.line.distance(end) for border in found), default=np.inf)
        if away > REACH_M:
            raise Refused(
                _(
                    "The walk begins and ends within {reach:.0f} m of the border that it is to "
                    "move. This end lies farther away."
                ).format(reach=REACH_M),
                place=_place(shapely.get_coordinates(end), plane),
            )
    fitting = [
        border for border in found if max(border.line.distance(end) for end in ends) <= REACH_M
    ]
    if not fitting:
        raise Refused(
            _(
                "The walk begins at one border and ends at another. Take two areas, from the "
                "beginning of their border to its end."
            ),
            place=_place(xy[-1:], plane),
        )
    return min(fitting, key=lambda border: sum(border.line.distance(end) for end in ends))


def _shared(one: Ground, other: Ground, plane: Plane) -> list[_Border]:
    """The borders that two areas share, each in one piece."""
    common = edges(one.geometry) & edges(other.geometry)
    if not common:
        return []
    ends = np.array([(point_of(a), point_of(b)) for a, b in sorted(common)])
    merged = shapely.line_merge(shapely.multilinestrings(plane.xy(ends)))
    return [
        _Border(one.id, other.id, part)
        for part in shapely.get_parts(merged)
        if part.geom_type == "LineString"
    ]


def _with_ends_on(xy: Floats, border: _Border) -> Floats:
    """The line led to the nearest spots of the border, which stand for ends that lie there."""
    feet = [border.line.interpolate(border.line.project(shapely.Point(end))) for end in xy[[0, -1]]]
    first, last = shapely.get_coordinates(feet)
    on_it = np.hypot(*(np.array([first, last]) - xy[[0, -1]]).T) <= TOUCHING_M
    inner = xy[int(on_it[0]) : len(xy) - int(on_it[1])]
    return np.concatenate([first[None], inner, last[None]])


def _stretch(border: _Border, walk: Floats) -> shapely.LineString:
    """The border from where the line begins to where it ends; of a border that runs round, the way
    that has less ground between it and the line."""
    line = border.line
    at_m = [float(line.project(shapely.Point(end))) for end in walk[[0, -1]]]
    first, last = walk[[0, -1]] if at_m[0] <= at_m[1] else walk[[-1, 0]]
    from_m, to_m = sorted(at_m)
    straight = substring(line, from_m, to_m)
    if straight.length > 0:
        # The walk's own ends: computed anew they lie 1e-13 m off, and the two close no ground in.
        inner = shapely.get_coordinates(straight)[1:-1]
        straight = shapely.LineString([first, *inner, last])
    if not line.is_ring:
        return straight
    back = [
        last,
        *shapely.get_coordinates(substring(line, to_m, line.length))[1:],
        *shapely.get_coordinates(substring(line, 0, from_m))[1:-1],
        first,
    ]
    ways = [straight, shapely.LineString(back)]
    return min(ways, key=lambda way: sum(part.area for part in _pockets(walk, way)))


def _pockets(walk: Floats, old: shapely.LineString) -> list[shapely.Polygon]:
    """The ground between the line and the border."""
    if old.length == 0:
        return []
    noded = shapely.union_all([shapely.LineString(walk), old])
    return polygons(shapely.polygonize([*shapely.get_parts(noded)]))


def _place(xy: Floats, plane: Plane) -> Point:
    lon, lat = plane.stored(xy.reshape(-1, 2)[0]).tolist()
    return lon, lat
