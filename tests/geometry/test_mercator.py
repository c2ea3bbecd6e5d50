"""The plane of the canvas, and what a metre of it is on the ground."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.mercator import ground_factor, to_lonlat, to_xy


@pytest.mark.parametrize("latitude", [0.0, 18.2, 35.6, 53.5])
def test_a_metre_of_the_plane_is_so_long_on_the_ground(latitude: float) -> None:
    x, y = to_xy([112.0, latitude]).tolist()
    across = length_m(to_lonlat(np.array([[x - 50, y], [x + 50, y]]))) / 100
    along = length_m(to_lonlat(np.array([[x, y - 50], [x, y + 50]]))) / 100
    assert ground_factor(y) == pytest.approx(np.sqrt(across * along), rel=1e-6)
    assert abs(across / along - 1) < 0.007
