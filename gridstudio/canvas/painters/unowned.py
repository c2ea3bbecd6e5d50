"""Customers without owner, ringed so that they are seen wherever they are and however few."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter

from gridstudio.canvas.painters.rings import paint_rings
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.belonging import UNOWNED_COLOR, WITHOUT_OWNER, belonging
from gridstudio.domain.map_data import MapData

RING_PX, WIDTH_PX, CELL_PX = 13.0, 2.0, 5.0
"""One ring stands for all in a cell: more could not be told apart."""
STROKES = (("#c8ffffff", WIDTH_PX + 1.6), (UNOWNED_COLOR, WIDTH_PX))
"""A pale rim keeps the ring apart from what it lies on."""


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
    paint_rings(painter, px[first], RING_PX, STROKES)
