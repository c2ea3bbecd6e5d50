"""Affine maps through control points, and the one that is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.geometry.affine import Affine
from gridstudio.geometry.control_points import (
    bad_point,
    fit,
    fit_affine,
    fit_helmert,
    leave_one_out,
)
from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.mercator import to_lonlat, to_xy

KASHGAR = to_xy(np.array([75.99, 39.47]))
TRUE = Affine(2.0, 0.3, KASHGAR[0], 0.25, -2.1, KASHGAR[1])
#  0 . 1        Pixels of the control points: the corners of a scan of 3000 x 2000,
#  . 4 .        its middle, and two inside.
#  2 . 3
PIXELS = np.array(
    [[0, 0], [2999, 0], [0, 1999], [2999, 1999], [1500, 1000], [400, 1500], [2300, 300]], float
)


def test_three_points_give_back_the_affine() -> None:
    affine, residuals = fit_affine(PIXELS[:3], TRUE.apply(PIXELS[:3]))
    assert np.abs(affine.apply(PIXELS) - TRUE.apply(PIXELS)).max() < 1e-6
    assert residuals.shape == (3,)
    assert residuals.max() < 1e-6


def test_residuals_are_true_metres() -> None:
    """A point that is 100 m off on the ground: the residuals of four corners are 25 m each."""
    places = TRUE.apply(PIXELS[:4])
    lonlat = to_lonlat(places[3])
    places[3, 1] += 100 / np.cos(np.radians(lonlat[1]))
    moved = length_m([lonlat, to_lonlat(places[3])])
    _affine, residuals = fit_affine(PIXELS[:4], places)
    assert residuals == pytest.approx(np.full(4, moved / 4), rel=0.005)


@pytest.mark.parametrize(
    "pixels",
    [
        [[0, 0], [10, 10], [20, 20]],
        [[0, 0], [1000, 500], [2000, 1003]],  # along a road, as clicked
        [[5, 5], [5, 5], [20, 0]],
        [[5, 5], [5, 5], [5, 5]],
        [[100, 0], [100, 1], [100, 7], [100, 9]],
    ],
)
def test_points_in_a_line_are_refused(pixels: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="one line"):
        fit_affine(pixels, TRUE.apply(pixels))


def test_places_in_a_line_are_refused() -> None:
    with pytest.raises(ValueError, match="one line"):
        fit_affine(PIXELS[:3], [[0, 0], [1e5, 1e5], [2e5, 2e5]])


def test_too_few_points_and_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="3 control points"):
        fit_affine(PIXELS[:2], PIXELS[:2])
    with pytest.raises(ValueError, match="2 control points"):
        fit_helmert(PIXELS[:1], PIXELS[:1])
    with pytest.raises(ValueError, match="no coordinates"):
        fit_affine(PIXELS[:3], [[0, 0], [1, np.nan], [2, 5]])


def test_two_points_give_shift_turn_and_scale() -> None:
    turn, scale = 0.3, 1.7
    p, q = scale * np.cos(turn), scale * np.sin(turn)
    true = Affine(p, q, KASHGAR[0], q, -p, KASHGAR[1])
    affine, residuals = fit(PIXELS[1:3], true.apply(PIXELS[1:3]))
    assert np.abs(affine.apply(PIXELS) - true.apply(PIXELS)).max() < 1e-6
    assert residuals.max() < 1e-6
    with pytest.raises(ValueError, match="one place"):
        fit([[3, 3], [3, 3]], [[0, 0], [1, 1]])


def test_leaving_one_out_is_what_the_others_say() -> None:
    noise = np.random.default_rng(3).normal(0, 5, PIXELS.shape)
    places = TRUE.apply(PIXELS) + noise
    left_out = leave_one_out(PIXELS, places)
    for index in range(len(PIXELS)):
        others = np.arange(len(PIXELS)) != index
        affine, _residuals = fit_affine(PIXELS[others], places[others])
        off = np.hypot(*(affine.apply(PIXELS[index]) - places[index]))
        cosine = np.cos(np.radians(to_lonlat(places[index])[1]))
        assert left_out[index] == pytest.approx(off * cosine, rel=1e-6)
    assert np.isnan(leave_one_out(PIXELS[:3], places[:3])).all()


@pytest.mark.parametrize("bad", range(len(PIXELS)))
def test_one_bad_control_point_is_found(bad: int) -> None:
    places = TRUE.apply(PIXELS) + np.random.default_rng(bad).normal(0, 3, PIXELS.shape)
    places[bad] += (150, -120)
    assert bad_point(PIXELS, places) == bad


def test_good_points_are_seldom_blamed() -> None:
    rng = np.random.default_rng(1)
    true = TRUE.apply(PIXELS)
    blamed = [
        bad_point(PIXELS, true + rng.normal(0, 5, PIXELS.shape)) is not None
        for _round in range(600)
    ]
    assert 0.01 < np.mean(blamed) < 0.075
    assert bad_point(PIXELS, true) is None
    off = true[:4] + np.array([[500, 0], [0, 0], [0, 0], [0, 0]])
    assert bad_point(PIXELS[:4], off) is None
