"""Lines that may be followed, as single edges: roads and rivers of a layer, borders of areas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.rounding import DECIMALS

Bounds = tuple[float, float, float, float]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_LINEAR = (1, 2, 5)
_SURFACES = (3, 6)
"""As shapely numbers its types: lines, rings and multilines; polygons and multipolygons."""


@dataclass(frozen=True, eq=False)
class Linework:
    """The edges of one kind of lines, degrees WGS-84 rounded to 1e-9.

    ``ends (m, 2, 2)`` are the edges' ends in the direction of the line; ``row (m,)`` says to which
    shape an edge belongs; ``part (p, 2)`` is the first edge and the number of edges of each part,
    on whose boxes ``tree`` is built.
    """

    ends: Floats
    row: Ints
    part: Ints
    tree: shapely.STRtree

    def __len__(self) -> int:
        return len(self.ends)

    def within(self, bounds: Bounds) -> Ints:
        """The edges whose boxes touch ``bounds`` (west, south, east, north in degrees)."""
        parts = np.sort(self.tree.query(shapely.box(*bounds)))
        count = self.part[parts, 1]
        before = np.cumsum(count) - count
        edges = np.repeat(self.part[parts, 0] - before, count) + np.arange(count.sum())
        ends = self.ends[edges]
        low, high = ends.min(axis=1), ends.max(axis=1)
        west, south, east, north = bounds
        inside = (low <= (east, north)).all(axis=1) & (high >= (west, south)).all(axis=1)
        found: Ints = edges[inside]
        return found


def lines_of(geometries: NDArray[np.object_]) -> Linework:
    """The lines among shapes, and the outlines of polygons; points are passed over. ``row`` is the
    place in ``geometries``."""
    shapes = np.asarray(geometries, dtype=object)
    kinds = shapely.get_type_id(shapes)
    rows = np.flatnonzero(np.isin(kinds, _LINEAR + _SURFACES))
    lines = shapes[rows]
    surfaces = np.isin(kinds[rows], _SURFACES)
    lines[surfaces] = shapely.boundary(lines[surfaces])
    parts, of = shapely.get_parts(lines, return_index=True)
    coords, part_of = shapely.get_coordinates(parts, return_index=True)
    coords = np.round(coords, DECIMALS)
    joined = (part_of[1:] == part_of[:-1]) & (coords[1:] != coords[:-1]).any(axis=1)
    ends = np.stack([coords[:-1][joined], coords[1:][joined]], axis=1)
    edge_part = part_of[:-1][joined]
    count = np.bincount(edge_part, minlength=len(parts))
    return Linework(
        ends=ends.reshape(-1, 2, 2),
        row=rows[of[edge_part]].astype(np.int64),
        part=np.column_stack([np.cumsum(count) - count, count]).astype(np.int64),
        tree=shapely.STRtree(parts),
    )


def borders_of(geometries: Iterable[MultiPolygon]) -> Linework:
    """Every edge of the borders of areas once, whichever areas and levels share it; ``row`` is 0.
    The ends are exactly those stored."""
    shapes = np.array([*geometries], dtype=object)
    coords, ring = shapely.get_coordinates(
        shapely.get_rings(shapely.get_parts(shapes)), return_index=True
    )
    # As complex numbers: numpy sorts those twenty times as fast as rows of two.
    nodes, place = np.unique(np.ascontiguousarray(coords).view(complex), return_inverse=True)
    place = place.reshape(-1).astype(np.int64)
    joined = ring[1:] == ring[:-1]
    start, end = place[:-1][joined], place[1:][joined]
    number = max(len(nodes), 1)
    keys = np.unique(np.minimum(start, end) * number + np.maximum(start, end))
    lonlat = nodes.view(np.float64).reshape(-1, 2)
    ends = lonlat[np.column_stack(np.divmod(keys, number))].reshape(-1, 2, 2)
    edges = np.arange(len(ends), dtype=np.int64)
    return Linework(
        ends=ends,
        row=np.zeros(len(ends), dtype=np.int64),
        part=np.column_stack([edges, np.ones_like(edges)]),
        tree=shapely.STRtree(shapely.linestrings(ends)),
    )
