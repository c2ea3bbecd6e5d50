"""Customers: few as symbols, many rasterised with numpy."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QPolygonF

from gridstudio.canvas.painters.point_raster import rasterise
from gridstudio.canvas.painters.vector import for_paper, is_vector
from gridstudio.canvas.point_look import PointLook, size_share
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.style import Symbol

SYMBOLS_AT_MOST = 2500
"""More than these are rasterised: they would overlap, and each costs 2 µs."""
SYMBOLS_ON_PAPER = 10_000
"""There time matters less than shapes, which tell kinds apart in black and white."""
LEAST_SHARE = 0.72
"""Where points are few, they do not shrink to dots."""
_POINTS = {"triangle": 3, "pentagon": 5, "hexagon": 6}


def paint_points(painter: QPainter, viewport: Viewport, look: PointLook) -> None:
    """Paint the points in view; the higher ranks last, so that they stay visible in a crowd."""
    most = SYMBOLS_ON_PAPER if for_paper(painter) else SYMBOLS_AT_MOST
    if look.index.count(viewport.bounds_xy) <= most:
        paint_symbols(painter, viewport, look)
    else:
        ratio = painter.device().devicePixelRatio()
        width, height = round(viewport.width * ratio), round(viewport.height * ratio)
        image = points_image(look, viewport, ratio, QRect(0, 0, width, height))
        painter.drawImage(QPointF(0, 0), image)


def points_image(look: PointLook, viewport: Viewport, ratio: float, part: QRect) -> QImage:
    """The points of a part of the view (device pixels) as an image of that ratio."""
    image = QImage(part.width(), part.height(), QImage.Format.Format_ARGB32_Premultiplied)
    pixels = np.frombuffer(image.bits(), dtype=np.uint32)
    out = pixels.reshape(part.height(), part.width())
    rasterise(look, viewport, ratio, (part.left(), part.top()), out)
    image.setDevicePixelRatio(ratio)
    return image


def paint_symbols(painter: QPainter, viewport: Viewport, look: PointLook) -> None:
    """Each point in view as the symbol of its kind."""
    west, south, east, north = viewport.bounds_xy
    margin = max(look.diameters) * viewport.scale * viewport.metre_per_px
    at = look.index.positions((west - margin, south - margin, east + margin, north + margin))
    if not len(at):
        return
    at = at[::-1]  # the first rank lies first and is painted last
    at = at[look.codes[at] > 0]
    index = look.index
    xy = np.column_stack([index.x[at], index.y[at]]).astype(np.float64) + index.origin
    ranks = np.searchsorted(index.rank_starts, at, side="right") - 1
    ratio = marker_ratio(painter)
    share = max(size_share(viewport), LEAST_SHARE) * viewport.scale
    px = viewport.to_px(xy).tolist()
    for (x, y), number, rank in zip(
        px, look.symbol_of(look.codes[at]).tolist(), ranks.tolist(), strict=True
    ):
        diameter = round(look.diameters[rank] * share, 2)
        paint_marker(painter, x, y, look.symbols[number], diameter, ratio)


def marker_ratio(painter: QPainter) -> float:
    """Of a marker's picture; 0 where markers stay shapes, in a vector file."""
    return 0.0 if is_vector(painter) else painter.device().devicePixelRatio()


def paint_marker(
    painter: QPainter, x: float, y: float, symbol: Symbol, diameter: float, ratio: float
) -> None:
    """A marker around a place: a picture of ``ratio`` that is kept, or a shape (0)."""
    if not ratio:
        painter.save()
        painter.translate(x, y)
        _draw_marker(painter, symbol, 0.0, diameter)
        painter.restore()
        return
    pixmap = marker_pixmap(symbol, diameter, ratio)
    half = pixmap.width() / ratio / 2
    painter.drawPixmap(QPointF(x - half, y - half), pixmap)


@lru_cache(maxsize=2048)
def marker_pixmap(symbol: Symbol, diameter: float, ratio: float) -> QPixmap:
    """A marker of that diameter, whatever the symbol's own, in the middle of its pixmap."""
    side = math.ceil(diameter) + 4
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_marker(painter, symbol, side / 2, diameter)
    painter.end()
    return pixmap


def _draw_marker(painter: QPainter, symbol: Symbol, middle: float, diameter: float) -> None:
    painter.setOpacity(painter.opacity() * symbol.opacity)
    # An outline of a small symbol must leave something of it.
    width = min(symbol.outline_px, max(0.8, diameter / 5))
    outlined = bool(symbol.outline) and width > 0
    painter.setPen(QPen(QColor(symbol.outline), width) if outlined else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(symbol.color) if symbol.color else Qt.BrushStyle.NoBrush)
    draw_shape(painter, symbol.shape, middle, diameter / 2)


def draw_shape(painter: QPainter, shape: str, middle: float, radius: float) -> None:
    """Draw one of domain.style.SHAPES around ``middle`` (both coordinates), of about the same
    ground whatever the shape."""
    if shape == "circle":
        painter.drawEllipse(QPointF(middle, middle), radius, radius)
    elif shape == "square":
        half = radius * 0.89
        painter.drawRect(QRectF(middle - half, middle - half, 2 * half, 2 * half))
    else:
        painter.drawPolygon(_corners(shape, middle, radius))


@lru_cache(maxsize=128)
def _corners(shape: str, middle: float, radius: float) -> QPolygonF:
    if shape == "star":
        reach = [radius * (1.35 if at % 2 == 0 else 0.6) for at in range(10)]
    elif shape == "diamond":
        reach = [radius * 1.25] * 4
    elif shape == "cross_fill":
        arm, end = radius * 0.42, radius * 1.1
        corner = [(arm, end), (arm, arm), (end, arm)]
        turned = [(x, y) for x, y in corner]
        for _turn in range(3):
            corner = [(y, -x) for x, y in corner]
            turned += corner
        return QPolygonF([QPointF(middle + x, middle + y) for x, y in turned])
    else:
        reach = [radius * 1.22] * _POINTS[shape]
    turn = 2 * math.pi / len(reach)
    return QPolygonF(
        [
            QPointF(
                middle + far * math.sin(at * turn),
                middle - far * math.cos(at * turn),
            )
            for at, far in enumerate(reach)
        ]
    )
