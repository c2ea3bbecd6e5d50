"""A painted piece of the map that knows what it shows, and the grid of pixels that all share."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from gridstudio.canvas.viewport import Viewport


@dataclass(frozen=True)
class Picture:
    """An image and the view that it shows."""

    image: QImage
    viewport: Viewport

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw it where it belongs in another view: moved, or scaled where the scales differ."""
        west, south, east, north = self.viewport.bounds_xy
        left, top = viewport.to_px([west, north]).tolist()
        if viewport.metre_per_px == self.viewport.metre_per_px:
            ratio = self.image.devicePixelRatio()
            at = QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio)
            painter.drawImage(at, self.image)
            return
        right, bottom = viewport.to_px([east, south]).tolist()
        painter.drawImage(QRectF(left, top, right - left, bottom - top), self.image)


def snapped(viewport: Viewport, ratio: float) -> Viewport:
    """The view moved by less than a pixel onto the grid of device pixels that begins at 0, 0 of the
    plane: what is painted for one view then fits every other of that scale."""
    metre = viewport.metre_per_px / ratio
    left, top = grid_origin(viewport, ratio)
    half_x, half_y = viewport.width * ratio / 2, viewport.height * ratio / 2
    return replace(viewport, x=(left + half_x) * metre, y=-(top + half_y) * metre)


def grid_origin(viewport: Viewport, ratio: float) -> tuple[int, int]:
    """Column and line of the view's first pixel in that grid, lines downwards."""
    metre = viewport.metre_per_px / ratio
    west, _south, _east, north = viewport.bounds_xy
    return round(west / metre), round(-north / metre)


def blank_image(width: int, height: int, ratio: float, *, opaque: bool = False) -> QImage:
    """An image of device pixels; transparent unless ``opaque`` (then whatever is in memory)."""
    kind = QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(max(width, 1), max(height, 1), kind)
    image.setDevicePixelRatio(ratio)
    if not opaque:
        image.fill(0)
    return image


def pixels_of(image: QImage) -> NDArray[np.uint32]:
    """The image's memory ``(height, width)``."""
    flat = np.frombuffer(image.bits(), dtype=np.uint32)
    return flat.reshape(image.height(), image.width())
