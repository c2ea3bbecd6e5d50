"""Which tiles a piece of the screen needs: the level, and the block of them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gridstudio.geometry.tile_grid import WORLD_M

MOST_HALVINGS = 4
"""Four times halved, a tile of 256 pixels is one of 16: smaller, there are too many to read."""
# A level is taken up to 2 ** 0.35 times enlarged before the next finer one is.
_ENLARGED = 0.35
_MOST_FINER = 2


class Level(NamedTuple):
    """A zoom, and how often the sides of its tiles are to be halved for the screen."""

    zoom: int
    halvings: int


class Block(NamedTuple):
    """Tiles of one zoom: from ``column``, ``row``, so many of them; ``side_m`` long each."""

    column: int
    row: int
    columns: int
    rows: int
    side_m: float

    @property
    def corner(self) -> tuple[float, float]:
        """The upper left corner in metres of the map plane."""
        return self.column * self.side_m - WORLD_M / 2, WORLD_M / 2 - self.row * self.side_m


def fitting_level(zooms: tuple[int, ...], tile_px: int, metre_per_px: float) -> Level | None:
    """The level to show at a scale in device pixels; None where the map's first level is so much
    too fine that its tiles cannot be read in time.

    Between two levels far apart the nearer one is taken, the finer one as far as it is read in
    time; past the last level that one is enlarged.
    """
    ideal = math.ceil(math.log2(WORLD_M / tile_px / metre_per_px) - _ENLARGED)
    finer = [zoom for zoom in zooms if zoom >= ideal]
    coarser = [zoom for zoom in zooms if zoom < ideal]
    most = min(_MOST_FINER, ideal - coarser[-1]) if coarser else MOST_HALVINGS
    if finer and finer[0] - ideal <= most:
        return Level(finer[0], finer[0] - ideal)
    return Level(coarser[-1], 0) if coarser else None


def block_of(zoom: int, corners: NDArray[np.float64]) -> Block | None:
    """The tiles that hold metres of the map plane ``(n, 2)`` and half a pixel around, within the
    world; None where none does."""
    side_m = WORLD_M / 2**zoom
    margin = side_m / 256
    west, south = (corners.min(axis=0) - margin).tolist()
    east, north = (corners.max(axis=0) + margin).tolist()
    last = 2**zoom - 1
    first_column = max(math.floor((west + WORLD_M / 2) / side_m), 0)
    last_column = min(math.floor((east + WORLD_M / 2) / side_m), last)
    first_row = max(math.floor((WORLD_M / 2 - north) / side_m), 0)
    last_row = min(math.floor((WORLD_M / 2 - south) / side_m), last)
    columns, rows = last_column - first_column + 1, last_row - first_row + 1
    if columns <= 0 or rows <= 0:
        return None
    return Block(first_column, first_row, columns, rows, side_m)
