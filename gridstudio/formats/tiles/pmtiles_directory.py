"""The header and the directories of a PMTiles file (specification 3), as arrays."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HEADER_BYTES = 127
PACKINGS = {3: "Brotli", 4: "Zstandard"}

_LAYOUT = struct.Struct("<8Q24x6B4i")
_GZIP = 2
# Directories and tiles are some hundred kilobytes; what states or unpacks to more than this is
# damaged or meant ill.
LONGEST_BYTES = 1 << 26


class Damaged(ValueError):
    """Bytes that are no directory, header or packed block; never seen outside the readers."""


@dataclass(frozen=True)
class Header:
    """What is where in the file, in bytes, and how it is packed."""

    root: tuple[int, int]
    metadata: tuple[int, int]
    leaves: tuple[int, int]
    tiles: tuple[int, int]
    packing: int
    tile_packing: int
    tile_type: int
    bounds: tuple[float, float, float, float]


def read_header(data: bytes) -> Header:
    """The header from a file's first bytes. Raises Damaged where they are too few."""
    if len(data) < HEADER_BYTES:
        raise Damaged("header")
    *places, _clustered, packing, tile_packing, tile_type, _low, _high, west, south, east, north = (
        _LAYOUT.unpack_from(data, 8)
    )
    root, metadata, leaves, tiles = zip(places[0::2], places[1::2], strict=True)
    bounds = (west / 1e7, south / 1e7, east / 1e7, north / 1e7)
    return Header(root, metadata, leaves, tiles, packing, tile_packing, tile_type, bounds)


@dataclass(frozen=True)
class Directory:
    """Entries in the order of their tiles; int64 arrays of one length.

    ``runs`` is for how many numbers an entry stands; 0 where it is a leaf directory instead.
    """

    ids: NDArray[np.int64]
    runs: NDArray[np.int64]
    lengths: NDArray[np.int64]
    offsets: NDArray[np.int64]

    def at(self, number: int) -> int:
        """The entry that a tile would be in or under: the last that begins no later; or -1."""
        return int(np.searchsorted(self.ids, number, side="right")) - 1


def read_directory(data: bytes) -> Directory:
    """A directory from its unpacked bytes. Raises Damaged."""
    numbers = _varints(data)
    count = int(numbers[0]) if len(numbers) else 0
    if count <= 0 or len(numbers) != 1 + 4 * count:
        raise Damaged("directory")
    steps, runs, lengths, stored = numbers[1:].reshape(4, count)
    # A sum past the end of int64 turns negative.
    ids = np.cumsum(steps)
    if (steps[1:] == 0).any() or (ids < 0).any() or (lengths == 0).any():
        raise Damaged("directory")
    return Directory(ids, runs, lengths, _offsets(stored, lengths))


def _offsets(stored: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 stands for "right after the one before", anything else for itself plus one."""
    if stored[0] == 0:
        raise Damaged("offset")
    ends = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    anchor = np.maximum.accumulate(np.where(stored > 0, np.arange(len(stored)), 0))
    return np.asarray(stored[anchor] - 1 + ends - ends[anchor], dtype=np.int64)


def _varints(data: bytes) -> NDArray[np.int64]:
    """Little-endian base 128: seven bits a byte, the eighth says that more follow."""
    raw = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(raw < 0x80)
    if not len(ends) or ends[-1] != len(raw) - 1:
        raise Damaged("varint")
    starts = np.concatenate([[0], ends[:-1] + 1])
    if (ends - starts).max() >= 9:
        raise Damaged("varint")
    place = np.arange(len(raw)) - np.repeat(starts, ends - starts + 1)
    parts = (raw & 0x7F).astype(np.int64) << (7 * place)
    return np.asarray(np.add.reduceat(parts, starts), dtype=np.int64)


def unpacked(data: bytes, packing: int) -> bytes:
    """``data`` without its gzip, or as it is where the packing is none or not stated.

    Raises Damaged where it does not unpack.
    """
    if packing != _GZIP:
        return data
    stream = zlib.decompressobj(wbits=31)
    try:
        plain = stream.decompress(data, LONGEST_BYTES)
    except zlib.error:
        raise Damaged("gzip") from None
    if not stream.eof:
        raise Damaged("gzip")
    return plain
