"""Affine maps of pictures: by letters, corners and bounds, one after another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridstudio.geometry.affine import Affine, from_bounds, from_corners


def test_the_letters_are_those_of_a_world_file() -> None:
    affine = Affine(2, 3, 100, 5, -7, 1000)
    assert affine.apply([[0, 0], [1, 0], [0, 1]]).tolist() == [[100, 1000], [102, 1005], [103, 993]]


@given(st.floats(-4, 4), st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_composing_is_applying_one_after_the_other(turn: float, column: float, line: float) -> None:
    affine = Affine(np.cos(turn), np.sin(turn), 1e7, np.sin(turn), -np.cos(turn) * 2, 5e6)
    point = np.array([column, line])
    shift = Affine(1, 0, 0.5, 0, 1, -3)
    expected = affine.apply(shift.apply(point))
    assert np.abs(affine.compose(shift).apply(point) - expected).max() < 1e-6


def test_corners_are_the_outer_ones() -> None:
    affine = from_corners((100, 50), (1000.0, 2000.0), (1200.0, 1900.0))
    assert affine == Affine(2, 0, 1001, 0, -2, 1999)
    assert from_bounds((100, 50), (1000, 1900, 1200, 2000)) == affine
    with pytest.raises(ValueError, match="no area"):
        from_corners((100, 50), (1000, 2000), (1000, 1900))
    with pytest.raises(ValueError, match="no area"):
        from_corners((0, 50), (1000, 2000), (1200, 1900))
