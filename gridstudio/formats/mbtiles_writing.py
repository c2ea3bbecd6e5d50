"""Writing an MBTiles file (specification 1.3) of raster tiles.

SQL on a file of its own kind, which is no project. Pictures that are equal (open water, plain land)
are stored once: ``tiles`` is a view on ``map`` and ``images``, as the specification allows.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

Bounds = tuple[float, float, float, float]

_TABLES = """
CREATE TABLE metadata (name TEXT, value TEXT);
CREATE TABLE images (tile_id TEXT PRIMARY KEY, tile_data BLOB) WITHOUT ROWID;
CREATE TABLE map (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_id TEXT);
CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data
    FROM map JOIN images ON images.tile_id = map.tile_id;
"""


@dataclass(frozen=True)
class Tile:
    """A tile's picture in the XYZ scheme: rows count from the north."""

    zoom: int
    column: int
    row: int
    data: bytes


@dataclass(frozen=True)
class TileFacts:
    """What an MBTiles file says of itself. ``bounds`` is west, south, east, north in degrees;
    ``format`` png, jpg or webp; ``appearance`` light or dark, which is a word of ours."""

    name: str
    bounds: Bounds
    format: str = "png"
    attribution: str = ""
    description: str = ""
    appearance: str = ""


def write_mbtiles(path: Path, tiles: Iterable[Tile], facts: TileFacts) -> int:
    """Write raster tiles, whole or not at all; returns how many. A file of that name is replaced at
    the end. Rows are stored counted from the south, as the specification says.

    Raises OSError where the disk does not take it, and what ``tiles`` raises.
    """
    draft = path.with_name(f".{path.name}.making")
    _clear(draft)
    try:
        # A file that is not whole is made anew, so nothing is lost by not waiting for the disk.
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA journal_mode = OFF")
            zooms = _write(connection, tiles, facts)
        os.replace(draft, path)
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error
    finally:
        if path.parent.is_dir():
            _clear(draft)
    return sum(zooms.values())


def _clear(draft: Path) -> None:
    for file in (draft, draft.with_name(f"{draft.name}-journal")):
        file.unlink(missing_ok=True)


def _write(
    connection: sqlite3.Connection, tiles: Iterable[Tile], facts: TileFacts
) -> dict[int, int]:
    """The tables in one transaction; returns how many tiles each zoom has."""
    connection.executescript(_TABLES)
    connection.execute("BEGIN")
    zooms: dict[int, int] = {}
    for tile in tiles:
        zooms[tile.zoom] = zooms.get(tile.zoom, 0) + 1
        name = hashlib.blake2b(tile.data, digest_size=16).hexdigest()
        connection.execute("INSERT OR IGNORE INTO images VALUES (?, ?)", (name, tile.data))
        south_row = 2**tile.zoom - 1 - tile.row
        connection.execute(
            "INSERT INTO map VALUES (?, ?, ?, ?)", (tile.zoom, tile.column, south_row, name)
        )
    connection.execute("CREATE UNIQUE INDEX map_index ON map (zoom_level, tile_column, tile_row)")
    rows = _metadata(facts, zooms)
    connection.executemany("INSERT INTO metadata VALUES (?, ?)", rows.items())
    connection.execute("COMMIT")
    return zooms


def _metadata(facts: TileFacts, zooms: dict[int, int]) -> dict[str, str]:
    west, south, east, north = facts.bounds
    low, high = min(zooms, default=0), max(zooms, default=0)
    rows = {
        "name": facts.name,
        "format": facts.format,
        "type": "baselayer",
        "version": "1",
        "bounds": f"{west:.6f},{south:.6f},{east:.6f},{north:.6f}",
        "center": f"{(west + east) / 2:.6f},{(south + north) / 2:.6f},{min(high, low + 3)}",
        "minzoom": str(low),
        "maxzoom": str(high),
        "attribution": facts.attribution,
        "description": facts.description,
        "appearance": facts.appearance,
    }
    return {name: value for name, value in rows.items() if value}
