"""PNG (ISO 15948) line by line: inflated, still filtered."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from gridstudio.formats.pictures.problems import damaged

_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PIECE = 1 << 18


class PngHead(NamedTuple):
    """What a PNG says before its pixels; ``colours`` are palette and transparency, as chunks."""

    width: int
    depth: int
    colour: int
    interlaced: int
    colours: bytes

    @property
    def per_line(self) -> int:
        return (self.width * _PNG_CHANNELS[self.colour] * self.depth + 7) // 8

    @property
    def per_pixel(self) -> int:
        return max(1, _PNG_CHANNELS[self.colour] * self.depth // 8)


def read_png_head(path: Path, stream: BinaryIO) -> PngHead:
    """Leaves the stream at the first chunk of pixels. Raises UserError where there is none."""
    stream.seek(16)
    width, _height, depth, colour, _c, _f, interlaced = struct.unpack(">IIBBBBB", stream.read(13))
    stream.seek(4, 1)
    colours = b""
    while True:
        length, kind = _png_chunk_head(path, stream)
        if kind == b"IDAT":
            stream.seek(-8, 1)
            break
        wanted = length if kind in (b"PLTE", b"tRNS") else 0
        colours += _png_chunk(kind, stream.read(wanted)) if wanted else b""
        stream.seek(length - wanted + 4, 1)
    if colour not in _PNG_CHANNELS:
        raise damaged(path)
    return PngHead(width, depth, colour, interlaced, colours)


def _png_chunk_head(path: Path, stream: BinaryIO) -> tuple[int, bytes]:
    try:
        length, kind = struct.unpack(">I4s", stream.read(8))
    except struct.error:
        raise damaged(path) from None
    return length, kind


def png_lines(path: Path, stream: BinaryIO, head: PngHead, count: int) -> Iterator[bytes]:
    """Inflated lines, each with its filter byte and still filtered, ``count`` at a time and the
    rest last, from where ``read_png_head`` left the stream. Raises UserError for damage."""
    length = count * (head.per_line + 1)
    inflate = zlib.decompressobj()
    held = bytearray()
    try:
        for piece in _png_pieces(path, stream):
            while piece:
                held += inflate.decompress(piece, length)
                piece = inflate.unconsumed_tail
                while len(held) >= length:
                    yield bytes(held[:length])
                    del held[:length]
        held += inflate.flush()
    except zlib.error:
        raise damaged(path) from None
    whole = len(held) // (head.per_line + 1) * (head.per_line + 1)
    if whole:
        yield bytes(held[:whole])


def _png_pieces(path: Path, stream: BinaryIO) -> Iterator[bytes]:
    while True:
        length, kind = _png_chunk_head(path, stream)
        if kind != b"IDAT":
            return
        while length:
            piece = stream.read(min(length, _PIECE))
            if not piece:
                raise damaged(path)
            length -= len(piece)
            yield piece
        stream.seek(4, 1)


def png_file(
    width: int, height: int, depth: int, colour: int, colours: bytes, packed: bytes
) -> bytes:
    """A PNG of deflated lines; ``colours`` are whole chunks."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = _png_chunk(b"IHDR", head) + colours + _png_chunk(b"IDAT", packed)
    return b"\x89PNG\r\n\x1a\n" + chunks + _png_chunk(b"IEND", b"")


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
