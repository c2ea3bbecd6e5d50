"""Areas on the WGS-84 ellipsoid of polygons whose edges are straight in degrees.

That is how the file means its edges, and how ownership is decided. Areas so measured add up
exactly: a node put into an edge changes none, whereas the shortest way on the ground between the
ends of an edge of 10 km runs metres beside it.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.geometry.mercator import ECCENTRICITY2, RADIUS_M

Floats = NDArray[np.float64]
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(4)
"""Gauss's four places on an edge: off by less than 1e-12 over edges of a degree."""


def area_km2(geometry: Polygon | MultiPolygon) -> float:
    """Area in km² of a polygon in degrees WGS-84, holes taken off; 0 for an empty one."""
    return float(areas_km2([geometry])[0])


def areas_km2(geometries: ArrayLike) -> Floats:
    """The same of many ``(n,)``."""
    shapes = np.asarray(geometries, dtype=object)
    parts, shape_of = shapely.get_parts(shapes, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    total = np.zeros(len(shapes))
    if len(rings):
        first = np.r_[True, part_of[1:] != part_of[:-1]]  # an outer ring stands before its holes
        grounds = np.abs(_rings_m2(rings))
        np.add.at(total, shape_of[part_of], np.where(first, grounds, -grounds))
    return total / 1e6


def _rings_m2(rings: NDArray[np.object_]) -> Floats:
    """By Green's theorem: the ground between the equator and each edge, added up around the ring.

    Snyder, Map Projections: A Working Manual, equation 3-12: R² dλ (q(φ) / 2) is the ground between
    the equator and φ in a lune of dλ. It is taken from the ring's middle latitude on, to lose no
    digits.
    """
    lonlat, ring_of = shapely.get_coordinates(rings, return_index=True)
    radians = np.radians(lonlat)
    same = ring_of[1:] == ring_of[:-1]
    start, end = radians[:-1][same], radians[1:][same]
    along = start[:, 1, None] + (end[:, 1] - start[:, 1])[:, None] * (_NODES + 1) / 2
    middle = _height(np.array([np.mean(radians[:, 1])]))
    heights = (_height(along) - middle) @ (_WEIGHTS / 2)
    strips = heights * (end[:, 0] - start[:, 0])
    sums = np.bincount(ring_of[1:][same], weights=strips, minlength=len(rings))
    return sums.astype(np.float64)


def _height(latitude: Floats) -> Floats:
    """R² q / 2 in m² a radian of longitude, for latitudes in radians."""
    eccentricity = np.sqrt(ECCENTRICITY2)
    sine = np.sin(latitude)
    rest = np.arctanh(eccentricity * sine) / eccentricity
    whole = sine / (1 - ECCENTRICITY2 * sine**2) + rest
    return np.asarray(RADIUS_M**2 * (1 - ECCENTRICITY2) / 2 * whole)
