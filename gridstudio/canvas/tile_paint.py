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
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)
from shapely.geometry.base import BaseGeometry

from gridstudio.demo.county import DemoFeature
from gridstudio.demo.mbtiles import Tile
from gridstudio.geometry.mercator import RADIUS_M, to_xy

TILE_PX = 256
PICTURE_TILES = 8
ZOOMS = range(8, 15)
TOWN_ZOOMS = range(15, 17)
_WORLD_M = 2 * np.pi * RADIUS_M

_LAND, _BEYOND = QColor("#f5f2ea"), QColor("#e9e7e1")
_WATER, _BLOCK, _BORDER = QColor("#a8cde3"), QColor("#e7dfd2"), QColor("#b9a9c4")
_TEXT, _HALO, _WATER_TEXT = QColor("#4b4a46"), QColor("#ffffff"), QColor("#3f7596")


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


@dataclass(frozen=True)
class _Shape:
    category: str
    name: str
    path: QPainterPath
    box: tuple[float, float, float, float]


def paint_base_map(features: Sequence[DemoFeature]) -> Iterator[Tile]:
    """The tiles of the county: all of it up to zoom 14, the town up to 16."""
    shapes = [_shape(feature) for feature in features if feature.geometry.geom_type != "Point"]
    places = [feature for feature in features if feature.geometry.geom_type == "Point"]
    county = _union_box([shape.box for shape in shapes if shape.category == "township"])
    town = _union_box([shape.box for shape in shapes if shape.category == "block"])
    for zoom in (*ZOOMS, *TOWN_ZOOMS):
        box = county if zoom in ZOOMS else town
        labels = _placed(places, zoom)
        yield from _tiles(shapes, labels, zoom, box)


def _shape(feature: DemoFeature) -> _Shape:
    path = QPainterPath()
    for part in shapely.get_parts(feature.geometry):
        rings = [part] if part.geom_type == "LineString" else [part.exterior, *part.interiors]
        for ring in rings:
            path.addPolygon(_polygon(ring))
    box = shapely.total_bounds(shapely.transform(feature.geometry, _downward))
    return _Shape(feature.category, feature.name, path, tuple(box.tolist()))


def _downward(lonlat: np.ndarray) -> np.ndarray:
    """Metres with y running down, as pictures do."""
    return to_xy(lonlat) * (1, -1)


def _polygon(ring: BaseGeometry) -> QPolygonF:
    points = _downward(shapely.get_coordinates(ring))
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])


def _union_box(boxes: list[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    array = np.array(boxes)
    return (*array[:, :2].min(axis=0).tolist(), *array[:, 2:].max(axis=0).tolist())


def _tiles(
    shapes: list[_Shape], labels: list[_Label], zoom: int, box: tuple[float, float, float, float]
) -> Iterator[Tile]:
    tile_m = _WORLD_M / 2**zoom
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
                    yield Tile(zoom, column + i, row + j, _png(cut))


def _picture(
    shapes: list[_Shape],
    labels: list[_Label],
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
    _paint_roads(painter, seen, zoom, metre_per_px)
    painter.resetTransform()
    origin = QPointF(left / metre_per_px, top / metre_per_px)
    for label in labels:
        label.paint(painter, origin)
    painter.end()
    return picture


def _paint_ground(painter: QPainter, seen: list[_Shape], zoom: int, metre_per_px: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    fills = {"township": _LAND, "block": _BLOCK, "river": _WATER}
    for category in ("township", "block", "river"):
        if category == "block" and zoom < 11:
            continue
        painter.setBrush(fills[category])
        for shape in seen:
            if shape.category == category:
                painter.drawPath(shape.path)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(_BORDER, (1.0 if zoom < 12 else 1.6) * metre_per_px)
    pen.setDashPattern([6, 3, 1, 3])
    painter.setPen(pen)
    for shape in seen:
        if shape.category == "township":
            painter.drawPath(shape.path)


def _paint_roads(painter: QPainter, seen: list[_Shape], zoom: int, metre_per_px: float) -> None:
    for category, road in _ROADS.items():
        if zoom < road.from_zoom:
            continue
        width_px = max(road.width_m / metre_per_px, road.least_px)
        for colour, extra_px in ((road.casing, 1.4), (road.fill, 0.0)):
            if extra_px == 0.0 and width_px < 1.0:
                continue
            pen = QPen(colour, (width_px + extra_px) * metre_per_px)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            for shape in seen:
                if shape.category == category:
                    painter.drawPath(shape.path)


@dataclass(frozen=True)
class _Label:
    text: str
    font: QFont
    box: QRectF
    dot: QPointF
    dot_px: float

    def paint(self, painter: QPainter, origin: QPointF) -> None:
        """Paint into a picture whose top left is ``origin`` in pixels of the whole world."""
        path = QPainterPath()
        baseline = self.box.translated(-origin).bottomLeft() - QPointF(0, self.box.height() * 0.24)
        path.addText(baseline, self.font, self.text)
        painter.strokePath(path, QPen(_HALO, 2.6))
        painter.fillPath(path, _TEXT)
        painter.setPen(QPen(_TEXT, 0.8))
        painter.setBrush(_HALO)
        painter.drawEllipse(self.dot - origin, self.dot_px, self.dot_px)


def _placed(places: list[DemoFeature], zoom: int) -> list[_Label]:
    """Names that do not collide at this zoom: the town, seats, then villages."""
    labels: list[_Label] = []
    metre_per_px = _WORLD_M / 2**zoom / TILE_PX
    for place in places:
        seat = place.category == "seat"
        if not seat and zoom < 13:
            continue
        town = seat and not labels
        font = _font(15 if town else 12 if seat else 10, bold=town)
        metrics = QFontMetricsF(font)
        x, y = (_downward(shapely.get_coordinates(place.geometry))[0] / metre_per_px).tolist()
        dot = QPointF(x, y)
        width, height = metrics.horizontalAdvance(place.name), metrics.height()
        box = QRectF(x + 6, y - height / 2, width, height)
        if any(box.adjusted(-4, -2, 4, 2).intersects(other.box) for other in labels):
            continue
        labels.append(_Label(place.name, font, box, dot, 3.2 if town else 2.4 if seat else 1.7))
    return labels


def _font(size_px: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(["Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "sans-serif"])
    font.setPixelSize(size_px)
    font.setBold(bold)
    return font


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 60)  # type: ignore[call-overload]  # the stub wants bytes
    return bytes(buffer.data().data())
