"""Names on the demo county's base map: places, road shields, names along rivers and streets.

They are placed once per zoom for the whole map, in pixels of the world at that zoom, so that none
breaks at a tile's edge and none covers another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from gridstudio.demo.county import DemoFeature
from gridstudio.geometry.mercator import to_xy

_TEXT, _HALO, _WATER_TEXT = QColor("#45443f"), QColor(255, 255, 255, 225), QColor("#3c769b")
_VILLAGE_TEXT, _STREET_TEXT = QColor("#5f5d57"), QColor("#77705f")
_SHIELDS = {"G": QColor("#b5574b"), "S": QColor("#b98a2b"), "": QColor("#5c8a63")}
_BUCKET_PX = 96
_REPEAT_PX, _SHIELD_PX = 620.0, 520.0
_LEAST_ZOOM = {"seat": 8, "village": 12, "river": 10, "motorway": 9, "trunk": 9, "secondary": 13}
_STREET_ZOOM = 15


@dataclass(frozen=True)
class Label:
    """A name's outline, its ink, and the boxes it takes; ``dot`` marks a place, ``plate`` is the
    ground of a road shield. All in pixels of the world."""

    outline: QPainterPath
    ink: QColor
    boxes: tuple[QRectF, ...]
    dot: tuple[QPointF, float] | None = None
    plate: QColor | None = None

    @property
    def extent(self) -> QRectF:
        whole = QRectF(self.boxes[0])
        for box in self.boxes[1:]:
            whole = whole.united(box)
        return whole.adjusted(-14, -4, 4, 4)

    def paint(self, painter: QPainter) -> None:
        if self.plate:
            painter.setPen(QPen(QColor("#ffffff"), 1.0))
            painter.setBrush(self.plate)
            painter.drawRoundedRect(self.boxes[0].adjusted(1, 1, -1, -1), 3, 3)
        else:
            pen = QPen(_HALO, 2.8)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(self.outline, pen)
        painter.fillPath(self.outline, self.ink)
        if self.dot:
            painter.setPen(QPen(_TEXT, 1.0))
            painter.setBrush(QColor("#ffffff"))
            painter.drawEllipse(self.dot[0], self.dot[1], self.dot[1])


class _Room:
    """What is taken already."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, int], list[QRectF]] = defaultdict(list)

    def take(self, label: Label, margin_px: float = 3.0) -> bool:
        """Whether there was room for all of the label, which now is taken."""
        wide = [box.adjusted(-margin_px, -margin_px, margin_px, margin_px) for box in label.boxes]
        for box in wide:
            for bucket in _buckets(box):
                if any(box.intersects(other) for other in self._taken.get(bucket, ())):
                    return False
        for box in label.boxes:
            for bucket in _buckets(box):
                self._taken[bucket].append(box)
        return True


def placed(features: Sequence[DemoFeature], zoom: int, metre_per_px: float) -> list[Label]:
    """Labels that do not collide: the town and seats, shields, villages, water, streets."""
    room = _Room()
    drafts = (
        _places(features, "seat", zoom, metre_per_px),
        _shields(features, zoom, metre_per_px),
        _along(features, ("river",), zoom, metre_per_px),
        _places(features, "village", zoom, metre_per_px),
        _along(features, ("trunk", "secondary", "street"), zoom, metre_per_px),
    )
    return [label for group in drafts for label in group if room.take(label)]


def _places(
    features: Sequence[DemoFeature], category: str, zoom: int, metre_per_px: float
) -> Iterator[Label]:
    if zoom < _LEAST_ZOOM[category]:
        return
    first = category == "seat"
    for place in features:
        if place.category != category:
            continue
        size, radius = (17, 3.6) if first else (13, 2.6) if category == "seat" else (11, 1.8)
        x, y = _pixels(shapely.get_coordinates(place.geometry), metre_per_px)[0].tolist()
        font = _font(size if zoom > 9 else size - 2, bold=first)
        metrics = QFontMetricsF(font)
        width, height = metrics.horizontalAdvance(place.name), metrics.height()
        box = QRectF(x + 7, y - height / 2, width, height)
        outline = _written(place.name, font, QPointF(x + 7, _baseline(y, metrics)))
        ink = _VILLAGE_TEXT if category == "village" else _TEXT
        yield Label(outline, ink, (box,), (QPointF(x, y), radius))
        first = False


