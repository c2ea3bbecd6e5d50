"""What is painted otherwise into a file of lines and texts (SVG, and PDF made of it)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPaintEngine, QPainter
from shapely.geometry.base import BaseGeometry

from gridstudio.canvas.picture import blank_image
from gridstudio.canvas.viewport import Viewport

HATCH_PX = 5.5
BASE_MAP_RATIO = 1.5
"""Dots per pixel of base maps on paper: with more their names could not be read."""


class PaperImage(QImage):
    """An image of a page."""

    for_paper = True


def is_vector(painter: QPainter) -> bool:
    """Whether lines stay lines there."""
    return painter.paintEngine().type() != QPaintEngine.Type.Raster


def for_paper(painter: QPainter) -> bool:
    """Whether the device says that it is paper; screens say nothing."""
    return bool(getattr(painter.device(), "for_paper", False))


def paint_as_picture(
    painter: QPainter, viewport: Viewport, paint: Callable[[QPainter], None]
) -> None:
    """Paint what is made of pictures: for paper as one picture of fewer dots; in an SVG Qt would
    show the whole of each picture where a part of it is asked for."""
    if not for_paper(painter):
        paint(painter)
        return
    ratio = min(painter.device().devicePixelRatio(), BASE_MAP_RATIO)
    size = round(viewport.width * ratio), round(viewport.height * ratio)
    image = blank_image(*size, ratio)
    inner = QPainter(image)
    inner.setRenderHints(painter.renderHints())
    inner.setOpacity(painter.opacity())
    try:
        paint(inner)
    finally:
        inner.end()
    painter.save()
    painter.setOpacity(1.0)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QPointF(0, 0), image)
    painter.restore()


def hatch(ground: BaseGeometry, viewport: Viewport, apart_px: float = HATCH_PX) -> BaseGeometry:
    """Rising lines over a ground, both in metres; they run on from one ground to the next."""
    west, south, east, north = viewport.bounds_xy
    seen = shapely.clip_by_rect(ground, west, south, east, north)
    if seen.is_empty:
        return seen
    left, bottom, right, top = seen.bounds
    apart = apart_px * np.sqrt(2) * viewport.metre_per_px * viewport.scale
    # The line y - x = k * apart meets the box for these k.
    first, last = np.ceil((bottom - right) / apart), np.floor((top - left) / apart)
    start = np.arange(first, last + 1) * apart
    ends = np.stack(
        [
            np.column_stack([np.full(len(start), left), left + start]),
            np.column_stack([np.full(len(start), right), right + start]),
        ],
        axis=1,
    )
    return shapely.intersection(shapely.multilinestrings(shapely.linestrings(ends)), seen)
