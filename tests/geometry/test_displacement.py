"""Maps in other datums: patches that say their displacement as exactly as they promise."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.geometry.datum import to_wgs84
from gridstudio.geometry.displacement import (
    from_map_plane,
    patches_over,
    to_map_plane,
    tolerance_of,
)
from gridstudio.geometry.mercator import RADIUS_M, to_lonlat, to_xy

# A county of 60 × 40 km in Shanxi, and a place where the formula's roots have their kink.
CORNERS = {"county": (112.05, 35.42), "kink": (104.7, 34.8)}
CELL = 512


def county_views(corner: tuple[float, float], count: int, metre: float) -> np.ndarray:
    """Upper left corners ``(n, 2)`` of cells that begin within 60 × 40 km."""
    low = to_xy(corner)
    size = np.array([60_000, 40_000]) / np.cos(np.radians(corner[1]))
    return np.random.default_rng(int(metre * 10)).uniform(low, low + size, (count, 2))


@pytest.mark.parametrize("where", CORNERS)
@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
@pytest.mark.parametrize("metre", [0.3, 0.5, 1.2, 4.8, 19.0, 40.0, 55.0, 76.0, 150.0])
def test_tiles_are_displaced_within_a_metre_of_the_formula(
    metre: float, datum: str, where: str
) -> None:
    """At random pixels of random cells; independent of the points that the patches look at."""
    chosen = np.random.default_rng(5)
    for start in county_views(CORNERS[where], 12, metre):

        def place(pixels: np.ndarray, start: np.ndarray = start) -> np.ndarray:
            return to_map_plane(start + pixels * (metre, -metre), datum)

        patches, _deviation = patches_over((CELL, CELL), place, tolerance_of(metre))
        for left, top, right, bottom, affine in patches:
            pixels = chosen.uniform((left, top), (right, bottom), (4, 2))
            # The map's point that is drawn at the pixel, and where the formula wants that point.
            drawn = affine.apply(pixels)
            wanted = to_xy(to_wgs84(to_lonlat(drawn), datum))
            off = np.hypot(*(wanted - (start + pixels * (metre, -metre))).T)
            true = off / np.cosh(start[1] / RADIUS_M)
            assert true.max() <= (min(1.0, metre / 5) if metre < 60 else metre / 20)


@pytest.mark.parametrize("size", [(512, 512), (1, 1), (37, 700), (1000, 10)])
def test_every_pixel_belongs_to_one_patch(size: tuple[int, int]) -> None:
    start = to_xy((112.4, 35.6))

    def place(pixels: np.ndarray) -> np.ndarray:
        return to_map_plane(start + pixels * (60, -60), "gcj02")

    patches, _deviation = patches_over(size, place, 0.5)
    painted = np.zeros(size[::-1], dtype=int)
    for left, top, right, bottom, _affine in patches:
        painted[top:bottom, left:right] += 1
    assert (painted == 1).all()


def test_without_displacement_one_patch_is_exact() -> None:
    for datum in ("wgs84", "cgcs2000"):
        place = lambda pixels, datum=datum: to_map_plane(pixels * (3, -3) + 5e6, datum)  # noqa: E731
        patches, deviation = patches_over((512, 300), place, 1e-6)
        assert len(patches) == 1 and deviation < 1e-8


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_the_map_plane_and_back(datum: str) -> None:
    xy = to_xy(np.array([[112.3, 35.5], [104.9, 31.2], [2.0, 48.0]]))
    there = to_map_plane(xy, datum)
    assert np.abs(from_map_plane(there, datum) - xy).max() < 1e-3
    # Outside China GCJ-02 is WGS-84; inside, some hundred metres.
    if datum == "gcj02":
        assert (np.hypot(*(there - xy).T) > (100, 100, -1)).all() and np.allclose(there[2], xy[2])
