"""The plane in which the demo county is laid out: metres east and north of its town."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LONGITUDE, LATITUDE = 112.4, 35.6
"""The town's market place, degrees WGS-84. The county is invented; only its climate is Shanxi's."""

METRE_PER_DEGREE_NORTH = 110_950.0
METRE_PER_DEGREE_EAST = 111_320.0 * float(np.cos(np.radians(LATITUDE)))

LANDSCAPE_M = ((17_000.0, 640.0), (9_000.0, 280.0), (4_300.0, 100.0), (2_100.0, 36.0))
"""Wave lengths and heights of the shift that turns ruled lines into landscape."""


def to_degrees(metres: Floats) -> Floats:
    """``(…, 2)`` metres to degrees, rounded to what a project file keeps."""
    lonlat = np.empty_like(metres)
    lonlat[..., 0] = LONGITUDE + metres[..., 0] / METRE_PER_DEGREE_EAST
    lonlat[..., 1] = LATITUDE + metres[..., 1] / METRE_PER_DEGREE_NORTH
    return np.round(lonlat, 9)


class Warp:
    """A smooth shift of the whole plane by a sum of waves, ``(length, height)`` in metres.

    What shared a vertex still does. Nothing folds over where the sum of 2π·height/length is below
    1/√2: the shift is then a contraction.
    """

    def __init__(
        self, chance: np.random.Generator, waves_m: Sequence[tuple[float, float]] = LANDSCAPE_M
    ) -> None:
        lengths_m = np.array([length for length, _height in waves_m])
        self._heights_m = np.array([height for _length, height in waves_m])
        if (2 * np.pi * self._heights_m / lengths_m).sum() >= np.sqrt(0.5):
            raise ValueError("waves this steep would fold the plane")
        angles = chance.uniform(0, 2 * np.pi, (2, len(lengths_m)))
        self._waves = (
            2 * np.pi / lengths_m[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        )
        self._phases = chance.uniform(0, 2 * np.pi, (2, len(lengths_m)))

    def __call__(self, metres: Floats) -> Floats:
        """``(…, 2)`` metres, shifted; rounded to millimetres, so that equal stays equal."""
        xy = np.asarray(metres, dtype=np.float64)
        shifted = xy.copy()
        for axis in range(2):
            for (east, north), phase, height_m in zip(
                self._waves[axis], self._phases[axis], self._heights_m, strict=True
            ):
                angle = xy[..., 0] * east + xy[..., 1] * north + phase
                shifted[..., axis] += height_m * np.sin(angle)
        return np.round(shifted, 3)
