"""The grid of web tiles: which tile holds which ground (XYZ scheme, rows counted from the north).

At zoom z the square of EPSG:3857 is 2**z tiles wide (OGC 17-083r2, "WebMercatorQuad").
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridstudio.geometry.mercator import RADIUS_M, to_xy

TILE_PX = 256
WORLD_M = 2 * math.pi * RADIUS_M

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class TileBlock:
    """A rectangle of tiles of one zoom: ``columns`` from the west, ``rows`` from the north."""

    zoom: int
    columns: range
    rows: range

    def __len__(self) -> int:
        return len(self.columns) * len(self.rows)

    def parts(self, side: int) -> list[TileBlock]:
        """Blocks of at most ``side`` × ``side`` tiles that make up this one."""
        return [
            TileBlock(self.zoom, self.columns[left : left + side], self.rows[top : top + side])
            for left in range(0, len(self.columns), side)
            for top in range(0, len(self.rows), side)
        ]


def tiles_over(bounds: Bounds, zoom: int) -> TileBlock:
    """The tiles that touch a box (west, south, east, north; degrees)."""
    west, south, east, north = bounds
    left, top = to_world_px(to_xy((west, north)), zoom) / TILE_PX
    right, bottom = to_world_px(to_xy((east, south)), zoom) / TILE_PX
    last = 2**zoom - 1
    first_column, last_column = (min(max(int(at), 0), last) for at in (left, right))
    first_row, last_row = (min(max(int(at), 0), last) for at in (top, bottom))
    return TileBlock(zoom, range(first_column, last_column + 1), range(first_row, last_row + 1))


def metre_per_px(zoom: float) -> float:
    """Metres of EPSG:3857 per pixel of a tile of 256."""
    return float(WORLD_M / 2.0**zoom / TILE_PX)


def to_world_px(xy: NDArray[np.float64], zoom: float) -> NDArray[np.float64]:
    """Metres ``(…, 2)`` to pixels ``(…, 2)`` of the whole world at a zoom, from its north-western
    corner."""
    return (np.asarray(xy) * (1, -1) + WORLD_M / 2) / metre_per_px(zoom)
