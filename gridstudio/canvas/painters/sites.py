"""Sites: a small round badge with the icon of their kind."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import qtawesome
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.snapshots import Sites
from gridstudio.domain.template import Template

_FAR_M_PER_PX = 55.0
"""Farther out than this the badges would hide the map; a small dot stands for each."""


def paint_sites(painter: QPainter, viewport: Viewport, sites: Sites, template: Template) -> None:
    """Paint the sites in view."""
    west, south, east, north = viewport.bounds_xy
    x, y = sites.xy[:, 0], sites.xy[:, 1]
    rows = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    ratio = painter.device().devicePixelRatio()
    near = viewport.metre_per_px / viewport.scale <= _FAR_M_PER_PX
    side = (15.0 if near else 5.0) * viewport.scale
    for (left, top), code in zip(
        viewport.to_px(sites.xy[rows]).tolist(), sites.kind[rows].tolist(), strict=True
    ):
        word = template.site_kinds[code] if code >= 0 else None
        colour = word.color if word and word.color else "#555b61"
        icon = word.icon if word and near else ""
        badge = site_badge(colour, icon, side, ratio)
        painter.drawPixmap(QPointF(left - side / 2, top - side / 2), badge)


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
