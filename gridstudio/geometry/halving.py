"""The best straight cut through a shape, for a given share of what lies in it on one side.

Many directions are tried. In each the cut that leaves the wanted share on one side is found, and
made to leave both sides connected; the one that is short and true to the share wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPolygon, Polygon

from gridstudio.geometry.prepared import contains_points
from gridstudio.geometry.rings import polygons

Floats = NDArray[np.float64]

DIRECTIONS = 24
"""Over half a circle."""
SAMPLE = 20_000
"""So many points say which direction is best; all of them say where the cut lies in it."""
STEPS = 40
"""Of bisecting by area: to 1e-12 of the width."""
SLACK = 1e-9
"""Of the area: less is nothing."""
FEW_STEPS = 14
"""Of bisecting where the cut meets the shape in several places: to 1e-4 of the width."""
FREE_ERROR = 0.005
"""Of a part's share: so much is no worse than nothing."""
ERROR_COST, PIECE_COST = 20.0, 0.5
"""By how much an error of one part, and each piece more than needed, lengthen a cut."""


@dataclass(frozen=True, eq=False)
class Load:
    """What is to be dealt out: ``weight (m,)`` at ``xy (m, 2)``; no points at all: the ground."""

    xy: Floats
    weight: Floats

    @property
    def is_ground(self) -> bool:
        """Whether the ground itself is what weighs, since there are no points."""
        return not len(self.xy)

    def sampled(self) -> Load:
        """Every n-th point: few enough to look at again and again."""
        step = -(-len(self.xy) // SAMPLE) if len(self.xy) else 1
        return Load(self.xy[::step], self.weight[::step])


@dataclass(frozen=True, eq=False)
class Cut:
    """``first`` is the side with the share, ``chords`` the straight lines between the sides, all in
    the plane; ``reached`` is the share it has, ``cost`` what makes one cut better than another."""

    first: MultiPolygon
    chords: tuple[LineString, ...]
    reached: float
    cost: float


def halve(shape: MultiPolygon, load: Load, share: float, parts: int) -> Cut:
    """The best cut of ``shape`` (a plane, metres) with ``share`` of the load on its first side;
    ``parts`` is into how many the whole is to be cut in the end. A load that stands at one place
    cannot be shared; then the ground is."""
    sample = load.sampled()
    found = _found(shape, sample, share, parts)
    if not found and not load.is_ground:
        return halve(shape, Load(load.xy[:0], load.weight[:0]), share, parts)
    angle, best = min(found, key=lambda pair: pair[1].cost)
    if len(sample.xy) == len(load.xy):
        return best
    return _cut(shape, load, _normal(angle), share, parts) or best


def ranked(shape: MultiPolygon, load: Load, share: float, parts: int) -> list[Cut]:
    """The best cut of each direction, the best of all first; see ``halve``."""
    found = _found(shape, load.sampled(), share, parts)
    return sorted((cut for _angle, cut in found), key=lambda cut: cut.cost)


def cost_of(length_m: float, area: float, off: float) -> float:
    """What a cut of a piece of ground costs by its length, and by how much of one part's share it
    is off."""
    # Every cut costs a little, or one through the tip of a piece would be better than none.
    length_m += float(np.sqrt(area)) / DIRECTIONS
    return length_m * (1 + ERROR_COST * max(off - FREE_ERROR, 0.0))


def _found(shape: MultiPolygon, load: Load, share: float, parts: int) -> list[tuple[float, Cut]]:
    ways = [angle * np.pi / DIRECTIONS for angle in range(DIRECTIONS)]
    if abs(share - 0.5) > 1e-9:
        ways += [angle + np.pi for angle in ways]
    return [
        (angle, cut)
        for angle in ways
        if (cut := _cut(shape, load, _normal(angle), share, parts)) is not None
    ]


def _normal(angle: float) -> Floats:
    return np.array([np.cos(angle), np.sin(angle)])


def _cut(shape: MultiPolygon, load: Load, normal: Floats, share: float, parts: int) -> Cut | None:
    """The cut across ``normal`` with the share on its near side; None where there is none."""
    at = _place_by_ground(shape, normal, share) if load.is_ground else None
    if at is None:
        at = _place_by_points(load, normal, share)
    if at is None:
        return None
    best = tried = _made(shape, load, normal, at, share, parts)
    if tried is None or _is_good(shape, tried, share, parts):
        return tried
    # Faces have changed sides to keep both connected: look for the place anew, by what comes of it.
    along = shapely.get_coordinates(shape) @ normal
    low, high = float(along.min()), float(along.max())
    for _step in range(FEW_STEPS):
        low, high = (at, high) if tried.reached < share else (low, at)
        at = (low + high) / 2
        tried = _made(shape, load, normal, at, share, parts)
        if tried is None:
            break
        best = min(best, tried, key=lambda cut: cut.cost)
    return best


def _is_good(shape: MultiPolygon, cut: Cut, share: float, parts: int) -> bool:
    """Whether there is nothing to be won by looking on: it is right, or as right as it gets."""
    plain = len(cut.chords) == 1 and len(shape.geoms) == 1
    return plain or abs(cut.reached - share) * parts <= FREE_ERROR


def _place_by_ground(shape: MultiPolygon, normal: Floats, share: float) -> float:
    """Where along ``normal`` the share of the area lies before.

    The area before a place is the integral of the width along the border (Green's theorem): cutting
    across the normal adds nothing to it.
    """
    starts, ends = [], []
    for part in polygons(shape):
        for ring, sign in ((part.exterior, 1), *((hole, -1) for hole in part.interiors)):
            points = shapely.get_coordinates(ring)
            if shapely.is_ccw(ring) != (sign > 0):
                points = points[::-1]
            starts.append(points[:-1])
            ends.append(points[1:])
    start, end = np.concatenate(starts), np.concatenate(ends)
    across = np.array([-normal[1], normal[0]])
    s0, s1, r0, r1 = start @ normal, end @ normal, start @ across, end @ across
    slope = np.divide(r1 - r0, s1 - s0, out=np.zeros_like(s0), where=s1 != s0)

    def before(at: float) -> float:
        a, b = np.minimum(s0, at), np.minimum(s1, at)
        middle = r0 + slope * ((a + b) / 2 - s0)
        return -float(np.sum(middle * (b - a)))

    least, most = float(min(s0.min(), s1.min())), float(max(s0.max(), s1.max()))
    total = before(most)
    # Between pieces the area stands still: the middle of there, not the edge of one.
    found = [_bisected(before, (share + slack) * total, least, most) for slack in (-SLACK, SLACK)]
    return sum(found) / 2


def _bisected(before: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    for _step in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if before(middle) < wanted else (low, middle)
    return (low + high) / 2


def _place_by_points(load: Load, normal: Floats, share: float) -> float | None:
    """Where along ``normal`` the share of the weight lies before, halfway between two points; None
    where all lie at one place along it."""
    along = load.xy @ normal
    order = np.argsort(along, kind="stable")
    along, weight = along[order], np.cumsum(load.weight[order])
    steps = np.flatnonzero(np.diff(along) > 1e-6)
    if not len(steps):
        return None
    best = steps[np.argmin(np.abs(weight[steps] - share * weight[-1]))]
    return float((along[best] + along[best + 1]) / 2)


def _made(
    shape: MultiPolygon, load: Load, normal: Floats, at: float, share: float, parts: int
) -> Cut | None:
    """The cut at a place, with both sides connected as far as the shape is."""
    first: list[Polygon] = []
    second: list[Polygon] = []
    chords: list[LineString] = []
    for part in polygons(shape):
        near, far, between = _sides(part, normal, at)
        if near and far and not between:
            return None  # too fine a cut to tell its sides
        first += near
        second += far
        chords += between
    if not first or not second:
        return None
    whole = _grown(first)
    reached = _share_of(whole, shape, load)
    pieces = len(whole.geoms) + len(_grown(second).geoms) - len(shape.geoms) - bool(chords)
    length = sum(chord.length for chord in chords)
    cost = cost_of(length, shape.area, abs(reached - share) * parts)
    return Cut(whole, tuple(chords), reached, cost * (1 + PIECE_COST * max(pieces, 0)))


def _sides(
    part: Polygon, normal: Floats, at: float
) -> tuple[list[Polygon], list[Polygon], list[LineString]]:
    """The two sides of one polygon, each a list of faces that hang together, and what is between.

    The largest face on either side counts; faces that only touch the one are its, and those that
    also touch the other, the other's.
    """
    near, far = (_half(part, normal, at, side) for side in (-1, 1))
    if not near or not far:
        return near, far, []
    faces = [*near, *far]
    joints = list(_joints(part, faces, normal, at))
    if len(faces) == 2:
        return near, far, [chord for chord, _one, _two in joints]
    seed = max(range(len(near)), key=lambda place: near[place].area)
    other = max(range(len(near), len(faces)), key=lambda place: faces[place].area)
    reached, grew = {other}, True
    while grew:
        more = {two if one in reached else one for _c, one, two in joints if {one, two} & reached}
        grew = not more - {seed} <= reached
        reached |= more - {seed}
    first = [face for place, face in enumerate(faces) if place not in reached]
    second = [face for place, face in enumerate(faces) if place in reached]
    between = [chord for chord, one, two in joints if (one in reached) != (two in reached)]
    return first, second, between


def _half(part: Polygon, normal: Floats, at: float, side: int) -> list[Polygon]:
    """What of a polygon lies before (-1) or behind (1) a line across ``normal``."""
    size = 4 * float(np.abs(np.array(part.bounds)).max()) + abs(at) + 1.0
    across = np.array([-normal[1], normal[0]]) * size
    foot = normal * at
    away = foot + normal * size * side
    box = Polygon([foot - across, foot + across, away + across, away - across])
    return polygons(part.intersection(box))


def _joints(
    part: Polygon, faces: list[Polygon], normal: Floats, at: float
) -> Iterator[tuple[LineString, int, int]]:
    """The pieces of the line in a polygon, each with the faces before and behind it."""
    size = 4 * float(np.abs(np.array(part.bounds)).max()) + 1.0
    across = np.array([-normal[1], normal[0]]) * size
    line = LineString([normal * at - across, normal * at + across])
    # What of the line runs along the border is a border already.
    for chord in shapely.get_parts(part.intersection(line).difference(part.boundary)):
        if chord.length <= 0:
            continue
        middle = shapely.get_coordinates(chord.interpolate(0.5, normalized=True))[0]
        step = normal * min(1e-3 * chord.length, 1.0)
        sides = [_around(faces, middle + sign * step) for sign in (-1, 1)]
        if None not in sides and sides[0] != sides[1]:
            yield chord, *sides


def _around(faces: list[Polygon], spot: Floats) -> int | None:
    point = shapely.Point(spot)
    return next((place for place, face in enumerate(faces) if face.contains(point)), None)


def _grown(faces: list[Polygon]) -> MultiPolygon:
    """Faces as one shape; those along one line have grown together."""
    if len(faces) == 1:
        return MultiPolygon(faces)
    return MultiPolygon(polygons(shapely.union_all([face.buffer(1e-4) for face in faces])))


def _share_of(first: MultiPolygon, shape: MultiPolygon, load: Load) -> float:
    if load.is_ground:
        return float(first.area / shape.area)
    total = float(load.weight.sum())
    inside = contains_points(first, load.xy)
    return float(load.weight[inside].sum()) / total if total > 0 else 0.0
