"""The sea. OpenStreetMap maps no sea, only the coast, each way of it with the land on its left."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.domain.base_map import Objects

Bounds = tuple[float, float, float, float]
_ASIDE = 1e-6
"""Degrees beside the coast at which one asks what lies there: a tenth of a metre."""
_CLEARLY = 4
"""So many times as often a face must lie right of the coast as left to be sea."""


def sea_of(coast: Objects, islands: Objects, bounds: Bounds) -> Objects:
    """The sea within a box (west, south, east, north; degrees) as polygons ``(n,)``.

    ``coast (k,)`` are ways in their direction, ``islands (m,)`` closed ones as grounds. Where the
    coast ends within the box, since the extract does, it is led straight on to the nearest edge.
    Empty where there is neither.
    """
    box = shapely.box(*bounds)
    held = _coast_within(coast, box)
    if len(held):
        faces = _faces(held, box)
        sea = faces[_right_of(held, faces)]
    elif shapely.intersects(islands, box).any():
        sea = np.array([box], dtype=object)
    else:
        return np.empty(0, dtype=object)
    dry = shapely.union_all(shapely.intersection(islands, box))
    parts = shapely.get_parts(shapely.difference(sea, dry))
    large: Objects = parts[shapely.area(parts) > 0]
    return large


def _coast_within(coast: Objects, box: shapely.Polygon) -> Objects:
    """The coast as whole lines in their direction, as far as they are in the box."""
    lines: Objects = shapely.get_parts(coast)
    if not len(lines):
        return lines
    joined = shapely.line_merge(shapely.multilinestrings(lines), directed=True)
    inside = shapely.get_parts(shapely.intersection(shapely.get_parts(joined), box))
    ways: Objects = inside[(shapely.get_dimensions(inside) == 1) & (shapely.length(inside) > 0)]
    return ways


def _faces(coast: Objects, box: shapely.Polygon) -> Objects:
    """What the coast cuts the box into."""
    ends = np.concatenate([shapely.get_point(coast, 0), shapely.get_point(coast, -1)])
    points, count = np.unique(shapely.get_coordinates(ends), axis=0, return_counts=True)
    edge = shapely.boundary(box)
    loose = shapely.points(points[count == 1])
    loose = loose[shapely.distance(loose, edge) > 0]
    led_on = shapely.shortest_line(loose, edge)
    noded = shapely.union_all(np.concatenate([[edge], coast, led_on]))
    faces: Objects = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return faces


def _right_of(coast: Objects, faces: Objects) -> NDArray[np.bool_]:
    """Which faces lie right of the coast."""
    points, line = shapely.get_coordinates(coast, return_index=True)
    step = np.diff(points, axis=0)[line[1:] == line[:-1]]
    middle = ((points[1:] + points[:-1]) / 2)[line[1:] == line[:-1]]
    length = np.hypot(*step.T)
    aside = _ASIDE * np.column_stack([step[:, 1], -step[:, 0]]) / length[:, None]
    tree = shapely.STRtree(faces)
    right, left = (
        np.bincount(tree.query(shapely.points(side), "within")[1], minlength=len(faces))
        for side in (middle + aside, middle - aside)
    )
    found: NDArray[np.bool_] = right > _CLEARLY * left
    return found
