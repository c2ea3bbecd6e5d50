"""The legend of a map on paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from gridstudio.canvas.legend import SYMBOL_PX, LegendItem
from gridstudio.canvas.theme import MapTheme, font
from gridstudio.domain.layer_tree import title
from gridstudio.domain.map_data import MapData
from gridstudio.i18n import _

WIDTH_PX = 176.0
_LINE_PX, _GAP_PX, _INDENT_PX = 21.0, 8.0, 26.0


def paint_legend(
    painter: QPainter,
    box: QRectF,
    items: Sequence[LegendItem],
    data: MapData,
    theme: MapTheme,
) -> None:
    """A heading for each layer, its lines below; what has no room is counted in the last line."""
    names = {layer.id: title(layer, data.template) for layer in data.layers}
    y = box.top()
    layer: int | None = None
    for number, item in enumerate(items):
        heads = item.layer != layer
        needed = _LINE_PX * (3 if heads else 2)
        if y + needed > box.bottom():
            rest = _("and {count} more").format(count=len(items) - number)
            _text(painter, QPointF(box.left(), y + 15), rest, box.width(), theme, muted=True)
            return
        if heads:
            y += _GAP_PX if layer is not None else 0
            name = names.get(item.layer, "")
            _text(painter, QPointF(box.left(), y + 15), name, box.width(), theme, bold=True)
            y += _LINE_PX
            layer = item.layer
        _line(painter, box, y, item, theme)
        y += _LINE_PX


def _line(painter: QPainter, box: QRectF, y: float, item: LegendItem, theme: MapTheme) -> None:
    ratio = item.symbol.devicePixelRatio()
    wide, high = item.symbol.width() / ratio, item.symbol.height() / ratio
    at = QPointF(box.left() + (SYMBOL_PX - wide) / 2, y + (_LINE_PX - high) / 2)
    painter.drawPixmap(at, item.symbol)
    count = "" if item.count is None else f"{item.count:,}"
    width = QFontMetricsF(font(11.5)).horizontalAdvance(count)
    room = box.width() - _INDENT_PX - width - _GAP_PX
    _text(painter, QPointF(box.left() + _INDENT_PX, y + 15), item.text, room, theme)
    _text(painter, QPointF(box.right() - width, y + 15), count, width + 1, theme, muted=True)


def _text(
    painter: QPainter,
    at: QPointF,
    text: str,
    room: float,
    theme: MapTheme,
    *,
    bold: bool = False,
    muted: bool = False,
) -> None:
    face = font(11.5, bold=bold)
    painter.setFont(face)
    painter.setPen(theme.muted if muted else theme.text)
    painter.drawText(at, QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, room))
