"""What is peculiar to one kind of tile file: grids, schemes, and files by other programs."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from gridstudio.errors import UserError
from gridstudio.formats.tiles.folder import FolderSource
from gridstudio.formats.tiles.gpkg_tiles import GeoPackageTiles, tile_tables
from gridstudio.formats.tiles.mbtiles import MbtilesSource
from gridstudio.formats.tiles.opening import open_tiles
from gridstudio.formats.tiles.source import tiles_bounds
from tests.formats.tile_files import (
    png,
    some_tiles,
    write_folder,
    write_gpkg,
    write_mbtiles,
)
from tests.shared_data import shared_data

EXAMPLE = "gpkg/ngageoint/example.gpkg"
MOLAR = "tiles/brutile/el-molar.mbtiles"


def made_by(command: str, *arguments: object) -> None:
    if shutil.which(command) is None:
        pytest.skip(f"{command} (gdal-bin) is not installed")
    subprocess.run([command, "-q", *map(str, arguments)], capture_output=True, check=True)


def unlikeness(first: bytes | None, second: bytes | None) -> float:
    """The mean difference of two pictures' colours, 0 to 255."""
    colours = []
    for data in (first, second):
        image = QImage.fromData(data or b"").convertToFormat(QImage.Format.Format_RGB888)
        assert (image.width(), image.height()) == (256, 256)
        colours.append(np.frombuffer(image.constBits(), np.uint8).astype(int))
    return float(np.abs(colours[0] - colours[1]).mean())


def test_tables_of_a_geopackage() -> None:
    path = shared_data(EXAMPLE)
    tables = tile_tables(path)
    assert len(tables) == 15 and tables[0] == "bit_systems"
    assert tile_tables(shared_data("tiles/gdal/byte.mbtiles")) == []
    with pytest.raises(UserError, match="no tiles “moon”. It has: bit_systems, "):
        GeoPackageTiles(path, "moon")
    with pytest.raises(UserError, match="EPSG:4326"):
        GeoPackageTiles(path, "bit_systems_wgs84")


def test_a_local_and_a_world_matrix_set_of_one_map_agree() -> None:
    """The file holds one map twice, once numbered from its own corner and with fewer colours."""
    path = shared_data(EXAMPLE)
    with (
        closing(GeoPackageTiles(path, "bit_systems")) as local,
        closing(GeoPackageTiles(path, "bit_systems_world")) as world,
    ):
        places = [(15, 6844, 12438), (16, 13689, 24876), (16, 13689, 24877), (17, 27378, 49754)]
        for place in places:
            assert unlikeness(local.tile(*place), world.tile(*place)) < 3


@pytest.mark.parametrize(("shift_m", "fits"), [(0.003, True), (-0.5, True), (1000.0, False)])
def test_a_matrix_set_must_lie_on_the_grid(shift_m: float, fits: bool, tmp_path: Path) -> None:
    tiles = {(10, 300, 400): png()}
    path = write_gpkg(tmp_path / "map", tiles, lowest=10, first=(300, 400), shift_m=shift_m)
    if fits:
        with closing(open_tiles(path)) as source:
            assert source.tile(10, 300, 400) == png()
    else:
        with pytest.raises(UserError, match=r"grid of their own \(EPSG:3857\)"):
            open_tiles(path)


def test_google_s_number_is_web_mercator_and_others_are_not(tmp_path: Path) -> None:
    path = write_gpkg(tmp_path / "map", {(0, 0, 0): png()}, table="a", system=900913)
    write_gpkg(path, {(0, 0, 0): png(512)}, table='odd "name"', system=3857)
    write_gpkg(path, {(0, 0, 0): png(512)}, table="plate", system=32650)
    assert tile_tables(path) == ["a", 'odd "name"', "plate"]
    with closing(open_tiles(path)) as first, closing(GeoPackageTiles(path, 'odd "name"')) as odd:
        assert (first.tile(0, 0, 0), odd.tile(0, 0, 0)) == (png(), png(512))
    with pytest.raises(UserError, match="EPSG:32650"):
        GeoPackageTiles(path, "plate")


def test_a_geopackage_by_gdal_shows_the_same_pixels(tmp_path: Path) -> None:
    source, path = shared_data(MOLAR), tmp_path / "gdal.gpkg"
    scheme = "TILING_SCHEME=GoogleMapsCompatible"
    made_by("gdal_translate", "-of", "GPKG", "-co", "TILE_FORMAT=PNG", "-co", scheme, source, path)
    with closing(open_tiles(source)) as molar, closing(open_tiles(path)) as gdal:
        assert gdal.zooms == (16,) and gdal.bounds == pytest.approx(molar.bounds, abs=1e-3)
        assert unlikeness(*(each.tile(16, 32120, 24638) for each in (molar, gdal))) == 0


