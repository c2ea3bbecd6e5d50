"""The grid over points, against looking at every one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gridstudio.geometry.point_index import CELLS, PointIndex, build_index

RANKS = 3


def inside(index: PointIndex, bounds: tuple[float, float, float, float]) -> NDArray[np.int32]:
    """Rows of the points inside, ascending."""
    return np.sort(index.rows[index.positions(bounds)])


def crowd(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of a county in EPSG:3857, half of them in a town."""
    random = np.random.default_rng(seed)
    points = random.uniform((12_400_000, 4_100_000), (12_460_000, 4_140_000), (count, 2))
    points[: count // 2] = random.normal((12_420_000, 4_120_000), 900, (count // 2, 2))
    return points, random.integers(0, RANKS, count)


@given(
    seed=st.integers(0, 1000),
    west=st.floats(-0.2, 1.1),
    south=st.floats(-0.2, 1.1),
    width=st.floats(0, 1.5),
    height=st.floats(0, 1.5),
)
def test_what_lies_inside_a_box(
    seed: int, west: float, south: float, width: float, height: float
) -> None:
    points, ranks = crowd(300, seed)
    index = build_index(points, ranks, RANKS)
    box = (
        12_400_000 + west * 60_000,
        4_100_000 + south * 40_000,
        12_400_000 + (west + width) * 60_000,
        4_100_000 + (south + height) * 40_000,
    )
    x, y = points.T
    # Single precision: within a centimetre of the edge a point may count or not.
    surely = (x > box[0] + 0.01) & (x < box[2] - 0.01) & (y > box[1] + 0.01) & (y < box[3] - 0.01)
    perhaps = (x > box[0] - 0.01) & (x < box[2] + 0.01) & (y > box[1] - 0.01) & (y < box[3] + 0.01)
    found = inside(index, box)
    assert set(np.flatnonzero(surely)) <= set(found.tolist()) <= set(np.flatnonzero(perhaps))
    assert index.count(box) >= len(found)


def test_the_nearest_point() -> None:
    points, ranks = crowd(2000, 1)
    index = build_index(points, ranks, RANKS)
    random = np.random.default_rng(5)
    for spot in random.uniform((12_400_000, 4_100_000), (12_460_000, 4_140_000), (200, 2)):
        away = np.hypot(*(points - spot).T)
        found = index.nearest((spot[0], spot[1]), 800.0)
        if away.min() > 800.01:
            assert found is None
        elif away.min() < 799.99:
            assert found is not None
            assert found[1] == pytest.approx(away.min(), abs=0.01)
            assert away[found[0]] == pytest.approx(away.min(), abs=0.01)


def test_only_cells_near_the_box_are_looked_at() -> None:
    points, ranks = crowd(50_000, 2)
    index = build_index(points, ranks, RANKS)
    box = (12_440_000, 4_105_000, 12_441_000, 4_106_000)
    cells = (1000 / (60_000 / CELLS) + 2) * (1000 / (40_000 / CELLS) + 2)
    assert index.count(box) <= 3 * 25_000 * cells / CELLS**2 + 50


def test_ranks_lie_one_after_the_other() -> None:
    points, ranks = crowd(500, 3)
    index = build_index(points, ranks, RANKS)
    assert (np.diff(ranks[index.rows]) >= 0).all()
    for rank in range(RANKS):
        (whole,) = index.slices(index.bounds, rank)
        assert (ranks[index.rows[whole]] == rank).all()
        assert whole.stop - whole.start == (ranks == rank).sum()


def test_points_without_a_place_are_left_out() -> None:
    points = np.array([[1.0, 2.0], [np.nan, 3.0], [5.0, 6.0], [np.inf, 0.0]])
    index = build_index(points)
    assert sorted(index.rows.tolist()) == [0, 2]
    assert inside(index, (0, 0, 10, 10)).tolist() == [0, 2]


@pytest.mark.parametrize("points", [np.empty((0, 2)), np.array([[7.0, 8.0]])])
def test_none_and_one(points: np.ndarray) -> None:
    index = build_index(points)
    assert len(index) == len(points)
    assert inside(index, (0, 0, 10, 10)).tolist() == list(range(len(points)))
    found = index.nearest((7.0, 8.5), 1.0)
    assert (found is None) == (len(points) == 0)
