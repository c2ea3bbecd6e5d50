"""PMTiles: its numbers, its directories; and damage of all kinds of files."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from gridstudio.errors import UserError
from gridstudio.formats.tiles.hilbert import columns_rows, tile_id
from gridstudio.formats.tiles.opening import open_tiles
from gridstudio.formats.tiles.pmtiles import PmtilesSource
from tests.formats.tile_files import (
    number_of,
    some_tiles,
    write_gpkg,
    write_mbtiles,
    write_pmtiles,
)
from tests.shared_data import shared_data


def test_hilbert_numbers_go_both_ways() -> None:
    for z in range(6):
        places = [(x, y) for x in range(2**z) for y in range(2**z)]
        numbers = [tile_id(z, x, y) for x, y in places]
        assert numbers == [number_of(z, x, y) for x, y in places]
        columns, rows = columns_rows(z, np.array(numbers, dtype=np.int64))
        assert list(zip(columns.tolist(), rows.tolist(), strict=True)) == places
    # The specification's own: tests of protomaps/PMTiles.
    assert [tile_id(1, 0, 1), tile_id(1, 1, 1), tile_id(1, 1, 0)] == [2, 3, 4]
    assert tile_id(12, 3423, 1763) == 19078479


def test_pmtiles_by_gdal_hold_what_its_mbtiles_hold() -> None:
    with (
        closing(open_tiles(shared_data("tiles/gdal/byte.mbtiles"))) as mbtiles,
        closing(open_tiles(shared_data("tiles/gdal/byte_png.pmtiles"))) as pmtiles,
    ):
        data = mbtiles.tile(11, 354, 2047 - 1229)
        assert data and pmtiles.tile(11, 354, 2047 - 1229) == data


@pytest.mark.parametrize("leaf", [0, 1, 9])
def test_runs_of_equal_pmtiles_are_found(leaf: int, tmp_path: Path) -> None:
    tiles = some_tiles()
    facts = {"name": "Sea", "attribution": "<i>&copy; sea</i>"}
    path = write_pmtiles(tmp_path / "sea", tiles, leaf=leaf, bounds=(1, 2, 3, 4), metadata=facts)
    with closing(open_tiles(path)) as source:
        every = ((z, x, y) for z in range(5) for x in range(2**z) for y in range(2**z))
        assert {place: source.tile(*place) for place in every if source.tile(*place)} == tiles
        assert (source.name, source.attribution) == ("Sea", "© sea")
        assert source.bounds == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("at", "data", "reason"),
    [
        (7, b"\x02", "version 2"),
        (0, b"PM\x01\x00", "version 1"),
        (97, b"\x03", "Brotli"),
        (98, b"\x04", "Zstandard"),
        (99, b"\x01", "vector tiles"),
        (99, b"\x06", "vector tiles"),
        (99, b"\x05", "AVIF"),
        (8, b"\xff" * 8, "no sound PMTiles"),
        (16, b"\x03", "no sound PMTiles"),
        (16, b"\xff" * 7, "no sound PMTiles"),
        (127, b"\x00\x00", "no sound PMTiles"),
        (56, b"\xff" * 4, "no sound PMTiles"),
    ],
)
def test_pmtiles_that_cannot_be_read_are_refused(
    at: int, data: bytes, reason: str, tmp_path: Path
) -> None:
    path = write_pmtiles(tmp_path / "map.pmtiles", some_tiles())
    good = path.read_bytes()
    path.write_bytes(good[:at] + data + good[at + len(data) :])
    with pytest.raises(UserError, match=reason):
        open_tiles(path)
    for length in (8, 126, 140):
        path.write_bytes(good[:length])
        with pytest.raises(UserError, match="no sound PMTiles"):
            PmtilesSource(path)


def test_a_leaf_damaged_after_opening_leaves_holes(tmp_path: Path) -> None:
    tiles = some_tiles(range(7))
    path = write_pmtiles(tmp_path / "map", tiles, leaf=1, packing=1)
    with closing(open_tiles(path)) as source:
        data = bytearray(path.read_bytes())
        start = int.from_bytes(data[40:48], "little")
        end = start + int.from_bytes(data[48:56], "little")
        data[start:end] = bytes(end - start)
        path.write_bytes(data)
        found = [source.tile(*place) for place in tiles]
    assert found.count(b"") > len(tiles) / 2


def test_a_leaf_that_names_itself_is_no_endless_way(tmp_path: Path) -> None:
    path = write_pmtiles(tmp_path / "map", some_tiles(range(1)), packing=1, leaf=1)
    data = bytearray(path.read_bytes())
    root, leaf = (int.from_bytes(data[at : at + 8], "little") for at in (8, 40))
    data[leaf : leaf + 5] = data[root : root + 5]
    path.write_bytes(data)
    with pytest.raises(UserError, match="no sound PMTiles"):
        open_tiles(path)


@pytest.mark.parametrize("kind", ["mbtiles", "gpkg", "pmtiles"])
def test_no_damage_is_more_than_a_refusal_or_a_hole(kind: str, tmp_path: Path) -> None:
    write = {"mbtiles": write_mbtiles, "gpkg": write_gpkg, "pmtiles": write_pmtiles}[kind]
    tiles = some_tiles(range(3))
    good = write(tmp_path / "map", tiles).read_bytes()  # type: ignore[operator]
    chosen, path, outcomes = random.Random(3), tmp_path / "damaged", set()
    for _turn in range(150):
        data = bytearray(good[: chosen.choice([len(good), len(good), len(good) // 2])])
        for _byte in range(chosen.choice([1, 8, 60])):
            data[chosen.randrange(8, min(len(data), 9000))] = chosen.randrange(256)
        path.write_bytes(data)
        try:
            source = open_tiles(path)
        except UserError:
            outcomes.add("refused")
            continue
        with closing(source):
            held = [source.tile(*place) for place in tiles]
        outcomes.add("holes" if None in held or b"" in held else "whole")
    assert "refused" in outcomes and len(outcomes) > 1
