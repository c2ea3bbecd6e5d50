"""Which area a position belongs to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gridstudio.geometry.area_index import areas_of


def owners_by_position(
    lonlat: NDArray[np.float64], geometries: NDArray[np.object_], ids: NDArray[np.int64]
) -> NDArray[np.int64]:
    """For points ``(n, 2)`` in degrees the id of the area that holds each, 0 for none. On a border
    it is the lowest id among the areas that touch there."""
    order = np.argsort(ids)
    place = areas_of(lonlat, geometries[order])
    owners = np.zeros(len(lonlat), dtype=np.int64)
    held = place >= 0
    owners[held] = ids[order][place[held]]
    return owners
