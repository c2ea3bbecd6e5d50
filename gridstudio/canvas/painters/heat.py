"""A field of density over the map: points counted in cells of the plane, blurred.

The cells belong to the plane, not to the view: a moved view shows the same field. The kernel is a
Gauss curve with the spread of the quartic kernel of that radius (Silverman 1986, 4.5), which QGIS
uses: 0.354 of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gridstudio.canvas.picture import grid_origin
from gridstudio.canvas.viewport import Bounds, Viewport
from gridstudio.domain.columns import Column, Numbers, same
from gridstudio.domain.ramps import stops
from gridstudio.domain.style import Style
from gridstudio.geometry.point_index import CELLS, PointIndex

Field = NDArray[np.float32]
SPREAD = 8**-0.5
REACH = 3.0
"""Spreads after which nothing is left of a point."""
FAINTEST = 0.012
"""Of the peak: below it, nothing is drawn."""
OPAQUE_FROM = 0.28
_PEAKS = 24
_MOST_CELLS = 1_000_000


@dataclass(frozen=True, eq=False)
class HeatLook:
    """Points with ``weights (n,)`` float32 aligned with ``index`` (None: each counts 1)."""

    index: PointIndex
    weights: Field | None
    ramp: str
    radius_px: float
    peaks: dict[float, float]
    """By metres per pixel: what the hot end of the ramp stands for, in weight per cell."""


@dataclass(frozen=True)
class Grid:
    """Square cells of the plane: ``side`` metres, of device pixels ``step``."""

    step: int
    side: float
    spread: float
    """In cells."""


_looks: WeakKeyDictionary[PointIndex, list[tuple[Style, Column | None, HeatLook]]] = (
    WeakKeyDictionary()
)


def heat_look(index: PointIndex, style: Style, column: Column | None) -> HeatLook:
    """The heat of points by a style; remembered as long as the index lives."""
    known = _looks.setdefault(index, [])
    for of_style, of_column, look in known:
        if of_style == style and same(of_column, column):
            return look
    weights = None
    if isinstance(column, Numbers):
        own = np.nan_to_num(column.values, nan=0.0, posinf=0.0, neginf=0.0)
        weights = np.maximum(own, 0.0).astype(np.float32)[index.rows]
    look = HeatLook(index, weights, style.ramp, style.radius_px, {})
    known.append((style, column, look))
    del known[:-2]
    return look


def grid_of(look: HeatLook, viewport: Viewport, ratio: float) -> Grid:
    """The cells for a view: about three to a spread."""
    spread_px = max(look.radius_px * viewport.scale * ratio * SPREAD, 1.0)
    step = max(int(spread_px / 3), 1)
    return Grid(step, step * viewport.metre_per_px / ratio, spread_px / step)


def paint_heat(
    look: HeatLook,
    viewport: Viewport,
    ratio: float,
    corner: tuple[int, int],
    out: NDArray[np.uint32],
) -> None:
    """Write the heat as premultiplied ARGB into ``out (height, width)``, a part of the view that
    begins at ``corner`` in device pixels."""
    grid = grid_of(look, viewport, ratio)
    height, width = out.shape
    left, top = grid_origin(viewport, ratio)
    left, top = left + corner[0], top + corner[1]
    # Half a cell more on each side, since a pixel lies between the middles of cells.
    first = np.floor(np.array([left, top]) / grid.step - 0.5).astype(int)
    last = np.floor(np.array([left + width - 1, top + height - 1]) / grid.step + 0.5).astype(int)
    field = _field(look, grid, first.tolist(), (last - first + 1).tolist())
    lines = _between(top, height, grid.step, int(first[1]))
    columns = _between(left, width, grid.step, int(first[0]))
    peak = peak_of(look, viewport, ratio)
    shown = _stretched(field * np.float32(255 / peak), lines, columns)
    np.minimum(shown, 255, out=shown)
    np.take(_palette(look.ramp), shown.astype(np.uint8), out=out)


def peak_of(look: HeatLook, viewport: Viewport, ratio: float) -> float:
    """The density of the densest place of the whole layer at this scale, in weight per cell: it
    must not change while the view moves. Sought in the parts of the plane that hold most."""
    grid = grid_of(look, viewport, ratio)
    known = look.peaks.get(grid.side)
    if known is None:
        if len(look.peaks) > 40:
            look.peaks.clear()
        known = look.peaks[grid.side] = _peak(look, grid)
    return known


def peak_per_km2(look: HeatLook, viewport: Viewport, ratio: float, shrinking: float) -> float:
    """What the hot end of the ramp stands for: weight per km² on the ground, of which a metre of
    the plane is ``shrinking`` metres."""
    side_km = grid_of(look, viewport, ratio).side * shrinking / 1000
    return peak_of(look, viewport, ratio) / side_km**2


def _peak(look: HeatLook, grid: Grid) -> float:
    index = look.index
    if not len(index):
        return 1.0
    per_cell = index.starts.reshape(-1)[: index.ranks * CELLS * CELLS + 1]
    counts = np.diff(per_cell).reshape(index.ranks, CELLS, CELLS).sum(axis=0).astype(np.float64)
    west, south = index.origin
    across, up = index.cell
    # Where a cell of the index is smaller than the kernel: look at blocks of them.
    large = [
        min(max(int(np.ceil(3 * grid.side * grid.spread / cell)), 1), CELLS) for cell in index.cell
    ]
    counts = _blocks(counts, *large)
    best = np.argpartition(counts.ravel(), -min(_PEAKS, counts.size))[-_PEAKS:]
    peak = 0.0
    for line, column in zip(*np.unravel_index(best, counts.shape), strict=True):
        if counts[line, column]:
            x = west + np.array([column, column + 1]) * large[0] * across
            y = south + np.array([line, line + 1]) * large[1] * up
            peak = max(peak, _peak_inside(look, grid, (x[0], y[0], x[1], y[1])))
    return peak or 1.0


def _peak_inside(look: HeatLook, grid: Grid, bounds: Bounds) -> float:
    first = np.floor(np.array([bounds[0], -bounds[3]]) / grid.side).astype(int)
    last = np.floor(np.array([bounds[2], -bounds[1]]) / grid.side).astype(int)
    size = (last - first + 1).tolist()
    if size[0] * size[1] <= _MOST_CELLS:
        return float(_field(look, grid, first.tolist(), size).max())
    # So near that points stand apart: the densest place is that of a point, and of those with it.
    index, at = look.index, look.index.positions(bounds)
    if not len(at):
        return 0.0
    cell = np.floor(np.column_stack([index.x[at], index.y[at]]) / grid.side).astype(np.int64)
    weights = None if look.weights is None else look.weights[at]
    _cells, of_point = np.unique(cell[:, 0] << 32 | cell[:, 1], return_inverse=True)
    return float(np.bincount(of_point, weights).max() / (2 * np.pi * grid.spread**2))


def _blocks(counts: NDArray[np.float64], across: int, up: int) -> NDArray[np.float64]:
    columns, lines = -(-CELLS // across), -(-CELLS // up)
    padded = np.zeros((lines * up, columns * across))
    padded[:CELLS, :CELLS] = counts
    summed: NDArray[np.float64] = padded.reshape(lines, up, columns, across).sum(axis=(1, 3))
    return summed


def _field(look: HeatLook, grid: Grid, first: list[int], size: list[int]) -> Field:
    """The density of ``size`` (columns, lines) cells from cell ``first``, lines downwards."""
    margin = int(np.ceil(REACH * grid.spread)) + 1
    left, top = first[0] - margin, first[1] - margin
    width, height = size[0] + 2 * margin, size[1] + 2 * margin
    side = grid.side
    bounds = left * side, -(top + height) * side, (left + width) * side, -top * side
    counted = np.zeros(width * height)
    for rank in range(look.index.ranks):
        counted += _counted(look, bounds, rank, side, (width, height))
    plane = counted.astype(np.float32).reshape(height, width)
    blurred = _blurred(_blurred(plane, grid.spread).T, grid.spread).T
    return blurred[margin : margin + size[1], margin : margin + size[0]]


def _blurred(field: Field, spread: float) -> Field:
    """Along the lines; what lies outside counts as empty."""
    reach = int(np.ceil(REACH * spread))
    away = np.arange(reach + 1)
    weight = np.exp(-0.5 * (away / spread) ** 2)
    weight /= weight[0] + 2 * weight[1:].sum()
    height, width = field.shape
    # Lines end to end with room between them: then a shift is a slice.
    room = np.zeros((height, width + 2 * reach), dtype=np.float32)
    room[:, reach : reach + width] = field
    flat = room.ravel()
    result = np.zeros_like(flat)
    inner = slice(reach, len(flat) - reach)
    result[inner] = flat[inner] * np.float32(weight[0])
    for far in range(1, reach + 1):
        pair = (
            flat[reach - far : len(flat) - reach - far]
            + flat[reach + far : len(flat) - reach + far]
        )
        pair *= np.float32(weight[far])
        result[inner] += pair
    shaped: Field = result.reshape(room.shape)[:, reach : reach + width]
    return np.ascontiguousarray(shaped)


def _counted(
    look: HeatLook, bounds: Bounds, rank: int, side: float, shape: tuple[int, int]
) -> NDArray[np.float64]:
    """Weight in each cell, flat."""
    index, (width, height) = look.index, shape
    parts = index.slices(bounds, rank)
    if not parts:
        return np.zeros(width * height)

    def joined(array: NDArray[Any]) -> NDArray[Any]:
        pieces = [array[part] for part in parts]
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)

    column = np.floor(joined(index.x) * (1 / side) + (index.origin[0] - bounds[0]) / side)
    line = np.floor((bounds[3] - index.origin[1]) / side - joined(index.y) * (1 / side))
    at = line.astype(np.int32) * width + column.astype(np.int32)
    inside = (column >= 0) & (column < width) & (line >= 0) & (line < height)
    weights = None if look.weights is None else joined(look.weights)
    if not inside.all():
        at = at[inside]
        weights = None if weights is None else weights[inside]
    counted = np.bincount(at, weights, minlength=width * height)
    return counted.astype(np.float64, copy=False)


def _between(first_px: int, count: int, step: int, first_cell: int) -> tuple[Any, Any]:
    """For each pixel the cell before it and how far it lies to the next, 0 to 1."""
    at = (np.arange(first_px, first_px + count) + 0.5) / step - 0.5 - first_cell
    before = np.floor(at).astype(np.int64)
    return before, (at - before).astype(np.float32)


def _stretched(field: Field, lines: tuple[Any, Any], columns: tuple[Any, Any]) -> Field:
    """The field at pixels, linear between the middles of cells."""
    before, share = columns
    last = field.shape[1] - 1
    wide = field[:, np.minimum(before, last)] * (1 - share)
    wide += field[:, np.minimum(before + 1, last)] * share
    before, share = lines
    last = len(field) - 1
    tall: Field = wide[np.minimum(before, last)] * (1 - share[:, None])
    tall += wide[np.minimum(before + 1, last)] * share[:, None]
    return tall


@lru_cache(maxsize=16)
def _palette(ramp: str) -> NDArray[np.uint32]:
    """Premultiplied ARGB of 256 steps of density: the ramp goes with its root, since a county town
    is a hundred times as dense as its villages; the faint end fades out."""
    share = np.arange(256) / 255
    alpha = np.clip((share**0.5 - FAINTEST**0.5) / (OPAQUE_FROM - FAINTEST**0.5), 0.0, 1.0) * 0.85
    known = np.array(stops(ramp), dtype=np.float64)
    at = heat_share(share) * (len(known) - 1)
    channels = [np.interp(at, np.arange(len(known)), known[:, one]) for one in range(3)]
    red, green, blue = (np.round(channel * alpha).astype(np.uint32) for channel in channels)
    packed: NDArray[np.uint32] = np.round(alpha * 255).astype(np.uint32) << 24
    packed |= red << 16 | green << 8 | blue
    return packed


def heat_share(share: ArrayLike) -> NDArray[np.float64]:
    """Where along the ramp a share of the peak lies."""
    root: NDArray[np.float64] = np.sqrt(np.asarray(share, dtype=np.float64))
    return root
