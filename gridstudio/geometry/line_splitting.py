"""Splitting an area along a line that was not drawn for it: a road, a river, a walk.

Such a line seldom begins and ends exactly on the border, and where a border was once drawn along
it the two run side by side. It is fitted first: prolonged where it just ends short, and led exactly
along the border where it runs beside it, so that no slivers arise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon
from shapely.ops import substring

from gridstudio.errors import Refused, Unfinished
from gridstudio.geometry import cutting
from gridstudio.geometry.coverage import Coverage, CoverageEdit
from gridstudio.geometry.loops import without_loops
from gridstudio.geometry.plane import Plane
from gridstudio.geometry.prepared import prepared
from gridstudio.geometry.rings import Point, inner_point, polygons
from gridstudio.i18n import _

Floats = NDArray[np.float64]
REACH_M = 50.0
"""A line that ends at most so far from the border is prolonged to it."""
BESIDE_M, RUNS_M = 8.0, 40.0
"""A line that stays so near to the border for so long runs along it."""
TOUCHING_M, CRUMB = 1e-3, 1e-3
"""Of the area: less ground than this share, cut off where a line grazes it, is no part."""
BEYOND_M = 0.5
"""A prolonged line ends so far beyond the border: a rounded end on it might lie inside."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """A line ``lonlat (n, 2)`` fitted to an area: by how many metres its ends were ``prolonged``,
    how many metres were led along the border, and how many loops were cut off."""

    lonlat: Floats
    prolonged_m: float = 0.0
    along_m: float = 0.0
    loops: int = 0


def split_by(coverage: Coverage, area_id: int, line: Floats) -> CoverageEdit:
    """Cut an area along a line ``(n, 2)`` in degrees, fitted to it, which the notice tells. Raises
    Refused, with the place, where that cuts nothing."""
    line_fitted = fitted(coverage[area_id].geometry, line)
    edit = cutting.split(coverage, area_id, line_fitted.lonlat)
    return replace(edit, notice=" ".join(filter(None, (_words(line_fitted), edit.notice))))


def _words(line: Fitted) -> str:
    """What was done to the line, "" for nothing to speak of."""
    said = []
    if line.prolonged_m >= 1:
        said.append(_("The line was led on to the border, {n:.0f} m.").format(n=line.prolonged_m))
    if line.along_m:
        said.append(
            _("{n:,.0f} m of it run beside the border and follow it.").format(n=line.along_m)
        )
    return " ".join(said)


def fitted(area: MultiPolygon, line: Floats) -> Fitted:
    """The line as it can cut the area. Raises Refused, with the place, where it cannot."""
    plane = Plane.about(area)
    ground = prepared(shapely.transform(area, plane.xy))
    border = ground.boundary
    simple = without_loops(plane.xy(np.asarray(line, dtype=np.float64)))
    xy = simple.xy
    if len(xy) < 2 or not ground.intersects(shapely.LineString(xy)):
        raise Unfinished(_("This line does not run through the area."), place=_place(xy, plane))
    xy, along_m = _along_border(xy, ground)
    if along_m and not _inside_length(xy, ground, border):
        raise Refused(
            _("This line runs along the border of the area only: it cuts nothing off."),
            place=_place(xy, plane),
        )
    xy, first_m = _reaching(xy[::-1], ground, border)
    xy, last_m = _reaching(xy[::-1], ground, border)
    _require_cut(xy, ground, border, plane)
    lonlat = plane.stored(xy)
    lonlat = lonlat[np.concatenate([[True], (lonlat[1:] != lonlat[:-1]).any(axis=1)])]
    return Fitted(lonlat, first_m + last_m, along_m, simple.loops)


def _reaching(
    xy: Floats, ground: shapely.Geometry, border: shapely.Geometry
) -> tuple[Floats, float]:
    """The line with its end on or beyond the border, if it is not farther than REACH_M: straight on
    where that meets the border, else to its nearest spot."""
    end = shapely.Point(xy[-1])
    if not ground.contains(end):
        return xy, 0.0
    away = end.distance(border)
    if away == 0 or away > REACH_M:
        return xy, 0.0
    heading = (xy[-1] - xy[-2]) / max(float(np.hypot(*(xy[-1] - xy[-2]))), 1e-9)
    straight = shapely.LineString([xy[-1], xy[-1] + heading * REACH_M])
    met = shapely.get_coordinates(straight.intersection(border))
    if not len(met):
        met = shapely.get_coordinates(border.interpolate(border.project(end)))
    spot = met[np.hypot(*(met - xy[-1]).T).argmin()]
    length = float(np.hypot(*(spot - xy[-1])))
    beyond = spot + (spot - xy[-1]) / max(length, 1e-9) * BEYOND_M
    return np.concatenate([xy, beyond[None]]), length


def _along_border(xy: Floats, ground: MultiPolygon) -> tuple[Floats, float]:
    """The line with the stretches that run beside the border led along it, vertex for vertex."""
    line, border = shapely.LineString(xy), ground.boundary
    rings = shapely.get_parts(border)
    stretches = []
    for from_m, to_m in _runs(xy, border.buffer(BESIDE_M)):
        run = substring(line, from_m, to_m)
        is_long = to_m - from_m >= RUNS_M
        if not is_long and not _only_grazes(run, line, ground):
            continue
        start, end = shapely.points(shapely.get_coordinates(run)[[0, -1]])
        middle = line.interpolate((from_m + to_m) / 2)
        ring = rings[int(np.argmin(shapely.distance(rings, middle)))]
        way = _way_round(ring, start, end)
        if way is not None and (is_long or _is_crumb(run, ground)):
            stretches.append((from_m, to_m, way))
    if not stretches:
        return xy, 0.0
    at_vertex = _along(xy)
    parts, done = [], 0.0
    for from_m, to_m, way in stretches:
        parts.append(xy[(at_vertex >= done) & (at_vertex < from_m)])
        parts.append(way)
        done = to_m
    parts.append(xy[at_vertex > done])
    return np.concatenate(parts), sum(to_m - from_m for from_m, to_m, _way in stretches)


def _along(xy: Floats) -> Floats:
    """How far along a line each of its vertices is."""
    found: Floats = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])
    return found


def _runs(xy: Floats, near: shapely.Geometry) -> list[tuple[float, float]]:
    """From where to where along a line it is ``near``, in order. Its end does not go on into its
    start, though it may close there."""
    steps = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1))
    asked = prepared(near)
    inside, met = shapely.covers(asked, steps), shapely.intersects(asked, steps)
    parts = np.where(met, steps, shapely.LineString())
    parts[met & ~inside] = shapely.intersection(steps[met & ~inside], near)
    pieces, step = shapely.get_parts(parts, return_index=True)
    long = shapely.length(pieces) > 0
    pieces, step = pieces[long], step[long]
    ends = np.array([shapely.get_coordinates(piece)[[0, -1]] for piece in pieces]).reshape(-1, 2, 2)
    spots = np.hypot(*np.moveaxis(ends - xy[step][:, None], -1, 0)) + _along(xy)[step][:, None]
    runs: list[tuple[float, float]] = []
    for from_m, to_m in sorted(np.sort(spots, axis=1).tolist()):
        if runs and from_m - runs[-1][1] <= TOUCHING_M:
            from_m = runs.pop()[0]
        runs.append((from_m, to_m))
    return runs


def _only_grazes(run: shapely.LineString, line: shapely.LineString, ground: MultiPolygon) -> bool:
    """Whether a stretch beside the border comes into the area for a moment only: neither way does
    the line go on inside."""
    if not run.intersects(ground):
        return False
    ends = shapely.points(shapely.get_coordinates(run)[[0, -1]])
    own = shapely.points(shapely.get_coordinates(line)[[0, -1]])
    return not any(
        ground.contains(end) and min(shapely.distance(own, end)) > TOUCHING_M for end in ends
    )


def _is_crumb(run: shapely.LineString, ground: MultiPolygon) -> bool:
    """Whether a stretch cuts so little off an area that nobody wants it."""
    off = 0.0
    for part in polygons(ground):
        noded = shapely.union_all([run, part.boundary])
        faces = polygons(shapely.polygonize([*shapely.get_parts(noded)]))
        sizes = [face.area for face in faces if part.contains(inner_point(face))]
        off += sum(sizes) - max(sizes, default=0.0)
    return bool(off < CRUMB * ground.area)


def _way_round(ring: shapely.Geometry, start: shapely.Point, end: shapely.Point) -> Floats | None:
    """Along a ring from the spot nearest to one place to that nearest to another, the shorter way;
    None where that is no way beside the line (a narrow neck of the area)."""
    whole = ring.length
    one, other = ring.project(start), ring.project(end)
    forth = (other - one) % whole
    back = whole - forth
    forward = forth <= back
    length = min(forth, back)
    if length > 3 * max(start.distance(end), RUNS_M):
        return None
    corners = shapely.get_coordinates(ring)[:-1]
    at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    ahead = ((at - one) if forward else (one - at)) % whole
    between = np.flatnonzero((ahead > 0) & (ahead < length))
    between = between[np.argsort(ahead[between])]
    feet = shapely.get_coordinates([ring.interpolate(one), ring.interpolate(other)])
    return np.concatenate([feet[:1], corners[between], feet[1:]])


def _inside_length(xy: Floats, ground: shapely.Geometry, border: shapely.Geometry) -> float:
    """How much of a line is inside, off the border."""
    inside = shapely.LineString(xy).intersection(ground)
    return float(inside.difference(border.buffer(0.01)).length)


def _require_cut(
    xy: Floats, ground: shapely.Geometry, border: shapely.Geometry, plane: Plane
) -> None:
    """Raises Refused where both or one of the ends are inside and nothing is cut off before."""
    stretches = shapely.get_parts(shapely.line_merge(shapely.LineString(xy).intersection(ground)))
    whole = [part for part in stretches if _both_ends_on(part, border) and part.length > 0]
    if whole:
        return
    ends = [end for end in (xy[0], xy[-1]) if ground.contains(shapely.Point(end))]
    away = [shapely.Point(end).distance(border) for end in ends]
    if not ends:
        raise Unfinished(_("This line does not run through the area."), place=_place(xy, plane))
    farthest = int(np.argmax(away))
    raise Refused(
        _(
            "The line ends inside the area, {distance:,.0f} m from its border: up to {reach:.0f} m "
            "are added by the program. Draw the rest of the way with “Split the area”."
        ).format(distance=away[farthest], reach=REACH_M),
        place=_place(ends[farthest][None], plane),
    )


def _both_ends_on(part: shapely.Geometry, border: shapely.Geometry) -> bool:
    if part.geom_type != "LineString":
        return False
    ends = shapely.points(shapely.get_coordinates(part)[[0, -1]])
    return bool((shapely.distance(ends, border) < 0.01).all())


def _place(xy: Floats, plane: Plane) -> Point | None:
    if not len(xy):
        return None
    lon, lat = plane.stored(xy[0]).tolist()
    return lon, lat
