"""What changes with every mouse move or fix: the receiver, a tool's overlay."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from gridstudio.canvas.painters.shapes import path_of, polygon, shapes_of
from gridstudio.canvas.theme import MapTheme, font
from gridstudio.canvas.viewport import Viewport
from gridstudio.geometry.mercator import to_xy
from gridstudio.tools.gesture import Entry, Mark, Overlay

QUALITY_COLOURS = {
    "none": "#c62828",
    "poor": "#e07a1f",
    "fair": "#c9a227",
    "good": "#2e8b57",
    "rtk": "#1565c0",
}

CHIP_PX = 360.0
"""A mark's sentence is broken where it would be wider."""
_WRAPPED = int(
    Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
)

FEW = 4


@dataclass(frozen=True)
class GpsMarker:
    """Where the receiver is: degrees WGS-84, accuracy in metres, course in degrees (None at rest),
    quality key (none, poor, fair, good, rtk), the trail ``(n, 2)`` in degrees, and a name to be
    written beside it, "" for none."""

    lon: float
    lat: float
    accuracy_m: float | None = None
    course_deg: float | None = None
    quality: str = "good"
    trail: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    name: str = ""


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
    if marker.name:
        _paint_name(painter, QPointF(x + 14, y + 4), marker.name, colour)
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


def _paint_name(painter: QPainter, at: QPointF, name: str, colour: QColor) -> None:
    outlined = QPainterPath()
    outlined.addText(at, font(12, bold=True), name)
    painter.strokePath(outlined, QPen(QColor("#ffffff"), 3.0))
    painter.fillPath(outlined, colour)


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
    paint_labels(painter, viewport, overlay.labels, theme)
    if overlay.snap is not None:
        _paint_mark(painter, viewport, overlay.snap, theme.accent, theme)
    if overlay.entry is not None:
        _paint_entry(painter, viewport, overlay.entry, theme)
    if overlay.refusal is not None and not _stands_in_entry(overlay):
        _paint_mark(painter, viewport, overlay.refusal, theme.refusal, theme)
    elif overlay.warning is not None:
        _paint_mark(painter, viewport, overlay.warning, theme.refusal, theme, filled=False)


def _stands_in_entry(overlay: Overlay) -> bool:
    """Whether the entry says already why what was typed is refused."""
    entry, refusal = overlay.entry, overlay.refusal
    return (
        entry is not None and entry.wrong and refusal is not None and entry.meaning == refusal.text
    )


def overlay_boxes(viewport: Viewport, overlay: Overlay) -> list[QRectF]:
    """Where ``paint_overlay`` paints, in pixels: outside of these it changes nothing."""
    drawn = [*overlay.rings, *overlay.lines]
    if len(drawn) > FEW:  # many small boxes take longer to paint than one that holds them
        drawn = [np.concatenate(drawn)]
    boxes = [_around(viewport, points, 3.0) for points in drawn]
    if overlay.nodes:
        boxes += [_around(viewport, np.array([node]), 5.0) for node in overlay.nodes]
    boxes += [chip.adjusted(-2, -2, 2, 2) for chip in _label_chips(viewport, overlay.labels)]
    for mark in (overlay.snap, overlay.trouble):
        if mark is not None:
            boxes.append(_around(viewport, np.array([mark.xy]), 9.0))
            if mark.text:
                boxes.append(_mark_chip(viewport, mark).adjusted(-2, -2, 2, 2))
    if overlay.entry is not None:
        boxes.append(_entry_box(viewport, overlay.entry).adjusted(-2, -2, 2, 2))
    return boxes


def _around(viewport: Viewport, points: NDArray[np.float64], margin_px: float) -> QRectF:
    px = viewport.to_px(points)
    (left, top), (right, bottom) = px.min(axis=0).tolist(), px.max(axis=0).tolist()
    box = QRectF(left, top, right - left, bottom - top)
    return box.adjusted(-margin_px, -margin_px, margin_px, margin_px)


def paint_reach(
    painter: QPainter, viewport: Viewport, grounds: NDArray[np.object_], theme: MapTheme
) -> None:
    """Ground within a distance, ``grounds (1,)`` in degrees."""
    shapes = shapes_of(grounds)
    path = path_of(shapes.at_scale(np.array([0]), viewport.metre_per_px), viewport)
    faint = QColor(theme.accent)
    faint.setAlpha(45)
    painter.setPen(QPen(theme.accent, 1.6, Qt.PenStyle.DashLine))
    painter.setBrush(faint)
    painter.drawPath(path)


