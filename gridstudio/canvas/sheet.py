"""A map on paper: where its parts lie, and how they are painted.

Everything is in pixels of 96 to an inch, whatever the device; a device of finer dots says so by its
device pixel ratio.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.legend import legend_items
from gridstudio.canvas.painters.furniture import paint_north, paint_scale_bar
from gridstudio.canvas.scene import Look, scene_steps
from gridstudio.canvas.sheet_legend import WIDTH_PX, paint_legend
from gridstudio.canvas.svg import CLIP_BEGINS, CLIP_ENDS, mark_clip
from gridstudio.canvas.theme import LIGHT, font
from gridstudio.canvas.viewport import SCREEN_PX_M, Viewport, fitting
from gridstudio.domain.map_data import MapData
from gridstudio.domain.sheet import Sheet, round_denominator
from gridstudio.i18n import _

PX_PER_MM = 0.001 / SCREEN_PX_M
MARGIN_MM = 10.0
TITLE_MM, FOOTER_MM, GAP_MM = 14.0, 7.0, 4.0
PAPER = replace(LIGHT, background=QColor("#ffffff"))


@dataclass(frozen=True)
class Plan:
    """Where the parts of a sheet lie, and the view that its map shows."""

    width: float
    height: float
    map: QRectF
    legend: QRectF | None
    viewport: Viewport

    @property
    def denominator(self) -> float:
        return self.viewport.denominator


def without_empty_legend(sheet: Sheet, data: MapData, look: Look) -> Sheet:
    """The sheet, without room for a legend that would have no line."""
    empty = sheet.legend and not legend_items(data, look)
    return replace(sheet, legend=False) if empty else sheet


def plan(sheet: Sheet) -> Plan:
    """Lay a sheet out: the map fills what title, footer and legend leave of it."""
    width, height = (side * PX_PER_MM for side in sheet.size_mm)
    margin = MARGIN_MM * PX_PER_MM
    top = margin + (TITLE_MM * PX_PER_MM if sheet.title else 0)
    bottom = height - margin - FOOTER_MM * PX_PER_MM
    right = width - margin
    legend = None
    if sheet.legend:
        legend = QRectF(right - WIDTH_PX, top, WIDTH_PX, bottom - top)
        right -= WIDTH_PX + GAP_MM * PX_PER_MM
    # Whole pixels, since a view has them.
    frame = QRectF(margin, top, int(right - margin), int(bottom - top))
    view = fitting(sheet.bounds, int(frame.width()), int(frame.height()))
    view = view.at_denominator(sheet.denominator or round_denominator(view.denominator))
    return Plan(width, height, frame, legend, view)


def sheet_steps(
    painter: QPainter, laid: Plan, sheet: Sheet, data: MapData, look: Look, base_maps: BaseMaps
) -> Iterator[None]:
    """Paint a whole page, with the look that the map has, on paper; a layer at a time."""
    look = replace(look, theme=PAPER, furniture=False, graticule=sheet.graticule)
    page = QRectF(0, 0, laid.width, laid.height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    painter.fillRect(page, QColor("#ffffff"))
    yield from _map_steps(painter, laid, sheet, data, look, base_maps)
    painter.setPen(QPen(PAPER.text, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(laid.map)
    if sheet.title:
        _paint_title(painter, laid, sheet.title)
    if laid.legend is not None:
        items = legend_items(data, look, painter.device().devicePixelRatio(), laid.viewport)
        paint_legend(painter, laid.legend, items, data, PAPER)
    _paint_footer(painter, laid, sheet)


def _map_steps(
    painter: QPainter, laid: Plan, sheet: Sheet, data: MapData, look: Look, base_maps: BaseMaps
) -> Iterator[None]:
    painter.save()
    painter.translate(laid.map.topLeft())
    painter.setClipRect(QRectF(0, 0, laid.map.width(), laid.map.height()))
    try:
        mark_clip(painter, CLIP_BEGINS)
        yield from scene_steps(painter, laid.viewport, data, look, base_maps)
        if sheet.scale_bar:
            paint_scale_bar(painter, laid.viewport, PAPER)
        if sheet.north:
            paint_north(painter, laid.viewport, PAPER)
        mark_clip(painter, CLIP_ENDS)
    finally:
        painter.restore()


def _paint_title(painter: QPainter, laid: Plan, title: str) -> None:
    face = font(26, bold=True)
    metrics = QFontMetricsF(face)
    room = laid.width - 2 * MARGIN_MM * PX_PER_MM
    text = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
    painter.setFont(face)
    painter.setPen(PAPER.text)
    painter.drawText(QPointF(laid.map.left(), laid.map.top() - 4 * PX_PER_MM), text)


def _paint_footer(painter: QPainter, laid: Plan, sheet: Sheet) -> None:
    """Scale on the left, where the map comes from on the right."""
    face = font(11)
    metrics = QFontMetricsF(face)
    painter.setFont(face)
    painter.setPen(PAPER.text)
    base = laid.map.bottom() + 5 * PX_PER_MM
    scale = _("Scale 1 : {denominator:,.0f}").format(denominator=laid.denominator)
    painter.drawText(QPointF(laid.map.left(), base), scale)
    painter.setPen(PAPER.muted)
    right = laid.width - MARGIN_MM * PX_PER_MM
    room = right - laid.map.left() - metrics.horizontalAdvance(scale) - 24
    text = metrics.elidedText(sheet.footer, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QPointF(right - metrics.horizontalAdvance(text), base), text)
