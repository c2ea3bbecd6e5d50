"""Pictures of tiles as PNG, JPEG or WebP; PNG with a palette, which makes it a third as large."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage

TileFormat = Literal["png", "jpg", "webp"]

_PALETTE = 256
_QUALITY = {"png": 20, "jpg": 88, "webp": 84}
"""As Qt counts: for PNG less is smaller and slower."""


def encoded(image: QImage, format: TileFormat) -> bytes:
    """The picture (RGB32) as bytes of that format."""
    if format == "png":
        image = with_palette(image)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, format.upper(), _QUALITY[format])  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def with_palette(image: QImage) -> QImage:
    """The picture in its 256 commonest colours; each of the others, which are blends along edges,
    becomes the nearest of these."""
    width, height = image.width(), image.height()
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(height, width)
    colours, number, count = np.unique(pixels, return_inverse=True, return_counts=True)
    number = number.reshape(-1)
    if len(colours) > _PALETTE:
        kept = np.sort(np.argsort(-count, kind="stable")[:_PALETTE])
        number = _nearest(colours, colours[kept])[number]
        colours = colours[kept]
    stride = (width + 3) // 4 * 4
    indices = np.zeros((height, stride), dtype=np.uint8)
    indices[:, :width] = number.reshape(height, width)
    made = QImage(indices.tobytes(), width, height, stride, QImage.Format.Format_Indexed8)
    made.setColorTable(colours.tolist())
    return made.copy()  # of its own, since the bytes above go


def _nearest(colours: NDArray[np.uint32], kept: NDArray[np.uint32]) -> NDArray[np.intp]:
    from scipy.spatial import cKDTree

    _distance, nearest = cKDTree(_channels(kept)).query(_channels(colours))
    found: NDArray[np.intp] = nearest
    return found


def _channels(colours: NDArray[np.uint32]) -> NDArray[np.float64]:
    return np.column_stack([(colours >> shift) & 255 for shift in (16, 8, 0)]).astype(float)
