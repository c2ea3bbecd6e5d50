"""How large an area is, how long its border, how compact its shape; all on the ellipsoid."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.ground_area import area_km2


@dataclass(frozen=True)
class Ground:
    """The ground of one area: ``km2``, and ``perimeter_km`` of all its borders, those of holes
    included."""

    km2: float
    perimeter_km: float

    @property
    def compactness(self) -> float:
        """4π A / P²: 1 for a circle, 0.79 for a square, near 0 for a ribbon; NaN without ground.

        D. D. Polsby and R. D. Popper, The Third Criterion, Yale Law & Policy Review 9 (1991), 301.
        """
        if self.perimeter_km <= 0:
            return math.nan
        return 4 * math.pi * self.km2 / self.perimeter_km**2


def ground_of(geometry: Polygon | MultiPolygon) -> Ground:
    """Measure a polygon in degrees WGS-84; nothing for an empty one."""
    rings = shapely.get_rings(shapely.get_parts(geometry))
    perimeter_m = sum(length_m(shapely.get_coordinates(ring)) for ring in rings)
    return Ground(area_km2(geometry), perimeter_m / 1000)
