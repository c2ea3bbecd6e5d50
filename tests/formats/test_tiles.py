"""The four kinds of tile files through one door: the same bytes, the same refusals."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from gridstudio.errors import UserError
from gridstudio.formats.tiles.gpkg_tiles import GeoPackageTiles
from gridstudio.formats.tiles.opening import open_tiles
from gridstudio.formats.tiles.picture import picture_px
from gridstudio.formats.tiles.source import TileSource, picture_kind, sound_bounds, tiles_bounds
from tests.formats.tile_files import (
    Tiles,
    png,
    write_folder,
    write_gpkg,
    write_mbtiles,
    write_pmtiles,
)
from tests.shared_data import shared_data

EXAMPLE = "gpkg/ngageoint/example.gpkg"


def stored_tiles(path: Path) -> Tiles:
    """All tiles of an MBTiles file, read by hand."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
        rows = file.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles")
        return {(z, x, 2**z - 1 - south): data for z, x, south, data in rows}


def read_tiles(source: TileSource) -> Tiles:
    """All tiles of zooms 0 to 4, and of the deeper ones those over El Molar and around."""
    found = {}
    for z in range(18):
        x, y = int(0.4902 * 2**z), int(0.3760 * 2**z)
        spread = 16 if z < 5 else 24
        for column in range(x - spread, x + spread + 1):
            for row in range(y - spread, y + spread + 1):
                data = source.tile(z, column, row)
                if data is not None:
                    found[z, column, row] = data
    return found


KINDS = {
    "mbtiles": lambda path, tiles: write_mbtiles(path, dict(tiles)),
    "gpkg": write_gpkg,
    "gpkg from zoom 3": lambda path, tiles: write_gpkg(path, tiles, lowest=3, first=(2, 1)),
    "pmtiles": write_pmtiles,
    "pmtiles, leaves": lambda path, tiles: write_pmtiles(path, tiles, leaf=7),
    "pmtiles, not packed": lambda path, tiles: write_pmtiles(path, tiles, leaf=50, packing=1),
    "pmtiles, packed tiles": lambda path, tiles: write_pmtiles(path, tiles, tile_packing=2),
    "folder": write_folder,
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_bytes_come_through_every_kind(kind: str, tmp_path: Path) -> None:
    tiles = stored_tiles(shared_data("tiles/brutile/el-molar.mbtiles"))
    if "zoom 3" in kind:
        tiles = {place: data for place, data in tiles.items() if place[0] >= 3}
    with closing(open_tiles(KINDS[kind](tmp_path / "map", tiles))) as source:
        assert source.zooms == tuple(sorted({z for z, _x, _y in tiles}))
        assert read_tiles(source) == tiles
        # None of these files states its bounds.
        expected = tiles_bounds(16, (32112, 32133), (65535 - 40903, 65535 - 40890))
        assert source.bounds == pytest.approx(expected)
        assert (source.tile_px, source.name, source.attribution) == (
            256,
            "tiles" if "gpkg" in kind else "map",
            "",
        )


def test_many_threads_read_one_source() -> None:
    path = shared_data("tiles/brutile/el-molar.mbtiles")
    tiles = stored_tiles(path)
    with closing(open_tiles(path)) as source, ThreadPoolExecutor(8) as pool:
        places = list(tiles) * 4
        assert list(pool.map(lambda place: source.tile(*place), places)) == [
            tiles[place] for place in places
        ]


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_no_tiles_off_the_grid(kind: str, tmp_path: Path) -> None:
    tiles = {(z, x, y): png() for z in range(3, 5) for x in range(8) for y in range(8)}
    tiles = {place: data for place, data in tiles.items() if place[1] >= 4 and place[2] >= 4}
    with closing(open_tiles(KINDS[kind](tmp_path / "map", tiles))) as source:
        for z, x, y in [(3, 8, 4), (3, -1, 7), (3, 4, 8), (3, 4, -1), (2, 2, 2), (-1, 0, 0)]:
            assert source.tile(z, x, y) is None
        assert source.tile(64, 1, 1) is None


def test_a_null_an_empty_and_a_text_tile_are_nothing_a_missing_one_is_none(tmp_path: Path) -> None:
    tiles = {
        (1, 0, 0): None,
        (1, 1, 0): b"",
        (1, 0, 1): "words",
        (1, 1, 1): png(512),
        (2, 0, 0): None,
    }
    with closing(open_tiles(write_mbtiles(tmp_path / "map", tiles))) as source:
        assert [source.tile(1, x, y) for y in (0, 1) for x in (0, 1)] == [
            b"",
            b"",
            b"",
            png(512),
        ]
        assert source.tile(2, 0, 0) == b"" and source.tile(2, 1, 0) is None
        assert (source.zooms, source.tile_px) == ((1,), 512)


def test_metadata_may_be_damaged(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "map.mbtiles", {(1, 1, 0): png()})
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE metadata (name, value)")
        facts = [("bounds", "nan,0,north"), ("name", None), (None, "x")]
        facts += [("attribution", '<a href="https://osm.org">&copy; OSM</a>\n people')]
        file.executemany("INSERT INTO metadata VALUES (?, ?)", facts)
        file.commit()
    with closing(open_tiles(path)) as source:
        assert (source.name, source.attribution) == ("map", "© OSM people")
        assert source.bounds == pytest.approx((0, 0, 180, 85.0511), abs=1e-4)


def test_files_without_tiles_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder" / "3" / "thumbnails").mkdir(parents=True)
    (tmp_path / "text").write_text("PM is no tile file")
    (tmp_path / "empty").write_bytes(b"")
    write_mbtiles(tmp_path / "mbtiles", {(0, 0, 0): None})
    write_gpkg(tmp_path / "gpkg", {(0, 0, 0): b""})
    for name in ("folder", "mbtiles", "gpkg"):
        with pytest.raises(UserError, match="holds no tiles"):
            open_tiles(tmp_path / name)
    for name in ("text", "empty"):
        with pytest.raises(UserError, match="no file of tiles"):
            open_tiles(tmp_path / name)
    with pytest.raises(UserError, match="is not there"):
        open_tiles(tmp_path / "nowhere")


VECTOR, AVIF = b"\x1f\x8b\x08\x00packed", b"\x00\x00\x00\x1cftypavif\x00\x00"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (VECTOR, "vector tiles"),
        (b"\x1a\x05layer", "vector tiles"),
        (AVIF, "AVIF pictures"),
        (b"II*\x00\x08", "TIFF pictures"),
        (b"<html>", "are no pictures"),
    ],
)
@pytest.mark.parametrize("kind", ["mbtiles", "gpkg", "pmtiles", "folder"])
def test_what_is_no_picture_is_refused_by_its_kind(
    kind: str, data: bytes, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=reason):
        open_tiles(KINDS[kind](tmp_path / "map", {(0, 0, 0): data}))


