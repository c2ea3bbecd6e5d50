"""Loops are cut off lines and rings, on drawn cases."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridstudio.geometry.loops import largest_ring, without_loops
from tests.geometry.drawn import line


def spots(xy: np.ndarray) -> list[tuple[float, float]]:
    return [(round(x, 6), round(y, 6)) for x, y in xy.tolist()]


def test_a_loop_is_cut_where_it_closes() -> None:
    """::

        +--+
        |  |
    +---+--+---+     the way goes up at the right, round, and on
    """
    simple = without_loops(line((0, 0), (3, 0), (3, 1), (2, 1), (2, -1), (6, -1)))
    assert spots(simple.xy) == [(0, 0), (2, 0), (2, -1), (6, -1)]
    assert simple.loops == 1


def test_a_simple_line_stays_as_it_is() -> None:
    simple = without_loops(line((0, 0), (3, 0), (3, 1), (0, 1)))
    assert spots(simple.xy) == [(0, 0), (3, 0), (3, 1), (0, 1)] and simple.loops == 0
    closed = line((0, 0), (3, 0), (3, 1), (0, 0))
    assert spots(without_loops(closed).xy) == spots(closed)


def test_there_and_back_along_one_street_is_no_way() -> None:
    simple = without_loops(line((0, 0), (1, 0), (4, 0.1), (4, -0.1), (1.5, 0.2), (2, 3)))
    assert shapely.LineString(simple.xy).is_simple
    assert spots(simple.xy)[0] == (0, 0) and spots(simple.xy)[-1] == (2, 3)
    assert simple.xy[:, 0].max() < 3.0


def test_repeated_points_are_one() -> None:
    assert spots(without_loops(line((0, 0), (0, 0), (1, 0), (1, 0))).xy) == [(0, 0), (1, 0)]


def test_a_walk_round_is_a_ring_though_it_runs_on_past_its_start() -> None:
    walk = line((1, 0), (4, 0), (4, 3), (0, 3), (0, -1), (2, -1), (2, 1))
    ring = largest_ring(walk, 0.1)
    assert ring is not None
    assert shapely.Polygon(ring.xy).area == pytest.approx(14.0)
    assert shapely.Polygon(ring.xy).is_valid


def test_a_walk_that_ends_near_its_start_is_closed() -> None:
    walk = line((0, 0), (4, 0), (4, 3), (0, 3), (0, 0.2))
    ring = largest_ring(walk, 0.5)
    assert ring is not None and shapely.Polygon(ring.xy).area == pytest.approx(12.0)
    assert largest_ring(walk, 0.1) is None


def test_small_loops_of_a_ring_are_cut_off() -> None:
    walk = line((0, 0), (3, 0), (3, 1), (2, 1), (2, -1), (6, -1), (6, 5), (0, 5), (0, 0.1))
    ring = largest_ring(walk, 0.2)
    assert ring is not None and ring.loops == 1
    assert shapely.Polygon(ring.xy).is_valid
    assert shapely.Polygon(ring.xy).area == pytest.approx(34.0)


@settings(deadline=None, max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=14))
def test_whatever_comes_is_simple_and_keeps_its_ends(points: list[tuple[int, int]]) -> None:
    simple = without_loops(line(*points))
    assert len(simple.xy) < 2 or shapely.LineString(simple.xy).is_simple
    assert spots(simple.xy)[0] == tuple(map(float, points[0]))
    ring = largest_ring(line(*points), 2.0)
    assert ring is None or shapely.Polygon(ring.xy).is_valid
