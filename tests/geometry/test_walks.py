"""Walks are cleaned: knots, spikes, loops and needless corners go, the way stays."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridstudio.geometry.plane import Plane
from gridstudio.geometry.walks import Walk, cleaned, tolerance_of

PLANE = Plane(112.0, 35.0)
LINE = shapely.LineString([(0, 0), (100, 0)])
START = np.array([112.0, 35.0])


def walked(
    corners: list[tuple[float, float]], *, noise_m: float = 0.0, seed: int = 1
) -> np.ndarray:
    """A position each second at 1.4 m/s along corners in metres, with a receiver's slow wander."""
    path = shapely.LineString(corners)
    along = shapely.line_interpolate_point(path, np.arange(0, path.length, 1.4))
    xy = shapely.get_coordinates([*along, shapely.Point(corners[-1])])
    return wandering(xy, noise_m)


def wandering(xy: np.ndarray, noise_m: float, seed: int = 1) -> np.ndarray:
    chance, drift = np.random.default_rng(seed), np.zeros(2)
    found = []
    for spot in xy:
        drift = 0.92 * drift + chance.normal(0.0, 0.39 * noise_m, 2)
        found.append(spot + drift)
    return START + np.array(found) / PLANE.metre_per_deg


def metres(walk: Walk) -> np.ndarray:
    return (walk.lonlat - START) * PLANE.metre_per_deg


def test_a_straight_walk_is_two_points() -> None:
    walk = cleaned(walked([(0, 0), (300, 0)]), 5.0)
    assert metres(walk) == pytest.approx(np.array([(0, 0), (300, 0)]), abs=1e-3)
    assert (walk.recorded, walk.knots, walk.spikes, walk.loops) == (216, 0, 0, 0)


def test_corners_stay_within_the_tolerance() -> None:
    corners = [(0, 0), (200, 0), (200, 150), (400, 180)]
    walk = cleaned(walked(corners, noise_m=2.0), 5.0)
    line = shapely.LineString(metres(walk))
    assert len(walk.lonlat) <= 12
    assert shapely.hausdorff_distance(line, shapely.LineString(corners), densify=0.01) < 15.0


def test_standing_still_is_one_spot() -> None:
    standing = np.full((120, 2), (100.0, 0.0))
    there = shapely.get_coordinates(
        shapely.line_interpolate_point(
            shapely.LineString([(0, 0), (100, 0)]), np.arange(0, 100, 1.4)
        )
    )
    onward = there + (100.0, 0.0)
    walk = cleaned(wandering(np.vstack([there, standing, onward]), 1.5), 3.0)
    assert walk.knots >= 1
    line = shapely.LineString(metres(walk))
    assert line.is_simple and line.length < 230


def test_bad_positions_are_spikes() -> None:
    points = walked([(0, 0), (300, 0)])
    points[50] += (0.001, 0.001)
    points[120:122] += (-0.002, 0.0005)
    walk = cleaned(points, 5.0)
    assert walk.spikes == 2
    assert metres(walk) == pytest.approx(np.array([(0, 0), (300, 0)]), abs=1e-3)


def test_a_corner_is_no_spike_and_a_drive_after_a_walk_none_either() -> None:
    slow = walked([(0, 0), (200, 0)])
    drive = np.array([(200 + 14.0 * at, 3.0 * at) for at in range(1, 40)])
    fast = START + drive / PLANE.metre_per_deg
    walk = cleaned(np.vstack([slow, fast]), 5.0)
    assert walk.spikes == 0
    assert metres(walk)[-1] == pytest.approx((200 + 14.0 * 39, 117.0), abs=0.01)


def test_positions_that_are_none_do_not_count() -> None:
    points = walked([(0, 0), (100, 0)])
    points[3], points[10] = (np.nan, np.nan), (0.0, 0.0)
    walk = cleaned(points, 5.0)
    assert walk.recorded == len(points) - 2
    assert metres(walk) == pytest.approx(np.array([(0, 0), (100, 0)]), abs=1e-3)
    for nothing in (np.empty((0, 2)), points[:1], np.full((50, 2), 30.0)):
        assert len(cleaned(nothing, 5.0).lonlat) < 2


def test_a_loop_round_a_block_is_cut_off() -> None:
    walk = cleaned(walked([(0, 0), (100, 0), (100, 60), (40, 60), (40, -100)]), 2.0)
    assert walk.loops == 1
    assert metres(walk) == pytest.approx(np.array([(0, 0), (40, 0), (40, -100)]), abs=3.0)


def test_a_closed_walk_is_a_ring() -> None:
    corners = [(0.0, 0.0), (300.0, 0.0), (300.0, 200.0), (0.0, 200.0), (0.0, 12.0)]
    walk = cleaned(walked(corners, noise_m=1.5), 4.0, closed=True)
    ring = shapely.Polygon(metres(walk))
    assert ring.is_valid and ring.area == pytest.approx(60_000, rel=0.04)
    assert (walk.lonlat[0] != walk.lonlat[-1]).any()
    open_walk = cleaned(walked([(0, 0), (300, 0), (300, 200)]), 4.0, closed=True)
    assert len(open_walk.lonlat) == 0


def test_the_tolerance_follows_the_receiver() -> None:
    assert tolerance_of(None) == 5.0
    assert tolerance_of(np.array([np.nan, 2.5, 3.0, 80.0])) == 3.0
    assert tolerance_of(0.02) == 1.0
    assert tolerance_of(np.array([90.0])) == 25.0
