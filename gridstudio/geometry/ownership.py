"""Which area a position belongs to."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray


def owners_by_position(
    lonlat: NDArray[np.float64], geometries: NDArray[np.object_], ids: NDArray[np.int64]
) -> NDArray[np.int64]:
    """For points ``(n, 2)`` in degrees the id of the area that holds each, 0 for none."""
    owners = np.zeros(len(lonlat), dtype=np.int64)
    for at in np.argsort(ids):
        west, south, east, north = shapely.bounds(geometries[at])
        lon, lat = lonlat[:, 0], lonlat[:, 1]
        near = np.flatnonzero(
            (owners == 0) & (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        )
        shapely.prepare(geometries[at])
        inside = shapely.intersects_xy(geometries[at], lon[near], lat[near])
        owners[near[inside]] = ids[at]
    return owners
