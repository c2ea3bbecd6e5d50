"""Whole shapes in even, connected groups."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.geometry.grouping import grouped
from tests.geometry.drawn import cells


def groups(picture: str, n: int, **weights: float) -> dict[str, int]:
    shapes = cells(picture)
    letters = sorted(shapes)
    weight = np.array([weights.get(letter, 1.0) for letter in letters])
    found = grouped([shapes[letter] for letter in letters], weight, n)
    return dict(zip(letters, found.tolist(), strict=True))


def sizes(found: dict[str, int]) -> list[int]:
    return sorted(np.bincount(list(found.values())).tolist())


def test_a_row_is_cut_in_equal_lengths() -> None:
    found = groups("ABCDEF", 3)
    assert sizes(found) == [2, 2, 2]
    assert found["A"] == found["B"] and found["C"] == found["D"] and found["E"] == found["F"]


def test_weights_count() -> None:
    found = groups("ABCDEF", 2, A=5.0)
    assert sizes(found) == [1, 5]


def test_groups_hang_together() -> None:
    # By the middle alone A and C, the arms of the U, would be one half.
    found = groups("AABCC\nAABCC\nDDEFF", 2)
    assert sizes(found) == [3, 3]
    assert found["A"] == found["D"] and found["C"] == found["F"]


@pytest.mark.parametrize("n", [2, 3, 4, 6])
def test_no_group_is_empty_and_each_shape_has_one(n: int) -> None:
    found = groups("ABC\nDEF", n, A=100.0)
    assert sorted(set(found.values())) == list(range(n)) and len(found) == 6


def test_weightless_shapes_are_dealt_by_number() -> None:
    assert sizes(groups("ABCD", 2, A=0, B=0, C=0, D=0)) == [2, 2]
