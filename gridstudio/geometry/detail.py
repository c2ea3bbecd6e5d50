"""Shapes without what cannot be seen from afar, for maps at small scales. Not for measuring.

Each shape is thinned by itself: neighbours may come apart by the tolerance (twice that where a ring
begins, since GEOS leaves its first vertex out last), so it must be smaller than a pixel.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Objects = NDArray[np.object_]

SMALLEST_GROUND = 4.0
"""In squares of the tolerance: at a tolerance of half a pixel, one pixel."""


def simplified(geometry: Objects, tolerance: float) -> Objects:
    """The shapes ``(n,)`` thinned (Douglas and Peucker 1973) to ``tolerance``, both in EPSG:3857
    metres, aligned with the input.

    Grounds lose holes and parts smaller than SMALLEST_GROUND; a ground of which nothing is left is
    None, as is what was None or empty. Lines never go for being short, since a road is many short
    ways and would be torn; only one whose ends fall together goes. Points stay.
    """
    result = np.full(len(geometry), None, dtype=object)
    smallest = SMALLEST_GROUND * tolerance**2
    kind = np.where(shapely.is_empty(geometry), -1, shapely.get_dimensions(geometry))
    result[kind == 0] = geometry[kind == 0]
    lines = np.flatnonzero(kind == 1)
    thin = shapely.simplify(geometry[lines], tolerance, preserve_topology=False)
    seen = shapely.length(thin) > 0
    result[lines[seen]] = thin[seen]
    # Looking at the box first spares thinning most buildings.
    grounds = np.flatnonzero((kind == 2) & (_box_areas(geometry) >= smallest))
    thin = shapely.simplify(geometry[grounds], tolerance, preserve_topology=False)
    result[grounds] = _large_parts(thin, smallest)
    return result


def _box_areas(geometry: Objects) -> NDArray[np.float64]:
    west, south, east, north = shapely.bounds(geometry).T
    area: NDArray[np.float64] = (east - west) * (north - south)
    return area


def _large_parts(grounds: Objects, smallest: float) -> Objects:
    """The grounds of rings of at least an area each; None where no outer ring is so large."""
    parts, ground = shapely.get_parts(grounds, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    large = shapely.area(shapely.polygons(rings)) >= smallest
    # The first ring of a part is its outline; without that, its holes go too.
    outline = np.ones(len(rings), dtype=bool)
    outline[1:] = part[1:] != part[:-1]
    large &= np.repeat(large[outline], np.diff(np.append(np.flatnonzero(outline), len(rings))))
    left, number = np.unique(part[large], return_inverse=True)
    made = shapely.polygons(rings[large], indices=number)
    return _gathered(made, ground[left], len(grounds))


def _gathered(parts: Objects, ground: NDArray[np.int64], count: int) -> Objects:
    """The parts by the ground they belong to; several become a multipolygon."""
    result = np.full(count, None, dtype=object)
    rows, first, of_row, many = np.unique(
        ground, return_index=True, return_inverse=True, return_counts=True
    )
    result[rows] = parts[first]
    several = many > 1
    if several.any():
        chosen = several[of_row]
        _, number = np.unique(ground[chosen], return_inverse=True)
        result[rows[several]] = shapely.multipolygons(parts[chosen], indices=number)
    return result
