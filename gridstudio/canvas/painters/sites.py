"""Sites: a small round badge with the icon of their kind."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import qtawesome
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gridstudio.canvas.painters.points import marker_pixmap
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.columns import Column, classes_of
from gridstudio.domain.snapshots import Sites
from gridstudio.domain.style import Style, StyleClass
from gridstudio.domain.template import Template, code_of

_FAR_M_PER_PX = 55.0
"""Farther out than this the badges would hide the map; a small dot stands for each."""
_FAR_PX = 5.0


def paint_sites(
    painter: QPainter,
    viewport: Viewport,
    sites: Sites,
    template: Template,
    style: Style,
    column: Column | None,
) -> None:
    """Paint the sites in view; ``column`` is that of the style's field."""
    west, south, east, north = viewport.bounds_xy
    x, y = sites.xy[:, 0], sites.xy[:, 1]
    codes = classes_of(style, column, len(sites))
    seen = (codes >= 0) & (x >= west) & (x <= east) & (y >= south) & (y <= north)
    rows = np.flatnonzero(seen)
    ratio = painter.device().devicePixelRatio()
    near = viewport.metre_per_px / viewport.scale <= _FAR_M_PER_PX
    for (left, top), code in zip(
        viewport.to_px(sites.xy[rows]).tolist(), codes[rows].tolist(), strict=True
    ):
        one = style.classes[code]
        if one.visible:
            side = (one.symbol.size_px if near else _FAR_PX) * viewport.scale
            badge = badge_of(one, style, template, side, ratio, icon=near)
            half = badge.width() / ratio / 2
            painter.drawPixmap(QPointF(left - half, top - half), badge)


def badge_of(
    one: StyleClass,
    style: Style,
    template: Template,
    side: float,
    ratio: float,
    *,
    icon: bool = True,
) -> QPixmap:
    """What stands for a class of sites: a square with the icon of its kind, else a marker."""
    if one.symbol.shape != "square":
        return marker_pixmap(one.symbol, side * 0.8, ratio)
    kind = code_of(template.site_kinds, one.value) if style.field == "kind" else -1
    name = template.site_kinds[kind].icon if kind >= 0 and icon else ""
    return site_badge(one.symbol.color, name, side, ratio)


@lru_cache(maxsize=128)
def site_badge(colour: str, icon: str, side: float, ratio: float) -> QPixmap:
    """A badge of ``side`` pixels."""
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(255, 255, 255, 230), side / 14))
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(0.6, 0.6, side - 1.2, side - 1.2), side / 3.6, side / 3.6)
    if icon:
        inset = round(side * 0.17)
        glyph = qtawesome.icon(icon, color="#ffffff").pixmap(
            round((side - 2 * inset) * ratio), round((side - 2 * inset) * ratio)
        )
        painter.drawPixmap(
            QRectF(inset, inset, side - 2 * inset, side - 2 * inset), glyph, QRectF(glyph.rect())
        )
    painter.end()
    return pixmap
