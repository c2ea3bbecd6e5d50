"""A plane in metres about a place, for work within a county."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.rounding import DECIMALS

RADIUS_M = 6_371_007.2
"""Of the sphere with the area of WGS-84."""
METRE_PER_DEG = math.radians(RADIUS_M)
"""Of latitude."""


@dataclass(frozen=True)
class Plane:
    """Metres from a middle, as on a map in degrees that is squeezed by the cosine of its latitude.

    What is straight in degrees is straight here. Areas are off by the change of that cosine: halves
    of ground half a degree high differ by 0.3 %, and less after each cut, which has its own middle.
    """

    lon: float
    lat: float

    @classmethod
    def about(cls, shape: MultiPolygon) -> Plane:
        """The plane about the middle of a shape in degrees."""
        west, south, east, north = shape.bounds
        return cls((west + east) / 2, (south + north) / 2)

    @property
    def metre_per_deg(self) -> NDArray[np.float64]:
        """Metres to a degree ``(2,)`` of longitude, and of latitude."""
        metres: NDArray[np.float64] = np.radians(RADIUS_M) * np.array(
            [np.cos(np.radians(self.lat)), 1.0]
        )
        return metres

    def xy(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """``(m, 2)`` degrees as metres from the middle."""
        return (lonlat - (self.lon, self.lat)) * self.metre_per_deg

    def lonlat(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """``(m, 2)`` metres as degrees."""
        return xy / self.metre_per_deg + (self.lon, self.lat)

    def stored(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same, rounded as the file keeps it."""
        return np.round(self.lonlat(xy), DECIMALS)

    def shape(self, shape: MultiPolygon) -> MultiPolygon:
        """A shape in degrees, in metres of the plane."""
        moved: MultiPolygon = shapely.transform(shape, self.xy)
        return moved
