"""Pieces of roads are joined into the road people mean, on drawn cases."""

from __future__ import annotations

import numpy as np

from gridstudio.geometry.joined_lines import joined
from tests.geometry.test_tracing import STEP, place, shapes

ALL = (*place(-1, -1), *place(20, 20))


def cells(lonlat: np.ndarray) -> list[tuple[float, float]]:
    return [
        (round((lon - 112.0) / STEP, 3), round((lat - 35.0) / STEP, 3))
        for lon, lat in lonlat.tolist()
    ]


def test_pieces_of_one_name_are_one_line_whichever_way_they_run() -> None:
    road = shapes([(2, 0), (4, 0)], [(2, 0), (0, 0)], [(4, 0), (6, 1)], [(4, 0), (4, 5)])
    like = np.array([True, True, True, False])
    line = cells(joined(road, like, 0, ALL, named=True))
    assert line == [(0, 0), (2, 0), (4, 0), (6, 1)]


def test_at_a_fork_it_goes_straight_on_and_never_back() -> None:
    road = shapes([(0, 0), (2, 0)], [(2, 0), (4, 0.5)], [(2, 0), (2, 3)], [(4, 0.5), (2.5, 0.2)])
    line = cells(joined(road, np.ones(4, dtype=bool), 0, ALL, named=True))
    assert line == [(0, 0), (2, 0), (4, 0.5)]


def test_without_a_name_it_goes_on_only_where_there_is_one_way() -> None:
    road = shapes([(0, 0), (2, 0)], [(2, 0), (4, 0)], [(4, 0), (6, 0)], [(4, 0), (4, 3)])
    line = cells(joined(road, np.ones(4, dtype=bool), 0, ALL, named=False))
    assert line == [(0, 0), (2, 0), (4, 0)]


def test_what_is_beyond_is_left_out_and_a_ring_is_gone_round_once() -> None:
    road = shapes([(0, 0), (2, 0), (4, 0), (6, 0), (8, 0)])
    near = (*place(2.5, -1), *place(5.5, 1))
    assert cells(joined(road, np.array([True]), 0, near, named=True)) == [(2, 0), (4, 0), (6, 0)]
    ring = shapes([(0, 0), (2, 0), (2, 2)], [(2, 2), (0, 2), (0, 0)])
    line = cells(joined(ring, np.ones(2, dtype=bool), 0, ALL, named=True))
    assert len(line) == 5 and line[0] == line[-1]
