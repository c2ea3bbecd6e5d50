"""A TIFF cut into small ones of whole strips or rows of tiles, without decoding a pixel."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from gridstudio.errors import UserError
from gridstudio.formats.pictures.tiff import TiffDirectory, read_tiff_directory
from gridstudio.i18n import _

# What decides how strips and tiles are decoded (TIFF 6.0).
_TIFF_KEPT = frozenset((256, 258, 259, 262, 266, 277, 284, 292, 293, 317, 320, 322, 323, 338, 339))
# None, CCITT (three), LZW, deflate (two numbers), PackBits: what Qt's libtiff is built with.
_TIFF_READ = {1, 2, 3, 4, 5, 8, 32773, 32946}


def tiff_bands(
    path: Path, size: tuple[int, int], first: int, most_px: int
) -> Iterator[tuple[int, bytes]] | None:
    """The picture from line ``first`` on as small TIFF files, each with the line it begins at.

    They hold whole strips or rows of tiles, as many as ``most_px`` allow. None where the file
    cannot be cut so (planes apart). Raises UserError, also for JPEG within TIFF."""
    directory = read_tiff_directory(path)
    width, height = size
    tiled = 322 in directory.fields
    tags = (323, 324, 325) if tiled else (278, 273, 279)
    lines, offsets, lengths = ([int(number) for number in directory.numbers(tag)] for tag in tags)
    high = min(lines[0] if lines else height, height)
    wide = int((*directory.numbers(322), 0)[0]) if tiled else width
    if (*directory.numbers(259), 1)[0] not in _TIFF_READ:
        message = _("How {path} is compressed is not understood. Save it with LZW, or as JPEG.")
        raise UserError(message.format(path=path))
    if directory.numbers(284) == (2,) or high <= 0 or wide <= 0:
        return None
    across, rows = -(-width // wide), -(-height // high)
    if not len(offsets) == len(lengths) == across * rows:
        return None
    chunks = list(zip(offsets, lengths, strict=True))
    groups = range(first // high, rows, max(1, most_px // (width * high)))

    def bands() -> Iterator[tuple[int, bytes]]:
        with path.open("rb") as stream:
            for row in groups:
                units = chunks[row * across : (row + groups.step) * across]
                data = [_chunk(stream, *unit) for unit in units]
                count = min(groups.step * high, height - row * high)
                yield row * high, _tiff_file(directory, data, count, high)

    return bands()


def _chunk(stream: BinaryIO, offset: int, length: int) -> bytes:
    stream.seek(offset)
    return stream.read(length)


def _tiff_file(directory: TiffDirectory, chunks: list[bytes], count: int, lines: int) -> bytes:
    """A TIFF of ``count`` lines in chunks of ``lines``, coded as the given directory says."""
    order = directory.order
    body = bytearray((b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 0))
    offsets = [_appended(body, chunk) for chunk in chunks]
    fields = {tag: directory.fields[tag] for tag in _TIFF_KEPT if tag in directory.fields}
    numbers = {257: [count], 324: offsets, 325: [len(chunk) for chunk in chunks]}
    if 322 not in directory.fields:
        numbers = {257: [count], 273: offsets, 278: [lines], 279: numbers[325]}
    for tag, values in numbers.items():
        fields[tag] = 4, len(values), struct.pack(f"{order}{len(values)}I", *values)
    entries = b""
    for tag, (kind, length, value) in sorted(fields.items()):
        stored = value.ljust(4, b"\0")
        if len(value) > 4:
            stored = struct.pack(f"{order}I", _appended(body, value))
        entries += struct.pack(f"{order}HHI", tag, kind, length) + stored
    start = _appended(body, struct.pack(f"{order}H", len(fields)) + entries + bytes(4))
    body[4:8] = struct.pack(f"{order}I", start)
    return bytes(body)


def _appended(body: bytearray, data: bytes) -> int:
    """Where ``data`` begins in the file; values must begin on a word."""
    if len(body) % 2:
        body += b"\0"
    start = len(body)
    body += data
    return start
