"""How far the ground of a map drawn in another datum is displaced, as affine patches of a picture.

A map in GCJ-02 or BD-09 is drawn in Web Mercator of its own degrees: the *map plane*. Its offset
from the true plane changes slowly, so that over a small piece of the screen an affine map says it.
The pieces are rectangles of whole pixels: each pixel belongs to one of them, and no seam can show.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gridstudio.geometry.affine import Affine
from gridstudio.geometry.datum import from_wgs84, to_wgs84
from gridstudio.geometry.mercator import to_lonlat, to_xy, true_metres
from gridstudio.geometry.picture_mesh import Place

Floats = NDArray[np.float64]
UNDISPLACED = ("wgs84", "cgcs2000")
_FINEST_PX = 16
_COUNTY_METRE_PER_PX = 60.0
_BETWEEN = 4
"""Steps of a patch's side at which the residual is looked at."""


class Patch(NamedTuple):
    """Pixels from ``left``, ``top`` to before ``right``, ``bottom``; ``affine`` leads from pixels
    counted from the picture's outer corner to metres."""

    left: int
    top: int
    right: int
    bottom: int
    affine: Affine


def to_map_plane(xy: Floats, datum: str) -> Floats:
    """EPSG:3857 metres ``(…, 2)`` to where a map drawn in ``datum`` shows the same ground."""
    return xy if datum in UNDISPLACED else to_xy(from_wgs84(to_lonlat(xy), datum))


def from_map_plane(xy: Floats, datum: str) -> Floats:
    """The inverse of ``to_map_plane``."""
    return xy if datum in UNDISPLACED else to_xy(to_wgs84(to_lonlat(xy), datum))


def tolerance_of(metre_per_px: float) -> float:
    """What patches may be off, in true metres: a tenth of a pixel, less than a metre as long as a
    county fills the screen, and from farther off a twenty-fifth of a pixel."""
    if metre_per_px <= _COUNTY_METRE_PER_PX:
        return min(0.9, metre_per_px / 10)
    return metre_per_px / 25


def patches_over(
    size_px: tuple[int, int], place: Place, tolerance_m: float
) -> tuple[list[Patch], float]:
    """The fewest patches (1, 4, 16 …) of a picture that keep ``tolerance_m`` against ``place``,
    and what they are off at most, in true metres.

    ``place`` leads from pixels counted from the outer corner to metres. Patches become no smaller
    than 16 pixels.
    """
    cells = 1
    while True:
        columns, lines = (_edges(length, cells) for length in size_px)
        patches, deviation = _fitted(columns, lines, place)
        if deviation <= tolerance_m or max(size_px) / cells < 2 * _FINEST_PX:
            return patches, deviation
        cells *= 2


def _edges(length: int, cells: int) -> NDArray[np.int64]:
    """Whole pixels, each once: a picture may be narrower than there are cells."""
    return np.unique(np.round(np.linspace(0, length, cells + 1)).astype(np.int64))


def _fitted(
    columns: NDArray[np.int64], lines: NDArray[np.int64], place: Place
) -> tuple[list[Patch], float]:
    """Affines of least squares through the corners of each cell, and the worst residual."""
    across, down = _dense(columns), _dense(lines)
    pixels = np.stack(np.meshgrid(across, down), axis=-1)
    places = place(pixels.reshape(-1, 2)).reshape(pixels.shape)
    corners = places[::_BETWEEN, ::_BETWEEN]
    wide = np.diff(columns)[None, :, None]
    high = np.diff(lines)[:, None, None]
    upper, lower = np.diff(corners[:-1], axis=1), np.diff(corners[1:], axis=1)
    left, right = np.diff(corners[:, :-1], axis=0), np.diff(corners[:, 1:], axis=0)
    by_column, by_line = (upper + lower) / (2 * wide), (left + right) / (2 * high)
    middle = (corners[:-1, :-1] + corners[:-1, 1:] + corners[1:, :-1] + corners[1:, 1:]) / 4
    origin = middle - by_column * (wide / 2) - by_line * (high / 2)
    deviation = 0.0
    patches = []
    for line, column in np.ndindex(len(lines) - 1, len(columns) - 1):
        step = by_column[line, column], by_line[line, column]
        start = origin[line, column]
        seen = np.s_[
            line * _BETWEEN : (line + 1) * _BETWEEN + 1,
            column * _BETWEEN : (column + 1) * _BETWEEN + 1,
        ]
        inner = pixels[seen] - (columns[column], lines[line])
        guess = start + inner[..., :1] * step[0] + inner[..., 1:] * step[1]
        deviation = max(deviation, float(true_metres(guess - places[seen], places[seen]).max()))
        patches.append(_patch(columns, lines, column, line, step, start))
    return patches, deviation


def _dense(edges: NDArray[np.int64]) -> Floats:
    steps = np.linspace(0, len(edges) - 1, (len(edges) - 1) * _BETWEEN + 1)
    return np.interp(steps, np.arange(len(edges)), edges)


def _patch(
    columns: NDArray[np.int64],
    lines: NDArray[np.int64],
    column: int,
    line: int,
    step: tuple[Floats, Floats],
    start: Floats,
) -> Patch:
    left, top = int(columns[column]), int(lines[line])
    x, y = (start - left * step[0] - top * step[1]).tolist()
    (a, d), (b, e) = step[0].tolist(), step[1].tolist()
    affine = Affine(a, b, x, d, e, y)
    return Patch(left, top, int(columns[column + 1]), int(lines[line + 1]), affine)


def corners_of(patches: list[Patch]) -> Iterator[Floats]:
    """The four corners ``(4, 2)`` of each patch, in metres."""
    for left, top, right, bottom, affine in patches:
        yield affine.apply([[left, top], [right, top], [left, bottom], [right, bottom]])
