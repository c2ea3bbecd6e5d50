"""Names on a base map: places, numbers of roads on plates, names along rivers and roads.

They are placed once per zoom for the whole map, in pixels of the world at that zoom, so that none
breaks at a tile's edge and none covers another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gridstudio.canvas.base_map_names import Spot, Way, spots_of, ways_of
from gridstudio.canvas.base_map_sheet import Sheet
from gridstudio.canvas.lettering import Course, Lettered, Room, in_row, is_chinese, lettering_font
from gridstudio.domain import cartography_labels as rules
from gridstudio.domain.cartography import Appearance, Ink, ink, size_at
from gridstudio.domain.cartography_labels import Lettering, Plate
from gridstudio.geometry.tile_grid import metre_per_px, to_world_px

_SMOOTH_PX = 1.5
"""Letters follow a line without its finest bends."""
_TRIES = (0.0, -0.12, 0.12, -0.24, 0.24, -0.36, 0.36)
"""Where along its stretch a name is tried, in parts of the stretch from its middle."""
_NUMBER_OF_CHINA = re.compile(r"[GSXYC]\d")


@dataclass(frozen=True)
class Label:
    """A name in place. ``dot`` is the place's mark and its radius; ``plate`` and ``rim`` are those
    of a road's number. All in pixels of the world."""

    text: str
    written: Lettered
    ink: QColor
    halo: QColor
    dot: tuple[QPointF, float] | None = None
    plate: QColor | None = None
    rim: QColor | None = None

    @property
    def extent(self) -> QRectF:
        left, top, right, bottom = self.written.extent
        box = QRectF(left, top, right - left, bottom - top).adjusted(-6, -6, 6, 6)
        if self.dot is not None:
            at, radius = self.dot
            box = box.united(
                QRectF(at, at).adjusted(-radius - 2, -radius - 2, radius + 2, radius + 2)
            )
        return box

    def paint(self, painter: QPainter) -> None:
        path = self.written.path()
        if self.plate is not None:
            left, top, right, bottom = self.written.boxes[0]
            painter.setPen(QPen(self.rim or self.plate, 1.0))
            painter.setBrush(self.plate)
            painter.drawRoundedRect(QRectF(left, top, right - left, bottom - top), 2.5, 2.5)
        else:
            pen = QPen(self.halo, max(2.4, self.written.font.pixelSize() / 4.6))
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(path, pen)
        painter.fillPath(path, self.ink)
        if self.dot is not None:
            painter.setPen(QPen(self.ink, 1.1))
            painter.setBrush(self.halo)
            painter.drawEllipse(self.dot[0], self.dot[1], self.dot[1])


class Names:
    """The names of a sheet; ``at`` places those of a zoom."""

    def __init__(self, sheet: Sheet) -> None:
        themes = sheet.themes
        roads, water = themes.get("roads"), themes.get("water")
        numbers = None if roads is None else roads.number
        self.places = spots_of(themes.get("places"), rules.PLACES)
        self.pools = spots_of(water, rules.WATER)
        self.greens = spots_of(themes.get("woodland"), rules.GREEN)
        self.rivers = ways_of(water, rules.WATER, None if water is None else water.name)
        self.roads = ways_of(roads, rules.ROADS, None if roads is None else roads.name)
        self.numbers = ways_of(roads, rules.PLATES, numbers)

    def at(self, zoom: int, appearance: Appearance) -> list[Label]:
        """Labels that do not collide, those that matter most first."""
        return _Placing(self, zoom, appearance).labels


