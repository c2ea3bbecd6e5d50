"""Lines that cross themselves, made simple by cutting the loops off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

Floats = NDArray[np.float64]
_ROUNDS = 10_000


@dataclass(frozen=True, eq=False)
class Simple:
    """A line ``xy (n, 2)`` that does not cross itself, and how many loops were cut for that."""

    xy: Floats
    loops: int


def without_loops(xy: Floats) -> Simple:
    """Go along the line; where it comes back to itself, what lies between is left out.

    ``xy (n, 2)`` is planar; so a way there and back along one street shrinks to where it left.
    """
    line, loops = _unfolded(xy), 0
    for _round in range(_ROUNDS):
        found = _crossings(line)
        if found is None:
            break
        first, second, spot = found
        at = int(np.argmin(second))
        line = np.concatenate([line[: first[at] + 1], spot[at : at + 1], line[second[at] + 1 :]])
        line = _unfolded(line)
        loops += 1
    return Simple(line, loops)


def largest_ring(xy: Floats, closes_within: float) -> Simple | None:
    """The ring that a walk goes round: of the loops where it meets itself, the largest; else the
    whole walk, where its ends are at most ``closes_within`` apart. Loops of the ring itself are cut
    off. None where the walk closes nowhere. The first point is not repeated."""
    line = _distinct(xy)
    candidates: list[Floats] = []
    if len(line) > 2 and float(np.hypot(*(line[-1] - line[0]))) <= closes_within:
        candidates.append(line)
    found = _crossings(line)
    if found is not None:
        for first, second, spot in zip(*found, strict=True):
            candidates.append(np.concatenate([spot[None], line[first + 1 : second + 1]]))
    rings = [ring for ring in map(_simple_ring, candidates) if ring is not None]
    return max(rings, key=lambda ring: Polygon(ring.xy).area, default=None)


def _simple_ring(ring: Floats) -> Simple | None:
    """A ring without loops; None where nothing is left of it."""
    whole = without_loops(np.concatenate([ring, ring[:1] + 0.0]))
    if len(whole.xy) < 3:
        # It closes before its end: the part that was cut off is the ring.
        whole = without_loops(ring)
    xy = whole.xy[:-1] if (whole.xy[0] == whole.xy[-1]).all() else whole.xy
    if len(xy) < 3 or not Polygon(xy).is_valid or Polygon(xy).area == 0:
        return None
    return Simple(xy, whole.loops)


def _distinct(xy: Floats) -> Floats:
    """Without points that repeat the one before."""
    if len(xy) < 2:
        return xy
    found: Floats = xy[np.concatenate([[True], (xy[1:] != xy[:-1]).any(axis=1)])]
    return found


def _unfolded(xy: Floats) -> Floats:
    """Without points that repeat the one before, or from which the line runs straight back."""
    line = _distinct(xy)
    while len(line) > 2:
        into, out = line[1:-1] - line[:-2], line[2:] - line[1:-1]
        straight = into[:, 0] * out[:, 1] == into[:, 1] * out[:, 0]
        back = np.flatnonzero(straight & ((into * out).sum(axis=1) < 0))
        if not len(back):
            break
        line = _distinct(np.delete(line, back[0] + 1, axis=0))
    return line


def _crossings(line: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats] | None:
    """Pairs of edges that meet though they do not follow each other, the earlier first, and where;
    a line that ends at its start does not meet itself there. None for none."""
    if len(line) < 4:
        return None
    edges = shapely.linestrings(np.stack([line[:-1], line[1:]], axis=1))
    one, other = shapely.STRtree(edges).query(edges, predicate="intersects")
    apart = other - one > 1
    if (line[0] == line[-1]).all():
        apart &= ~((one == 0) & (other == len(edges) - 1))
    one, other = one[apart], other[apart]
    if not len(one):
        return None
    spots = shapely.get_coordinates(
        shapely.centroid(shapely.intersection(edges[one], edges[other]))
    )
    return one, other, spots
