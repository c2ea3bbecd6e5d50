"""Distances to the nearest of some places, against Karney's."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.geometry.geodesic import distances_m
from gridstudio.geometry.nearest import nearest_m


@pytest.mark.parametrize("latitude", [0.0, 25.0, 47.0, 68.0])
def test_true_to_a_ten_thousandth_up_to_hundreds_of_kilometres(latitude: float) -> None:
    random = np.random.default_rng(3)
    points = np.column_stack([random.uniform(80, 84, 50), latitude + random.uniform(0, 3, 50)])
    places = np.column_stack([random.uniform(80, 84, 7), latitude + random.uniform(0, 3, 7)])
    away, place = nearest_m(points, places)
    for point, metres, at in zip(points, away, place, strict=True):
        every = distances_m(*point, places)
        assert metres == pytest.approx(every.min(), rel=1e-4, abs=0.01)
        assert every[at] == pytest.approx(every.min(), rel=1e-6)


def test_where_a_place_is_the_way_is_nothing() -> None:
    away, place = nearest_m(np.array([[112.0, 35.0]]), np.array([[113.0, 35.0], [112.0, 35.0]]))
    assert (away.tolist(), place.tolist()) == ([pytest.approx(0.0, abs=1e-6)], [1])


def test_no_places_and_no_points() -> None:
    away, place = nearest_m(np.array([[112.0, 35.0]]), np.empty((0, 2)))
    assert np.isnan(away).all() and place.tolist() == [-1]
    assert len(nearest_m(np.empty((0, 2)), np.array([[112.0, 35.0]]))[0]) == 0
