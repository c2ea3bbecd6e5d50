"""Snapping to nodes and borders, and lines that follow what is straight on the map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.geometry.point_index import build_index
from gridstudio.geometry.rings import Point

MAX_EDGE_M = 1000.0
"""Longer edges are drawn with nodes between: on 10 km a straight edge on the map and one in stored
degrees differ by half a metre, on 1 km by 5 mm."""


@dataclass(frozen=True)
class Snap:
    """Where a position ends up. ``kind`` is "node", "border" or "" for nothing near; ``xy`` metres
    (EPSG:3857); ``lonlat`` degrees, for a node exactly as stored."""

    kind: str
    xy: Point
    lonlat: Point


class Snapper:
    """Finds the nearest node or border of a division; made once per snapshot of the areas."""

    def __init__(self, geometries: Iterable[MultiPolygon]) -> None:
        shapes = np.array([*geometries], dtype=object)
        every = shapely.get_rings(shapely.get_parts(shapes))
        stored, ring = shapely.get_coordinates(every, return_index=True)
        # As complex numbers: numpy sorts those twenty times as fast as rows of two.
        nodes, place = np.unique(np.ascontiguousarray(stored).view(complex), return_inverse=True)
        self._lonlat = nodes.view(np.float64).reshape(-1, 2)
        self._nodes = build_index(to_xy(self._lonlat))
        place = place.reshape(-1).astype(np.int64)
        joined = ring[1:] == ring[:-1]
        start, end = place[:-1][joined], place[1:][joined]
        low, high = np.minimum(start, end), np.maximum(start, end)
        edges = np.unique(low * max(len(nodes), 1) + high)
        ends = self._lonlat[np.column_stack(np.divmod(edges, max(len(nodes), 1)))]
        segments = to_xy(ends.reshape(-1, 2)).reshape(-1, 2, 2)
        self._segments = shapely.linestrings(segments)
        self._borders = shapely.STRtree(self._segments)

    def snap(self, xy: Point, tolerance_m: float) -> Snap:
        """The node within ``tolerance_m`` of ``xy``, else the spot on a border, else ``xy``."""
        found = self._nodes.nearest(xy, tolerance_m)
        if found is not None:
            node = self._lonlat[found[0]]
            x, y = to_xy(node).tolist()
            lon, lat = node.tolist()
            return Snap("node", (x, y), (lon, lat))
        spot = shapely.Point(xy)
        near = self._borders.query_nearest(spot, max_distance=max(tolerance_m, 1e-9))
        if len(near):
            line = self._segments[near[0]]
            foot = line.interpolate(line.project(spot))
            return Snap("border", (foot.x, foot.y), lonlat_of((foot.x, foot.y)))
        return Snap("", xy, lonlat_of(xy))


def lonlat_of(xy: Point) -> Point:
    """Degrees as the file keeps them, of metres (EPSG:3857)."""
    lon, lat = np.round(to_lonlat(np.array(xy)), 9).tolist()
    return lon, lat


def densified(lonlat: ArrayLike, *, closed: bool = False) -> NDArray[np.float64]:
    """A line ``(n, 2)`` in degrees with nodes between, so that no edge is longer than MAX_EDGE_M on
    the map and edges stay straight there. ``closed`` treats it as a ring; the first point is not
    repeated. The given points stay as they are."""
    points = np.asarray(lonlat, dtype=np.float64)
    if len(points) < 2:
        return points
    ends = np.concatenate([points[1:], points[:1]]) if closed else points[1:]
    result: list[NDArray[np.float64]] = []
    for start, end in zip(points, ends, strict=False):
        start_xy, end_xy = to_xy(start), to_xy(end)
        pieces = int(np.ceil(np.hypot(*(end_xy - start_xy)) / MAX_EDGE_M))
        result.append(start[None])
        if pieces > 1:
            share = (np.arange(1, pieces) / pieces)[:, None]
            result.append(np.round(to_lonlat(start_xy + share * (end_xy - start_xy)), 9))
    if not closed:
        result.append(points[-1:])
    return np.concatenate(result)
