"""Points that would overlap, gathered: the cells of a grid of the plane, each with its number.

The grid belongs to the plane and the scale, not to the view, so that clusters stay put while the
view moves, and so do their numbers. A disc lies in the middle of its points, but never so far from
the middle of its cell that it could touch its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridstudio.canvas.point_look import PointLook
from gridstudio.canvas.viewport import Bounds, Viewport

LEAST_PX, MOST_SHARE = 11.0, 0.46
"""The smallest disc's radius; the largest disc's, of the side of a cell."""


@dataclass(frozen=True, eq=False)
class Clusters:
    """``xy (n, 2)`` in metres, ``count (n,)``, and ``alone (n,)`` the place in the index of the one
    point where the count is 1, else -1; of all cells that ``bounds`` touch."""

    xy: NDArray[np.float64]
    count: NDArray[np.int64]
    alone: NDArray[np.int64]
    bounds: Bounds
    side: float


def cell_side(viewport: Viewport, radius_px: float) -> float:
    """Metres along a side of the cells of a view."""
    return 2 * max(radius_px, 2 * LEAST_PX) * viewport.scale * viewport.metre_per_px


def clusters_in(look: PointLook, bounds: Bounds, side: float) -> Clusters:
    """The points drawn in all cells of ``side`` metres that ``bounds`` (metres) touch, gathered."""
    left, bottom = int(np.floor(bounds[0] / side)), int(np.floor(bounds[1] / side))
    right, top = int(np.floor(bounds[2] / side)), int(np.floor(bounds[3] / side))
    whole = left * side, bottom * side, (right + 1) * side, (top + 1) * side
    index = look.index
    at, x, y = _points(look, whole)
    column = np.floor(x * (1 / side) + (index.origin[0] - whole[0]) / side).astype(np.int32)
    line = np.floor(y * (1 / side) + (index.origin[1] - whole[1]) / side).astype(np.int32)
    width, height = right - left + 1, top - bottom + 1
    inside = (column >= 0) & (column < width) & (line >= 0) & (line < height)
    cell = (line * width + column)[inside]
    at, x, y = at[inside], x[inside], y[inside]
    size = width * height
    count = np.bincount(cell, minlength=size)
    sums = [np.bincount(cell, axis, minlength=size) for axis in (x, y)]
    last = np.zeros(size, dtype=np.int64)
    last[cell] = at
    full = np.flatnonzero(count)
    number = count[full]
    mean = np.column_stack([one[full] / number for one in sums]) + index.origin
    middle = np.column_stack([full % width + left, full // width + bottom]) * side + side / 2
    radius = disc_px(number, 1.0) * side / 2
    room = np.where(number > 1, side / 2 - radius, side / 2)[:, None]
    return Clusters(
        xy=np.clip(mean, middle - room, middle + room),
        count=number,
        alone=np.where(number == 1, last[full], -1),
        bounds=whole,
        side=side,
    )


def disc_px(count: NDArray[Any], radius_px: float) -> NDArray[np.float64]:
    """Radii of discs for so many points, in units where half a cell is ``radius_px``: each tenfold
    makes them larger, up to a limit."""
    share = np.clip(0.46 + 0.12 * np.log10(np.maximum(count, 1)), 0.0, 2 * MOST_SHARE)
    radii: NDArray[np.float64] = share * radius_px
    return radii


def _points(
    look: PointLook, bounds: Bounds
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
    """The drawn points inside and a few around: places in the index, x and y."""
    index = look.index
    parts = [part for rank in range(index.ranks) for part in index.slices(bounds, rank)]
    if not parts:
        return np.empty(0, dtype=np.int64), index.x[:0], index.y[:0]
    at = np.concatenate([np.arange(part.start, part.stop) for part in parts])
    x, y, codes = (
        np.concatenate([array[part] for part in parts]) for array in (index.x, index.y, look.codes)
    )
    drawn = codes > 0
    return (at, x, y) if drawn.all() else (at[drawn], x[drawn], y[drawn])
