"""Many points as an image, with numpy: each is written once, then grown to its size.

A plane of bytes takes one code per pixel; growing it (dilation) costs the same however many points
there are, so a million customers take 10 ms. A code grows with rank and colour, so that the largest
wins where symbols overlap. The rim is half transparent: it smooths the edge and parts symbols.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gridstudio.canvas.point_look import MOST_CODES, PointLook, size_share
from gridstudio.canvas.viewport import Bounds, Viewport
from gridstudio.domain.style import Symbol

Bytes = NDArray[np.uint8]
Number = TypeVar("Number", np.float32, np.uint8)
RIM_ALPHA, FULL_ALPHA = 110, 255
_PARTED_FROM_PX = 2
_RIM = MOST_CODES + 1


def rasterise(
    look: PointLook,
    viewport: Viewport,
    ratio: float,
    corner: tuple[int, int],
    out: NDArray[np.uint32],
) -> None:
    """Write points as premultiplied ARGB into ``out (height, width)``, a part of the view that
    begins at ``corner``: left, top in device pixels, ``ratio`` of which make a pixel."""
    (left, top), (height, width) = corner, out.shape
    margin = int(np.ceil(max(look.diameters) * viewport.scale * ratio / 2)) + 1
    metre = viewport.metre_per_px / ratio
    west, _south, _east, north = viewport.bounds_xy
    first_x, first_y = west + (left - margin) * metre, north - (top - margin) * metre
    shape = height + 2 * margin, width + 2 * margin
    bounds = first_x, first_y - shape[0] * metre, first_x + shape[1] * metre, first_y
    plane: Bytes = np.zeros(shape, dtype=np.uint8)
    share = size_share(viewport) * viewport.scale * ratio
    radii = [max(round(diameter * share / 2 - 0.5), 0) for diameter in look.diameters]
    # The larger ranks begin first; from then on all grow together.
    for rank, radius in enumerate(radii):
        _scatter(look, rank, bounds, metre, plane)
        smaller = radii[rank + 1] if rank + 1 < len(radii) else 0
        for step in range(radius, smaller, -1):
            plane = _square(plane) if step % 2 else _cross(plane)
    around = _cross(plane)
    # Large symbols part from those that they cover; of small ones nothing but rims would be left.
    rim = around > plane if radii[-1] >= _PARTED_FROM_PX else (plane == 0) & (around > 0)
    np.add(around, _RIM, out=plane, where=rim)
    inside = plane[margin : margin + height, margin : margin + width]
    np.take(_palette(look.symbols), inside, out=out, mode="clip")


def _scatter(look: PointLook, rank: int, bounds: Bounds, metre: float, plane: Bytes) -> None:
    """Lay the codes of a rank's points in their pixels under what the plane holds."""
    index = look.index
    parts = index.slices(bounds, rank)
    if not parts:
        return
    x = _joined(index.x, parts)
    y = _joined(index.y, parts)
    codes = _joined(look.codes, parts)
    column = np.floor(x * (1 / metre) + (index.origin[0] - bounds[0]) / metre).astype(np.int32)
    line = np.floor((bounds[3] - index.origin[1]) / metre - y * (1 / metre)).astype(np.int32)
    height, width = plane.shape
    seen = (column.view(np.uint32) < width) & (line.view(np.uint32) < height)
    if not seen.all():
        column, line, codes = column[seen], line[seen], codes[seen]
    line *= width
    line += column
    own: Bytes = np.zeros(height * width, dtype=np.uint8)
    own[line] = codes
    np.maximum(plane, own.reshape(plane.shape), out=plane)


def _joined(array: NDArray[Number], parts: list[slice]) -> NDArray[Number]:
    return array[parts[0]] if len(parts) == 1 else np.concatenate([array[part] for part in parts])


def _cross(plane: Bytes) -> Bytes:
    """The largest code of each pixel and the four beside it."""
    grown = plane.copy()
    np.maximum(grown[1:], plane[:-1], out=grown[1:])
    np.maximum(grown[:-1], plane[1:], out=grown[:-1])
    np.maximum(grown[:, 1:], plane[:, :-1], out=grown[:, 1:])
    np.maximum(grown[:, :-1], plane[:, 1:], out=grown[:, :-1])
    return grown


def _square(plane: Bytes) -> Bytes:
    """The largest code of each pixel and the eight around it."""
    lines = plane.copy()
    np.maximum(lines[1:], plane[:-1], out=lines[1:])
    np.maximum(lines[:-1], plane[1:], out=lines[:-1])
    grown = lines.copy()
    np.maximum(grown[:, 1:], lines[:, :-1], out=grown[:, 1:])
    np.maximum(grown[:, :-1], lines[:, 1:], out=grown[:, :-1])
    return grown


@lru_cache(maxsize=16)
def _palette(symbols: tuple[Symbol, ...]) -> NDArray[np.uint32]:
    """Premultiplied ARGB of each code."""
    palette = np.zeros(256, dtype=np.uint32)
    for first, alpha in ((1, FULL_ALPHA), (_RIM + 1, RIM_ALPHA)):
        colours = [
            _premultiplied(QColor(one.color or one.outline), round(alpha * one.opacity))
            for one in symbols
        ]
        palette[first : first + MOST_CODES] = np.resize(colours, MOST_CODES)
    return palette


def _premultiplied(colour: QColor, alpha: int) -> int:
    red, green, blue = (
        round(channel * alpha / 255) for channel in (colour.red(), colour.green(), colour.blue())
    )
    return alpha << 24 | red << 16 | green << 8 | blue
