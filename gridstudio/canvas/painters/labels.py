"""Names on the map, with a halo, none over another."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from types import EllipsisType

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPixmap,
)

from gridstudio.canvas.lettering import Lettered, Room
from gridstudio.canvas.painters.vector import for_paper
from gridstudio.canvas.theme import MapTheme

LOCK_SIZE = 0.72
"""A padlock's height, as a share of a line's."""


class Labels:
    """Places labels first come, first served; one that would touch another is left out."""

    def __init__(self, painter: QPainter, theme: MapTheme, seconds: float = math.inf) -> None:
        """After ``seconds`` no more letters are outlined along lines: those that were before are
        shown, for all others is left room, and the labels are not ``complete``."""
        self._painter = painter
        self._theme = theme
        self._room = Room()
        self._until = time.perf_counter() + seconds
        self.complete = True

    def add(
        self,
        at: QPointF,
        lines: list[str],
        font: QFont,
        *,
        colour: QColor | None = None,
        halo: QColor | None | EllipsisType = ...,
        room_px: float = 1e9,
        beside: bool = False,
    ) -> bool:
        """Lines of text centred on ``at``, or ``beside`` it; False where there was no room. Labels
        wider than ``room_px`` are left out. ``halo`` is the theme's if it is not given, None for
        none."""
        metrics = QFontMetricsF(font)
        width = max(metrics.horizontalAdvance(line) for line in lines)
        height = metrics.height() * len(lines)
        if width > room_px:
            return False
        left = at.x() + 6 if beside else at.x() - width / 2
        box = QRectF(left, at.y() - height / 2, width, height)
        if not self._room.take([(box.left(), box.top(), box.right(), box.bottom())]):
            return False
        around = self._theme.halo if halo is ... else halo
        self._draw(box, lines, font, colour or self._theme.text, around, beside)
        return True

    def add_lettered(
        self, place: Lettered, key: object, *, colour: QColor, halo: QColor | None
    ) -> bool:
        """Letters in place, as along a line; False where there was no room. ``key`` stays the same
        while the view moves by whole pixels: what is drawn once is kept under it."""
        if not self._room.take(place.boxes):
            return False
        left, top, right, bottom = place.extent
        if self._painter.paintEngine().type() != QPaintEngine.Type.Raster:
            _draw_letters(self._painter, place.path(), place.pieces, place.font, colour, halo)
            return True
        ratio = self._painter.device().devicePixelRatio()
        around = None if halo is None else halo.rgba()
        kept = id(key), colour.rgba(), around, ratio
        known = _lettered.get(kept)
        if known is None or known[0] is not key:
            if time.perf_counter() > self._until:
                self.complete = False
                return False
            if len(_lettered) > _KEPT:
                _lettered.clear()
            known = _lettered[kept] = key, _lettered_picture(place, colour, halo, ratio)
        at = QPointF(left - _MARGIN, top - _MARGIN)
        snapped = QPointF(math.floor(at.x() * ratio) / ratio, math.floor(at.y() * ratio) / ratio)
        self._painter.drawPixmap(snapped, known[1])
        return True

    def _draw(
        self,
        box: QRectF,
        lines: list[str],
        font: QFont,
        colour: QColor,
        halo: QColor | None,
        beside: bool,
    ) -> None:
        if self._painter.paintEngine().type() != QPaintEngine.Type.Raster:
            draw_text(self._painter, box, lines, font, colour, halo, beside)  # letters, no picture
            return
        ratio = self._painter.device().devicePixelRatio()
        around = None if halo is None else halo.rgba()
        key = tuple(lines), font.toString(), colour.rgba(), around, beside, ratio
        picture = _pictures.get(key)
        if picture is None:
            if len(_pictures) > _KEPT:
                _pictures.clear()
            picture = _pictures[key] = _picture(box, lines, font, colour, halo, beside, ratio)
        self._painter.drawPixmap(
            QPointF(round(box.left() * ratio) / ratio, round(box.top() * ratio) / ratio)
            - QPointF(_MARGIN, _MARGIN),
            picture,
        )

    def lock_over(
        self, at: QPointF, lines: int, font: QFont, *, colour: QColor, halo: QColor | None
    ) -> None:
        """A padlock over the lines of a label on ``at``, where there is room. Not on paper: whoever
        reads a printed map does not move borders."""
        if for_paper(self._painter):
            return
        metrics = QFontMetricsF(font)
        size = metrics.height() * LOCK_SIZE
        top = at.y() - metrics.height() * lines / 2 - size
        box = QRectF(at.x() - size / 2, top, size, size)
        if not self._room.take([(box.left(), box.top(), box.right(), box.bottom())], 0.0):
            return
        shape = padlock(box)
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if halo is not None:
            self._painter.strokePath(shape, QPen(halo, size / 4))
        self._painter.fillPath(shape, colour)
        self._painter.restore()

    def block(self, box: QRectF) -> None:
        """Keep labels out of a place that something else needs."""
        self._room.take([(box.left(), box.top(), box.right(), box.bottom())], 0.0)


_MARGIN, _KEPT = 4, 3000
_pictures: dict[tuple[object, ...], QPixmap] = {}
"""Labels once drawn: outlining letters costs a hundred times as much as showing them."""
_lettered: dict[tuple[object, ...], tuple[object, QPixmap]] = {}


def _picture(
    box: QRectF,
    lines: list[str],
    font: QFont,
    colour: QColor,
    halo: QColor | None,
    beside: bool,
    ratio: float,
) -> QPixmap:
    width, height = box.width() + 2 * _MARGIN, box.height() + 2 * _MARGIN
    picture = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = QRectF(_MARGIN, _MARGIN, box.width(), box.height())
    draw_text(painter, inner, lines, font, colour, halo, beside)
    painter.end()
    return picture


def padlock(box: QRectF) -> QPainterPath:
    """A closed padlock that fills a box: its body, and over it the shackle."""
    wide, high = box.width(), box.height()
    body = QPainterPath()
    body.addRoundedRect(
        QRectF(box.left() + wide * 0.14, box.top() + high * 0.44, wide * 0.72, high * 0.56),
        wide * 0.1,
        wide * 0.1,
    )
    bow = QPainterPath(QPointF(box.left() + wide * 0.3, box.top() + high * 0.5))
    bow.lineTo(box.left() + wide * 0.3, box.top() + high * 0.28)
    arch = QRectF(box.left() + wide * 0.3, box.top() + high * 0.08, wide * 0.4, high * 0.4)
    bow.arcTo(arch, 180, -180)
    bow.lineTo(box.left() + wide * 0.7, box.top() + high * 0.5)
    stroker = QPainterPathStroker()
    stroker.setWidth(wide * 0.13)
    return body.united(stroker.createStroke(bow))


def draw_text(
    painter: QPainter,
    box: QRectF,
    lines: list[str],
    font: QFont,
    colour: QColor,
    halo: QColor | None,
    beside: bool = False,
) -> None:
    """Lines of text with a halo, centred in a box, or from its left edge (``beside``)."""
    metrics = QFontMetricsF(font)
    path = QPainterPath()
    places = []
    for number, line in enumerate(lines):
        width = metrics.horizontalAdvance(line)
        x = box.left() if beside else box.center().x() - width / 2
        y = box.top() + metrics.height() * number + metrics.ascent()
        places.append((line, x, y, 0.0))
        path.addText(QPointF(x, y), font, line)
    _draw_letters(painter, path, places, font, colour, halo)


def _draw_letters(
    painter: QPainter,
    path: QPainterPath,
    pieces: Sequence[tuple[str, float, float, float]],
    font: QFont,
    colour: QColor,
    halo: QColor | None,
) -> None:
    """Letters and their halo; ``path`` are the outlines of ``pieces`` (text, x, y, turn)."""
    if halo is not None:
        pen = QPen(halo, max(2.2, font.pixelSize() / 4.5))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
    if painter.paintEngine().type() == QPaintEngine.Type.Raster:
        painter.fillPath(path, colour)
        return
    painter.setFont(font)  # in a vector file letters stay letters, to be found and copied
    painter.setPen(colour)
    for text, x, y, turn in pieces:
        painter.save()
        painter.translate(x, y)
        painter.rotate(turn)
        painter.drawText(QPointF(0, 0), text)
        painter.restore()


def _lettered_picture(
    place: Lettered, colour: QColor, halo: QColor | None, ratio: float
) -> QPixmap:
    left, top, right, bottom = place.extent
    width, height = right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN
    picture = QPixmap(math.ceil(width * ratio) + 1, math.ceil(height * ratio) + 1)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # What lies between two device pixels stays so.
    x, y = left - _MARGIN, top - _MARGIN
    painter.translate(-math.floor(x * ratio) / ratio, -math.floor(y * ratio) / ratio)
    _draw_letters(painter, place.path(), place.pieces, place.font, colour, halo)
    painter.end()
    return picture
