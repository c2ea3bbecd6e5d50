"""Writing an MBTiles file (specification 1.3).

SQL on a file of its own kind, which is no project: the demo's base map is the one tile set that the
program makes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Tile:
    """A tile in the XYZ scheme: rows count from the north."""

    zoom: int
    column: int
    row: int
    png: bytes


def write_mbtiles(
    path: Path, tiles: Iterable[Tile], *, name: str, bounds: tuple[float, float, float, float]
) -> int:
    """Write raster tiles to a new file; returns how many. ``bounds`` is west, south, east, north in
    degrees. Rows are stored counted from the south, as the specification says.

    Raises OSError where the disk does not take it.
    """
    try:
        # A file that is not whole is made anew, so nothing is lost by not waiting for the disk.
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            zooms = _write_tiles(connection, tiles)
            _write_facts(connection, name, bounds, zooms)
            connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error
    return len(zooms)


def _write_tiles(connection: sqlite3.Connection, tiles: Iterable[Tile]) -> list[int]:
    connection.execute(
        "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER,"
        " tile_data BLOB)"
    )
    zooms = []
    for tile in tiles:
        zooms.append(tile.zoom)
        south_row = 2**tile.zoom - 1 - tile.row
        connection.execute(
            "INSERT INTO tiles VALUES (?, ?, ?, ?)", (tile.zoom, tile.column, south_row, tile.png)
        )
    connection.execute(
        "CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)"
    )
    return zooms


def _write_facts(
    connection: sqlite3.Connection,
    name: str,
    bounds: tuple[float, float, float, float],
    zooms: list[int],
) -> None:
    west, south, east, north = bounds
    facts = {
        "name": name,
        "format": "png",
        "type": "baselayer",
        "bounds": f"{west:.6f},{south:.6f},{east:.6f},{north:.6f}",
        "center": f"{(west + east) / 2:.6f},{(south + north) / 2:.6f},11",
        "minzoom": str(min(zooms, default=0)),
        "maxzoom": str(max(zooms, default=0)),
    }
    connection.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
    connection.executemany("INSERT INTO metadata VALUES (?, ?)", facts.items())
