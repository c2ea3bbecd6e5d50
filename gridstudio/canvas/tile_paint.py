"""The demo county's base map, painted from its roads, water and places into tiles.

Tiles are cut from larger pictures, and labels are placed once per zoom for the whole county, so
that neither a line nor a name breaks at a tile's edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from PySide6.QtCore import QBuffer, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF
from shapely.geometry.base import BaseGeometry

from gridstudio.canvas.tile_labels import Label, placed
from gridstudio.demo.county import DemoFeature
from gridstudio.demo.mbtiles import Tile
from gridstudio.geometry.mercator import RADIUS_M, to_xy

TILE_PX = 256
PICTURE_TILES = 8
ZOOMS = range(8, 15)
TOWN_ZOOMS = range(15, 17)
_WORLD_M = 2 * np.pi * RADIUS_M

_TOWN_REACH_M = 5_000.0
"""Blocks this near to the town's middle are the town's (metres of the projection)."""

_LAND, _BEYOND = QColor("#f6f3ea"), QColor("#e8e6df")
_GROUNDS = {
    "township": (_LAND, 0),
    "wood": (QColor("#dfe8d0"), 0),
    "block": (QColor("#e9e0d1"), 11),
    "park": (QColor("#cfe2bd"), 11),
    "water": (QColor("#a9cde2"), 0),
    "river": (QColor("#a9cde2"), 0),
}
"""Fill and first zoom, in the order of painting."""

_BORDER, _BORDER_GLOW = QColor("#a594b5"), QColor(165, 148, 181, 46)


@dataclass(frozen=True)
class _Road:
    casing: QColor
    fill: QColor
    width_m: float
    least_px: float
    from_zoom: int


_ROADS = {
    "local": _Road(QColor("#d4cbbb"), QColor("#fffdf8"), 7.0, 0.7, 11),
    "street": _Road(QColor("#cfc6b7"), QColor("#ffffff"), 12.0, 0.8, 13),
    "secondary": _Road(QColor("#c4b48f"), QColor("#fff3cf"), 16.0, 1.2, 9),
    "trunk": _Road(QColor("#c59a45"), QColor("#fbd97f"), 24.0, 1.8, 8),
    "motorway": _Road(QColor("#b9744a"), QColor("#f0a875"), 30.0, 2.0, 8),
}


Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Shape:
    category: str
    is_ground: bool
    path: QPainterPath
    box: Box


def paint_base_map(features: Sequence[DemoFeature]) -> Iterator[Tile]:
    """The tiles of the county: all of it up to zoom 14, the town up to 16."""
    shapes = [_shape(feature) for feature in features if feature.geometry.geom_type != "Point"]
    county = _union_box([shape.box for shape in shapes if shape.category == "township"])
    shapes.append(_borders(features))
    town = _town_box(features, shapes)
    for zoom in (*ZOOMS, *TOWN_ZOOMS):
        box = county if zoom in ZOOMS else town
        metre_per_px = _WORLD_M / 2**zoom / TILE_PX
        yield from _tiles(shapes, placed(features, zoom, metre_per_px), zoom, box)


def _borders(features: Sequence[DemoFeature]) -> _Shape:
    """The borders of all townships, shared ones once: dashes painted twice would blur."""
    rings = [
        shapely.boundary(feature.geometry) for feature in features if feature.category == "township"
    ]
    lines = shapely.line_merge(shapely.union_all(rings))
    return _shape(DemoFeature("", lines, "border", ""))


def _town_box(features: Sequence[DemoFeature], shapes: list[_Shape]) -> Box:
    middle = next(place.geometry for place in features if place.category == "seat")
    x, y = _downward(shapely.get_coordinates(middle))[0].tolist()
    blocks = [shape.box for shape in shapes if shape.category == "block"]
    near = [
        box
        for box in blocks
        if np.hypot((box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y) < _TOWN_REACH_M
    ]
    return _union_box(near)


def _shape(feature: DemoFeature) -> _Shape:
    path = QPainterPath()
    for part in shapely.get_parts(feature.geometry):
        rings = [part] if part.geom_type == "LineString" else [part.exterior, *part.interiors]
        for ring in rings:
            path.addPolygon(_polygon(ring))
    box = shapely.total_bounds(shapely.transform(feature.geometry, _downward))
    is_ground = feature.geometry.geom_type in ("Polygon", "MultiPolygon")
    return _Shape(feature.category, is_ground, path, tuple(box.tolist()))


def _downward(lonlat: np.ndarray) -> np.ndarray:
    """Metres with y running down, as pictures do."""
    return to_xy(lonlat) * (1, -1)


def _polygon(ring: BaseGeometry) -> QPolygonF:
    points = _downward(shapely.get_coordinates(ring))
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])


def _union_box(boxes: list[Box]) -> Box:
    array = np.array(boxes)
    return (*array[:, :2].min(axis=0).tolist(), *array[:, 2:].max(axis=0).tolist())


def _tiles(shapes: list[_Shape], labels: list[Label], zoom: int, box: Box) -> Iterator[Tile]:
    tile_m = _WORLD_M / 2**zoom
    plain: dict[int, bytes] = {}
    first_column, last_column = (int((x + _WORLD_M / 2) // tile_m) for x in (box[0], box[2]))
    first_row, last_row = (int((y + _WORLD_M / 2) // tile_m) for y in (box[1], box[3]))
    for column in range(first_column, last_column + 1, PICTURE_TILES):
        for row in range(first_row, last_row + 1, PICTURE_TILES):
            across = min(PICTURE_TILES, last_column + 1 - column)
            down = min(PICTURE_TILES, last_row + 1 - row)
            picture = _picture(shapes, labels, zoom, column, row, across, down)
            for i in range(across):
                for j in range(down):
                    cut = picture.copy(i * TILE_PX, j * TILE_PX, TILE_PX, TILE_PX)
                    yield Tile(zoom, column + i, row + j, _tile_png(cut, plain))


def _picture(
    shapes: list[_Shape],
    labels: list[Label],
    zoom: int,
    column: int,
    row: int,
    across: int,
    down: int,
) -> QImage:
    picture = QImage(across * TILE_PX, down * TILE_PX, QImage.Format.Format_RGB32)
    picture.fill(_BEYOND)
    metre_per_px = _WORLD_M / 2**zoom / TILE_PX
    left = column * TILE_PX * metre_per_px - _WORLD_M / 2
    top = row * TILE_PX * metre_per_px - _WORLD_M / 2
    right, bottom = left + picture.width() * metre_per_px, top + picture.height() * metre_per_px
    seen = [
        shape
        for shape in shapes
        if shape.box[0] <= right
        and shape.box[2] >= left
        and shape.box[1] <= bottom
        and shape.box[3] >= top
    ]
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(1 / metre_per_px, 1 / metre_per_px)
    painter.translate(-left, -top)
    _paint_ground(painter, seen, zoom, metre_per_px)
    _paint_borders(painter, seen, zoom, metre_per_px)
    _paint_roads(painter, seen, zoom, metre_per_px)
    painter.resetTransform()
    origin = QPointF(left / metre_per_px, top / metre_per_px)
    painter.translate(-origin)
    in_sight = QRectF(origin, picture.size())
    for label in labels:
        if label.extent.intersects(in_sight):
            label.paint(painter)
    painter.end()
    return picture


def _paint_ground(painter: QPainter, seen: list[_Shape], zoom: int, metre_per_px: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for category, (fill, from_zoom) in _GROUNDS.items():
        painter.setBrush(fill)
        for shape in seen:
            if shape.category == category and shape.is_ground and zoom >= from_zoom:
                painter.drawPath(shape.path)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width_px = 0.9 if zoom < 11 else 1.5 if zoom < 14 else 2.4
    painter.setPen(_pen(_GROUNDS["river"][0], width_px * metre_per_px))
    for shape in seen:
        if shape.category == "river" and not shape.is_ground:
            painter.drawPath(shape.path)


def _paint_borders(painter: QPainter, seen: list[_Shape], zoom: int, metre_per_px: float) -> None:
    """Township borders: a soft band with a dash-dotted line in it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    line = QPen(_BORDER, (1.0 if zoom < 12 else 1.4) * metre_per_px)
    line.setDashPattern([6, 3, 1, 3])
    for pen in (_pen(_BORDER_GLOW, (3.0 if zoom < 12 else 6.0) * metre_per_px), line):
        painter.setPen(pen)
        for shape in seen:
            if shape.category == "border":
                painter.drawPath(shape.path)


def _paint_roads(painter: QPainter, seen: list[_Shape], zoom: int, metre_per_px: float) -> None:
    for category, road in _ROADS.items():
        if zoom < road.from_zoom:
            continue
        width_px = max(road.width_m / metre_per_px, road.least_px)
        for colour, extra_px in ((road.casing, 1.4), (road.fill, 0.0)):
            if extra_px == 0.0 and width_px < 1.0:
                continue
            painter.setPen(_pen(colour, (width_px + extra_px) * metre_per_px))
            for shape in seen:
                if shape.category == category:
                    painter.drawPath(shape.path)


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _tile_png(image: QImage, plain: dict[int, bytes]) -> bytes:
    """A tile's PNG; those of one colour, of which there are many, are encoded once."""
    colour = image.pixel(0, 0)
    uniform = QImage(image.size(), image.format())
    uniform.fill(colour)
    if image != uniform:
        return _png(image)
    if colour not in plain:
        plain[colour] = _png(image)
    return plain[colour]


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 60)  # type: ignore[call-overload]  # the stub wants bytes
    return bytes(buffer.data().data())
