"""Smoothing, by drawn cases: ends stay, hands stop shaking, and no line comes to cross itself."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gridstudio.geometry.smoothing import REACH, farthest, smoothed

Floats = NDArray[np.float64]


def drawn(picture: str) -> Floats:
    """The letters of a picture in their order, one unit a column and two a line (text is high)."""
    rows = [line for line in picture.splitlines() if line.strip()]
    found = {
        letter: (x, -2.0 * y)
        for y, row in enumerate(rows)
        for x, letter in enumerate(row)
        if letter.isalpha()
    }
    return np.array([found[letter] for letter in sorted(found)], dtype=np.float64)


def simple(line: Floats, *, closed: bool = False) -> bool:
    return bool((shapely.LinearRing if closed else shapely.LineString)(line).is_simple)


CORNER = """
a              b


               c
"""
NEEDLE = """
a                                b
                              f
                             e g  c
                               d
"""
"""The tip f lies in the corner at b."""
SNAIL = """
a                               b

        e               f
                        g

        d                       c
"""


@pytest.mark.parametrize("picture", [CORNER, NEEDLE, SNAIL])
@pytest.mark.parametrize("rounds", [0, 1, 2, 4])
def test_ends_stay_exactly_and_no_crossing_arises(picture: str, rounds: int) -> None:
    line = drawn(picture)
    assert simple(line)
    smooth = smoothed(line, 0.5, rounds=rounds)
    assert (smooth[0] == line[0]).all() and (smooth[-1] == line[-1]).all()
    assert simple(smooth)


def test_a_corner_is_cut_and_the_line_stays_near() -> None:
    line = drawn(CORNER)
    once, twice = smoothed(line, 0.5, rounds=1), smoothed(line, 0.5, rounds=3)
    assert len(line) == 3 and len(once) == 4 and len(twice) > 5
    assert not (twice == line[1]).all(axis=1).any(), "the corner itself is gone"
    assert farthest(line, twice) <= 0.5 * (1 + REACH)


def test_a_corner_with_something_in_it_is_left() -> None:
    """A needle comes up into the corner at (10, 0)."""
    needle = [(10, -10), (9.5, -10), (9.2, -0.5), (9, -10)]
    with_needle = np.array([(0, 0), (10, 0), *needle], dtype=float)
    without = np.array([(0, 0), (10, 0), (10, -10)], dtype=float)
    for line, stays in ((with_needle, True), (without, False)):
        smooth = smoothed(line, 0.4, rounds=1)
        assert simple(smooth)
        assert (smooth == (10, 0)).all(axis=1).any() == stays


def test_what_shakes_is_stilled() -> None:
    """A hand that follows an arc with a pixel of shaking."""
    turn = np.linspace(0, np.pi, 300)
    arc = 200 * np.column_stack([np.cos(turn), np.sin(turn)])
    shaken = np.round(arc + np.random.default_rng(3).normal(0, 0.4, arc.shape))
    smooth = smoothed(shaken, 2.5)
    assert len(smooth) < 80
    assert farthest(arc, smooth) < 4.0
    along = np.diff(smooth, axis=0)
    heading = np.unwrap(np.arctan2(along[:, 1], along[:, 0]))
    assert np.abs(np.diff(heading)).max() < np.radians(30), "no sharp corner is left"


def test_a_straight_line_becomes_its_ends() -> None:
    line = np.column_stack([np.arange(50.0), np.zeros(50)])
    assert smoothed(line, 1.0).tolist() == [[0, 0], [49, 0]]


@pytest.mark.parametrize("points", [[], [(1, 2)], [(1, 2), (3, 4)], [(1, 2), (1, 2), (1, 2)]])
def test_hardly_a_line_comes_back(points: list[tuple[float, float]]) -> None:
    line = np.array(points, dtype=float).reshape(-1, 2)
    smooth = smoothed(line, 1.0)
    assert smooth.tolist() == np.unique(line, axis=0).tolist()
    assert smoothed(line, 0.0).shape == smooth.shape


def test_a_ring_stays_one_and_has_no_end_that_stays() -> None:
    square = np.array([(0, 0), (5, 0), (10, 0), (10, 10), (0, 10)], float)
    smooth = smoothed(square, 1.0, rounds=2, closed=True)
    assert simple(smooth, closed=True)
    assert not any((smooth == corner).all(axis=1).any() for corner in square)
    assert shapely.Polygon(square).covers(shapely.Polygon(smooth))
    again = smoothed(np.concatenate([square, square[:1]]), 1.0, rounds=2, closed=True)
    assert shapely.Polygon(again).equals(shapely.Polygon(smooth)), "closed twice is closed"


points = st.tuples(st.integers(0, 40), st.integers(0, 40))


@settings(deadline=None, max_examples=300)
@given(
    st.lists(points, min_size=3, max_size=14, unique=True),
    st.floats(0.2, 6),
    st.integers(0, 3),
    st.booleans(),
)
def test_no_line_comes_to_cross_itself(
    corners: list[tuple[int, int]], tolerance: float, rounds: int, closed: bool
) -> None:
    line = np.array(corners, dtype=float)
    assume(simple(line, closed=closed))
    smooth = smoothed(line, tolerance, rounds=rounds, closed=closed)
    assert simple(smooth, closed=closed)
    assert farthest(smooth, line, closed=closed) <= tolerance * (1 + REACH / 2) + 1e-9
    if not closed:
        assert (smooth[0] == line[0]).all() and (smooth[-1] == line[-1]).all()


def test_how_far_points_lie_from_a_line() -> None:
    assert farthest([(0, 3), (5, 1)], [(0, 0), (9, 0)]) == 3
    assert farthest([(0, 3)], [(0, 0), (9, 0), (9, 9)], closed=True) < 3
    assert farthest([], [(0, 0)]) == farthest([(1, 1)], []) == 0.0
