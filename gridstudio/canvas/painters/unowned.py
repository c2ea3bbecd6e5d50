"""Customers without owner, ringed so that they are seen wherever they are and however few."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.belonging import UNOWNED_COLOR, WITHOUT_OWNER, belonging
from gridstudio.domain.map_data import MapData

RING_PX, WIDTH_PX, CELL_PX = 13.0, 2.0, 5.0
"""One ring stands for all in a cell: more could not be told apart."""


def are_shown(data: MapData) -> bool:
    """Whether anybody is without owner; before a county stands nobody is."""
    return bool(len(data.areas)) and bool(len(unowned_xy(data)))


def unowned_xy(data: MapData) -> NDArray[np.float64]:
    """Where they are ``(m, 2)``, metres in EPSG:3857."""
    found: NDArray[np.float64] = data.customers.xy[
        belonging(data.areas, data.owners) == WITHOUT_OWNER
    ]
    return found


def paint_unowned(painter: QPainter, viewport: Viewport, data: MapData) -> None:
    """A ring round each in view."""
    if not are_shown(data):
        return
    px = viewport.to_px(unowned_xy(data))
    margin = RING_PX
    far = (viewport.width + margin, viewport.height + margin)
    px = px[(px > -margin).all(axis=1) & (px < far).all(axis=1)]
    _cells, first = np.unique(np.floor(px / CELL_PX), axis=0, return_index=True)
    ring = ring_pixmap(painter.device().devicePixelRatio())
    half = ring.width() / ring.devicePixelRatio() / 2
    for x, y in px[first].tolist():
        painter.drawPixmap(QPointF(x - half, y - half), ring)


@lru_cache(maxsize=4)
def ring_pixmap(ratio: float) -> QPixmap:
    """The ring, for the map and the legend."""
    side = round(RING_PX + WIDTH_PX) + 1
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((QColor(255, 255, 255, 200), WIDTH_PX + 1.6), (UNOWNED_COLOR, WIDTH_PX)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawEllipse(QPointF(side / 2, side / 2), RING_PX / 2, RING_PX / 2)
    painter.end()
    return pixmap
