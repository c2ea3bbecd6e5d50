"""Tile files for tests, written apart from the readers: each from the same {(z, x, y): bytes}."""

from __future__ import annotations

import gzip
import json
import random
import sqlite3
import struct
from collections.abc import Iterable
from contextlib import closing
from math import pi
from pathlib import Path

Tiles = dict[tuple[int, int, int], bytes]
HALF_M = pi * 6378137.0


def png(px: int = 256, mark: bytes = b"") -> bytes:
    """As much of a PNG as says how wide it is, and something to tell it by."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", px, px) + mark


def some_tiles(zooms: range = range(5)) -> Tiles:
    """Each different, but for a run of equal ones: the sea."""
    chosen = random.Random(7)
    places = ((z, chosen.randrange(2**z), chosen.randrange(2**z)) for z in zooms for _ in range(60))
    tiles = {place: png(256, repr(place).encode()) for place in places}
    return tiles | {(4, x, y): png(256, b"sea") for x in range(8) for y in range(4)}


def write_mbtiles(path: Path, tiles: dict[tuple[int, int, int], bytes | str | None]) -> Path:
    """Without a metadata table, which is not what the specification wants."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
        rows = [(z, x, 2**z - 1 - y, data) for (z, x, y), data in tiles.items()]
        file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
        file.commit()
    return path


def write_gpkg(
    path: Path,
    tiles: Tiles,
    *,
    lowest: int = 0,
    first: tuple[int, int] = (0, 0),
    table: str = "tiles",
    system: int = 3857,
    shift_m: float = 0.0,
) -> Path:
    """A tile table whose level 0 is the zoom ``lowest``, its matrices beginning at the tile
    ``first`` of that zoom; ``shift_m`` moves the set off the grid. Adds to a file that is there."""
    side_m = 2 * HALF_M / 2**lowest
    west, north = first[0] * side_m - HALF_M + shift_m, HALF_M - first[1] * side_m
    zooms = sorted({z for z, _x, _y in tiles})
    quoted = '"' + table.replace('"', '""') + '"'
    with closing(sqlite3.connect(path)) as file:
        file.executescript(_GPKG)
        contents = (table, "tiles", table, *[None] * 4, system)
        file.execute("INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", contents)
        extent = (west, -HALF_M, HALF_M, north)
        file.execute(
            "INSERT INTO gpkg_tile_matrix_set VALUES (?, ?, ?, ?, ?, ?)", (table, system, *extent)
        )
        file.execute(
            f"CREATE TABLE {quoted} (id INTEGER PRIMARY KEY, zoom_level, tile_column, tile_row,"
            " tile_data)"
        )
        for z in zooms:
            count = 2 ** (z - lowest)
            pixel = 2 * HALF_M / 2**z / 256
            columns, rows = 2**z - first[0] * count, 2**z - first[1] * count
            file.execute(
                "INSERT INTO gpkg_tile_matrix VALUES (?, ?, ?, ?, 256, 256, ?, ?)",
                (table, z - lowest, columns, rows, pixel, pixel),
            )
        for (z, x, y), data in tiles.items():
            count = 2 ** (z - lowest)
            place = (z - lowest, x - first[0] * count, y - first[1] * count)
            file.execute(f"INSERT INTO {quoted} VALUES (NULL, ?, ?, ?, ?)", (*place, data))
        file.commit()
    return path


_GPKG = """
CREATE TABLE IF NOT EXISTS gpkg_spatial_ref_sys (srs_name, srs_id, organization,
    organization_coordsys_id, definition);
CREATE TABLE IF NOT EXISTS gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x,
    max_y, srs_id);
CREATE TABLE IF NOT EXISTS gpkg_tile_matrix_set (table_name, srs_id, min_x, min_y, max_x, max_y);
CREATE TABLE IF NOT EXISTS gpkg_tile_matrix (table_name, zoom_level, matrix_width, matrix_height,
    tile_width, tile_height, pixel_x_size, pixel_y_size);
"""


