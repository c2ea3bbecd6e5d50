"""The open base maps of a map: kept while they are shown, fetched before they are painted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.painters.pictures import PictureLayer
from gridstudio.canvas.painters.tiles import TileLayer
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.geometry.affine import from_bounds
from gridstudio.geometry.georeference import Placement, placement_to_dict
from tests.canvas.test_tiles import picture
from tests.formats.tile_files import write_mbtiles
from tests.map_data_case import county_case

BOUNDS = (112.0, 35.5, 112.2, 35.6)


@pytest.fixture
def maps() -> Iterator[BaseMaps]:
    ensure_application()
    made = BaseMaps()
    yield made
    made.close()


@pytest.fixture
def data(tmp_path: Path) -> MapData:
    ensure_application()
    write_mbtiles(tmp_path / "m", {(3, x, y): picture(9) for x in range(8) for y in range(8)})
    (tmp_path / "scan.png").write_bytes(picture(0x336699, 300))
    layers = (Layer(1, "Tiles", "tiles", source="m", datum="bd09"), scan_layer(BOUNDS))
    return replace(county_case(customers=10), layers=layers, folder=tmp_path)


def scan_layer(bounds: tuple[float, float, float, float]) -> Layer:
    placement = Placement(from_bounds((300, 300), bounds), crs="EPSG:4326")
    options = {"placement": placement_to_dict(placement)}
    return Layer(2, "Scan", "picture", source="scan.png", options=options)


def view() -> Viewport:
    return fitting(BOUNDS, 256, 256)


def test_what_the_layers_say_is_opened_once(maps: BaseMaps, data: MapData) -> None:
    tiles, scan = (maps.of(data, layer) for layer in data.layers)
    assert isinstance(tiles, TileLayer) and tiles.datum == "bd09"
    assert isinstance(scan, PictureLayer) and scan.size == (300, 300)
    assert maps.of(data, data.layers[0]) is tiles and maps.notices() == []


def test_what_is_wrong_is_told_once(maps: BaseMaps, data: MapData) -> None:
    (data.folder / "scan.png").unlink()
    unplaced = Layer(3, "Other", "picture", source="m")
    for layer in (data.layers[1], unplaced, Layer(4, "Gone", "tiles", source="gone")):
        maps.of(data, layer)
    said = maps.notices()
    assert len(said) == 3 and "scan.png" in said[0] and "is not there" in said[2]
    assert maps.notices() == []


def test_nothing_is_painted_before_it_has_been_fetched(maps: BaseMaps, data: MapData) -> None:
    maps.begin(view())
    assert not maps.ready(data, data.layers, view(), 1.0)
    while not maps.ready(data, data.layers, view(), 1.0):
        maps.fetchers[0].stop()
        maps.begin(view())
    assert maps.ready(data, data.layers, view(), 1.0)
    tiles, scan = (maps.of(data, layer) for layer in data.layers)
    assert isinstance(tiles, TileLayer) and tiles.lacking(view(), 1.0) == []
    assert isinstance(scan, PictureLayer) and scan.holds(view(), 1.0)


def test_placed_anew_a_picture_is_not_read_anew(maps: BaseMaps, data: MapData) -> None:
    scan = maps.of(data, data.layers[1])
    assert isinstance(scan, PictureLayer)
    scan.prepare()
    moved = scan_layer((112.1, 35.5, 112.3, 35.6))
    later = replace(data, layers=(data.layers[0], moved))
    maps.keep_only(later)
    again = maps.of(later, moved)
    assert isinstance(again, PictureLayer) and again is not scan and again.holds(view(), 1.0)
    assert scan.pyramid is None


def test_what_no_layer_shows_is_closed(maps: BaseMaps, data: MapData) -> None:
    tiles = maps.of(data, data.layers[0])
    maps.keep_only(replace(data, layers=(replace(data.layers[0], datum="wgs84"),)))
    assert isinstance(tiles, TileLayer) and tiles.lacking(view(), 1.0) == []
    assert maps.of(data, data.layers[0]) is not tiles
