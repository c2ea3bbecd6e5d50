"""Neighbouring shapes gathered into n connected groups that weigh about the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

DIRECTIONS = 16
"""Over a full circle."""
LENGTH_COST, PIECE_COST = 0.3, 2.0
"""What a whole border between the groups, and each piece too many, costs against an error of one
part."""
MOST_MOVES = 200


@dataclass(frozen=True, eq=False)
class _Graph:
    """Shapes with their ``weight (k,)``, ``middle (k, 2)`` and the length of the border between
    any two, ``shared (k, k)`` metres."""

    weight: Floats
    middle: Floats
    shared: Floats

    def pieces(self, rows: Ints) -> int:
        """How many pieces some shapes make."""
        left, number = set(rows.tolist()), 0
        while left:
            number += 1
            edge = [left.pop()]
            while edge:
                near = np.flatnonzero(self.shared[edge.pop()] > 0).tolist()
                edge += [row for row in near if row in left]
                left -= set(near)
        return number


def grouped(shapes: Sequence[MultiPolygon], weight: Floats, n: int) -> Ints:
    """The group ``(k,)``, 0 to n - 1, of each of ``k`` shapes in a plane that share their borders
    exactly; ``weight (k,)`` is what is to be even. No group is empty; ``k`` must not be less than
    ``n``. Groups are connected where the shapes allow it."""
    points = np.array([shape.representative_point().coords[0] for shape in shapes])
    graph = _Graph(weight, points, _shared(shapes))
    group = np.zeros(len(shapes), dtype=np.int64)
    waiting = [(np.arange(len(shapes)), n, 0)]
    while waiting:
        rows, parts, first = waiting.pop()
        group[rows] = first
        if parts > 1:
            few = parts // 2
            near = _half(graph, rows, few, parts)
            waiting.append((rows[near], few, first))
            waiting.append((rows[~near], parts - few, first + few))
    return group


def _shared(shapes: Sequence[MultiPolygon]) -> Floats:
    found = np.zeros((len(shapes), len(shapes)))
    borders = shapely.boundary(np.array([*shapes], dtype=object))
    one, two = shapely.STRtree(borders).query(borders, predicate="intersects")
    later = one < two
    one, two = one[later], two[later]
    found[one, two] = shapely.length(shapely.intersection(borders[one], borders[two]))
    return found + found.T


def _half(graph: _Graph, rows: Ints, few: int, parts: int) -> NDArray[np.bool_]:
    """Which of ``rows (k,)`` make the first ``few`` of ``parts`` parts."""
    best: tuple[float, NDArray[np.bool_]] | None = None
    for angle in np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS:
        order = np.argsort(graph.middle[rows] @ (np.cos(angle), np.sin(angle)), kind="stable")
        for count in range(few, len(rows) - (parts - few) + 1):
            near = np.zeros(len(rows), dtype=np.bool_)
            near[order[:count]] = True
            cost = _cost(graph, rows, near, few, parts)
            if best is None or cost < best[0]:
                best = cost, near
    assert best is not None, "there are as many shapes as parts"
    return _improved(graph, rows, best[1], few, parts)


def _improved(
    graph: _Graph, rows: Ints, near: NDArray[np.bool_], few: int, parts: int
) -> NDArray[np.bool_]:
    """Let single shapes at the border change sides as long as that is better."""
    cost = _cost(graph, rows, near, few, parts)
    for _move in range(MOST_MOVES):
        between = graph.shared[np.ix_(rows, rows)] * (near[:, None] != near[None, :])
        tries = []
        for row in np.flatnonzero(between.sum(axis=1) > 0).tolist():
            other = near.copy()
            other[row] = ~other[row]
            if few <= other.sum() <= len(rows) - (parts - few):
                tries.append((_cost(graph, rows, other, few, parts), row))
        if not tries or min(tries)[0] >= cost - 1e-12:
            break
        cost, row = min(tries)
        near[row] = ~near[row]
    return near


def _cost(graph: _Graph, rows: Ints, near: NDArray[np.bool_], few: int, parts: int) -> float:
    total = float(graph.weight[rows].sum())
    reached = float(graph.weight[rows[near]].sum()) / total if total > 0 else float(near.mean())
    error = abs(reached - few / parts) * parts
    shared = graph.shared[np.ix_(rows, rows)]
    length = float(shared[near][:, ~near].sum()) / max(float(shared.sum()) / 2, 1e-9)
    pieces = graph.pieces(rows[near]) + graph.pieces(rows[~near]) - 2
    return error + LENGTH_COST * length + PIECE_COST * pieces
