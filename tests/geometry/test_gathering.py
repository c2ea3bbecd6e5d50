"""The ground of points: all of them, few others, in pieces where they are far apart."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.gathering import gathered

NOBODY = np.empty((0, 2))
NOWHERE = MultiPolygon()


def raster(west: float, south: float, east: float, north: float, step: float = 100.0):  # type: ignore[no-untyped-def]
    x, y = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    return np.column_stack([x.ravel(), y.ravel()]) + step / 2


def inside(ground: MultiPolygon, points: NDArray[np.float64]) -> int:
    return int(shapely.contains_xy(ground, points[:, 0], points[:, 1]).sum())


def test_every_point_is_in_it() -> None:
    random = np.random.default_rng(1)
    for count in (1, 2, 3, 4, 50, 3000):
        points = random.normal(0, 400, (count, 2))
        ground = gathered(points, NOBODY, NOWHERE)
        assert inside(ground, points) == count and ground.is_valid
    assert gathered(NOBODY, NOBODY, NOWHERE).is_empty


def test_the_inner_side_of_a_bend_stays_with_the_others() -> None:
    """An L of wanted points around others: the convex hull would bring many of these along."""
    everybody = raster(0, 0, 2000, 2000)
    wanted = everybody[(everybody[:, 0] < 500) | (everybody[:, 1] < 500)]
    others = everybody[(everybody[:, 0] > 500) & (everybody[:, 1] > 500)]
    ground = gathered(wanted, others, NOWHERE)
    assert inside(ground, wanted) == len(wanted)
    convex = shapely.convex_hull(shapely.multipoints(wanted))
    assert inside(MultiPolygon([convex]), others) > 80
    assert inside(ground, others) <= 10


def test_places_far_apart_make_pieces() -> None:
    wanted = np.concatenate([raster(0, 0, 500, 500), raster(9000, 0, 9500, 500)])
    others = raster(1000, 0, 8500, 500)
    ground = gathered(wanted, others, NOWHERE)
    assert len(ground.geoms) == 2 and inside(ground, others) == 0


def test_places_near_each_other_with_nobody_between_are_one_piece() -> None:
    wanted = np.concatenate([raster(0, 0, 500, 500), raster(1200, 0, 1700, 500)])
    assert len(gathered(wanted, NOBODY, NOWHERE).geoms) == 1


def test_a_neighbour_across_the_street_stays() -> None:
    wanted = raster(0, 0, 500, 500)
    others = raster(0, 0, 500, 500) + (510.0, 0.0)  # ten metres beyond the outermost
    others = np.concatenate([others, wanted[:5] + (0.0, -10.0)])
    ground = gathered(wanted, others, NOWHERE)
    assert inside(ground, wanted) == len(wanted) and inside(ground, others) == 0


@pytest.mark.parametrize(("gap", "joined"), [(80.0, True), (400.0, False)])
def test_an_empty_strip_before_the_area_comes_along(gap: float, joined: bool) -> None:
    wanted = raster(0, 0, 500, 500)
    home = MultiPolygon([shapely.box(450 + gap, -2000, 4000, 2000)])
    together = shapely.union_all([gathered(wanted, NOBODY, home), home])
    assert (together.geom_type == "Polygon") is joined
    between = np.array([[450 + gap - 2.0, 250.0]])
    if joined:  # where somebody stands there, the strip stays
        assert inside(gathered(wanted, between, home), between) == 0


def test_very_many_points_are_thinned_and_all_in_it() -> None:
    points = np.random.default_rng(2).normal(0, 800, (30_000, 2))
    ground = gathered(points, NOBODY, NOWHERE)
    assert inside(ground, points) == len(points)
