"""What is on the map now, for the legend: the same words and colours as the painters use."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gridstudio.canvas.painters.points import radius_px
from gridstudio.canvas.painters.sites import site_badge
from gridstudio.canvas.scene import Look
from gridstudio.domain.map_data import MapData
from gridstudio.domain.template import Word

SYMBOL_PX = 16


@dataclass(frozen=True)
class LegendItem:
    """One line of the legend: the layer it belongs to, its symbol, text and number on the map."""

    layer: str
    symbol: QPixmap
    text: str
    count: int


def legend_items(data: MapData, look: Look, ratio: float = 1.0) -> list[LegendItem]:
    """Lines for the customers' kinds or classes and the sites' kinds that occur and are shown."""
    items: list[LegendItem] = []
    if look.shows("customers"):
        by_class = look.colouring == "class"
        words = data.template.classes if by_class else data.template.kinds
        codes = data.customers.class_ if by_class else data.customers.kind
        for code, word in enumerate(words):
            count = int((codes == code).sum())
            if count:
                radius = radius_px(code) if by_class else 4.6
                dot = _dot(word, radius, ratio)
                items.append(LegendItem("customers", dot, word.name(), count))
    if look.shows("sites"):
        for code, word in enumerate(data.template.site_kinds):
            count = int((data.sites.kind == code).sum())
            if count:
                badge = site_badge(word.color or "#555b61", word.icon, float(SYMBOL_PX), ratio)
                items.append(LegendItem("sites", badge, word.name(), count))
    return items


def _dot(word: Word, radius: float, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(SYMBOL_PX * ratio), round(SYMBOL_PX * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(255, 255, 255, 220), 1.0))
    painter.setBrush(QColor(word.color or "#8a8f94"))
    middle = SYMBOL_PX / 2
    painter.drawEllipse(QRectF(middle - radius, middle - radius, 2 * radius, 2 * radius))
    painter.end()
    return pixmap
