"""Finding tiles in the directories of a PMTiles file: the root and the leaves below it."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from gridstudio.formats.tiles.pmtiles_directory import (
    LONGEST_BYTES,
    Damaged,
    Directory,
    Header,
    read_directory,
    unpacked,
)

Spans = tuple[NDArray[np.int64], NDArray[np.int64]]

# Writers nest once. A damaged leaf can name itself.
_DEEPEST_NESTING = 4
_KEPT_LEAVES = 64


class TileTree:
    """An open file's tiles by their numbers. Its caller locks."""

    def __init__(self, stream: BinaryIO, header: Header) -> None:
        """Raises Damaged where the root directory is none, OSError where it cannot be read."""
        self._stream = stream
        self._size = stream.seek(0, os.SEEK_END)
        self._header = header
        self._leaves: OrderedDict[int, Directory] = OrderedDict()
        self._root = read_directory(unpacked(self.read(header.root), header.packing))

    def read(self, place: tuple[int, int]) -> bytes:
        """The bytes at an offset, of a length. Raises Damaged where the file has not so many."""
        offset, length = place
        if offset < 0 or not 0 <= length <= LONGEST_BYTES or offset + length > self._size:
            raise Damaged("place")
        self._stream.seek(offset)
        data = self._stream.read(length)
        if len(data) != length:
            raise Damaged("end of file")
        return data

    def tile(self, number: int) -> bytes | None:
        """A tile, unpacked; None where there is none. Raises Damaged."""
        directory = self._root
        for _depth in range(_DEEPEST_NESTING):
            at = directory.at(number)
            if at < 0:
                return None
            if directory.runs[at]:
                return self._entry(directory, at, number)
            directory = self._leaf(directory, at)
        raise Damaged("nesting")

    def _entry(self, directory: Directory, at: int, number: int) -> bytes | None:
        if number - int(directory.ids[at]) >= int(directory.runs[at]):
            return None
        place = self._header.tiles[0] + int(directory.offsets[at]), int(directory.lengths[at])
        return unpacked(self.read(place), self._header.tile_packing)

    def first_from(self, number: int) -> int | None:
        """The lowest tile number that is ``number`` or higher; None where none is.
        Raises Damaged."""
        return self._first_from(self._root, number, 1)

    def _first_from(self, directory: Directory, number: int, depth: int) -> int | None:
        at = directory.at(number)
        if at >= 0 and directory.runs[at] == 0:
            leaf = self._leaf(directory, at, depth)
            found = self._first_from(leaf, number, depth + 1)
            if found is not None:
                return found
        elif at >= 0 and number - int(directory.ids[at]) < int(directory.runs[at]):
            return number
        # A leaf is named by its first tile, so its number will do.
        return int(directory.ids[at + 1]) if at + 1 < len(directory.ids) else None

    def spans(self, low: int, high: int) -> Iterator[Spans]:
        """The tile numbers from ``low`` to below ``high`` that there are, a directory at a time:
        arrays of first numbers and of ends. Raises Damaged."""
        return self._spans(self._root, low, high, 1)

    def _spans(self, directory: Directory, low: int, high: int, depth: int) -> Iterator[Spans]:
        places = range(max(directory.at(low), 0), directory.at(high - 1) + 1)
        ids = directory.ids[places.start : places.stop]
        begins = np.maximum(ids, low)
        ends = np.minimum(ids + directory.runs[places.start : places.stop], high)
        held = ends > begins
        yield begins[held], ends[held]
        for at in places:
            if directory.runs[at] == 0:
                yield from self._spans(self._leaf(directory, at, depth), low, high, depth + 1)

    def _leaf(self, directory: Directory, at: int, depth: int = 0) -> Directory:
        if depth >= _DEEPEST_NESTING:
            raise Damaged("nesting")
        offset = int(directory.offsets[at])
        if offset not in self._leaves:
            place = self._header.leaves[0] + offset, int(directory.lengths[at])
            leaf = read_directory(unpacked(self.read(place), self._header.packing))
            self._leaves[offset] = leaf
        self._leaves.move_to_end(offset)
        leaf = self._leaves[offset]
        if len(self._leaves) > _KEPT_LEAVES:
            self._leaves.popitem(last=False)
        return leaf
