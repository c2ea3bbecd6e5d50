"""Raster tiles of a PMTiles file (specification 3)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from gridstudio.errors import UserError
from gridstudio.formats.tiles.database import absent, unsound
from gridstudio.formats.tiles.hilbert import columns_rows, first_id, tile_id
from gridstudio.formats.tiles.picture import (
    SAMPLES,
    no_tiles,
    other_pictures,
    sampled_px,
    unreadable,
    vector_tiles,
)
from gridstudio.formats.tiles.pmtiles_directory import (
    HEADER_BYTES,
    PACKINGS,
    Damaged,
    Header,
    read_header,
    unpacked,
)
from gridstudio.formats.tiles.pmtiles_tree import TileTree
from gridstudio.formats.tiles.source import (
    DEEPEST_ZOOM,
    Bounds,
    on_grid,
    plain,
    sound_bounds,
    tiles_bounds,
)
from gridstudio.i18n import _

_VERSION = 3
_VECTOR_TYPES, _AVIF = (1, 6), 5
# Past this the tiles' extent is not worth the wait; a sound header states it anyhow.
_MOST_TILES_FOR_BOUNDS = 4_000_000


def pmtiles_version(head: bytes) -> int:
    """The version by a file's first eight bytes; 0 for any other file."""
    if head.startswith(b"PMTiles") and len(head) > 7:
        return head[7]
    # The first two versions had a shorter signature.
    return head[2] if head[:2] == b"PM" and head[2:4] in (b"\x01\x00", b"\x02\x00") else 0


class PmtilesSource:
    """An open PMTiles file."""

    def __init__(self, path: Path) -> None:
        """Raises UserError where the file is absent, damaged, empty, of an older version, packed
        in a way that cannot be read, or holds vector tiles."""
        self.path = path
        self._lock = threading.Lock()
        if not path.is_file():
            raise absent(path)
        try:
            self._stream = path.open("rb")
        except OSError as error:
            raise unreadable(path, error) from None
        try:
            self._read_facts()
        except Damaged:
            self.close()
            raise unsound(path, "PMTiles") from None
        except OSError as error:
            self.close()
            raise unreadable(path, error) from None
        except UserError:
            self.close()
            raise

    def _read_facts(self) -> None:
        head = self._stream.read(HEADER_BYTES)
        self._require_version(pmtiles_version(head))
        header = read_header(head)
        self._require_pictures(header)
        self._tree = TileTree(self._stream, header)
        self.zooms = tuple(self._held_zooms())
        if not self.zooms:
            raise no_tiles(self.path)
        self.tile_px = sampled_px(self.path, self._samples())
        self.bounds = sound_bounds(header.bounds) or self._bounds_of_tiles()
        facts = self._facts(header)
        self.name = str(facts.get("name") or self.path.stem)
        self.attribution = plain(facts.get("attribution"))
        self.appearance = ""

    def _require_version(self, version: int) -> None:
        if version == 0:
            raise Damaged("signature")
        if version != _VERSION:
            raise UserError(
                _(
                    "The base map {path} is PMTiles of version {version}, and only version 3 can "
                    "be read. Convert it with “pmtiles convert”."
                ).format(path=self.path, version=version)
            )

    def _require_pictures(self, header: Header) -> None:
        if header.tile_type in _VECTOR_TYPES:
            raise vector_tiles(self.path)
        if header.tile_type == _AVIF:
            raise other_pictures(self.path, "AVIF")
        for packing in (header.packing, header.tile_packing):
            if packing in PACKINGS:
                raise UserError(
                    _(
                        "The base map {path} is packed with {packing}, which cannot be read. "
                        "Write it anew with gzip."
                    ).format(path=self.path, packing=PACKINGS[packing])
                )

    def _held_zooms(self) -> Iterator[int]:
        """By the directories: the header's lowest and highest zoom are only a hint."""
        for zoom in range(DEEPEST_ZOOM + 1):
            number = self._tree.first_from(first_id(zoom))
            if number is None:
                return
            if number < first_id(zoom + 1):
                yield zoom

    def _samples(self) -> list[bytes]:
        return list(islice(filter(None, map(self._first_tile, self.zooms)), SAMPLES))

    def _first_tile(self, zoom: int) -> bytes | None:
        number = self._tree.first_from(first_id(zoom))
        return None if number is None else self._tree.tile(number)

    def _facts(self, header: Header) -> dict[str, Any]:
        """Name and credit are not worth refusing a map for."""
        try:
            facts = json.loads(unpacked(self._tree.read(header.metadata), header.packing))
        except (ValueError, RecursionError):
            return {}
        return facts if isinstance(facts, dict) else {}

    def _bounds_of_tiles(self) -> Bounds | None:
        zoom = self.zooms[-1]
        spans = list(self._tree.spans(first_id(zoom), first_id(zoom + 1)))
        begins = np.concatenate([begin for begin, _end in spans])
        counts = np.concatenate([end for _begin, end in spans]) - begins
        total = int(counts.sum())
        if not 0 < total <= _MOST_TILES_FOR_BOUNDS:
            return None
        within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        columns, rows = columns_rows(zoom, np.repeat(begins, counts) + within)
        return tiles_bounds(
            zoom, (int(columns.min()), int(columns.max())), (int(rows.min()), int(rows.max()))
        )

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """A tile of the XYZ scheme (rows from the north), None where there is none."""
        if not on_grid(zoom, column, row):
            return None
        with self._lock:
            if self._stream.closed:
                return None
            try:
                return self._tree.tile(tile_id(zoom, column, row))
            except (Damaged, OSError):
                return b""

    def close(self) -> None:
        with self._lock:
            self._stream.close()