def write_folder(
    path: Path, tiles: Tiles, *, from_south: bool = False, suffix: str = "png"
) -> Path:
    for (z, x, y), data in tiles.items():
        row = 2**z - 1 - y if from_south else y
        file = path / str(z) / str(x) / f"{row}.{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return path


def write_pmtiles(
    path: Path,
    tiles: Tiles,
    *,
    leaf: int = 0,
    packing: int = 2,
    tile_packing: int = 1,
    tile_type: int = 2,
    bounds: tuple[float, float, float, float] = (0, 0, 0, 0),
    metadata: dict[str, str] | None = None,
) -> Path:
    """``leaf`` is how many entries a leaf directory has; 0 puts all of them into the root."""
    body, entries = _body_and_entries(tiles, tile_packing)
    leaves = b""
    if leaf:
        root = []
        for at in range(0, len(entries), leaf):
            packed = _packed(_directory(entries[at : at + leaf]), packing)
            root.append((entries[at][0], 0, len(packed), len(leaves)))
            leaves += packed
        entries = root
    parts = [_packed(_directory(entries), packing)]
    parts += [_packed(json.dumps(metadata or {}).encode(), packing), leaves, body]
    places, at = [], 127
    for part in parts:
        places += [at, len(part)]
        at += len(part)
    kinds = (1, packing, tile_packing, tile_type, 0, 0)
    corners = [round(value * 1e7) for value in bounds]
    head = struct.pack(
        "<7sB8Q3Q6B4iB2i", b"PMTiles", 3, *places, 0, 0, 0, *kinds, *corners, 0, 0, 0
    )
    path.write_bytes(head + b"".join(parts))
    return path


def _body_and_entries(tiles: Tiles, packing: int) -> tuple[bytes, list[tuple[int, int, int, int]]]:
    """Entries of number, run, length, offset: equal tiles are stored once, runs of them in one."""
    body, offsets = b"", dict[bytes, int]()
    entries: list[tuple[int, int, int, int]] = []
    for number, data in sorted((number_of(*place), data) for place, data in tiles.items()):
        stored = _packed(data, packing)
        if stored not in offsets:
            offsets[stored] = len(body)
            body += stored
        entry = (number, 1, len(stored), offsets[stored])
        if entries and entries[-1][2:] == entry[2:] and sum(entries[-1][:2]) == number:
            entries[-1] = (entries[-1][0], entries[-1][1] + 1, *entry[2:])
        else:
            entries.append(entry)
    return body, entries


def number_of(z: int, x: int, y: int) -> int:
    """Hilbert's curve drawn, not computed: each quarter is the whole, turned."""
    before = sum(4**zoom for zoom in range(z))
    return before + _along(z, x, y)


def _along(z: int, x: int, y: int) -> int:
    if z == 0:
        return 0
    half = 2 ** (z - 1)
    quarter = half * half
    if x < half and y < half:
        return _along(z - 1, y, x)
    if x < half:
        return quarter + _along(z - 1, x, y - half)
    if y >= half:
        return 2 * quarter + _along(z - 1, x - half, y - half)
    return 3 * quarter + _along(z - 1, half - 1 - y, 2 * half - 1 - x)


def _directory(entries: list[tuple[int, int, int, int]]) -> bytes:
    numbers, runs, lengths, offsets = zip(*entries, strict=True)
    steps = [number - before for number, before in zip(numbers, (0, *numbers), strict=False)]
    ends = [None, *(offset + length for offset, length in zip(offsets, lengths, strict=True))]
    stored = [0 if o == end else o + 1 for o, end in zip(offsets, ends, strict=False)]
    return _varints([len(entries), *steps, *runs, *lengths, *stored])


def _varints(numbers: Iterable[int]) -> bytes:
    written = bytearray()
    for number in numbers:
        while number > 0x7F:
            written.append(number & 0x7F | 0x80)
            number >>= 7
        written.append(number)
    return bytes(written)


def _packed(data: bytes, packing: int) -> bytes:
    return gzip.compress(data, mtime=0) if packing == 2 else data