class _Placing:
    """One zoom's labels, drafted in the order of what matters and kept where there is room."""

    def __init__(self, names: Names, zoom: int, appearance: Appearance) -> None:
        self.labels: list[Label] = []
        self._zoom = zoom
        self._appearance: Appearance = appearance
        self._metre = metre_per_px(zoom)
        self._room = Room()
        self._said: dict[str, list[tuple[float, float]]] = defaultdict(list)
        high, low = _split_places(names.places)
        self._places(high)
        self._plates(names.numbers)
        self._places(low)
        self._ways(names.rivers, rules.WATER)
        self._grounds(names.pools, rules.WATER)
        self._ways(names.roads, rules.ROADS)
        self._grounds(names.greens, rules.GREEN)

    # --- places

    def _places(self, spots: list[Spot]) -> None:
        for category, look in rules.PLACES.items():
            if not look.from_zoom <= self._zoom <= look.until_zoom:
                continue
            for spot in spots:
                if spot.category == category:
                    self._first_with_room(self._beside(spot, look))

    def _beside(self, spot: Spot, look: Lettering) -> Iterator[Label]:
        """Where a place's name may stand: beside its dot, or on the spot where there is none."""
        x, y = self._px(spot.xy)
        font = lettering_font(size_at(look.size, self._zoom), look.bold, look.italic)
        radius = rules.DOTTED.get(spot.category, 0.0)
        if self._zoom > rules.DOTTED_UNTIL or not radius:
            for shift in (0.0, -0.7, 0.7):
                written = in_row(spot.text, font, x, y + shift * font.pixelSize())
                yield self._label(spot.text, written, look.color)
            return
        dot = QPointF(x, y), radius
        away = radius + 4
        for anchor, left, down in ((0.0, away, 0.0), (1.0, -away, 0.0), (0.5, 0, -1), (0.5, 0, 1)):
            shift = down * (font.pixelSize() * 0.6 + away)
            written = in_row(spot.text, font, x + left, y + shift, anchor=anchor)
            yield self._label(spot.text, written, look.color, dot)

    # --- grounds

    def _grounds(self, spots: list[Spot], looks: dict[str, Lettering]) -> None:
        """Names inside grounds that are about as wide as the name."""
        for spot in spots:
            look = looks[spot.category]
            if not look.from_zoom <= self._zoom <= look.until_zoom:
                continue
            font = lettering_font(size_at(look.size, self._zoom), look.bold, look.italic)
            x, y = self._px(spot.xy)
            written = in_row(spot.text, font, x, y)
            west, south, east, north = (side / self._metre for side in spot.box)
            left, top, right, bottom = written.extent
            if right - left < 1.1 * (east - west) and bottom - top < 0.8 * (north - south):
                self._first_with_room(iter([self._label(spot.text, written, look.color)]))

    # --- along lines

    def _ways(self, ways: list[Way], looks: dict[str, Lettering]) -> None:
        for category in looks:
            look = looks[category]
            if not look.from_zoom <= self._zoom <= look.until_zoom:
                continue
            for way in ways:
                if way.category == category:
                    self._way(way, look)

    def _way(self, way: Way, look: Lettering) -> None:
        size = size_at(look.size, self._zoom)
        length = way.line.length / self._metre
        spacing = look.spacing if is_chinese(way.text) else look.spacing / 2
        if length < 0.5 * size * len(way.text):
            return
        font = lettering_font(size, look.bold, look.italic)
        course = self._course(way)
        count = max(1, round(length / look.apart_px))
        stretch = course.length / count
        for middle in (np.arange(count) + 0.5) * stretch:
            drafts = (
                self._label(way.text, written, look.color)
                for shift in _TRIES
                if (written := course.written(way.text, font, middle + shift * stretch, spacing))
            )
            self._first_with_room(drafts, alone_px=0.45 * look.apart_px)

    def _course(self, way: Way) -> Course:
        line = shapely.simplify(way.line, _SMOOTH_PX * self._metre)
        return Course(to_world_px(shapely.get_coordinates(line), self._zoom))

    def _plates(self, ways: list[Way]) -> None:
        font = lettering_font(10, bold=True)
        for category, from_zoom in rules.PLATES_FROM.items():
            if self._zoom < from_zoom:
                continue
            for way in ways:
                text = way.text.partition(";")[0].replace(" ", "")
                if way.category != category or len(text) > rules.LONGEST_NUMBER:
                    continue
                plate = plate_of(text, category)
                course = self._course(way)
                if course.length < 30:
                    continue
                count = max(1, round(course.length / rules.PLATES_APART_PX))
                for middle in (np.arange(count) + 0.5) * course.length / count:
                    x, y = course.points(np.array([middle]))[0].round().tolist()
                    label = self._plate(text, in_row(text, font, x, y), plate)
                    self._first_with_room(iter([label]), alone_px=0.5 * rules.PLATES_APART_PX)

    def _plate(self, text: str, written: Lettered, plate: Plate) -> Label:
        left, top, right, bottom = written.boxes[0]
        boxes = ((round(left) - 3.5, round(top) - 2.5, round(right) + 3.5, round(bottom) + 2.5),)
        colour, letters, rim = (
            QColor(ink(pair, self._appearance)) for pair in (plate.ground, plate.text, plate.rim)
        )
        framed = Lettered(written.pieces, boxes, written.font)
        return Label(text, framed, letters, colour, None, colour, rim)

    # --- all of them

    def _first_with_room(self, drafts: Iterator[Label], alone_px: float = 60.0) -> None:
        """Keep the first draft that neither covers another label nor says again what is said
        nearby."""
        for label in drafts:
            x, y = label.written.boxes[len(label.written.boxes) // 2][:2]
            said = self._said[label.text]
            if any(abs(x - a) < alone_px and abs(y - b) < alone_px for a, b in said):
                continue
            boxes = label.written.boxes
            if label.dot is not None:
                at, radius = label.dot
                dot = at.x() - radius, at.y() - radius, at.x() + radius, at.y() + radius
                boxes = (*boxes, dot)
            if self._room.take(boxes, 4.0 if label.plate is None else 8.0):
                said.append((x, y))
                self.labels.append(label)
                return

    def _label(
        self, text: str, written: Lettered, colour: Ink, dot: tuple[QPointF, float] | None = None
    ) -> Label:
        letters, halo = (QColor(ink(pair, self._appearance)) for pair in (colour, rules.HALO))
        return Label(text, written, letters, halo, dot)

    def _px(self, xy: tuple[float, float]) -> tuple[float, float]:
        x, y = to_world_px(np.array(xy), self._zoom).tolist()
        return x, y


def _split_places(places: list[Spot]) -> tuple[list[Spot], list[Spot]]:
    """Towns and what is above them come before the numbers of roads, the rest after."""
    high = ("city", "town", "county", "district", "borough")
    return (
        [spot for spot in places if spot.category in high],
        [spot for spot in places if spot.category not in high],
    )


def plate_of(number: str, category: str) -> Plate:
    """The plate of a road's number: by its letter where it is one of China's, else by class."""
    if _NUMBER_OF_CHINA.match(number):
        if category == "motorway":
            return rules.EXPRESSWAY
        return rules.PLATES_OF_CHINA.get(number[0], rules.PLATES["tertiary"])
    return rules.PLATES[category]
