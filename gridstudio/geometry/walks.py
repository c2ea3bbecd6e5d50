"""A walk as a receiver recorded it, made into a line that can be a border.

A receiver wanders: a walk has knots where one stood still, spikes where one position was bad, and
more corners than ground truth. What is left differs from the recorded positions by no more than the
receiver is sure of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.geometry.loops import largest_ring, without_loops
from gridstudio.geometry.plane import Plane

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
USUAL_M, LEAST_M, MOST_M = 5.0, 1.0, 25.0
"""Tolerance where nobody knows the accuracy (one sigma of a single-frequency receiver under open
sky, GPS SPS Performance Standard 2020), and between which it lies."""
KNOT_POINTS, WINDING = 6, 2.5
"""So many positions near a spot on a path so many times longer than it leads are a knot."""
SPIKE_POINTS, SPIKE_STEPS = 3, 4.0
"""Up to so many positions are a spike if the steps there and back are so many times the usual."""
CLOSES_M, CLOSES_SHARE = 30.0, 0.05
"""A walk is closed if its ends are that near, or nearer than that share of its length."""


@dataclass(frozen=True, eq=False)
class Walk:
    """``lonlat (n, 2)`` in degrees, rounded to 1e-9; for a ring the first is not repeated.

    ``recorded`` positions came in; ``knots``, ``spikes`` and ``loops`` are how many of each were
    taken out; ``tolerance_m`` is how far the line may be from the positions that stayed.
    """

    lonlat: Floats
    recorded: int
    knots: int
    spikes: int
    loops: int
    tolerance_m: float
    closed: bool = False


def tolerance_of(accuracy_m: Floats | float | None) -> float:
    """The tolerance for a receiver of this accuracy: the median of what it said, within reason."""
    known = np.atleast_1d(np.asarray(np.nan if accuracy_m is None else accuracy_m, dtype=float))
    known = known[np.isfinite(known) & (known > 0)]
    return float(np.clip(np.median(known), LEAST_M, MOST_M)) if len(known) else USUAL_M


def cleaned(lonlat: Floats, tolerance_m: float, *, closed: bool = False) -> Walk:
    """The line of a walk, ``closed`` the ring it goes round.

    Positions ``(n, 2)`` that are NaN or 0, 0 do not count. The result has fewer than two points
    (three for a ring) where there is no line in it.
    """
    points = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    points = points[np.isfinite(points).all(axis=1) & (points != 0.0).any(axis=1)]
    if len(points) < 2:
        return Walk(points, len(points), 0, 0, 0, tolerance_m, closed)
    plane = Plane(*points.mean(axis=0).tolist())
    xy, spikes = _without_spikes(plane.xy(points), tolerance_m)
    xy, knots = _without_knots(xy, 2 * tolerance_m)
    length = float(np.hypot(*np.diff(xy, axis=0).T).sum())
    line = shapely.LineString(xy) if len(xy) > 1 else None
    if line is not None and line.length > 0:
        xy = shapely.get_coordinates(shapely.simplify(line, tolerance_m, preserve_topology=False))
    if closed:
        ring = largest_ring(xy, max(CLOSES_M, 2 * tolerance_m, CLOSES_SHARE * length))
        xy, loops = (ring.xy, ring.loops) if ring is not None else (xy[:0], 0)
    else:
        simple = without_loops(xy)
        xy, loops = simple.xy, simple.loops
    return Walk(plane.stored(xy), len(points), knots, spikes, loops, tolerance_m, closed)


def _without_spikes(xy: Floats, tolerance_m: float) -> tuple[Floats, int]:
    """Without a few positions far from those before and after, which are close to each other."""
    spikes = 0
    for size in range(1, SPIKE_POINTS + 1):
        if len(xy) < size + 2:
            break
        steps = np.hypot(*np.diff(xy, axis=0).T)
        usual = float(np.median(steps[steps > 0])) if (steps > 0).any() else 0.0
        least = max(SPIKE_STEPS * usual, 3 * tolerance_m)
        there, back = steps[:-size], steps[size:]
        across = np.hypot(*(xy[size + 1 :] - xy[: -size - 1]).T)
        is_spike = (np.minimum(there, back) > least) & (across < np.minimum(there, back) / 2)
        keep = np.ones(len(xy), dtype=bool)
        last = -1
        for at in np.flatnonzero(is_spike).tolist():
            if at >= last:
                keep[at + 1 : at + 1 + size] = False
                last = at + 1 + size
                spikes += 1
        xy = xy[keep]
    return xy, spikes


def _without_knots(xy: Floats, radius_m: float) -> tuple[Floats, int]:
    """With one position for each stretch on which the receiver hardly left a spot."""
    made: list[Floats] = []
    knots, at = 0, 0
    while at < len(xy):
        away = np.hypot(*(xy[at:] - xy[at]).T)
        beyond = np.flatnonzero(away > radius_m)
        end = at + int(beyond[0]) if len(beyond) else len(xy)
        stretch = xy[at:end]
        walked = float(np.hypot(*np.diff(stretch, axis=0).T).sum())
        led = float(np.hypot(*(stretch[-1] - stretch[0])))
        if len(stretch) >= KNOT_POINTS and walked > WINDING * max(led, radius_m / 2):
            made.append(np.median(stretch, axis=0)[None])
            knots, at = knots + 1, end
        else:
            made.append(xy[at : at + 1])
            at += 1
    return np.concatenate(made), knots
