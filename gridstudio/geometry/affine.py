"""Affine maps from the pixels of a picture to coordinates.

Pixels are (column, line), lines downwards; as in world files, (0, 0) is the *centre* of the upper
left pixel, so that a picture of w × h pixels reaches from (-0.5, -0.5) to (w - 0.5, h - 0.5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gridstudio.i18n import _

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Affine:
    """``x = a·column + b·line + c``, ``y = d·column + e·line + f``; x, y in any coordinate system.

    The letters are those of world files, whose six lines run a, d, b, e, c, f.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def apply(self, points: ArrayLike) -> Floats:
        """Pixels ``(…, 2)`` to coordinates ``(…, 2)``; NaN stays NaN."""
        pixel = np.asarray(points, dtype=np.float64)
        column, line = pixel[..., 0], pixel[..., 1]
        x = self.a * column + self.b * line + self.c
        return np.stack([x, self.d * column + self.e * line + self.f], axis=-1)

    def compose(self, first: Affine) -> Affine:
        """The map that applies ``first`` and then this one."""
        a, b = self.a * first.a + self.b * first.d, self.a * first.b + self.b * first.e
        d, e = self.d * first.a + self.e * first.d, self.d * first.b + self.e * first.e
        c, f = self.apply([first.c, first.f]).tolist()
        return Affine(a, b, c, d, e, f)


def from_corners(
    size_px: tuple[int, int], upper_left: tuple[float, float], lower_right: tuple[float, float]
) -> Affine:
    """A picture of (width, height) pixels without rotation, by its two outer corners (not the
    centres of its corner pixels). Raises ValueError where that leaves no area."""
    width, height = size_px
    if width <= 0 or height <= 0:
        raise ValueError(_("The picture would have no area."))
    a = (lower_right[0] - upper_left[0]) / width
    e = (lower_right[1] - upper_left[1]) / height
    if not np.isfinite(a * e) or a * e == 0:
        raise ValueError(_("The picture would have no area."))
    return Affine(a, 0.0, upper_left[0] + a / 2, 0.0, e, upper_left[1] + e / 2)


def from_bounds(size_px: tuple[int, int], bounds: tuple[float, float, float, float]) -> Affine:
    """The same by west, south, east, north of the picture's outer edges."""
    west, south, east, north = bounds
    return from_corners(size_px, (west, north), (east, south))


def pixel_grid(size_px: tuple[int, int], cells: int) -> Floats:
    """Pixels ``(cells + 1, cells + 1, 2)`` from outer edge to outer edge, lines first."""
    columns, lines = (np.linspace(-0.5, length - 0.5, cells + 1) for length in size_px)
    return np.stack(np.meshgrid(columns, lines), axis=-1)
