"""The points of a view as an image that is moved with it: only what comes into view is painted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage, QPainter

from gridstudio.canvas.crowd import Crowd
from gridstudio.canvas.painters.clusters import ClusterLook, paint_clusters
from gridstudio.canvas.painters.heat import HeatLook, paint_heat
from gridstudio.canvas.painters.point_raster import rasterise
from gridstudio.canvas.painters.points import SYMBOLS_AT_MOST, paint_symbols
from gridstudio.canvas.picture import Picture, blank_image, grid_origin, pixels_of
from gridstudio.canvas.point_look import PointLook
from gridstudio.canvas.viewport import Viewport

_Raster = PointLook | HeatLook
_CROWD = 4
"""While the view moves, symbols stay symbols up to so many times SYMBOLS_AT_MOST."""


class PointPicture:
    """Customers as they are seen now."""

    def __init__(self) -> None:
        self._image: QImage | None = None
        self._spare: QImage | None = None
        self._still: QImage | None = None
        self._view: Viewport | None = None
        self._look: Crowd | None = None
        self._symbols = False

    def forget(self) -> None:
        """Paint anew at the next showing."""
        self._view = None

    def show(self, painter: QPainter, viewport: Viewport, ratio: float, look: Crowd) -> None:
        """Draw the points; paints what is not painted yet."""
        if isinstance(look, ClusterLook):
            self.forget()
            paint_clusters(painter, viewport, look)
            return
        fresh = (
            self._view is None
            or self._look is not look
            or self._view.metre_per_px != viewport.metre_per_px
            or (self._view.width, self._view.height) != (viewport.width, viewport.height)
        )
        if isinstance(look, HeatLook):
            self._symbols = False
        elif fresh:
            self._symbols = look.index.count(viewport.bounds_xy) <= SYMBOLS_AT_MOST
        elif self._symbols:
            self._symbols = look.index.count(viewport.bounds_xy) <= SYMBOLS_AT_MOST * _CROWD
            fresh = not self._symbols
        self._look = look
        if self._symbols and isinstance(look, PointLook):
            unmoved = not fresh and viewport == self._view
            self._view = viewport
            self._show_symbols(painter, viewport, ratio, look, unmoved=unmoved)
            return
        if fresh or self._image is None or self._image.devicePixelRatio() != ratio:
            self._whole(viewport, ratio, look)
        elif viewport != self._view:
            self._moved(viewport, ratio, look)
        self._view = viewport
        assert self._image is not None
        painter.drawImage(QPointF(0, 0), self._image)

    def _show_symbols(
        self, painter: QPainter, viewport: Viewport, ratio: float, look: PointLook, *, unmoved: bool
    ) -> None:
        """Symbol by symbol while the view moves; where it stays, as in a drag, as one picture."""
        if not unmoved:
            self._still = None
            paint_symbols(painter, viewport, look)
            return
        if self._still is None or self._still.devicePixelRatio() != ratio:
            size = round(viewport.width * ratio), round(viewport.height * ratio)
            self._still = blank_image(*size, ratio)
            inner = QPainter(self._still)
            inner.setRenderHints(painter.renderHints())
            paint_symbols(inner, viewport, look)
            inner.end()
        painter.drawImage(QPointF(0, 0), self._still)

    def stretch(self, painter: QPainter, viewport: Viewport) -> bool:
        """Draw what was painted last where it belongs in another view; False where it is nothing
        that would do."""
        if self._view is None or self._image is None or self._symbols:
            return False
        if self._view.metre_per_px == viewport.metre_per_px:
            return False
        Picture(self._image, self._view).draw(painter, viewport)
        return True

    def _whole(self, viewport: Viewport, ratio: float, look: _Raster) -> None:
        width, height = round(viewport.width * ratio), round(viewport.height * ratio)
        if self._image is None or (self._image.width(), self._image.height()) != (width, height):
            self._image, self._spare = (blank_image(width, height, ratio) for _two in range(2))
        self._image.setDevicePixelRatio(ratio)
        _paint(look, viewport, ratio, (0, 0), pixels_of(self._image))

    def _moved(self, viewport: Viewport, ratio: float, look: _Raster) -> None:
        """Shift what is there and paint the two strips that come into view."""
        assert self._view is not None and self._image is not None and self._spare is not None
        left, top = grid_origin(viewport, ratio)
        was_left, was_top = grid_origin(self._view, ratio)
        across, down = was_left - left, was_top - top
        width, height = self._image.width(), self._image.height()
        if abs(across) >= width or abs(down) >= height:
            self._whole(viewport, ratio, look)
            return
        self._spare.setDevicePixelRatio(ratio)
        old, new = pixels_of(self._image), pixels_of(self._spare)
        new[max(down, 0) : height + min(down, 0), max(across, 0) : width + min(across, 0)] = old[
            max(-down, 0) : height + min(-down, 0), max(-across, 0) : width + min(-across, 0)
        ]
        for part in _strips(width, height, across, down):
            piece = np.empty((part.height(), part.width()), dtype=np.uint32)
            _paint(look, viewport, ratio, (part.left(), part.top()), piece)
            new[part.top() : part.bottom() + 1, part.left() : part.right() + 1] = piece
        self._image, self._spare = self._spare, self._image


def _paint(
    look: _Raster,
    viewport: Viewport,
    ratio: float,
    corner: tuple[int, int],
    out: NDArray[np.uint32],
) -> None:
    paint = paint_heat if isinstance(look, HeatLook) else rasterise
    paint(look, viewport, ratio, corner, out)  # type: ignore[arg-type]  # each with its own


def _strips(width: int, height: int, across: int, down: int) -> list[QRect]:
    """What a shift uncovers: a strip at the top or bottom, one at a side; they do not overlap."""
    strips = []
    if down:
        strips.append(QRect(0, 0 if down > 0 else height + down, width, abs(down)))
    if across:
        top = max(down, 0)
        left = 0 if across > 0 else width + across
        strips.append(QRect(left, top, abs(across), height - abs(down)))
    return strips
