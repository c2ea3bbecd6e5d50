"""A large picture in several sizes, read from its file in parts.

A scan of 10,000 × 10,000 pixels would take 400 MB. One small overview is kept, and one window of
what was looked at last. JPEG is read by Qt part by part; PNG and TIFF, of which Qt always decodes
everything, are handed to it in bands of lines as small files made in memory.
"""

from __future__ import annotations

import math
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QImageReader, QTransform

from gridstudio.formats.pictures.png import PngHead, png_file, png_lines, read_png_head
from gridstudio.formats.pictures.problems import damaged
from gridstudio.formats.pictures.tiff_bands import tiff_bands
from gridstudio.jobs import Progress, no_progress

Bytes = NDArray[np.uint8]
OVERVIEW_PX = 4_000_000
WINDOW_PX = 16_000_000
"""At four bytes: 15 MiB kept for good (and a third of it in halved copies), 61 MiB for the window.
As much as a screen of 1600 × 1000 needs with all tiles of the ground that it touches."""
_BAND_PX = 1_000_000
_MOST_MB = 1024
_PREMULTIPLIED = QImage.Format.Format_ARGB32_Premultiplied


class Part(NamedTuple):
    """An image and the part of the picture, in its pixels, that it holds."""

    image: QImage
    area: QRectF

    def source(self, part: QRectF) -> QRectF:
        """Where a part of the picture lies in the image."""
        across = self.image.width() / self.area.width()
        down = self.image.height() / self.area.height()
        moved = part.translated(-self.area.topLeft())
        return QTransform.fromScale(across, down).mapRect(moved)


class Pyramid:
    """Copies of a picture, at level n of 1/2ⁿ its size. From ``top`` on they are whole."""

    def __init__(self, path: Path, size: tuple[int, int]) -> None:
        self._path = path
        self._size = size
        self._whole: list[Part] = []
        self._lock = threading.Lock()
        self._window: tuple[int, Part] | None = None
        """The level that was asked for, and what was read: coarser where that was too much."""
        self.top = 0
        while math.prod(_level_size(size, self.top)) > OVERVIEW_PX:
            self.top += 1

    def twin(self) -> Pyramid:
        """Of the same picture, for another view: what is whole is shared, the window is not."""
        other = Pyramid(self._path, self._size)
        other._whole, other._lock = self._whole, self._lock
        return other

    def prepare(self, progress: Progress = no_progress) -> None:
        """Read the overview: seconds for a large scan. Raises UserError where it is damaged, and
        Cancelled."""
        with self._lock:
            self._prepare(progress)

    def _prepare(self, progress: Progress) -> None:
        if not self._whole:
            area = QRect(0, 0, *self._size)
            self._whole.append(_read(self._path, self._size, self.top, area, progress))

    def held(self, level: int, part: QRectF) -> Part | None:
        """What ``part`` would return, where that needs no reading; else None."""
        if level >= self.top:
            at, whole = level - self.top, self._whole
            if whole and whole[-1].image.size() == QSize(1, 1):
                at = min(at, len(whole) - 1)
            return whole[at] if at < len(whole) else None
        window = self._window
        if window is None or not level - 1 <= window[0] <= level:
            return None
        return window[1] if window[1].area.contains(part) else None

    def part(self, level: int, part: QRectF, progress: Progress = no_progress) -> Part:
        """An image that holds ``part`` (picture pixels) at ``level``, or coarser where that would
        take more than WINDOW_PX. Raises UserError where the file is damaged, and Cancelled."""
        found = self.held(level, part)
        if found is not None:
            return found
        if level >= self.top:
            return self._locked_overview(level, progress)
        asked = level
        while level < self.top and _pixels(level, part) > WINDOW_PX:
            level += 1
        self._window = None  # its memory is free before the next is read
        if level >= self.top:
            found = self._locked_overview(level, progress)
        else:
            found = self._detail(level, part, progress)
        self._window = asked, found
        return found

    def _locked_overview(self, level: int, progress: Progress) -> Part:
        with self._lock:
            return self._overview(level, progress)

    def _overview(self, level: int, progress: Progress) -> Part:
        self._prepare(progress)
        while len(self._whole) <= level - self.top:
            before, area = self._whole[-1]
            if before.size() == QSize(1, 1):
                break
            image = _image(_halved(_array(before)))
            # Odd sides are rounded up: the last half pixel of the copy lies outside the picture.
            across = area.width() * 2 * image.width() / before.width()
            down = area.height() * 2 * image.height() / before.height()
            self._whole.append(Part(image, QRectF(0, 0, across, down)))
        return self._whole[min(level - self.top, len(self._whole) - 1)]

    def _detail(self, level: int, part: QRectF, progress: Progress) -> Part:
        across, down = part.width() / 2, part.height() / 2
        area = self._aligned(level, part.adjusted(-across, -down, across, down))
        if _pixels(level, QRectF(area)) > WINDOW_PX:
            area = self._aligned(level, part)
        return _read(self._path, self._size, level, area, progress)

    def _aligned(self, level: int, part: QRectF) -> QRect:
        step = 1 << level
        left, top = (max(0, math.floor(v / step) * step) for v in (part.left(), part.top()))
        right = min(self._size[0], math.ceil(part.right() / step) * step)
        bottom = min(self._size[1], math.ceil(part.bottom() / step) * step)
        return QRect(left, top, right - left, bottom - top)


