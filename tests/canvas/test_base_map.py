"""The base map's picture: water where the river is, names whole across tile edges."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from gridstudio.canvas.base_map import TileLook, paint_tiles
from gridstudio.canvas.base_map_labels import Label, Names
from gridstudio.canvas.base_map_sheet import sheet_of
from gridstudio.canvas.figures import ensure_application
from gridstudio.demo.base_map import TOWN_ZOOMS, ZOOMS, base_map_blocks, base_map_themes
from gridstudio.demo.county import DemoCounty, build_county
from gridstudio.formats.mbtiles_writing import Tile
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.tile_grid import TILE_PX, tiles_over, to_world_px

Tiles = dict[tuple[int, int, int], Tile]


@pytest.fixture(scope="module")
def county() -> DemoCounty:
    ensure_application()
    return build_county(0, 1)


@pytest.fixture(scope="module")
def tiles(county: DemoCounty) -> Tiles:
    blocks = base_map_blocks(county.features)
    painted = paint_tiles(base_map_themes(county.features), blocks)
    return {(tile.zoom, tile.column, tile.row): tile for tile in painted}


@pytest.fixture(scope="module")
def names(county: DemoCounty) -> Names:
    return Names(sheet_of(base_map_themes(county.features)))


def world_px(lon: float, lat: float, zoom: int) -> tuple[float, float]:
    x, y = to_world_px(to_xy((lon, lat)), zoom).tolist()
    return x, y


def colour(tiles: Tiles, lon: float, lat: float, zoom: int) -> str:
    x, y = world_px(lon, lat, zoom)
    tile = tiles[zoom, int(x // TILE_PX), int(y // TILE_PX)]
    image = QImage.fromData(tile.data)
    return image.pixelColor(int(x % TILE_PX), int(y % TILE_PX)).name()


def test_tiles_are_png_of_256_pixels(tiles: Tiles) -> None:
    some = list(tiles.values())[::97]
    assert len(some) > 5
    for tile in some:
        assert tile.data.startswith(b"\x89PNG\r\n\x1a\n")
        assert QImage.fromData(tile.data).size().toTuple() == (TILE_PX, TILE_PX)


def test_the_whole_county_is_covered_at_each_zoom(county: DemoCounty, tiles: Tiles) -> None:
    west, south, east, north = county.border.bounds
    for zoom in ZOOMS:
        first = [int(at // TILE_PX) for at in world_px(west, north, zoom)]
        last = [int(at // TILE_PX) for at in world_px(east, south, zoom)]
        wanted = {
            (zoom, column, row)
            for column in range(first[0], last[0] + 1)
            for row in range(first[1], last[1] + 1)
        }
        assert wanted == {key for key in tiles if key[0] == zoom}


def test_deeper_zooms_show_the_town_only(tiles: Tiles) -> None:
    for zoom in TOWN_ZOOMS:
        assert 20 < sum(key[0] == zoom for key in tiles) < 400
    assert len(tiles) < 1_500


def test_ground_has_its_colour(county: DemoCounty, tiles: Tiles) -> None:
    lake = next(f.geometry for f in county.features if f.category == "water")
    wood = max((f.geometry for f in county.features if f.category == "wood"), key=lambda g: g.area)
    west, _south, _east, north = county.border.bounds
    assert "#abcfe4" in {colour(tiles, *at, 14) for at in _inside(lake)}
    assert "#d8e5c9" in {colour(tiles, *at, 14) for at in _inside(wood)}
    assert colour(tiles, west, north, 12) == "#e9e7e0"


def _inside(ground: shapely.Polygon) -> list[tuple[float, float]]:
    west, south, east, north = ground.bounds
    x, y = np.meshgrid(np.linspace(west, east, 12), np.linspace(south, north, 12))
    keep = shapely.contains_xy(ground, x.ravel(), y.ravel())
    return list(zip(x.ravel()[keep].tolist(), y.ravel()[keep].tolist(), strict=True))


def test_the_same_county_gives_the_same_bytes(county: DemoCounty) -> None:
    def some() -> list[bytes]:
        blocks = base_map_blocks(county.features)
        painted = paint_tiles(base_map_themes(county.features), blocks)
        return [next(painted).data for _number in range(12)]

    assert some() == some()


@pytest.mark.parametrize("zoom", [8, 10, 12, 14, 16])
def test_no_name_covers_another(names: Names, zoom: int) -> None:
    labels = names.at(zoom, "light")
    assert labels
    boxes = [(box, number) for number, label in enumerate(labels) for box in label.written.boxes]
    tree = shapely.STRtree([shapely.box(*box) for box, _number in boxes])
    for box, number in boxes:
        hits = tree.query(shapely.box(*box), predicate="overlaps")
        assert all(boxes[hit][1] == number for hit in hits.tolist())


def test_the_town_is_named_at_every_zoom_and_villages_later(names: Names) -> None:
    def named(zoom: int) -> int:
        texts = {spot.text for spot in names.places}
        return sum(label.text in texts for label in names.at(zoom, "light"))

    assert 1 <= named(8) <= named(11) <= 12
    assert named(13) > 100


def test_a_name_across_a_tile_edge_is_on_both_tiles(names: Names, tiles: Tiles) -> None:
    zoom = 13
    across = [label for label in names.at(zoom, "light") if _crosses(label)]
    assert across
    for label in across:
        left, right = (_ink(tiles, label, zoom, side) for side in (0, 1))
        assert left > 0
        assert right > 0


def _crosses(label: Label) -> bool:
    """Whether letters, eight pixels of them at least, lie on both sides of a tile's edge, and all
    of them in one row of tiles."""
    if len(label.written.pieces) > 1 or label.plate:
        return False
    left, top, right, bottom = label.written.boxes[0]
    edge = right // TILE_PX * TILE_PX
    return top // TILE_PX == bottom // TILE_PX and left + 8 < edge < right - 8


def _ink(tiles: Tiles, label: Label, zoom: int, side: int) -> int:
    """Dark pixels of a label in the tile left (0) or right (1) of the edge that it crosses."""
    left, top, right, bottom = label.written.boxes[0]
    column, row = int(right // TILE_PX) - 1 + side, int(top // TILE_PX)
    image = QImage.fromData(tiles[zoom, column, row].data)
    tile = QRectF(column * TILE_PX, row * TILE_PX, TILE_PX, TILE_PX)
    part = QRectF(left, top, right - left, bottom - top).intersected(tile)
    part = part.translated(-column * TILE_PX, -row * TILE_PX)
    return sum(
        image.pixelColor(x, y).lightness() < 150
        for x in range(int(part.left()), int(part.right()))
        for y in range(int(part.top()), int(part.bottom()))
    )


def test_tiles_for_screens_of_high_resolution_have_512_pixels(county: DemoCounty) -> None:
    block = tiles_over(county.border.bounds, 9)
    themes = base_map_themes(county.features)
    for tile in paint_tiles(themes, [block], TileLook(ratio=2, format="webp")):
        assert tile.data[:4] == b"RIFF"
        assert QImage.fromData(tile.data).size().toTuple() == (512, 512)


def test_by_night_the_same_places_are_dark(county: DemoCounty) -> None:
    block = tiles_over(county.border.bounds, 10)
    themes = base_map_themes(county.features)
    means = []
    for appearance in ("light", "dark"):
        tiles = paint_tiles(themes, [block], TileLook(appearance))
        pictures = [QImage.fromData(tile.data).scaled(1, 1) for tile in tiles]
        means.append(np.mean([picture.pixelColor(0, 0).lightness() for picture in pictures]))
    assert means[0] > 190
    assert means[1] < 70
