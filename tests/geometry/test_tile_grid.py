"""Tile numbers against places whose numbers are published, and blocks of tiles."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.geometry.tile_grid import (
    TILE_PX,
    WORLD_M,
    TileBlock,
    metre_per_px,
    tiles_over,
    to_world_px,
)


@pytest.mark.parametrize(
    ("lonlat", "zoom", "tile"),
    [
        ((0.0, 0.0), 0, (0, 0)),
        ((-179.9, 85.0), 3, (0, 0)),
        ((179.9, -85.0), 3, (7, 7)),
        # The OpenStreetMap wiki, "Slippy map tilenames", works this one out.
        ((139.7006793, 35.6590699), 18, (232798, 103246)),
    ],
)
def test_places_lie_in_their_tiles(
    lonlat: tuple[float, float], zoom: int, tile: tuple[int, int]
) -> None:
    block = tiles_over((*lonlat, *lonlat), zoom)
    assert (block.columns.start, block.rows.start) == tile
    assert len(block) == 1
    assert (to_world_px(to_xy(lonlat), zoom) // TILE_PX).tolist() == list(tile)


def test_a_box_takes_the_tiles_that_it_touches() -> None:
    block = tiles_over((-90.0, -10.0, 89.0, 10.0), 2)
    assert (block.columns, block.rows) == (range(1, 3), range(1, 3))
    assert len(block) == 4


def test_the_whole_world_and_no_tile_beyond() -> None:
    block = tiles_over((-180.0, -90.0, 180.0, 90.0), 3)
    assert (block.columns, block.rows) == (range(8), range(8))


def test_parts_make_up_the_block() -> None:
    block = TileBlock(9, range(3, 20), range(7, 12))
    tiles = [
        (column, row) for part in block.parts(8) for column in part.columns for row in part.rows
    ]
    assert len(tiles) == len(set(tiles)) == len(block) == 85
    assert {column for column, _row in tiles} == set(block.columns)


def test_pixels_and_metres_agree() -> None:
    assert metre_per_px(0) == pytest.approx(WORLD_M / 256)
    corner = to_world_px(to_xy(to_lonlat(np.array([WORLD_M / 2, -WORLD_M / 2]))), 4)
    assert corner == pytest.approx([16 * 256, 16 * 256])
