"""Geometries as painter paths in metres, made once per geometry array."""

from __future__ import annotations

import weakref
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from gridstudio.geometry.mercator import to_xy


@dataclass(frozen=True)
class Paths:
    """``paths`` and ``boxes (n, 4)`` in EPSG:3857 metres, aligned with the geometries; ``inner (n,
    2)`` a point inside each, NaN where there is none."""

    paths: tuple[QPainterPath, ...]
    boxes: NDArray[np.float64]
    inner: NDArray[np.float64]


_made: dict[int, tuple[weakref.ref[NDArray[np.object_]], Paths]] = {}


def paths_of(geometries: NDArray[np.object_]) -> Paths:
    """The paths of an array of geometries in degrees; remembered as long as the array lives."""
    key = id(geometries)
    known = _made.get(key)
    if known is not None and known[0]() is geometries:
        return known[1]
    made = _paths(geometries)
    _made[key] = (weakref.ref(geometries, lambda _gone: _made.pop(key, None)), made)
    return made


def _paths(geometries: NDArray[np.object_]) -> Paths:
    metres = shapely.transform(geometries, to_xy)
    inner = shapely.get_coordinates(shapely.point_on_surface(metres))
    if len(inner) != len(metres):  # an empty geometry has no point inside
        inner = np.full((len(metres), 2), np.nan)
        for at, geometry in enumerate(metres):
            if geometry is not None and not geometry.is_empty:
                point = shapely.point_on_surface(geometry)
                inner[at] = point.x, point.y
    return Paths(
        tuple(_path(geometry) for geometry in metres),
        shapely.bounds(metres).reshape(-1, 4),
        inner,
    )


def _path(geometry: shapely.Geometry | None) -> QPainterPath:
    path = QPainterPath()
    for part in shapely.get_parts(geometry) if geometry is not None else []:
        if part.geom_type == "Polygon":
            for ring in (part.exterior, *part.interiors):
                path.addPolygon(polygon(shapely.get_coordinates(ring)))
                path.closeSubpath()
        elif part.geom_type in ("LineString", "LinearRing"):
            path.addPolygon(polygon(shapely.get_coordinates(part)))
    return path


def polygon(points: NDArray[np.float64]) -> QPolygonF:
    """Points ``(n, 2)`` as Qt takes them."""
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])
