"""Smoothing lines: what a shaking hand drew, or a border digitised in too many corners.

First the corners go that lie within a tolerance of the line without them (Douglas and Peucker, in
GEOS's form that keeps a line from crossing itself). Then corners are cut (G. Chaikin, An algorithm
for high-speed curve generation, 1974), which tends to a curve, stays on the inner side of each
corner and never swings out as interpolating curves do. A corner is left as it is where something
else of the line lies in the piece that would be cut off; so no crossing can arise.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
REACH = 4.0
"""From so many tolerances before and behind it a corner is cut at most."""
FINE = 0.1
"""Of the tolerance: corners that matter less than this are not worth keeping."""


def smoothed(
    points: ArrayLike, tolerance: float, *, rounds: int = 2, closed: bool = False
) -> Floats:
    """A smoother line of ``(n, 2)`` points in a plane (metres or pixels, not degrees), as a new
    ``(m, 2)``.

    The ends stay where they are, exactly; with ``closed`` it is a ring, whose first point is not
    repeated and is as free as the others. No point of the result lies farther than ``tolerance`` ×
    (1 + REACH / 2) from the line given, and a line that does not cross itself does not afterwards.
    ``rounds`` is how often corners are cut (0: the line only loses corners; each round doubles
    their number). A line of one point, or without any, comes back as it is.
    """
    line = _without_repeats(np.asarray(points, dtype=np.float64).reshape(-1, 2), closed)
    if len(line) < 3 or tolerance <= 0:
        return line
    line = _fewer(line, tolerance, closed)
    reach = REACH * tolerance
    for _round in range(rounds):
        if len(line) < 3:
            break
        line = _cut(line, reach, closed)
        reach /= 2
    return _fewer(line, tolerance * FINE, closed) if rounds else line


def farthest(points: ArrayLike, line: ArrayLike, *, closed: bool = False) -> float:
    """How far the farthest of ``points (n, 2)`` lies from a line ``(m, 2)``; 0 without points."""
    given, there = (np.asarray(each, dtype=np.float64).reshape(-1, 2) for each in (points, line))
    if not len(given) or not len(there):
        return 0.0
    if closed and len(there) > 1:
        there = np.concatenate([there, there[:1]])
    target = shapely.LineString(there) if len(there) > 1 else shapely.Point(there[0])
    return float(shapely.distance(shapely.points(given), target).max())


def _without_repeats(line: Floats, closed: bool) -> Floats:
    if not len(line):
        return line
    kept = np.ones(len(line), dtype=bool)
    kept[1:] = (line[1:] != line[:-1]).any(axis=1)
    line = line[kept]
    if closed and len(line) > 1 and (line[0] == line[-1]).all():
        line = line[:-1]
    return line


def _fewer(line: Floats, tolerance: float, closed: bool) -> Floats:
    """Without the corners that lie within the tolerance of the rest."""
    if not closed:
        kept = shapely.simplify(shapely.LineString(line), tolerance, preserve_topology=True)
        return np.asarray(shapely.get_coordinates(kept))
    # A ring is simplified from its two ends: those that lie farthest from each other stay.
    ring = np.roll(line, -int(np.argmax(((line - line[0]) ** 2).sum(axis=1))), axis=0)
    kept = shapely.simplify(shapely.LinearRing(ring), tolerance, preserve_topology=True)
    return np.asarray(shapely.get_coordinates(kept))[:-1]


def _cut(line: Floats, reach: float, closed: bool) -> Floats:
    """Each corner cut once: at a quarter of its edges, but no farther off than ``reach``."""
    before, after = np.roll(line, 1, axis=0), np.roll(line, -1, axis=0)
    first = line + _share(before - line, reach) * (before - line)
    second = line + _share(after - line, reach) * (after - line)
    cut = _free(line, first, second, closed)
    if not closed:
        cut[[0, -1]] = False
    pairs = np.stack([np.where(cut[:, None], first, line), second], axis=1)
    wanted = np.column_stack([np.ones(len(line), dtype=bool), cut])
    return np.asarray(pairs[wanted])


def _share(along: Floats, reach: float) -> Floats:
    length = np.hypot(along[:, 0], along[:, 1])
    return np.minimum(0.25, reach / np.maximum(length, 1e-300))[:, None]


def _free(line: Floats, first: Floats, second: Floats, closed: bool) -> NDArray[np.bool_]:
    """Corners whose cut takes off a piece in which nothing else of the line lies."""
    count = len(line)
    turn = _turn(line - first, second - line)
    edges = count if closed else count - 1
    start = np.arange(edges)
    drawn = shapely.linestrings(np.stack([line[start], line[(start + 1) % count]], axis=1))
    free = turn != 0  # a corner that is none need not be cut
    at = np.flatnonzero(free)
    pieces = shapely.polygons(np.stack([line[at], second[at], first[at]], axis=1))
    corner, edge = shapely.STRtree(drawn).query(pieces, predicate="intersects")
    corner = at[corner]
    own = (edge == corner) | (edge == (corner - 1) % count)
    free[corner[~own]] = False
    return np.asarray(free)


def _turn(one: Floats, other: Floats) -> Floats:
    return np.asarray(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])
