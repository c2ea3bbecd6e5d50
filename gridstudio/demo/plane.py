"""The plane in which the demo county is laid out: metres east and north of its town."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LONGITUDE, LATITUDE = 112.4, 35.6
"""The town's market place, degrees WGS-84. The county is invented; only its climate is Shanxi's."""

METRE_PER_DEGREE_NORTH = 110_950.0
METRE_PER_DEGREE_EAST = 111_320.0 * float(np.cos(np.radians(LATITUDE)))


def to_degrees(metres: Floats) -> Floats:
    """``(…, 2)`` metres to degrees, rounded to what a project file keeps."""
    lonlat = np.empty_like(metres)
    lonlat[..., 0] = LONGITUDE + metres[..., 0] / METRE_PER_DEGREE_EAST
    lonlat[..., 1] = LATITUDE + metres[..., 1] / METRE_PER_DEGREE_NORTH
    return np.round(lonlat, 9)


class Warp:
    """A smooth shift of the whole plane that turns ruled lines into landscape.

    It is continuous and small against its own wavelength, so what shared a vertex still does and
    nothing folds over.
    """

    def __init__(self, chance: np.random.Generator) -> None:
        lengths_m = np.array([17_000.0, 9_000.0, 4_300.0, 2_100.0])
        self._sizes_m = np.array([900.0, 420.0, 170.0, 70.0])
        angles = chance.uniform(0, 2 * np.pi, (2, len(lengths_m)))
        self._waves = (
            2 * np.pi / lengths_m[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        )
        self._phases = chance.uniform(0, 2 * np.pi, (2, len(lengths_m)))

    def __call__(self, metres: Floats) -> Floats:
        """``(…, 2)`` metres, shifted by at most 1.6 km."""
        shift = [
            (
                self._sizes_m
                * np.sin(np.asarray(metres) @ self._waves[axis].T + self._phases[axis])
            ).sum(axis=-1)
            for axis in range(2)
        ]
        warped: Floats = np.asarray(metres) + np.stack(shift, axis=-1)
        return warped
