"""The tile file: the specification's tables, rows counted from the south."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gridstudio.formats.mbtiles_writing import Tile, TileFacts, write_mbtiles
from gridstudio.formats.tiles.mbtiles import MbtilesSource

PNG = b"\x89PNG\r\n\x1a\n"
TILES = (Tile(2, 3, 1, PNG + b"a"), Tile(3, 6, 2, PNG + b"b"))
FACTS = TileFacts("Map", (112.0, 35.5, 113.0, 36.0), attribution="© Somebody")


def test_rows_count_from_the_south(tmp_path: Path) -> None:
    path = tmp_path / "map.mbtiles"
    assert write_mbtiles(path, TILES, FACTS) == 2
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles ORDER BY zoom_level"
        ).fetchall()
        facts = dict(connection.execute("SELECT name, value FROM metadata"))
    assert rows == [(2, 3, 2, PNG + b"a"), (3, 6, 5, PNG + b"b")]
    assert facts["format"] == "png"
    assert facts["name"] == "Map"
    assert facts["bounds"] == "112.000000,35.500000,113.000000,36.000000"
    assert (facts["minzoom"], facts["maxzoom"]) == ("2", "3")


def test_pictures_that_are_equal_are_stored_once(tmp_path: Path) -> None:
    path = tmp_path / "map.mbtiles"
    sea = [Tile(4, column, 3, PNG + b"sea") for column in range(9)]
    assert write_mbtiles(path, [*sea, TILES[0]], FACTS) == 10
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM images").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM tiles").fetchone() == (10,)
        facts = dict(connection.execute("SELECT name, value FROM metadata"))
    assert facts["attribution"] == "© Somebody"


def test_our_own_reader_finds_them_again(tmp_path: Path) -> None:
    path = tmp_path / "map.mbtiles"
    write_mbtiles(path, TILES, FACTS)
    reader = MbtilesSource(path)
    try:
        assert reader.tile(3, 6, 2) == PNG + b"b"
        assert reader.tile(3, 6, 5) is None
    finally:
        reader.close()


def test_a_tile_twice_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        write_mbtiles(tmp_path / "map.mbtiles", (*TILES, TILES[0]), FACTS)


def test_an_error_of_the_painter_comes_through(tmp_path: Path) -> None:
    def broken() -> Iterator[Tile]:
        yield TILES[0]
        raise RuntimeError("out of paint")

    with pytest.raises(RuntimeError, match="out of paint"):
        write_mbtiles(tmp_path / "map.mbtiles", broken(), FACTS)


def test_a_place_that_takes_no_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open"):
        write_mbtiles(tmp_path / "no folder" / "map.mbtiles", TILES, FACTS)
