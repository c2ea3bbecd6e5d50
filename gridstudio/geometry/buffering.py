"""Ground within a distance of something, true on the ellipsoid.

The work is done in an azimuthal equidistant projection round the middle of what is measured from.
Seen from there distances are exact; elsewhere a distance across the line of sight comes out longer
by at most the square of (how far from the middle / earth's radius) over six (Snyder, Map
Projections: A Working Manual, chapter 25): 0.01 % at 160 km, 0.07 % at the farthest allowed.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.rings import Point, polygons
from gridstudio.jobs import Progress, no_progress

FARTHEST_M = 400_000.0
MOST_PARTS = 50_000
_ARC_PIECES = 32
"""In a quarter of a circle; its chords lie at most 0.03 % inside."""
_PIECE_M = 1000.0
_PIECE_DEG = 0.01
_CHUNK = 1000


class Source:
    """What distances are measured from: positions ``(n, 2)`` and shapes, in degrees.

    Raises ValueError where there is nothing, OverflowError where it lies farther apart than
    FARTHEST_M from its middle or has more than MOST_PARTS parts.
    """

    def __init__(self, lonlat: ArrayLike = (), shapes: Iterable[shapely.Geometry] = ()) -> None:
        from pyproj import Proj  # slow to import, not needed for the first window

        spots = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
        if len(spots) > 10 * MOST_PARTS:
            raise OverflowError(f"{len(spots)} positions")
        spots = np.unique(spots[np.isfinite(spots).all(axis=1)], axis=0)
        given = [shape for shape in shapes if shape is not None and not shape.is_empty]
        # An edge is straight in degrees: with points between it stays where it is.
        pieces = shapely.segmentize(given, _PIECE_DEG) if given else []
        degrees = np.array([*shapely.points(spots), *pieces], dtype=object)
        if not len(degrees):
            raise ValueError("nothing to measure from")
        if len(degrees) > MOST_PARTS:
            raise OverflowError(f"{len(degrees)} parts")
        west, south, east, north = shapely.total_bounds(degrees).tolist()
        self._projection = Proj(
            proj="aeqd", lat_0=(south + north) / 2, lon_0=(west + east) / 2, ellps="WGS84"
        )
        self._parts = shapely.transform(degrees, self._to_metres)
        reach = float(np.abs(shapely.total_bounds(self._parts)).max())
        if not reach <= FARTHEST_M:
            raise OverflowError(f"{reach} m from the middle")
        self._tree = shapely.STRtree(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    @property
    def vertices(self) -> int:
        """How much there is to go round."""
        return int(shapely.get_num_coordinates(self._parts).sum())

    def nearest(self, place: Point) -> tuple[float, Point]:
        """How far a place (degrees) is from this in metres, and the nearest spot of it in degrees;
        0 and the place itself where it lies inside."""
        here = shapely.Point(self._to_metres(np.array([place]))[0])
        (at,) = self._tree.query_nearest(here, all_matches=False).tolist()[:1]
        link = shapely.get_coordinates(shapely.shortest_line(self._parts[at], here))
        away = float(np.hypot(*(link[1] - link[0])))
        lon, lat = self._to_degrees(link[:1])[0].tolist()
        return away, (lon, lat)

    def within(self, distance_m: float, progress: Progress = no_progress) -> MultiPolygon:
        """All ground within ``distance_m``, in degrees, grounds that meet as one."""
        if distance_m <= 0:
            return MultiPolygon()
        # Neighbours together: their circles melt into few large ones.
        middles = shapely.get_coordinates(shapely.centroid(self._parts))
        order = np.lexsort((middles[:, 1], np.floor(middles[:, 0] / (4 * distance_m))))
        grounds = []
        for first in range(0, len(order), _CHUNK):
            parts = self._parts[order[first : first + _CHUNK]]
            around = shapely.buffer(parts, distance_m, quad_segs=_ARC_PIECES)
            grounds.append(shapely.union_all(around))
            progress(0.9 * min(first + _CHUNK, len(order)) / len(order), "")
        whole = shapely.segmentize(shapely.union_all(grounds), _PIECE_M)
        return MultiPolygon(polygons(shapely.transform(whole, self._to_degrees)))

    def _to_metres(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(self._projection(lonlat[:, 0], lonlat[:, 1]))

    def _to_degrees(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(self._projection(xy[:, 0], xy[:, 1], inverse=True))
