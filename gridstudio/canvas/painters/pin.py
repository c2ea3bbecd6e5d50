"""A pin at a place that was asked for, with its reading beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from gridstudio.canvas.theme import MapTheme, font
from gridstudio.canvas.viewport import Viewport
from gridstudio.geometry.mercator import to_xy

_RADIUS, _HEIGHT = 9.0, 26.0
_PAD = 8.0


@dataclass(frozen=True)
class Pin:
    """Degrees WGS-84, and lines of text."""

    lon: float
    lat: float
    lines: tuple[str, ...] = ()


def paint_pin(painter: QPainter, viewport: Viewport, pin: Pin, theme: MapTheme) -> None:
    """A drop whose tip is the place; the lines stand on a plate beside it, inside the view."""
    x, y = viewport.to_px(to_xy(np.array([pin.lon, pin.lat]))).tolist()
    if not (-100 < x < viewport.width + 100 and -100 < y < viewport.height + 100):
        return
    painter.save()
    painter.setPen(QPen(QColor("#ffffff"), 1.6))
    painter.setBrush(theme.selection)
    painter.drawPath(_drop(x, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#ffffff"))
    painter.drawEllipse(QPointF(x, y - _HEIGHT + _RADIUS), 3.2, 3.2)
    if pin.lines:
        _paint_plate(painter, viewport, x, y, pin.lines, theme)
    painter.restore()


def _drop(x: float, y: float) -> QPainterPath:
    middle = y - _HEIGHT + _RADIUS
    path = QPainterPath(QPointF(x, y))
    path.cubicTo(x - 3, y - 8, x - _RADIUS, middle + 6, x - _RADIUS, middle)
    path.arcTo(QRectF(x - _RADIUS, middle - _RADIUS, 2 * _RADIUS, 2 * _RADIUS), 180, -180)
    path.cubicTo(x + _RADIUS, middle + 6, x + 3, y - 8, x, y)
    return path


def _paint_plate(
    painter: QPainter,
    viewport: Viewport,
    x: float,
    y: float,
    lines: tuple[str, ...],
    theme: MapTheme,
) -> None:
    face = font(12)
    metrics = QFontMetricsF(face)
    width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * _PAD
    height = metrics.height() * len(lines) + _PAD
    left = x + 14 if x + 14 + width < viewport.width else x - 14 - width
    box = QRectF(left, y - _HEIGHT - 2, width, height)
    painter.setPen(QPen(theme.selection, 1.0))
    painter.setBrush(theme.background)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(theme.text)
    painter.setFont(face)
    for number, line in enumerate(lines):
        top = box.top() + _PAD / 2 + metrics.ascent() + number * metrics.height()
        painter.drawText(QPointF(box.left() + _PAD, top), line)
