"""The edges of shapes as rows of whole numbers, and those that do not cancel out.

Edges are compared as ``rings`` compares them: exactly, by their ends in whole billionths of a
degree. The rows of the shapes asked for last are kept, and so is by what pairs of them differ: a
border under the hand is looked at from several sides at every move of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.rounding import DECIMALS

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Paths = Sequence[Sequence[tuple[int, int]]]
_KEPT = 64
_STEPS = slice(None, -1), slice(1, None)
_NONE: Ints = np.empty((0, 4), dtype=np.int64)
_known: dict[int, tuple[MultiPolygon, Ints]] = {}
_pairs: dict[tuple[int, int], tuple[MultiPolygon | None, MultiPolygon | None, Difference]] = {}


@dataclass(frozen=True, eq=False)
class Difference:
    """The edges ``(m, 4)`` that one of two shapes has and the other has not, in order; ``come
    (m,)`` those that the second has (of edges that no shape has twice, as no sound one has)."""

    edges: Ints
    come: Bools


def difference(before: MultiPolygon | None, after: MultiPolygon | None) -> Difference:
    """By what edges a shape differs from what it was; None is a shape without any. An edge that
    occurs an even number of times in both together makes no difference."""
    key = id(before), id(after)
    known = _pairs.get(key)
    if known is not None and known[0] is before and known[1] is after:
        return known[2]
    was, now = (_NONE if shape is None else edge_rows(shape) for shape in (before, after))
    head, tail = _common(was, now)
    was, now = was[head : len(was) - tail], now[head : len(now) - tail]
    edges = np.concatenate([was, now])
    return _keep(before, after, edges, np.arange(len(edges)) >= len(was))


def remember(before: MultiPolygon, after: MultiPolygon, gone: Paths, come: Paths) -> None:
    """Have ``difference`` know by what two shapes differ, since whoever made the second out of the
    first knows it: nodes in a row ``(k, 2)`` that go, and those that come in their place. What
    they have in common makes no difference."""
    steps = sum(len(path) - 1 for path in gone)
    listed = [np.array(path, dtype=np.int64) for path in (*gone, *come)]
    start, end = (np.concatenate([path[part] for path in listed]) for part in _STEPS)
    _keep(before, after, _from_lower(start, end), np.arange(len(start)) >= steps)


def _keep(
    before: MultiPolygon | None, after: MultiPolygon | None, edges: Ints, of_after: Bools
) -> Difference:
    """The difference that follows from edges of both shapes, ``of_after`` those of the second."""
    order, first, odd = _grouped(edges)
    # Odd in both together: where it is odd in the second, it is even in the first.
    come = np.bitwise_xor.reduceat(of_after[order], first)[odd] if len(edges) else odd
    lone = edges[order[first[odd]]]
    long = (lone[:, :2] != lone[:, 2:]).any(axis=1)
    found = Difference(lone[long], come[long])
    if len(_pairs) >= _KEPT:
        _pairs.clear()
    _pairs[id(before), id(after)] = before, after, found
    return found


def arriving(changes: Iterable[Difference]) -> Ints:
    """Edges ``(m, 4)`` that come with some of the changes and go with none, each once, in order."""
    listed = [*changes]
    edges = np.concatenate([_NONE, *(change.edges for change in listed)])
    if not len(edges):
        return edges
    order, first, _odd = _grouped(edges)
    come = np.concatenate([change.come for change in listed])[order]
    fresh: Ints = edges[order[first[np.logical_and.reduceat(come, first)]]]
    return fresh


def odd_edges(shapes: Iterable[MultiPolygon | None]) -> Ints:
    """Edges ``(m, 4)`` that occur an odd number of times in all shapes together, in order; None is
    a shape without any. There are none where shapes and the outline of them all are given."""
    return odd_rows(edge_rows(shape) for shape in shapes if shape is not None)


def odd_rows(rows: Iterable[Ints]) -> Ints:
    """The same of the edges ``(m, 4)`` of each shape."""
    edges = np.concatenate([_NONE, *rows])
    order, first, odd = _grouped(edges)
    lone: Ints = edges[order[first[odd]]]
    return lone


def edge_rows(shape: MultiPolygon) -> Ints:
    """The edges ``(m, 4)`` of a shape, each from its lower end to the other."""
    known = _known.get(id(shape))
    if known is not None and known[0] is shape:
        return known[1]
    if len(_known) >= _KEPT:
        _known.clear()
    _known[id(shape)] = shape, (edges := _edges_of(shape))
    return edges


def _edges_of(shape: MultiPolygon) -> Ints:
    rings = shapely.get_rings(shapely.get_parts(shape))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    nodes = np.rint(points * 10.0**DECIMALS).astype(np.int64)
    joined = ring[1:] == ring[:-1]
    edges = _from_lower(nodes[:-1][joined], nodes[1:][joined])
    long: Ints = edges[(edges[:, :2] != edges[:, 2:]).any(axis=1)]
    return long


def _from_lower(start: Ints, end: Ints) -> Ints:
    """Edges ``(m, 4)``, each from its lower end to the other."""
    swapped = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    edges: Ints = np.hstack([start, end])
    edges[swapped] = edges[swapped][:, [2, 3, 0, 1]]
    return edges


def _grouped(edges: Ints) -> tuple[Ints, Ints, Bools]:
    """The places ``(n,)`` of edges in order; where in that order the different ones ``(m,)`` begin;
    and which of these occur an odd number of times."""
    order = np.lexsort(edges.T[::-1])
    ordered = edges[order]
    new = np.ones(len(edges), dtype=bool)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    first = np.flatnonzero(new)
    return order, first, np.diff(np.append(first, len(edges))) % 2 == 1


def _common(was: Ints, now: Ints) -> tuple[int, int]:
    """How many edges two lists have in common at their beginnings, and then at their ends: a shape
    is changed in one stretch mostly, so that little is left to be sorted."""
    most = min(len(was), len(now))
    head = _run(was[:most], now[:most])
    rest = most - head
    tail = _run(was[len(was) - rest :][::-1], now[len(now) - rest :][::-1])
    return head, tail


def _run(one: Ints, other: Ints) -> int:
    """How many rows are equal, from the first on."""
    differs = (one != other).any(axis=1)
    return int(np.argmax(differs)) if differs.any() else len(one)
