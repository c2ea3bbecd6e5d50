"""What can be measured on the map, along the WGS-84 ellipsoid (Karney's method, through pyproj)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gridstudio.geometry.geodesic import geod

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Legs:
    """The straight pieces of a line: ``length_m (n,)``, and ``bearing_deg (n,)`` at their start,
    clockwise from true north, 0 up to 360 (NaN for a piece without length)."""

    length_m: Floats
    bearing_deg: Floats

    @property
    def total_m(self) -> float:
        return float(self.length_m.sum())


def legs(lonlat: ArrayLike, *, closed: bool = False) -> Legs:
    """The pieces of a line of ``(n, 2)`` degrees; ``closed`` adds the one back to the start."""
    points = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    if closed and len(points) > 1:
        points = np.concatenate([points, points[:1]])
    if len(points) < 2:
        return Legs(np.empty(0), np.empty(0))
    start, end = points[:-1], points[1:]
    forward, _back, away = geod().inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    length = np.asarray(away, dtype=np.float64)
    bearing = np.where(length > 0, np.asarray(forward, dtype=np.float64) % 360.0, np.nan)
    return Legs(length, bearing)


def ring_area_m2(lonlat: ArrayLike) -> float:
    """The ground inside a ring of ``(n, 2)`` degrees, whichever way it turns; of a ring that
    crosses itself the difference of its sides. 0 for fewer than three points."""
    points = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    if len(points) < 3:
        return 0.0
    return abs(float(geod().polygon_area_perimeter(points[:, 0], points[:, 1])[0]))
