"""Several fixes of one spot as one position, which a bad fix does not spoil."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gridstudio.gps.epoch import Epoch

METRE_PER_DEGREE = 111_320.0
OUTLIER_MADS = 4.0
LEAST_SPREAD_M = 0.5


@dataclass(frozen=True)
class Average:
    """Degrees WGS-84; ``used`` of ``count`` fixes were near enough to one another; ``spread_m`` is
    their distance from the position, root mean square."""

    lon: float
    lat: float
    used: int
    count: int
    spread_m: float


def average(epochs: Sequence[Epoch]) -> Average | None:
    """The mean of the fixes that lie within four median absolute deviations of the median; None
    where no epoch has a fix. (Leys et al. 2013, J. Exp. Soc. Psychol. 49, 764, on the rule.)"""
    points = np.array([(e.lon, e.lat) for e in epochs if e.has_fix], dtype=np.float64)
    if not len(points):
        return None
    middle = np.median(points, axis=0)
    stretch = np.array([np.cos(np.radians(middle[1])), 1.0]) * METRE_PER_DEGREE
    distance_m = np.hypot(*((points - middle) * stretch).T)
    limit_m = OUTLIER_MADS * max(1.4826 * float(np.median(distance_m)), LEAST_SPREAD_M)
    near = points[distance_m <= limit_m]
    mean = near.mean(axis=0)
    spread_m = float(np.sqrt((((near - mean) * stretch) ** 2).sum(axis=1).mean()))
    lon, lat = np.round(mean, 9).tolist()
    return Average(lon, lat, len(near), len(points), round(spread_m, 3))
