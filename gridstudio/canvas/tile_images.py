"""Tiles decoded: one store for all base maps of a map, of bounded size, and how one is decoded."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

import numpy as np
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QImage, QImageReader

from gridstudio.formats.tiles.source import picture_kind

KEPT_MIB = 64
LARGEST_PX = 2048
"""A picture with a longer side is no tile: it would take more than 16 MiB."""
_ENTRY_BYTES = 256


class TileImages:
    """The decoded tiles that were used last, at most ``KEPT_MIB``. For any thread.

    A key belongs to a null image where the map has no such tile.
    """

    def __init__(self, kept_mib: int = KEPT_MIB) -> None:
        self._most = kept_mib << 20
        self._lock = threading.Lock()
        self._images: OrderedDict[Hashable, QImage] = OrderedDict()
        self.bytes = 0

    def get(self, key: Hashable) -> QImage | None:
        """The image, null where there is no tile; None where that is not known."""
        with self._lock:
            image = self._images.get(key)
            if image is not None:
                self._images.move_to_end(key)
            return image

    def put(self, key: Hashable, image: QImage) -> None:
        with self._lock:
            before = self._images.pop(key, None)
            if before is not None:
                self.bytes -= _weight(before)
            self._images[key] = image
            self.bytes += _weight(image)
            while self.bytes > self._most and len(self._images) > 1:
                _key, oldest = self._images.popitem(last=False)
                self.bytes -= _weight(oldest)

    def clear(self) -> None:
        with self._lock:
            self._images.clear()
            self.bytes = 0


def _weight(image: QImage) -> int:
    return int(image.sizeInBytes()) + _ENTRY_BYTES


def decoded(data: bytes, halvings: int) -> QImage:
    """A tile's picture, its sides halved so many times, ready to be drawn; null where it is
    damaged, cut short, too large, or no PNG, JPEG or WebP."""
    kind = picture_kind(data)
    # Qt would make up in grey what a JPEG that is cut short lacks.
    if not kind or (kind == "jpg" and b"\xff\xd9" not in data[-1024:]):
        return QImage()
    buffer = QBuffer()
    buffer.setData(data)
    # QImageReader lets other threads run while it reads, QImage.fromData does not.
    reader = QImageReader(buffer)
    size = reader.size()
    if max(size.width(), size.height()) > LARGEST_PX:
        return QImage()
    if halvings and size.isValid():
        wide, high = (max(1, side >> halvings) for side in (size.width(), size.height()))
        reader.setScaledSize(QSize(wide, high))
    return reader.read().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def turn_lightness(image: QImage) -> None:
    """Turn a decoded tile's light to dark and dark to light, each hue as it is: HSL lightness L
    becomes 1 - L, which adds (opacity - lightest - darkest) to all three channels."""
    if image.isNull():
        return
    bytes_ = np.frombuffer(image.bits(), np.uint8)
    pixels = bytes_.reshape(image.height(), image.bytesPerLine() // 4, 4)
    colours = pixels[..., :3].astype(np.int16)  # premultiplied: none is above the opacity
    shift = pixels[..., 3].astype(np.int16) - colours.max(axis=-1) - colours.min(axis=-1)
    pixels[..., :3] = colours + shift[..., None]