@pytest.mark.parametrize("kind", ["mbtiles", "gpkg", "pmtiles", "folder"])
def test_one_tile_that_is_no_picture_does_not_condemn_the_rest(kind: str, tmp_path: Path) -> None:
    tiles = {(0, 0, 0): b"<html>502 Bad Gateway", (1, 0, 0): png(512)}
    with closing(open_tiles(KINDS[kind](tmp_path / "map", tiles))) as source:
        assert source.tile_px == 512


def test_a_closed_source_has_no_tiles(tmp_path: Path) -> None:
    for kind in ("mbtiles", "gpkg", "pmtiles"):
        source = open_tiles(KINDS[kind](tmp_path / kind, {(0, 0, 0): png()}))
        assert source.tile(0, 0, 0) == png()
        source.close()
        assert source.tile(0, 0, 0) is None


def test_pictures_tell_their_kind_and_width() -> None:
    jpeg = shared_data("tiles/mbtileserver/geography-class-jpg.mbtiles")
    with closing(open_tiles(jpeg)) as source:
        assert picture_kind(source.tile(0, 0, 0) or b"") == "jpg"
    webp, large = (GeoPackageTiles(shared_data(EXAMPLE), t) for t in ("webp_tiles", "line1_tiles"))
    with closing(webp), closing(large):
        data = webp.tile(15, 6844, 12438) or b""
        assert (picture_kind(data), picture_px(data), large.tile_px) == ("webp", 256, 512)
    assert picture_kind(b"RIFF\x00\x00\x00\x00WAVE") == picture_kind(b"") == ""


def test_bounds_of_tiles() -> None:
    assert tiles_bounds(0, (0, 0), (0, 0)) == pytest.approx((-180, -85.05113, 180, 85.05113))
    assert tiles_bounds(2, (1, 2), (2, 2)) == pytest.approx((-90, -66.51326, 90, 0))
    assert sound_bounds(["-180.05", "-90", "180", "90"]) == (-180, -90, 180, 90)
    assert sound_bounds([10, 0, 5, 1]) is sound_bounds(["inf", 0, 0, 0]) is sound_bounds([]) is None
