"""Who changes sides when borders move: only points in the ground that is swept are looked at.

An area before and after an edit differs in few edges. Together they enclose the ground that it
gains or loses, so a point changes sides where it lies inside them an odd number of times. The sign
of each test is certain or said to be in doubt (the filter of Shewchuk 1997); doubt, and with it
every point on a border, goes to GEOS.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.area_index import areas_of
from gridstudio.geometry.edge_rows import difference
from gridstudio.geometry.rounding import DECIMALS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Grounds = Mapping[int, MultiPolygon | None]

_IN_DOUBT = 4.0 * np.finfo(np.float64).eps
"""Of the sum of both products: more than their rounding and that of their difference."""
_MOST_PAIRS = 1 << 20
"""Of an edge and a point level with it, looked at together: some 50 MB."""


def changed_edges(before: MultiPolygon | None, after: MultiPolygon | None) -> Floats:
    """Edges ``(m, 2, 2)`` in degrees that only one of two shapes has; None is a shape without any.

    They form closed lines around the ground in which the shapes differ.
    """
    lone: Floats = difference(before, after).edges.reshape(-1, 2, 2) / 10.0**DECIMALS
    return lone


def enclosed(points: Floats, edges: Floats) -> tuple[Bools, Bools]:
    """For points ``(n, 2)``: whether closed lines of ``edges (m, 2, 2)`` go round each an odd
    number of times, and whether that is in doubt since it lies on one or next to it."""
    order = np.argsort(points[:, 1], kind="stable")
    inside, unsure = np.empty(len(points), dtype=bool), np.empty(len(points), dtype=bool)
    inside[order], unsure[order] = _enclosed_in_order(points[order], edges)
    return inside, unsure


def _enclosed_in_order(points: Floats, edges: Floats) -> tuple[Bools, Bools]:
    """The same for points from south to north."""
    x, y = points[:, 0], points[:, 1]
    swapped = (edges[:, 0, 1] > edges[:, 1, 1])[:, None]
    (ax, ay), (bx, by) = (
        np.where(swapped, edges[:, one], edges[:, other]).T for one, other in ((1, 0), (0, 1))
    )
    first = np.searchsorted(y, ay)
    count = np.searchsorted(y, by, side="right") - first
    crossings, doubt = np.zeros(len(y), dtype=np.int64), np.zeros(len(y), dtype=bool)
    for some in np.split(np.arange(len(edges)), _portions(count)):
        edge = np.repeat(some, count[some])
        # The points level with an edge are a run of rows.
        skipped = np.cumsum(count[some]) - count[some]
        row = np.arange(len(edge)) + np.repeat(first[some] - skipped, count[some])
        one = (bx - ax)[edge] * (y[row] - ay[edge])
        two = (by - ay)[edge] * (x[row] - ax[edge])
        side = one - two
        doubt[row[np.abs(side) <= _IN_DOUBT * (np.abs(one) + np.abs(two))]] = True
        # Half open, so that a line through a corner is crossed once.
        crossed = row[(side > 0) & (y[row] < by[edge])]
        crossings += np.bincount(crossed, minlength=len(y))
    return crossings % 2 == 1, doubt


def _portions(count: Ints) -> Ints:
    """Where to part edges so that those together have at most _MOST_PAIRS points level with them,
    or are one."""
    whole = np.cumsum(count) // _MOST_PAIRS
    return np.flatnonzero(np.diff(whole)) + 1


@dataclass(frozen=True, eq=False)
class Sweep:
    """The ground that changes hands in an edit.

    ``before`` and ``after`` have by id the ground of every area that the edit changes; an area that
    it adds or removes stands in one of them only. A negative id stands for an area that will be
    added and get an id above all others, -1 before -2.
    """

    before: Grounds
    after: Grounds

    @cached_property
    def edges(self) -> dict[int, Floats]:
        """The edges by which each area changes."""
        return {
            key: changed_edges(self.before.get(key), self.after.get(key))
            for key in {*self.before, *self.after}
        }

    @cached_property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north in degrees of all ground that changes; None where none does."""
        corners = [edges.reshape(-1, 2) for edges in self.edges.values() if len(edges)]
        if not corners:
            return None
        every = np.concatenate(corners)
        (west, south), (east, north) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
        return west, south, east, north

    def reassigned(self, points: Floats, owner: Ints, others: Grounds) -> Ints:
        """The areas that hold points ``(n, 2)`` after the edit, where ``owner (n,)`` held them
        before; 0 is no area.

        ``others`` are the areas around, which stay as they are: they count for points on borders,
        whose rule is that of ownership: the lowest id.
        """
        order = np.argsort(points[:, 1], kind="stable")
        points, owner = points[order], owner[order]
        result = owner.copy()
        doubt = np.zeros(len(points), dtype=bool)
        lost = np.zeros(len(points), dtype=bool)
        swept: list[tuple[Floats, tuple[Bools, Bools]]] = []
        for key in sorted(self.edges, key=_rank, reverse=True):
            edges = self.edges[key]
            # What one area gains another loses, mostly by the same edges.
            known = next((found for same, found in swept if np.array_equal(same, edges)), None)
            turned, unsure = known or _enclosed_in_order(points, edges)
            swept.append((edges, (turned, unsure)))
            doubt |= unsure
            lost |= turned & (owner == key)
            gained = turned & (owner != key)
            result[gained] = key
        # Lost and gained by nobody: outside all areas now.
        result[lost & (result == owner)] = 0
        rows = np.flatnonzero(doubt)
        if len(rows):
            here = {key: shape for key, shape in others.items() if key not in self.before}
            result[rows] = _by_position(points[rows], here | dict(self.after))
        found = np.empty_like(result)
        found[order] = result
        return found


def _by_position(points: Floats, grounds: Grounds) -> Ints:
    held = {key: ground for key, ground in grounds.items() if ground is not None}
    keys = sorted(held, key=_rank)
    if not keys:
        return np.zeros(len(points), dtype=np.int64)
    shapes = np.empty(len(keys), dtype=object)
    shapes[:] = [held[key] for key in keys]
    place = areas_of(points, shapes)
    return np.where(place >= 0, np.array(keys)[place], 0).astype(np.int64)


def _rank(key: int) -> tuple[bool, int]:
    return key < 0, abs(key)
