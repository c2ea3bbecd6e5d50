"""Names on the map, with a halo, none over another."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)

from gridstudio.canvas.theme import MapTheme


class Labels:
    """Places labels first come, first served; one that would touch another is left out."""

    def __init__(self, painter: QPainter, theme: MapTheme) -> None:
        self._painter = painter
        self._theme = theme
        self._taken: list[QRectF] = []

    def add(
        self,
        at: QPointF,
        lines: list[str],
        font: QFont,
        *,
        colour: QColor | None = None,
        room_px: float = 1e9,
        beside: bool = False,
    ) -> bool:
        """Lines of text centred on ``at``, or ``beside`` it; False where there was no room. Labels
        wider than ``room_px`` are left out."""
        metrics = QFontMetricsF(font)
        width = max(metrics.horizontalAdvance(line) for line in lines)
        height = metrics.height() * len(lines)
        if width > room_px:
            return False
        left = at.x() + 6 if beside else at.x() - width / 2
        box = QRectF(left, at.y() - height / 2, width, height)
        if any(box.adjusted(-3, -2, 3, 2).intersects(other) for other in self._taken):
            return False
        self._taken.append(box)
        self._draw(box, lines, font, colour or self._theme.text, beside)
        return True

    def _draw(
        self, box: QRectF, lines: list[str], font: QFont, colour: QColor, beside: bool
    ) -> None:
        halo = self._theme.halo
        if self._painter.paintEngine().type() != QPaintEngine.Type.Raster:
            draw_text(self._painter, box, lines, font, colour, halo, beside)  # letters, no picture
            return
        ratio = self._painter.device().devicePixelRatio()
        key = tuple(lines), font.toString(), colour.rgba(), halo.rgba(), beside, ratio
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

    def block(self, box: QRectF) -> None:
        """Keep labels out of a place that something else needs."""
        self._taken.append(box)


_MARGIN, _KEPT = 4, 3000
_pictures: dict[tuple[object, ...], QPixmap] = {}
"""Labels once drawn: outlining letters costs a hundred times as much as showing them."""


def _picture(
    box: QRectF,
    lines: list[str],
    font: QFont,
    colour: QColor,
    halo: QColor,
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


def draw_text(
    painter: QPainter,
    box: QRectF,
    lines: list[str],
    font: QFont,
    colour: QColor,
    halo: QColor,
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
        places.append((QPointF(x, y), line))
        path.addText(QPointF(x, y), font, line)
    pen = QPen(halo, max(2.2, font.pixelSize() / 4.5))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    if painter.paintEngine().type() == QPaintEngine.Type.Raster:
        painter.fillPath(path, colour)
        return
    painter.setFont(font)  # in a vector file letters stay letters, to be found and copied
    painter.setPen(colour)
    for place, line in places:
        painter.drawText(place, line)
