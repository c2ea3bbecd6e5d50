"""The numbers that PMTiles gives to tiles: along Hilbert's curve, one zoom after the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def first_id(zoom: int) -> int:
    """The number of the first tile of a zoom: all tiles of the zooms above come before it."""
    return ((1 << (2 * zoom)) - 1) // 3


def tile_id(zoom: int, column: int, row: int) -> int:
    """The number of a tile of the XYZ scheme.

    By the curve as in Wikipedia, "Hilbert curve", xy2d, which the PMTiles specification follows.
    """
    number = first_id(zoom)
    for level in reversed(range(zoom)):
        side = 1 << level
        east, south = bool(column & side), bool(row & side)
        number += ((3 * east) ^ south) << (2 * level)
        if not south:
            if east:
                column, row = side - 1 - column, side - 1 - row
            column, row = row, column
        # What lies above this level's bit has been counted.
        column, row = column & (side - 1), row & (side - 1)
    return number


def columns_rows(
    zoom: int, numbers: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of tiles of one zoom, given as their numbers: columns and rows, int64."""
    rest = numbers - first_id(zoom)
    column, row = np.zeros_like(rest), np.zeros_like(rest)
    for level in range(zoom):
        side = 1 << level
        east = (rest >> 1) & 1
        south = (rest ^ east) & 1
        turned = (south == 0) & (east == 1)
        column = np.where(turned, side - 1 - column, column)
        row = np.where(turned, side - 1 - row, row)
        column, row = np.where(south == 0, row, column), np.where(south == 0, column, row)
        column, row = column + side * east, row + side * south
        rest = rest >> 2
    return column, row
