"""Width and height of a picture, from its header: PNG (ISO 15948), JPEG (ITU T.81), TIFF 6.0."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from gridstudio.errors import UserError
from gridstudio.formats.pictures.problems import damaged, unreadable
from gridstudio.formats.pictures.tiff import read_tiff_directory
from gridstudio.i18n import _

# Markers of JPEG that begin a frame (T.81, table B.1): C0 to CF without DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels of a PNG, JPEG or TIFF (first page), as stored: turned by no
    orientation tag. Raises UserError for other files, damaged headers and BigTIFF."""
    try:
        with path.open("rb") as stream:
            size = _size_of(stream, path)
    except OSError as error:
        raise unreadable(path, error) from None
    except (struct.error, IndexError):
        raise damaged(path) from None
    if min(size) <= 0:
        raise damaged(path)
    return size


def _size_of(stream: BinaryIO, path: Path) -> tuple[int, int]:
    head = stream.read(26)
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        if head[12:16] != b"IHDR":
            raise damaged(path)
        width, height = struct.unpack(">II", head[16:24])
        return width, height
    if head[:3] == b"\xff\xd8\xff":
        stream.seek(2)
        return _jpeg_size(stream)
    if head[:2] in (b"II", b"MM"):
        directory = read_tiff_directory(path)
        return int(directory.numbers(256)[0]), int(directory.numbers(257)[0])
    raise UserError(
        _("{path} is no PNG, JPEG or TIFF picture. Save it as one of these.").format(path=path)
    )


def _jpeg_size(stream: BinaryIO) -> tuple[int, int]:
    """From the first frame header; struct.error where there is none."""
    while True:
        prefix, marker = struct.unpack(">BB", stream.read(2))
        while prefix == 0xFF and marker == 0xFF:  # fill bytes
            (marker,) = struct.unpack(">B", stream.read(1))
        if prefix != 0xFF or marker in (0xD9, 0xDA):
            raise struct.error("no frame before the scan")
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            continue
        (length,) = struct.unpack(">H", stream.read(2))
        if marker in _FRAMES:
            _precision, height, width = struct.unpack(">BHH", stream.read(5))
            return width, height
        stream.seek(length - 2, 1)
