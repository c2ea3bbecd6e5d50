"""Many lines and grounds, painted in little time.

Qt's rasteriser keeps what a path covers in lists along each row of pixels: its time grows with the
square of what one path holds. So wide lines and fills go to it a few at a time. Lines of at most a
pixel take another way in Qt, which is quick for any number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from gridstudio.canvas.painters.shapes import Objects, path_of
from gridstudio.canvas.painters.vector import for_paper
from gridstudio.canvas.picture import blank_image
from gridstudio.canvas.viewport import Viewport

_LINES_AT_ONCE, _VERTICES_AT_ONCE = 8, 4_000
_THIN_PX = 1.0


def stroke(painter: QPainter, geometries: Objects, viewport: Viewport | None, pen: QPen) -> None:
    """Stroke lines and the rings of grounds, in EPSG:3857 metres or, without a viewport, in the
    painter's own units. The painter must be opaque (``faded``), since strokes overlap."""
    ratio = painter.device().devicePixelRatio()
    if pen.widthF() * ratio <= _THIN_PX or len(geometries) <= _LINES_AT_ONCE:
        painter.strokePath(path_of(geometries, viewport), pen)
        return
    for first in range(0, len(geometries), _LINES_AT_ONCE):
        some = geometries[first : first + _LINES_AT_ONCE]
        painter.strokePath(path_of(some, viewport), pen)


def fill(painter: QPainter, geometries: Objects, viewport: Viewport | None, colour: QColor) -> None:
    """Fill grounds whose rings are oriented; where they overlap it shows no more than once."""
    brush = QBrush(colour)
    count = np.cumsum(shapely.get_num_coordinates(geometries))
    bins = (count - 1) // _VERTICES_AT_ONCE
    for some in np.split(geometries, np.flatnonzero(np.diff(bins)) + 1):
        painter.fillPath(path_of(some, viewport), brush)


@contextmanager
def faded(painter: QPainter, viewport: Viewport, opacity: float) -> Iterator[QPainter]:
    """A painter whose strokes and fills, all together, are shown that opaque."""
    if opacity >= 1.0 or for_paper(painter):
        painter.save()
        painter.setOpacity(opacity)
        try:
            yield painter
        finally:
            painter.restore()
        return
    ratio = painter.device().devicePixelRatio()
    image = blank_image(round(viewport.width * ratio), round(viewport.height * ratio), ratio)
    image.fill(Qt.GlobalColor.transparent)
    inner = QPainter(image)
    inner.setRenderHints(painter.renderHints())
    try:
        yield inner
    finally:
        inner.end()
    painter.save()
    painter.setOpacity(opacity)
    painter.drawImage(QPointF(0, 0), image)
    painter.restore()
