"""Customers: few as symbols, many rasterised with numpy."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.snapshots import Customers
from gridstudio.domain.template import Template, Word

SYMBOLS_AT_MOST = 3000
_UNKNOWN = "#8a8f94"


def paint_customers(
    painter: QPainter,
    viewport: Viewport,
    customers: Customers,
    template: Template,
    colouring: str,
) -> None:
    """Paint the customers in view, coloured by ``colouring`` (kind or class); the higher classes
    are painted last, so that they stay visible in a crowd."""
    rows = in_view(viewport, customers)
    if not len(rows):
        return
    codes = customers.class_ if colouring == "class" else customers.kind
    words = template.classes if colouring == "class" else template.kinds
    rank = customers.class_[rows].astype(np.int64)
    rank[rank < 0] = len(template.classes)
    rows = rows[np.argsort(-rank, kind="stable")]
    px = viewport.to_px(customers.xy[rows])
    if len(rows) <= SYMBOLS_AT_MOST:
        _paint_symbols(painter, viewport, px, codes[rows], customers.class_[rows], words)
    else:
        _paint_raster(painter, viewport, px, codes[rows], words)


def in_view(viewport: Viewport, customers: Customers) -> NDArray[np.int64]:
    """Rows of the customers inside the view."""
    west, south, east, north = viewport.bounds_xy
    x, y = customers.xy[:, 0], customers.xy[:, 1]
    return np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))


def radius_px(class_code: int) -> float:
    """Symbols of the first class are the largest."""
    return (5.6, 4.7, 3.9, 3.2)[class_code] if 0 <= class_code < 4 else 3.2


def _paint_symbols(
    painter: QPainter,
    viewport: Viewport,
    px: NDArray[np.float64],
    codes: NDArray[np.int16],
    classes: NDArray[np.int16],
    words: tuple[Word, ...],
) -> None:
    colours = [_colour(words, code) for code in range(-1, len(words))]
    ratio = painter.device().devicePixelRatio()
    for (x, y), code, class_code in zip(px.tolist(), codes.tolist(), classes.tolist(), strict=True):
        symbol = _symbol(colours[code + 1], radius_px(class_code) * viewport.scale, ratio)
        half = symbol.width() / ratio / 2
        painter.drawPixmap(QPointF(x - half, y - half), symbol)


@lru_cache(maxsize=256)
def _symbol(colour: str, radius: float, ratio: float) -> QPixmap:
    side = radius * 2 + 3
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(255, 255, 255, 220), max(1.0, radius / 4)))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QRectF(1.5, 1.5, side - 3, side - 3))
    painter.end()
    return pixmap


def _paint_raster(
    painter: QPainter,
    viewport: Viewport,
    px: NDArray[np.float64],
    codes: NDArray[np.int16],
    words: tuple[Word, ...],
) -> None:
    ratio = painter.device().devicePixelRatio()
    dots = max(2, round(2 * ratio * viewport.scale))
    width, height = round(viewport.width * ratio), round(viewport.height * ratio)
    picture = np.zeros((height + dots, width + dots), dtype=np.uint32)
    corner = np.rint(px * ratio - dots / 2).astype(np.int64)
    column = np.clip(corner[:, 0], 0, width - 1)
    line = np.clip(corner[:, 1], 0, height - 1)
    palette = np.array(
        [QColor(_colour(words, code)).rgba() for code in range(-1, len(words))], dtype=np.uint32
    )
    colour = palette[codes.astype(np.int64) + 1]
    flat = picture.reshape(-1)
    start = line * picture.shape[1] + column
    for down in range(dots):
        for across in range(dots):
            flat[start + down * picture.shape[1] + across] = colour
    image = QImage(picture.data, picture.shape[1], picture.shape[0], QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(QPointF(0, 0), image)


def _colour(words: tuple[Word, ...], code: int) -> str:
    return words[code].color or _UNKNOWN if 0 <= code < len(words) else _UNKNOWN
