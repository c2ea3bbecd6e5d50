"""The edges of shapes as rows of whole numbers, and those that do not cancel out.

Edges are compared as ``rings`` compares them: exactly, by their ends in whole billionths of a
degree. The rows of the shapes asked for last are kept: those beside a border under the hand are
asked for at every move of it.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.rounding import DECIMALS

Ints = NDArray[np.int64]
_KEPT = 64
_known: dict[int, tuple[MultiPolygon, Ints]] = {}


def odd_edges(shapes: Iterable[MultiPolygon | None]) -> Ints:
    """Edges ``(m, 4)`` that occur an odd number of times in all shapes together, in order; None is
    a shape without any. There are none where shapes and the outline of them all are given."""
    rows = [edge_rows(shape) for shape in shapes if shape is not None]
    edges = np.concatenate([np.empty((0, 4), dtype=np.int64), *rows])
    edges = edges[np.lexsort(edges.T[::-1])]
    new = np.ones(len(edges), dtype=bool)
    new[1:] = (edges[1:] != edges[:-1]).any(axis=1)
    first = np.flatnonzero(new)
    odd = np.diff(np.append(first, len(edges))) % 2 == 1
    lone: Ints = edges[first[odd]]
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
    start, end = nodes[:-1][joined], nodes[1:][joined]
    swapped = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    edges = np.hstack([start, end])
    edges[swapped] = edges[swapped][:, [2, 3, 0, 1]]
    long: Ints = edges[(edges[:, :2] != edges[:, 2:]).any(axis=1)]
    return long
