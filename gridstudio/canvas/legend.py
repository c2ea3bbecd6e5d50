"""What is on the map now, for the legend: the same words and colours as the painters use."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPixmap

from gridstudio.canvas.painters.points import symbol_pixmap
from gridstudio.canvas.painters.sites import site_badge
from gridstudio.canvas.point_look import colour_of, diameter_px, shape_of
from gridstudio.canvas.scene import Look
from gridstudio.domain.map_data import MapData

SYMBOL_PX = 16


@dataclass(frozen=True)
class LegendItem:
    """One line of the legend: its layer's id, its symbol, text and number on the map."""

    layer: int
    symbol: QPixmap
    text: str
    count: int


def legend_items(data: MapData, look: Look, ratio: float = 1.0) -> list[LegendItem]:
    """Lines for the customers' kinds or classes and the sites' kinds that occur and are shown."""
    items: list[LegendItem] = []
    customers, sites = data.layer_of("customers"), data.layer_of("sites")
    if customers is not None and look.shows(data, "customers"):
        by_class = look.colouring == "class"
        words = data.template.classes if by_class else data.template.kinds
        codes = data.customers.class_ if by_class else data.customers.kind
        for code, word in enumerate(words):
            count = int((codes == code).sum())
            if count:
                diameter = diameter_px(code) if by_class else 9.2
                dot = symbol_pixmap(colour_of(words, code), shape_of(code), diameter, ratio)
                items.append(LegendItem(customers.id, dot, word.name(), count))
    if sites is not None and look.shows(data, "sites"):
        for code, word in enumerate(data.template.site_kinds):
            count = int((data.sites.kind == code).sum())
            if count:
                badge = site_badge(word.color or "#555b61", word.icon, float(SYMBOL_PX), ratio)
                items.append(LegendItem(sites.id, badge, word.name(), count))
    return items
