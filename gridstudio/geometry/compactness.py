"""How large an area is, how long its border, how compact its shape; all on the ellipsoid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.geometry.edge_rows import difference
from gridstudio.geometry.geodesic import length_m, lengths_m
from gridstudio.geometry.ground_area import area_km2, areas_km2
from gridstudio.geometry.rounding import DECIMALS


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


def grounds_after(
    before: Sequence[Ground], was: Sequence[MultiPolygon], now: Sequence[MultiPolygon]
) -> list[Ground]:
    """Measure what shapes on the file's grid have become, whose grounds before are known: of their
    borders only the edges by which they differ. Off by rounding from what ``ground_of`` says."""
    if not before:
        return []
    changes = [difference(one, other) for one, other in zip(was, now, strict=True)]
    edges = np.concatenate([change.edges for change in changes]).reshape(-1, 2, 2) / 10.0**DECIMALS
    come = np.concatenate([change.come for change in changes])
    of = np.repeat(np.arange(len(changes)), [len(change.edges) for change in changes])
    longer_m = np.bincount(of, np.where(come, 1, -1) * lengths_m(edges), len(changes))
    perimeters = [one.perimeter_km + by / 1000 for one, by in zip(before, longer_m, strict=True)]
    pairs = zip(areas_km2(now).tolist(), perimeters, strict=True)
    return [Ground(km2, float(perimeter_km)) for km2, perimeter_km in pairs]
