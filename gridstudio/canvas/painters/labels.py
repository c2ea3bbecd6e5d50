"""Names on the map, with a halo, none over another."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

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
        path = QPainterPath()
        for number, line in enumerate(lines):
            x = left if beside else at.x() - metrics.horizontalAdvance(line) / 2
            y = box.top() + metrics.height() * number + metrics.ascent()
            path.addText(QPointF(x, y), font, line)
        pen = QPen(self._theme.halo, max(2.2, font.pixelSize() / 4.5))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.strokePath(path, pen)
        self._painter.fillPath(path, colour or self._theme.text)
        return True

    def block(self, box: QRectF) -> None:
        """Keep labels out of a place that something else needs."""
        self._taken.append(box)
