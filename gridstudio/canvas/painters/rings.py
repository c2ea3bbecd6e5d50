"""Rings round points: painted once as a picture, which is then stamped wherever one is due."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

Strokes = tuple[tuple[str, float], ...]
"""Colours (#rrggbb or #aarrggbb) and widths in pixels, one over the other."""


@lru_cache(maxsize=16)
def ring_pixmap(diameter: float, strokes: Strokes, ratio: float) -> QPixmap:
    """A ring of that diameter in pixels, for a device of that pixel ratio."""
    side = round(diameter + max(width for _colour, width in strokes)) + 2
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in strokes:
        painter.setPen(QPen(QColor(colour), width))
        painter.drawEllipse(QPointF(side / 2, side / 2), diameter / 2, diameter / 2)
    painter.end()
    return pixmap


def paint_rings(
    painter: QPainter, px: NDArray[np.float64], diameter: float, strokes: Strokes
) -> None:
    """A ring round each of ``px`` ``(n, 2)``, pixels of the painter."""
    ring = ring_pixmap(diameter, strokes, painter.device().devicePixelRatio())
    half = ring.width() / ring.devicePixelRatio() / 2
    for x, y in px.tolist():
        painter.drawPixmap(QPointF(x - half, y - half), ring)
