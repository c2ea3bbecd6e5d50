"""What a map needs besides its content: a scale bar that is true here, and north."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from gridstudio.canvas.theme import MapTheme, font
from gridstudio.canvas.viewport import Viewport
from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.mercator import to_lonlat

_LONGEST_PX = 130.0


def true_metre_per_px(viewport: Viewport) -> float:
    """Metres on the ground per pixel across the middle of the view (geodesic)."""
    half = viewport.metre_per_px * _LONGEST_PX / 2
    ends = np.array([[viewport.x - half, viewport.y], [viewport.x + half, viewport.y]])
    return length_m(to_lonlat(ends)) / _LONGEST_PX


def paint_scale_bar(painter: QPainter, viewport: Viewport, theme: MapTheme) -> None:
    """A bar of a round length in the lower left corner."""
    scale = viewport.scale
    per_px = true_metre_per_px(viewport)
    longest = per_px * _LONGEST_PX * scale
    if not np.isfinite(longest) or longest <= 0:
        return
    power = 10.0 ** np.floor(np.log10(longest))
    length = max(step * power for step in (1, 2, 5) if step * power <= longest)
    width = float(length / per_px)
    text = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    left, bottom = 14 * scale, viewport.height - 14 * scale
    face = font(11 * scale)
    text_width = QFontMetricsF(face).horizontalAdvance(text)
    plate = QColor(theme.halo)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(plate)
    painter.drawRoundedRect(
        QRectF(left - 6 * scale, bottom - 17 * scale, width + text_width + 22 * scale, 24 * scale),
        4 * scale,
        4 * scale,
    )
    painter.setPen(QPen(theme.text, 1.6 * scale))
    y, tick = bottom - 2 * scale, 5 * scale
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(left, y - tick),
                QPointF(left, y),
                QPointF(left + width, y),
                QPointF(left + width, y - tick),
            ]
        )
    )
    painter.setFont(face)
    painter.drawText(QPointF(left + width + 8 * scale, y), text)


def paint_north(painter: QPainter, viewport: Viewport, theme: MapTheme) -> None:
    """An arrow in the upper right corner; up is north everywhere in this projection."""
    scale = viewport.scale
    x, y = viewport.width - 24 * scale, 26 * scale
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.halo)
    painter.drawEllipse(QPointF(x, y), 16 * scale, 16 * scale)
    painter.setBrush(theme.text)
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(x, y - 12 * scale),
                QPointF(x + 5 * scale, y + 3 * scale),
                QPointF(x, y),
                QPointF(x - 5 * scale, y + 3 * scale),
            ]
        )
    )
    face = font(9 * scale, bold=True)
    painter.setFont(face)
    painter.setPen(theme.text)
    width = QFontMetricsF(face).horizontalAdvance("N")
    painter.drawText(QPointF(x - width / 2, y + 12 * scale), "N")
