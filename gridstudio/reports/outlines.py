"""The county's outlines as the cover draws them: few points, in a frame of 0 to 1."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from gridstudio.domain.map_data import MapData
from gridstudio.geometry.mercator import to_xy

FINENESS = 400
"""Outlines are kept to this part of the picture's width; the eye sees no more on a cover."""


def cover_outlines(data: MapData) -> dict[str, Any]:
    """Rings of all drawn areas, deepest level last, as lists of ``[x, y]`` in 0 to 1 from the top
    left; ``ratio`` is width by height. ``rings`` is empty where nothing is drawn."""
    drawn = np.flatnonzero(~data.areas.open)
    order = drawn[np.argsort(data.areas.level[drawn], kind="stable")]
    shapes = [shapely.transform(shape, to_xy) for shape in data.areas.geometry[order]]
    boxes = np.array([shape.bounds for shape in shapes if not shape.is_empty])
    if not len(boxes):
        return {"ratio": 1.0, "rings": []}
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    width, height = max(east - west, 1.0), max(north - south, 1.0)
    rings = []
    for level, shape in zip(data.areas.level[order].tolist(), shapes, strict=True):
        for part in shapely.get_parts(shapely.simplify(shape, max(width, height) / FINENESS)):
            ring = shapely.get_coordinates(part.exterior)
            points = np.column_stack([(ring[:, 0] - west) / width, (north - ring[:, 1]) / height])
            rings.append({"level": level, "points": points.round(4).tolist()})
    return {"ratio": float(width / height), "rings": rings}
