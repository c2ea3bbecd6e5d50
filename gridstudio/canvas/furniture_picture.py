"""Scale bar and north of a view that stays, painted once: a moving hand shows them at each move."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from gridstudio.canvas.scene import paint_furniture
from gridstudio.canvas.theme import MapTheme
from gridstudio.canvas.viewport import Viewport

BAR_PX, NORTH_PX = (300, 48), (56, 60)
"""Width and height of the corners that hold them, at scale 1."""


class FurniturePicture:
    """Two small pictures, made anew when the view, the theme or the screen changes."""

    def __init__(self) -> None:
        self._key: tuple[Viewport, MapTheme, float] | None = None
        self._parts: list[tuple[QRect, QImage]] = []

    def paint(self, painter: QPainter, viewport: Viewport, theme: MapTheme, ratio: float) -> None:
        """On a screen with ``ratio`` device pixels to a pixel."""
        if self._key != (viewport, theme, ratio):
            self._key = viewport, theme, ratio
            self._parts = [(box, _part(box, viewport, theme, ratio)) for box in _boxes(viewport)]
        for box, picture in self._parts:
            painter.drawImage(box.topLeft(), picture)


def _boxes(viewport: Viewport) -> tuple[QRect, QRect]:
    scale = viewport.scale
    wide, high = (round(side * scale) for side in BAR_PX)
    bar = QRect(0, round(viewport.height) - high, wide, high)
    wide, high = (round(side * scale) for side in NORTH_PX)
    return bar, QRect(round(viewport.width) - wide, 0, wide, high)


def _part(box: QRect, viewport: Viewport, theme: MapTheme, ratio: float) -> QImage:
    size = box.size() * ratio
    picture = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-box.topLeft())
    paint_furniture(painter, viewport, theme)
    painter.end()
    return picture