def test_a_folder_by_gdal2tiles_counts_from_the_south(tmp_path: Path) -> None:
    folder = tmp_path / "gdal"
    made_by("gdal2tiles.py", "-z", "16", "-w", "none", shared_data(MOLAR), folder)
    with closing(open_tiles(shared_data(MOLAR))) as molar, closing(open_tiles(folder)) as gdal:
        assert isinstance(gdal, FolderSource) and gdal.zooms == (16,)
        assert gdal.bounds == pytest.approx(tiles_bounds(16, (32112, 32133), (24632, 24645)))
        tile = molar.tile(16, 32125, 24640)
        # It resamples, so the pixels are not quite the same.
        same, beside = (unlikeness(tile, gdal.tile(16, 32125, row)) for row in (24640, 24641))
        assert same < beside / 5


@pytest.mark.parametrize(
    ("name", "text", "from_south"),
    [
        ("tilemapresource.xml", "<TileMap><TileSets profile='mercator'/></TileMap>", True),
        ("tilemapresource.xml", "<TileMap><Title>Roads & rivers</Title></TileMap>", True),
        ("metadata.json", '{"scheme": "tms"}', True),
        ("metadata.json", '{"scheme": "xyz"}', False),
        ("metadata.json", "[1,", False),
    ],
)
def test_a_folder_says_which_way_its_rows_count(
    name: str, text: str, from_south: bool, tmp_path: Path
) -> None:
    tiles = some_tiles()
    write_folder(tmp_path, tiles, from_south=from_south, suffix="JPG")
    (tmp_path / name).write_text(text)
    with closing(open_tiles(tmp_path)) as source:
        assert {place: source.tile(*place) for place in tiles} == tiles


def test_a_folder_of_another_grid_or_of_vector_tiles_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path / "vector", {(0, 0, 0): b"\x1a"}, suffix="pbf")
    with pytest.raises(UserError, match="vector tiles"):
        open_tiles(tmp_path / "vector")
    text = "<TileMap><TileSets profile='global-geodetic'/></TileMap>"
    (write_folder(tmp_path / "degrees", some_tiles()) / "tilemapresource.xml").write_text(text)
    with pytest.raises(UserError, match="grid “global-geodetic”"):
        open_tiles(tmp_path / "degrees")


def test_a_folder_s_other_files_are_passed_over(tmp_path: Path) -> None:
    tiles = {(9, x, 70 if x == 30 else 77): png() for x in range(30, 90)}
    write_folder(tmp_path, tiles)
    for name in (
        "9/30/1@2x.png",
        "9/30/300.aux.xml",
        "9/12/thumbs.db",
        "11/03/4.png",
        "12/x/4.png",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(png(512))
    shutil.rmtree(tmp_path / "9" / "12")
    facts = '{"name": "Valley", "attribution": "<b>me</b>", "bounds": [1, 2]}'
    (tmp_path / "metadata.json").write_text(facts)
    with closing(open_tiles(tmp_path)) as source:
        assert (source.zooms, source.tile_px) == ((9,), 256)
        assert source.bounds == pytest.approx(tiles_bounds(9, (30, 89), (70, 77)))
        assert (source.name, source.attribution) == ("Valley", "me")


def test_tiles_may_be_a_view_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "map.mbtiles"
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("CREATE TABLE map (z, x, y, id); ")
        file.execute("CREATE TABLE images (id, data)")
        file.execute(
            "CREATE VIEW tiles AS SELECT z AS zoom_level, x AS tile_column, y AS tile_row,"
            " data AS tile_data FROM map LEFT JOIN images USING (id)"
        )
        file.execute("INSERT INTO map VALUES (3, 5, 0, 1), (4, 0, 0, 2)")
        file.execute("INSERT INTO images VALUES (1, ?)", (png(),))
        file.commit()
    before = path.read_bytes()
    with closing(MbtilesSource(path)) as source:
        assert (source.zooms, source.tile(3, 5, 7), source.tile(4, 0, 15)) == ((3,), png(), b"")
    assert path.read_bytes() == before


def test_a_gzipped_picture_is_not_shown_as_it_is(tmp_path: Path) -> None:
    """MBTiles knows no packing of pictures; a packed tile is a vector tile there."""
    path = write_mbtiles(tmp_path / "map", {(0, 0, 0): gzip.compress(png())})
    with pytest.raises(UserError, match="vector tiles"):
        open_tiles(path)
