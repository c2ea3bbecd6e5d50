"""Web Mercator (EPSG:3857), the metres of the canvas.

Spherical formulas with the WGS-84 semi-major axis, as EPSG Guidance Note 7-2 (method 1024) gives
them. Distances in it are true only at the equator: lengths and areas are computed in ``geodesic``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

RADIUS_M = 6378137.0
ECCENTRICITY2 = 0.00669437999014132
"""Of WGS-84, squared."""
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


def ground_factor(y: float) -> float:
    """Metres on the ground per metre of the plane at a height ``y`` in metres.

    East–west and north–south differ by up to 0.7 % there, since the plane is that of a sphere: this
    is their geometric mean, √(M N) cos φ / a with the radii of curvature M and N of WGS-84 (Snyder,
    Map Projections, USGS 1395, eqs. 4-18 to 4-20).
    """
    latitude = np.arctan(np.sinh(y / RADIUS_M))
    flattened = 1 - ECCENTRICITY2 * np.sin(latitude) ** 2
    mean_radius = RADIUS_M * np.sqrt(1 - ECCENTRICITY2) / flattened
    return float(mean_radius * np.cos(latitude) / RADIUS_M)


def true_metres(
    differences: NDArray[np.float64], places: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Lengths ``(…)`` on the ground of differences ``(…, 2)`` in EPSG:3857 at ``places``."""
    # cos(latitude) = 1 / cosh(y / R), from y = R · artanh(sin(latitude)).
    lengths = np.hypot(differences[..., 0], differences[..., 1])
    return np.asarray(lengths / np.cosh(places[..., 1] / RADIUS_M), dtype=np.float64)
