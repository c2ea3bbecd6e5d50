"""Web Mercator (EPSG:3857), the metres of the canvas.

Spherical formulas with the WGS-84 semi-major axis, as EPSG Guidance Note 7-2 (method 1024) gives
them. Distances in it are true only at the equator: lengths and areas are computed in ``geodesic``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

RADIUS_M = 6378137.0
MAX_LATITUDE = 85.0511287798066


def to_xy(lonlat: ArrayLike) -> NDArray[np.float64]:
    """Degrees ``(…, 2)`` longitude first to metres ``(…, 2)``; latitudes are clipped to ±85.0511°,
    NaN stays NaN."""
    degrees = np.asarray(lonlat, dtype=np.float64)
    latitude = np.radians(np.clip(degrees[..., 1], -MAX_LATITUDE, MAX_LATITUDE))
    xy = np.empty_like(degrees)
    xy[..., 0] = RADIUS_M * np.radians(degrees[..., 0])
    xy[..., 1] = RADIUS_M * np.arctanh(np.sin(latitude))
    return xy


def to_lonlat(xy: ArrayLike) -> NDArray[np.float64]:
    """Metres ``(…, 2)`` to degrees ``(…, 2)``, the inverse of ``to_xy``."""
    metres = np.asarray(xy, dtype=np.float64)
    lonlat = np.empty_like(metres)
    lonlat[..., 0] = np.degrees(metres[..., 0] / RADIUS_M)
    lonlat[..., 1] = np.degrees(np.arctan(np.sinh(metres[..., 1] / RADIUS_M)))
    return lonlat