def _shields(features: Sequence[DemoFeature], zoom: int, metre_per_px: float) -> Iterator[Label]:
    font = _font(10, bold=True)
    metrics = QFontMetricsF(font)
    for road in _lines(features, ("motorway", "trunk"), zoom):
        if road.name[-1:].isdigit():
            text = road.name[-4:]
        elif road.category == "motorway":
            text = road.name
        else:
            continue
        plate = _SHIELDS[text[0] if text[0] in _SHIELDS else ""]
        line = _pixels(shapely.get_coordinates(road.geometry), metre_per_px)
        for x, y in _stations(line, _SHIELD_PX):
            width = metrics.horizontalAdvance(text)
            box = QRectF(x - width / 2 - 5, y - 8.5, width + 10, 17)
            outline = _written(text, font, QPointF(x - width / 2, _baseline(y, metrics)))
            yield Label(outline, QColor("#ffffff"), (box,), None, plate)


def _along(
    features: Sequence[DemoFeature], categories: Sequence[str], zoom: int, metre_per_px: float
) -> Iterator[Label]:
    """Names written along their lines, letter by letter, upright."""
    water = "river" in categories
    font = _font(13 if water else 11, italic=water)
    metrics = QFontMetricsF(font)
    ink = _WATER_TEXT if water else _STREET_TEXT
    spacing_px = (2.1 if water else 1.35) * metrics.height()
    for feature in _lines(features, categories, zoom):
        if not feature.name or feature.name[-1:].isdigit():
            continue
        line = shapely.LineString(_pixels(shapely.get_coordinates(feature.geometry), metre_per_px))
        letters = len(feature.name)
        if line.length < spacing_px * (letters + 1):
            continue
        count = max(1, int(line.length / _REPEAT_PX))
        for middle in (np.arange(count) + 0.5) * line.length / count:
            at = middle + (np.arange(letters) - (letters - 1) / 2) * spacing_px
            points = shapely.get_coordinates(shapely.line_interpolate_point(line, at))
            yield _letters(feature.name, _readable(points), font, metrics, ink)


def _letters(
    name: str, points: np.ndarray, font: QFont, metrics: QFontMetricsF, ink: QColor
) -> Label:
    outline, boxes = QPainterPath(), []
    for letter, (x, y) in zip(name, points.tolist(), strict=True):
        width = metrics.horizontalAdvance(letter)
        outline.addText(QPointF(x - width / 2, _baseline(y, metrics)), font, letter)
        boxes.append(QRectF(x - width / 2, y - width / 2, width, width))
    return Label(outline, ink, tuple(boxes))


def _readable(points: np.ndarray) -> np.ndarray:
    """From left to right, or from the top where the line is steep."""
    across, down = points[-1] - points[0]
    backwards = across < 0 if abs(across) >= abs(down) else down < 0
    return points[::-1] if backwards else points


def _lines(
    features: Sequence[DemoFeature], categories: Sequence[str], zoom: int
) -> Iterator[DemoFeature]:
    for feature in features:
        least = _LEAST_ZOOM.get(feature.category, _STREET_ZOOM)
        if (
            feature.category in categories
            and zoom >= least
            and feature.geometry.geom_type == "LineString"
        ):
            yield feature


def _stations(line: np.ndarray, apart_px: float) -> list[tuple[float, float]]:
    way = shapely.LineString(line)
    count = max(1, int(way.length / apart_px))
    at = (np.arange(count) + 0.5) * way.length / count
    points = shapely.get_coordinates(shapely.line_interpolate_point(way, at))
    return [(round(x), round(y)) for x, y in points.tolist()]


def _pixels(lonlat: np.ndarray, metre_per_px: float) -> np.ndarray:
    return to_xy(lonlat) * (1, -1) / metre_per_px


def _buckets(box: QRectF) -> Iterator[tuple[int, int]]:
    for i in range(int(box.left() // _BUCKET_PX), int(box.right() // _BUCKET_PX) + 1):
        for j in range(int(box.top() // _BUCKET_PX), int(box.bottom() // _BUCKET_PX) + 1):
            yield i, j


def _written(text: str, font: QFont, at: QPointF) -> QPainterPath:
    outline = QPainterPath()
    outline.addText(at, font, text)
    return outline


def _baseline(middle: float, metrics: QFontMetricsF) -> float:
    """Where letters stand whose middle is to be at ``middle``."""
    return middle + (metrics.ascent() - metrics.descent()) / 2


def _font(size_px: int, *, bold: bool = False, italic: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(["Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "sans-serif"])
    font.setPixelSize(size_px)
    font.setBold(bold)
    font.setItalic(italic)
    return font