def paint_labels(
    painter: QPainter, viewport: Viewport, labels: tuple[Mark, ...], theme: MapTheme
) -> None:
    """Figures beside lines, each on a chip that can be read on every ground; where they would lie
    on each other, the later ones count for more."""
    painter.setFont(font(12))
    taken: list[QRectF] = []
    for label, chip in zip(reversed(labels), _label_chips(viewport, labels)[::-1], strict=True):
        if any(chip.intersects(other) for other in taken):
            continue
        taken.append(chip)
        painter.setPen(QPen(theme.accent, 1.0))
        painter.setBrush(theme.halo)
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(theme.text)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, label.text)


def _label_chips(viewport: Viewport, labels: tuple[Mark, ...]) -> list[QRectF]:
    metrics = QFontMetricsF(font(12))
    chips = []
    for label in labels:
        chip = metrics.boundingRect(label.text).adjusted(-6, -3, 6, 3)
        chip.moveCenter(QPointF(*viewport.to_px(np.array(label.xy)).tolist()))
        chips.append(chip)
    return chips


def _entry_box(viewport: Viewport, entry: Entry) -> QRectF:
    x, y = viewport.to_px(np.array(entry.xy)).tolist()
    wide = QFontMetricsF(font(14, bold=True)).horizontalAdvance(entry.text) + 3
    wide = max(wide, QFontMetricsF(font(12)).horizontalAdvance(entry.meaning), 96.0) + 20
    high = 52.0 if entry.meaning else 30.0
    left = min(max(8.0, x + 16), max(8.0, viewport.width - wide - 8))
    top = min(max(8.0, y - high - 16), viewport.height - high - 8.0)
    return QRectF(left, top, wide, high)


def _paint_entry(painter: QPainter, viewport: Viewport, entry: Entry, theme: MapTheme) -> None:
    """A field above the cursor with what has been typed, and under it what that means."""
    typed, said = font(14, bold=True), font(12)
    box = _entry_box(viewport, entry)
    left, top, wide = box.left(), box.top(), box.width()
    colour = theme.refusal if entry.wrong else theme.accent
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(theme.halo)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(theme.text)
    painter.setFont(typed)
    line = QRectF(left + 10, top + 4, wide - 20, 24)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, entry.text)
    caret = left + 11.5 + QFontMetricsF(typed).horizontalAdvance(entry.text)
    painter.setPen(QPen(theme.accent, 1.6))
    painter.drawLine(QPointF(caret, top + 8), QPointF(caret, top + 24))
    painter.setPen(colour if entry.wrong else theme.text)
    painter.setFont(said)
    under = QRectF(left + 10, top + 26, wide - 20, 22)
    painter.drawText(under, Qt.AlignmentFlag.AlignVCenter, entry.meaning)


def _paint_mark(
    painter: QPainter,
    viewport: Viewport,
    mark: Mark,
    colour: QColor,
    theme: MapTheme,
    *,
    filled: bool = True,
) -> None:
    """A ring at a place and a chip beside it: filled for what is so, framed for what would be."""
    painter.setPen(QPen(colour, 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(*viewport.to_px(np.array(mark.xy)).tolist()), 7, 7)
    if not mark.text:
        return
    chip = _mark_chip(viewport, mark)
    painter.setPen(QPen(colour, 1.6 if not filled else 1.0))
    painter.setBrush(colour if filled else theme.halo)
    painter.drawRoundedRect(chip, 4, 4)
    on_colour = QColor("#ffffff" if theme.background.lightness() > 128 else "#10151a")
    painter.setPen(on_colour if filled else colour)
    painter.setFont(font(12))
    painter.drawText(chip.adjusted(8, 3, -8, -3), _WRAPPED, mark.text)


def _mark_chip(viewport: Viewport, mark: Mark) -> QRectF:
    """Of one line, or of several where it is a long sentence."""
    x, y = viewport.to_px(np.array(mark.xy)).tolist()
    room = QRectF(0, 0, max(min(CHIP_PX, viewport.width - 32.0), 1.0), 1000)
    text = QFontMetricsF(font(12)).boundingRect(room, _WRAPPED, mark.text)
    wide, high = math.ceil(text.width()) + 17.0, max(math.ceil(text.height()) + 6.0, 24.0)
    left = min(max(8.0, x + 12), max(8.0, viewport.width - wide - 8))
    top = min(max(8.0, y + 12), max(8.0, viewport.height - high - 10))
    return QRectF(left, top, wide, high)
