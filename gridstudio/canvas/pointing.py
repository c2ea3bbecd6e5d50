"""What a dialog points at on the map: pieces of ground, lines before and after, a flash."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen
from shapely.geometry import MultiPolygon

from gridstudio.canvas.painters.shapes import path_of, polygon, shapes_of
from gridstudio.canvas.theme import MapTheme
from gridstudio.canvas.viewport import Viewport
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.rings import Point

FLASHES, FLASH_MS = 6, 180
RING_PX = 14.0
SMALL_PX = 12.0
"""Ground smaller than this on the screen gets a ring round it, to be seen at all."""
MOST_GROUNDS = 2000
Objects = NDArray[np.object_]


class Pointing(QObject):
    """Painted over the map until it is cleared; ``update`` has the map painted anew."""

    def __init__(self, update: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._update = update
        self._grounds: Objects = np.empty(0, dtype=object)
        self._places, self._sizes = np.empty((0, 2)), np.empty(0)
        self._before: Objects = np.empty(0, dtype=object)
        self._after: Objects = np.empty(0, dtype=object)
        self._chosen: Objects = np.empty(0, dtype=object)
        self._chosen_place: NDArray[np.float64] | None = None
        self._flashes = 0
        self._timer = QTimer(self)
        self._timer.setInterval(FLASH_MS)
        self._timer.timeout.connect(self._flash)

    def show_grounds(self, grounds: Sequence[MultiPolygon], places: Sequence[Point | None]) -> None:
        """Mark pieces of ground, and a place of each, in degrees; the first MOST_GROUNDS."""
        kept = [ground for ground in grounds if not ground.is_empty][:MOST_GROUNDS]
        self._grounds = _listed(kept)
        pairs = [(place, _size_m(ground)) for place, ground in zip(places, grounds, strict=True)]
        spots = [(*place, size) for place, size in pairs if place is not None][:MOST_GROUNDS]
        table = np.array(spots, dtype=np.float64).reshape(-1, 3)
        self._places, self._sizes = to_xy(table[:, :2]), table[:, 2]
        self._update()

    def show_lines(self, before: Objects, after: Objects) -> None:
        """Lines in degrees: how borders run, faint, and how they would run."""
        self._before, self._after = (
            shapely.transform(lines, to_xy) if len(lines) else lines for lines in (before, after)
        )
        self._update()

    def flash(self, ground: MultiPolygon, place: Point | None) -> None:
        """Draw the eye to a piece of ground, or to a place where there is none."""
        self._chosen = _listed([] if ground.is_empty else [ground])
        self._chosen_place = None if place is None else to_xy(np.array(place))
        self._flashes = FLASHES
        self._timer.start()
        self._update()

    def clear(self) -> None:
        """Point at nothing."""
        self._timer.stop()
        none = np.empty(0, dtype=object)
        self._grounds = self._before = self._after = self._chosen = none
        self._places, self._sizes = np.empty((0, 2)), np.empty(0)
        self._chosen_place = None
        self._update()

    def paint(self, painter: QPainter, viewport: Viewport, theme: MapTheme) -> None:
        """Paint all of it in the map's pixels."""
        faint = QColor(theme.muted)
        faint.setAlpha(200)
        self._paint_lines(painter, viewport, self._before, QPen(faint, 1.4, Qt.PenStyle.DashLine))
        self._paint_lines(painter, viewport, self._after, QPen(theme.accent, 2.0))
        self._paint_grounds(painter, viewport, self._grounds, theme.refusal, 70)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.refusal, 1.6))
        small = self._places[self._sizes < SMALL_PX * viewport.metre_per_px]
        for x, y in viewport.to_px(small).tolist() if len(small) else ():
            painter.drawEllipse(QPointF(x, y), SMALL_PX / 2, SMALL_PX / 2)
        self._paint_chosen(painter, viewport, theme)

    def _paint_chosen(self, painter: QPainter, viewport: Viewport, theme: MapTheme) -> None:
        lit = self._flashes % 2 == 0
        alpha = 150 if lit else 40
        self._paint_grounds(painter, viewport, self._chosen, theme.selection, alpha)
        if self._chosen_place is not None:
            x, y = viewport.to_px(self._chosen_place).tolist()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for width, colour in ((5.0, theme.halo), (2.6, theme.selection)):
                painter.setPen(QPen(colour, width))
                radius = RING_PX if lit else 1.6 * RING_PX
                painter.drawEllipse(QPointF(x, y), radius, radius)

    def _paint_grounds(
        self, painter: QPainter, viewport: Viewport, grounds: Objects, colour: QColor, alpha: int
    ) -> None:
        if not len(grounds):
            return
        shapes = shapes_of(grounds)
        rows = np.arange(len(grounds))
        path = path_of(shapes.at_scale(rows, viewport.metre_per_px), viewport)
        fill = QColor(colour)
        fill.setAlpha(alpha)
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(fill)
        painter.drawPath(path)

    def _paint_lines(
        self, painter: QPainter, viewport: Viewport, lines: Objects, pen: QPen
    ) -> None:
        if not len(lines):
            return
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        xy, of = shapely.get_coordinates(lines, return_index=True)
        px = viewport.to_px(xy)
        for line in np.split(px, np.flatnonzero(np.diff(of)) + 1):
            (left, top), (right, bottom) = line.min(axis=0), line.max(axis=0)
            if right >= 0 and bottom >= 0 and left <= viewport.width and top <= viewport.height:
                painter.drawPolyline(polygon(line))

    def _flash(self) -> None:
        self._flashes -= 1
        if self._flashes <= 0:
            self._timer.stop()
        self._update()


def _size_m(ground: MultiPolygon) -> float:
    """The longer side of its box, in EPSG:3857 metres."""
    if ground.is_empty:
        return 0.0
    low, high = to_xy(np.array(ground.bounds).reshape(2, 2))
    return float((high - low).max())


def _listed(grounds: list[MultiPolygon]) -> Objects:
    made = np.empty(len(grounds), dtype=object)
    made[:] = grounds
    return made
