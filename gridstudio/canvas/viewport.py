"""What part of the plane is seen, and how large."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtGui import QTransform

from gridstudio.geometry.mercator import ground_factor, to_lonlat, to_xy

Bounds = tuple[float, float, float, float]
SCREEN_PX_M = 0.0254 / 96
"""Metres to a pixel of a screen as systems take it: 96 to an inch."""


@dataclass(frozen=True)
class Viewport:
    """A view of the EPSG:3857 plane: ``x``, ``y`` metres of the middle, ``metre_per_px``, and the
    size in device-independent pixels. ``scale`` enlarges strokes and text for print."""

    x: float
    y: float
    metre_per_px: float
    width: int
    height: int
    scale: float = 1.0

    @property
    def bounds_xy(self) -> Bounds:
        """West, south, east, north in metres."""
        half_x = self.width * self.metre_per_px / 2
        half_y = self.height * self.metre_per_px / 2
        return self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north in degrees."""
        west, south, east, north = self.bounds_xy
        (w, s), (e, n) = to_lonlat(np.array([[west, south], [east, north]])).tolist()
        return w, s, e, n

    @property
    def denominator(self) -> float:
        """The scale at the middle is one to this, on a screen of 96 pixels per inch."""
        return self.metre_per_px * ground_factor(self.y) / SCREEN_PX_M

    def at_denominator(self, denominator: float) -> Viewport:
        """The same middle at another scale."""
        return replace(self, metre_per_px=denominator * SCREEN_PX_M / ground_factor(self.y))

    @property
    def transform(self) -> QTransform:
        """From metres to pixels, y downwards."""
        factor = 1 / self.metre_per_px
        west, _south, _east, north = self.bounds_xy
        return QTransform(factor, 0, 0, -factor, -west * factor, north * factor)

    def to_px(self, xy: ArrayLike) -> NDArray[np.float64]:
        """Metres ``(…, 2)`` to pixels from the top left."""
        points = np.asarray(xy, dtype=np.float64)
        west, _south, _east, north = self.bounds_xy
        px = np.empty_like(points)
        px[..., 0] = (points[..., 0] - west) / self.metre_per_px
        px[..., 1] = (north - points[..., 1]) / self.metre_per_px
        return px

    def to_xy(self, px: tuple[float, float]) -> tuple[float, float]:
        """A pixel to metres."""
        west, _south, _east, north = self.bounds_xy
        return west + px[0] * self.metre_per_px, north - px[1] * self.metre_per_px

    def sees(self, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which boxes ``(n, 4)`` in metres touch the view; NaN boxes do not."""
        west, south, east, north = self.bounds_xy
        return (
            (boxes[:, 0] <= east)
            & (boxes[:, 2] >= west)
            & (boxes[:, 1] <= north)
            & (boxes[:, 3] >= south)
        )


def fitting(bounds: Bounds, width: int, height: int, *, margin: float = 0.0) -> Viewport:
    """The view in which ``bounds`` (degrees) just fit, with a share of free margin around."""
    (west, south), (east, north) = to_xy(np.array([bounds[:2], bounds[2:]])).tolist()
    share = 1 - 2 * margin
    metre_per_px = max(
        (east - west) / max(width * share, 1), (north - south) / max(height * share, 1), 0.01
    )
    return Viewport((west + east) / 2, (south + north) / 2, metre_per_px, width, height)