def _level_size(size: tuple[int, int], level: int) -> tuple[int, int]:
    return -(-size[0] >> level), -(-size[1] >> level)


def _pixels(level: int, part: QRectF) -> float:
    return float(part.width() * part.height()) / (1 << 2 * level)


Bands = Iterator[tuple[int, QImage]]
"""The first line of each band and its pixels, from the top."""


def _read(
    path: Path,
    size: tuple[int, int],
    level: int,
    area: QRect,
    progress: Progress = no_progress,
) -> Part:
    """An area (picture pixels, its corner a multiple of 2 ** level) at 1 / 2 ** level."""
    with path.open("rb") as stream:
        head = stream.read(2)
    # Qt refuses pictures of more than 256 MB, also where only a part of them is asked for. The
    # limit is the whole program's; several threads read, so that none may set it back.
    QImageReader.setAllocationLimit(_MOST_MB)
    if head == b"\xff\xd8":
        return _read_jpeg(path, size, level, area)
    if head in (b"II", b"MM"):
        return _reduced(path, _tiff_bands(path, size, area), level, area, progress)
    return _reduced(path, _png_bands(path, area), level, area, progress)


def _read_jpeg(path: Path, size: tuple[int, int], level: int, area: QRect) -> Part:
    (width, height), (wide, high) = size, _level_size(size, level)
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - (1 << 16)))
        if b"\xff\xd9" not in stream.read():  # no end: Qt would make the rest up in grey
            raise damaged(path)
    reader = QImageReader(str(path), QByteArray(b"jpeg"))
    left, top = area.x() * wide // width, area.y() * high // height
    right = -(-(area.x() + area.width()) * wide // width) - 1
    bottom = -(-(area.y() + area.height()) * high // height) - 1
    clip = QRect(QPoint(left, top), QPoint(right, bottom))
    if level:
        reader.setScaledSize(QSize(wide, high))
    (reader.setScaledClipRect if level else reader.setClipRect)(clip)
    image = _sound(path, reader.read())
    part = QTransform.fromScale(width / wide, height / high).mapRect(QRectF(clip))
    return Part(image.convertToFormat(_PREMULTIPLIED), part)


def _sound(path: Path, image: QImage) -> QImage:
    if image.isNull():
        raise damaged(path)
    return image


def _reduced(path: Path, bands: Bands, level: int, area: QRect, progress: Progress) -> Part:
    step = 1 << level
    wide, high = _level_size((area.width(), area.height()), level)
    pixels = np.empty((high, wide, 4), dtype=np.uint8)
    filled = 0
    for block in _blocks(bands, area, step):
        for _round in range(level):
            block = _halved(block)
        pixels[filled : filled + len(block)] = block
        filled += len(block)
        progress(filled / high, "")
    if filled < high:
        raise damaged(path)
    return Part(_image(pixels), QRectF(area.x(), area.y(), wide * step, high * step))


def _blocks(bands: Bands, area: QRect, step: int) -> Iterator[Bytes]:
    """The lines of an area, in blocks of whole steps but for the last."""
    rest = np.empty((0, area.width(), 4), dtype=np.uint8)
    end = area.y() + area.height()
    for first, image in bands:
        top, bottom = max(area.y() - first, 0), min(end - first, image.height())
        if top < bottom:
            band = _array(image.copy(area.x(), top, area.width(), bottom - top))
            rest = np.concatenate([rest, band]) if len(rest) else band
            whole = len(rest) // step * step
            if whole:
                yield rest[:whole]
            rest = rest[whole:]
        if first + image.height() >= end:
            break
    if len(rest):
        yield rest


def _halved(pixels: Bytes) -> Bytes:
    """Means of 2 × 2 pixels; an odd last line or column is taken twice."""
    height, width = pixels.shape[:2]
    if height % 2 or width % 2:
        pixels = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    total = pixels[::2, ::2].astype(np.uint16)
    for part in (pixels[::2, 1::2], pixels[1::2, ::2], pixels[1::2, 1::2]):
        total += part
    return ((total + 2) // 4).astype(np.uint8)


def _array(image: QImage) -> Bytes:
    """A copy of the pixels ``(height, width, 4)``, premultiplied."""
    image = image.convertToFormat(_PREMULTIPLIED)
    lines = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1, 4)
    return lines[:, : image.width()].copy()


def _image(pixels: Bytes) -> QImage:
    height, width = pixels.shape[:2]
    image = QImage(width, height, _PREMULTIPLIED)
    np.frombuffer(image.bits(), dtype=np.uint8).reshape(height, -1, 4)[:, :width] = pixels
    return image


def _decoded(path: Path, data: bytes, kind: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(data)
    return _sound(path, QImageReader(buffer, QByteArray(kind)).read())


def _whole_file(path: Path) -> QImage:
    """Where a file cannot be cut: takes the memory of the whole picture for a moment."""
    return _sound(path, QImageReader(str(path)).read())


# Filters look at bytes, not at their meaning: any PNG can be undone as one of eight bits with as
# many bytes per pixel. The colour type for 1 to 4 bytes, and which of R, G, B, A hold them.
_RAW_TYPES = {1: (0, [0]), 2: (4, [0, 3]), 3: (2, [0, 1, 2]), 4: (6, [0, 1, 2, 3])}


def _tiff_bands(path: Path, size: tuple[int, int], area: QRect) -> Bands:
    files = tiff_bands(path, size, area.y(), _BAND_PX)
    if files is None:
        yield 0, _whole_file(path)
        return
    yield from ((first, _decoded(path, data, b"tiff")) for first, data in files)


def _png_bands(path: Path, area: QRect) -> Bands:
    """A band is a PNG of its own: first the line before it, undone, as the filters refer to it."""
    with path.open("rb") as stream:
        head = read_png_head(path, stream)
        if head.interlaced or head.depth > 8:
            yield 0, _whole_file(path)
            return
        first, before = 0, bytes(head.per_line)
        for lines in png_lines(path, stream, head, max(1, _BAND_PX // head.width)):
            count = len(lines) // (head.per_line + 1)
            packed = zlib.compress(b"\0" + before + lines, 0)
            if first + count > area.y():
                width, depth, colour = head.width, head.depth, head.colour
                shown = png_file(width, count + 1, depth, colour, head.colours, packed)
                yield first, _decoded(path, shown, b"png").copy(0, 1, width, count)
            before = _undone(path, head, count, packed)
            first += count


def _undone(path: Path, head: PngHead, count: int, packed: bytes) -> bytes:
    """The bytes of a band's last line without its filter."""
    raw_type, places = _RAW_TYPES[head.per_pixel]
    width = head.per_line // head.per_pixel
    image = _decoded(path, png_file(width, count + 1, 8, raw_type, b"", packed), b"png")
    line = image.copy(0, count, width, 1).convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(line.constBits(), dtype=np.uint8).reshape(-1, 4)[:, places].tobytes()
