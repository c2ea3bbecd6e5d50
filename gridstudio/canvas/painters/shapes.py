"""Geometries ready for painting: in metres, with boxes, in as much detail as a scale shows.

Everything is made when it is first needed and remembered as long as the array of geometries lives.
"""

from __future__ import annotations

import weakref
from functools import cached_property, partial

import numpy as np
import pyqtgraph as pg
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from gridstudio.canvas.viewport import Viewport
from gridstudio.geometry.detail import simplified
from gridstudio.geometry.mercator import to_xy

Objects = NDArray[np.object_]
FULL_DETAIL_UP_TO = 20_000
"""Vertices of a layer; below that, leaving vertices out would not pay."""
TOLERANCE_PX = 0.35
_MOST_INK = 0.06
"""Of the ground, under lines."""
_MANY_LINES = 2_000
_KEPT_LEVELS = 3


class Shapes:
    """The geometries ``(n,)`` of an array in degrees, as painters need them; ``kind (n,)`` is 0
    for points, 1 for lines, 2 for grounds, -1 for what cannot be drawn."""

    def __init__(self, geometries: Objects) -> None:
        self._degrees = geometries
        self._paths: dict[int, QPainterPath] = {}
        self._levels: dict[int, tuple[Objects, NDArray[np.bool_]]] = {}
        dimension = shapely.get_dimensions(geometries)
        self.kind = np.where(shapely.is_empty(geometries), -1, dimension)
        corners = shapely.bounds(geometries).reshape(-1, 2, 2)
        self.boxes: NDArray[np.float64] = to_xy(corners).reshape(-1, 4)
        self._vertices = int(shapely.get_num_coordinates(geometries).sum())

    @cached_property
    def metres(self) -> Objects:
        """In EPSG:3857; outer rings run one way and holes the other, for filling many at once."""
        made: Objects = shapely.transform(self._degrees, to_xy)
        grounds = np.flatnonzero(self.kind == 2)
        made[grounds] = shapely.orient_polygons(made[grounds])
        return made

    @cached_property
    def inner(self) -> NDArray[np.float64]:
        """A point inside each ``(n, 2)``, NaN where there is none."""
        inner = np.full((len(self.kind), 2), np.nan)
        usable = self.kind >= 0
        inner[usable] = shapely.get_coordinates(shapely.point_on_surface(self.metres[usable]))
        return inner

    def path(self, row: int) -> QPainterPath:
        """One geometry in full, in metres."""
        if row not in self._paths:
            self._paths[row] = path_of(self.metres[row : row + 1])
        return self._paths[row]

    def at_scale(self, rows: NDArray[np.int64], metre_per_px: float) -> Objects:
        """Geometries in metres without the vertices that cannot be seen at a scale."""
        if self._vertices <= FULL_DETAIL_UP_TO:
            return self.metres[rows]
        octave = int(np.floor(np.log2(metre_per_px)))
        if octave not in self._levels:
            while len(self._levels) >= _KEPT_LEVELS:
                self._levels.pop(next(iter(self._levels)))
            made = np.empty(len(self.kind), dtype=object)
            self._levels[octave] = made, np.zeros(len(self.kind), dtype=bool)
        level, done = self._levels[octave]
        missing = rows[~done[rows]]
        level[missing] = simplified(self.metres[missing], TOLERANCE_PX * 2.0**octave)
        done[missing] = True
        return level[rows]

    def width_px(self, wanted_px: float, metre_per_px: float) -> float:
        """How wide lines are drawn at a scale: as wanted, but where all of the layer would be
        covered with them thinner, down to a pixel, as maps do it the farther out they are."""
        ink = self._lines_per_m * metre_per_px * wanted_px
        return (
            wanted_px if ink <= _MOST_INK else min(wanted_px, max(1.0, wanted_px * _MOST_INK / ink))
        )

    @cached_property
    def _lines_per_m(self) -> float:
        """Metres of lines on each square metre of the box that holds them all; 0 of few lines,
        which cover nothing."""
        lines = self.kind == 1
        if lines.sum() < _MANY_LINES:
            return 0.0
        west, south, east, north = shapely.total_bounds(self.metres[lines])
        area = max((east - west) * (north - south), 1.0)
        return float(shapely.length(self.metres[lines]).sum() / area)


_made: dict[int, tuple[weakref.ref[Objects], Shapes]] = {}


def shapes_of(geometries: Objects) -> Shapes:
    """The shapes of an array of geometries in degrees."""
    key = id(geometries)
    known = _made.get(key)
    if known is not None and known[0]() is geometries:
        return known[1]
    made = Shapes(geometries)
    _made[key] = weakref.ref(geometries, partial(_forget, _made, key)), made
    return made


def _forget(made: dict[int, tuple[weakref.ref[Objects], Shapes]], key: int, _gone: object) -> None:
    made.pop(key, None)


def path_of(geometries: Objects, viewport: Viewport | None = None) -> QPainterPath:
    """Lines and rings of all geometries (metres) as one path, in pixels of a view if one is given.

    Rings of a ground must be oriented: the path is filled by winding, so that grounds which
    overlap do not cancel out.
    """
    parts = shapely.get_parts(geometries)
    is_ground = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    lines = np.concatenate([parts[~is_ground], shapely.get_rings(parts[is_ground])])
    points, line = shapely.get_coordinates(lines, return_index=True)
    if not len(points):
        return QPainterPath()
    if viewport is not None:
        points = viewport.to_px(points)
    joined = np.zeros(len(points), dtype=np.int32)
    joined[:-1] = line[1:] == line[:-1]
    path: QPainterPath = pg.arrayToQPath(points[:, 0], points[:, 1], joined, finiteCheck=False)
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def polygon(points: NDArray[np.float64]) -> QPolygonF:
    """Points ``(n, 2)`` as Qt takes them."""
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])
