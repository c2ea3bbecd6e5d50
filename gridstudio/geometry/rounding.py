"""The exactness of the file: coordinates rounded to 1e-9 degrees (0.1 mm)."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

DECIMALS = 9
Geometry = TypeVar("Geometry", bound=BaseGeometry)


def round_geometry(geometry: Geometry) -> Geometry:
    """The geometry with each coordinate rounded to what the file keeps; rounding again changes
    nothing, so shared vertices stay equal through writing and reading."""
    rounded: Geometry = shapely.transform(geometry, lambda coords: np.round(coords, DECIMALS))
    return rounded
