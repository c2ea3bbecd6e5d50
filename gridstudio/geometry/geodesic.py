"""Lengths and areas on the WGS-84 ellipsoid (Karney's method, through pyproj)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from shapely.geometry import MultiPolygon, Polygon

if TYPE_CHECKING:
    from pyproj import Geod


@cache
def _geod() -> Geod:
    from pyproj import Geod  # slow to import, not needed for the first window

    return Geod(ellps="WGS84")


def area_km2(geometry: Polygon | MultiPolygon) -> float:
    """Area in km² of a polygon in degrees WGS-84, holes taken off; 0 for an empty one."""
    parts = getattr(geometry, "geoms", [geometry])
    total = 0.0
    for part in parts:
        if part.is_empty:
            continue
        total += _ring_area_m2(part.exterior.coords)
        total -= sum(_ring_area_m2(ring.coords) for ring in part.interiors)
    return total / 1e6


def length_m(lonlat: ArrayLike) -> float:
    """Length in metres of a line of ``(n, 2)`` degrees; 0 for fewer than two points."""
    points = np.asarray(lonlat, dtype=np.float64)
    if len(points) < 2:
        return 0.0
    return float(_geod().line_length(points[:, 0], points[:, 1]))


def _ring_area_m2(coords: ArrayLike) -> float:
    points = np.asarray(coords, dtype=np.float64)
    return abs(float(_geod().polygon_area_perimeter(points[:, 0], points[:, 1])[0]))
