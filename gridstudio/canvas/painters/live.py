"""What changes with every mouse move or fix: the receiver, a tool's overlay, the selection."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from gridstudio.canvas.painters.shapes import polygon, shapes_of
from gridstudio.canvas.selection import Selection
from gridstudio.canvas.theme import MapTheme, font
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.map_data import MapData
from gridstudio.geometry.mercator import to_xy
from gridstudio.tools.gesture import Mark, Overlay

QUALITY_COLOURS = {
    "none": "#c62828",
    "poor": "#e07a1f",
    "fair": "#c9a227",
    "good": "#2e8b57",
    "rtk": "#1565c0",
}


@dataclass(frozen=True)
class GpsMarker:
    """Where the receiver is: degrees WGS-84, accuracy in metres, course in degrees (None at rest),
    quality key (none, poor, fair, good, rtk), and the trail ``(n, 2)`` in degrees."""

    lon: float
    lat: float
    accuracy_m: float | None = None
    course_deg: float | None = None
    quality: str = "good"
    trail: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))


def paint_gps(painter: QPainter, viewport: Viewport, marker: GpsMarker) -> None:
    """Trail, accuracy circle, and an arrow or a dot."""
    colour = QColor(QUALITY_COLOURS.get(marker.quality, "#1565c0"))
    if len(marker.trail) > 1:
        pen = QPen(colour, 2.4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(polygon(viewport.to_px(to_xy(marker.trail))))
    x, y = viewport.to_px(to_xy(np.array([marker.lon, marker.lat]))).tolist()
    if marker.accuracy_m:
        # A metre on the ground is longer in this projection, by one over the cosine of latitude.
        stretched = marker.accuracy_m / np.cos(np.radians(marker.lat))
        radius = float(stretched / viewport.metre_per_px)
        halo = QColor(colour)
        halo.setAlpha(45)
        painter.setPen(QPen(colour, 1.0))
        painter.setBrush(halo)
        painter.drawEllipse(QPointF(x, y), radius, radius)
    painter.setPen(QPen(QColor("#ffffff"), 2.0))
    painter.setBrush(colour)
    if marker.course_deg is None:
        painter.drawEllipse(QPointF(x, y), 7, 7)
        return
    painter.save()
    painter.translate(x, y)
    painter.rotate(marker.course_deg)
    painter.drawPolygon(QPolygonF([QPointF(0, -12), QPointF(8, 9), QPointF(0, 5), QPointF(-8, 9)]))
    painter.restore()


def paint_overlay(painter: QPainter, viewport: Viewport, overlay: Overlay, theme: MapTheme) -> None:
    """What a tool wants to be seen."""
    faint = QColor(theme.accent)
    faint.setAlpha(50)
    painter.setPen(QPen(theme.accent, 2.0))
    for ring in overlay.rings:
        painter.setBrush(faint)
        painter.drawPolygon(polygon(viewport.to_px(ring)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in overlay.lines:
        painter.drawPolyline(polygon(viewport.to_px(line)))
    painter.setPen(QPen(theme.accent, 1.6))
    painter.setBrush(QColor("#ffffff"))
    for node in overlay.nodes:
        x, y = viewport.to_px(np.array(node)).tolist()
        painter.drawRect(QRectF(x - 3.5, y - 3.5, 7, 7))
    if overlay.snap is not None:
        _paint_mark(painter, viewport, overlay.snap, theme.accent, theme)
    if overlay.refusal is not None:
        _paint_mark(painter, viewport, overlay.refusal, theme.refusal, theme)


def paint_selection(
    painter: QPainter, viewport: Viewport, data: MapData, selection: Selection, theme: MapTheme
) -> None:
    """Rings round points, a bold border round areas."""
    shapes = shapes_of(data.areas.geometry)
    painter.save()
    painter.setTransform(viewport.transform, True)
    pen = QPen(theme.selection, 3.0)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for row in data.areas.index(list(selection.areas)).tolist():
        painter.drawPath(shapes.path(row))
    painter.restore()
    painter.setPen(QPen(theme.selection, 2.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for table, ids in ((data.customers, selection.customers), (data.sites, selection.sites)):
        rows = table.index(list(ids))
        px = viewport.to_px(table.xy[rows])
        inside = (px > -20).all(axis=1) & (px < [viewport.width + 20, viewport.height + 20]).all(
            axis=1
        )
        for x, y in px[inside][:5000].tolist():
            painter.drawEllipse(QPointF(x, y), 8.5, 8.5)


def _paint_mark(
    painter: QPainter, viewport: Viewport, mark: Mark, colour: QColor, theme: MapTheme
) -> None:
    x, y = viewport.to_px(np.array(mark.xy)).tolist()
    painter.setPen(QPen(colour, 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(x, y), 7, 7)
    if not mark.text:
        return
    face = font(12)
    metrics = QFontMetricsF(face)
    width = metrics.horizontalAdvance(mark.text) + 16
    left = min(max(8.0, x + 12), max(8.0, viewport.width - width - 8))
    top = min(max(8.0, y + 12), viewport.height - 34.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(left, top, width, 24), 4, 4)
    painter.setPen(QColor("#ffffff") if theme.background.lightness() > 128 else QColor("#10151a"))
    painter.setFont(face)
    painter.drawText(QPointF(left + 8, top + 12 + metrics.capHeight() / 2), mark.text)
