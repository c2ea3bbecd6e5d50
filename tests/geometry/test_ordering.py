"""Orders of places: pictures of numbers, north on top."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.geometry.ordering import Order, ordered

SIZE = 4


def picture(order: Order) -> list[str]:
    xy = np.array([(x * 10.0, y * 10.0) for y in range(SIZE) for x in range(SIZE)])
    place = np.empty(SIZE * SIZE, dtype=int)
    place[ordered(xy, order)] = np.arange(SIZE * SIZE)
    rows = place.reshape(SIZE, SIZE)[::-1]  # north on top
    return ["".join("0123456789abcdef"[number] for number in row) for row in rows]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("rows", ["0123", "4567", "89ab", "cdef"]),
        ("columns", ["048c", "159d", "26ae", "37bf"]),
        ("serpentine", ["0123", "7654", "89ab", "fedc"]),
        ("curve", ["01ef", "32dc", "478b", "569a"]),
    ],
)
def test_orders(order: Order, expected: list[str]) -> None:
    assert picture(order) == expected


@pytest.mark.parametrize("order", ["rows", "columns", "serpentine", "curve"])
def test_few_places_and_places_at_one_spot(order: Order) -> None:
    assert ordered(np.empty((0, 2)), order).tolist() == []
    assert ordered(np.array([[5.0, 5.0]]), order).tolist() == [0]
    assert ordered(np.array([[5.0, 5.0]] * 3), order).tolist() == [0, 1, 2]


def test_places_a_little_off_their_row_stay_in_it() -> None:
    rng = np.random.default_rng(3)
    xy = np.array([(x * 10.0, y * 10.0) for y in range(5) for x in range(5)])
    moved = xy + rng.uniform(-1, 1, xy.shape)
    assert ordered(moved, "rows").tolist() == ordered(xy, "rows").tolist()
