"""The base map's picture: water where the river is, names whole across tile edges."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.tile_labels import Label, placed
from gridstudio.canvas.tile_paint import TILE_PX, TOWN_ZOOMS, ZOOMS, paint_base_map
from gridstudio.demo.county import DemoCounty, build_county
from gridstudio.demo.mbtiles import Tile
from gridstudio.geometry.mercator import RADIUS_M, to_xy

WORLD_M = 2 * np.pi * RADIUS_M


@pytest.fixture(scope="module")
def county() -> DemoCounty:
    ensure_application()
    return build_county(0, 1)


@pytest.fixture(scope="module")
def tiles(county: DemoCounty) -> dict[tuple[int, int, int], Tile]:
    return {(tile.zoom, tile.column, tile.row): tile for tile in paint_base_map(county.features)}


def metre_per_px(zoom: int) -> float:
    return WORLD_M / 2**zoom / TILE_PX


def world_px(lon: float, lat: float, zoom: int) -> tuple[float, float]:
    x, y = to_xy(np.array([lon, lat])).tolist()
    scale = metre_per_px(zoom)
    return (x + WORLD_M / 2) / scale, (WORLD_M / 2 - y) / scale


def colour(tiles: dict[tuple[int, int, int], Tile], lon: float, lat: float, zoom: int) -> str:
    x, y = world_px(lon, lat, zoom)
    tile = tiles[zoom, int(x // TILE_PX), int(y // TILE_PX)]
    image = QImage.fromData(tile.png)
    return image.pixelColor(int(x % TILE_PX), int(y % TILE_PX)).name()


def test_tiles_are_png_of_256_pixels(tiles: dict[tuple[int, int, int], Tile]) -> None:
    some = list(tiles.values())[::97]
    assert len(some) > 5
    for tile in some:
        assert tile.png.startswith(b"\x89PNG\r\n\x1a\n")
        assert QImage.fromData(tile.png).size().toTuple() == (TILE_PX, TILE_PX)


def test_the_whole_county_is_covered_at_each_zoom(
    county: DemoCounty, tiles: dict[tuple[int, int, int], Tile]
) -> None:
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


def test_deeper_zooms_show_the_town_only(tiles: dict[tuple[int, int, int], Tile]) -> None:
    for zoom in TOWN_ZOOMS:
        assert 20 < sum(key[0] == zoom for key in tiles) < 400
    assert len(tiles) < 1_500


def test_ground_has_its_colour(county: DemoCounty, tiles: dict[tuple[int, int, int], Tile]) -> None:
    lake = next(f.geometry for f in county.features if f.category == "water")
    wood = max((f.geometry for f in county.features if f.category == "wood"), key=lambda g: g.area)
    west, _south, _east, north = county.border.bounds
    point = lake.representative_point()
    assert colour(tiles, point.x, point.y, 14) == "#a9cde2"
    found = {colour(tiles, *at, 14) for at in _inside(wood)}
    assert "#dfe8d0" in found
    assert colour(tiles, west, north, 12) == "#e8e6df"


def _inside(ground: shapely.Polygon) -> list[tuple[float, float]]:
    west, south, east, north = ground.bounds
    x, y = np.meshgrid(np.linspace(west, east, 12), np.linspace(south, north, 12))
    keep = shapely.contains_xy(ground, x.ravel(), y.ravel())
    return list(zip(x.ravel()[keep].tolist(), y.ravel()[keep].tolist(), strict=True))


def test_the_same_county_gives_the_same_bytes(county: DemoCounty) -> None:
    def some() -> list[bytes]:
        painted = paint_base_map(county.features)
        return [next(painted).png for _number in range(12)]

    assert some() == some()


@pytest.mark.parametrize("zoom", [8, 10, 12, 14, 16])
def test_no_name_covers_another(county: DemoCounty, zoom: int) -> None:
    labels = placed(county.features, zoom, metre_per_px(zoom))
    assert labels
    boxes = [(box, number) for number, label in enumerate(labels) for box in label.boxes]
    tree = shapely.STRtree([_box(box) for box, _number in boxes])
    for box, number in boxes:
        hits = tree.query(_box(box), predicate="overlaps")
        assert all(boxes[hit][1] == number for hit in hits.tolist())


def _box(box: QRectF) -> shapely.Polygon:
    return shapely.box(box.left(), box.top(), box.right(), box.bottom())


def test_the_town_is_named_at_every_zoom_and_villages_later(county: DemoCounty) -> None:
    def dots(zoom: int) -> int:
        return sum(
            label.dot is not None for label in placed(county.features, zoom, metre_per_px(zoom))
        )

    assert 1 <= dots(8) <= dots(11) <= 12
    assert dots(13) > 100


def test_a_name_across_a_tile_edge_is_on_both_tiles(
    county: DemoCounty, tiles: dict[tuple[int, int, int], Tile]
) -> None:
    zoom = 13
    offset = WORLD_M / 2 / metre_per_px(zoom)
    across = [
        label
        for label in placed(county.features, zoom, metre_per_px(zoom))
        if label.dot and _crosses(label, offset)
    ]
    assert across
    for label in across:
        left, right = (_ink(tiles, label, offset, zoom, side) for side in (0, 1))
        assert left > 0
        assert right > 0


def _crosses(label: Label, offset: float) -> bool:
    """Whether letters, eight pixels of them at least, lie on both sides of a tile's edge, and all
    of them in one row of tiles."""
    box = label.boxes[0].translated(offset, offset)
    edge = box.right() // TILE_PX * TILE_PX
    one_row = box.top() // TILE_PX == box.bottom() // TILE_PX
    return one_row and box.left() + 8 < edge < box.right() - 8


def _ink(
    tiles: dict[tuple[int, int, int], Tile], label: Label, offset: float, zoom: int, side: int
) -> int:
    """Dark pixels of a label in the tile left (0) or right (1) of the edge that it crosses."""
    box = label.boxes[0].translated(offset, offset)
    column = int(box.right() // TILE_PX) - 1 + side
    row = int(box.top() // TILE_PX)
    image = QImage.fromData(tiles[zoom, column, row].png)
    part = box.intersected(QRectF(column * TILE_PX, row * TILE_PX, TILE_PX, TILE_PX))
    part = part.translated(-column * TILE_PX, -row * TILE_PX)
    return sum(
        image.pixelColor(x, y).lightness() < 150
        for x in range(int(part.left()), int(part.right()))
        for y in range(int(part.top()), int(part.bottom()))
    )
