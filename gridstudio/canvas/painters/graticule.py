"""Meridians and parallels with their degrees at the edges: straight lines in this projection."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gridstudio.canvas.painters.labels import Labels
from gridstudio.canvas.theme import MapTheme, font
from gridstudio.canvas.viewport import Viewport
from gridstudio.geometry.graticule import degree_text, lines_between, step_for
from gridstudio.geometry.mercator import to_xy

APART_PX = 110.0
_INSET = 4.0
_CORNER = 56.0
"""The corners of the north arrow and the scale bar stay free."""


def paint_graticule(
    painter: QPainter, viewport: Viewport, theme: MapTheme, *, inset: float = _INSET
) -> None:
    """Lines all over the view; longitudes stand along its upper edge, latitudes along its left."""
    west, south, east, north = viewport.bounds
    step = step_for((east - west) / viewport.width, APART_PX * viewport.scale)
    meridians, parallels = lines_between(west, east, step), lines_between(south, north, step)
    middle = [(west + east) / 2, (south + north) / 2]
    across = viewport.to_px(to_xy(_points(meridians, middle[1])))[:, 0].tolist()
    down = viewport.to_px(to_xy(_points(parallels, middle[0])[:, ::-1]))[:, 1].tolist()
    painter.save()
    colour = QColor(theme.text)
    colour.setAlphaF(0.35)
    painter.setPen(QPen(colour, 0.8 * viewport.scale))
    painter.drawLines(
        [QLineF(x, 0, x, viewport.height) for x in across]
        + [QLineF(0, y, viewport.width, y) for y in down]
    )
    labels = Labels(painter, theme)
    corner = _CORNER * viewport.scale
    labels.block(QRectF(viewport.width - corner, 0, corner, corner))
    labels.block(QRectF(0, viewport.height - corner, 4 * corner, corner))
    face = font(10.5 * viewport.scale)
    high = QFontMetricsF(face).height()
    inset *= viewport.scale
    for value, x in zip(meridians.tolist(), across, strict=True):
        text = degree_text(value, step, "EW")
        half = QFontMetricsF(face).horizontalAdvance(text) / 2 + inset
        if half < x < viewport.width - half:
            labels.add(QPointF(x, inset + high / 2), [text], face)
    for value, y in zip(parallels.tolist(), down, strict=True):
        if high < y < viewport.height - high:
            text = degree_text(value, step, "NS")
            width = QFontMetricsF(face).horizontalAdvance(text)
            labels.add(QPointF(inset + width / 2, y), [text], face)
    painter.restore()


def _points(values: np.ndarray, other: float) -> np.ndarray:
    """Degrees ``(n, 2)``: each value, and beside it one other that all share."""
    return np.column_stack([values, np.full(len(values), other)])
