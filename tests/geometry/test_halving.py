"""Straight cuts: the share on one side, both sides connected, the shortest way."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon

from gridstudio.geometry.halving import Load, halve
from tests.geometry.drawn import cells

GROUND = Load(np.empty((0, 2)), np.empty(0))


def shape(picture: str) -> MultiPolygon:
    return cells(picture)["A"]


def raster(ground: MultiPolygon, step: float = 0.05) -> Load:
    """A point a cell, all of weight one."""
    west, south, east, north = ground.bounds
    x, y = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south, north, step))
    xy = np.column_stack([x.ravel(), y.ravel() + step / 2])
    inside = shapely.contains_xy(ground, xy[:, 0], xy[:, 1])
    return Load(xy[inside], np.ones(int(inside.sum())))


def test_a_long_shape_is_cut_across() -> None:
    cut = halve(shape("AAAAAA\nAAAAAA"), GROUND, 1 / 3, 3)
    assert cut.first.area == pytest.approx(4)
    assert sum(chord.length for chord in cut.chords) == pytest.approx(2)


@pytest.mark.parametrize(
    "picture",
    [
        "A...A\nA...A\nAAAAA",  # a cut across both arms would leave three pieces
        "AAA.\nA...\nAAAA\n...A\nAAAA",
        "AAAA\nA..A\nA..A\nAAAA",
        "A.A.A\nAAAAA\nA.A.A",
    ],
    ids=["U", "S", "O", "comb"],
)
@pytest.mark.parametrize("share", [1 / 2, 1 / 3, 1 / 5])
@pytest.mark.parametrize("by", ["ground", "points"])
def test_both_sides_stay_connected(picture: str, share: float, by: str) -> None:
    whole = shape(picture)
    load = GROUND if by == "ground" else raster(whole)
    cut = halve(whole, load, share, round(1 / share))
    rest = whole.difference(cut.first.buffer(1e-3))
    assert len(cut.first.geoms) == 1
    assert shapely.get_num_geometries(rest) == 1
    assert cut.first.area / whole.area == pytest.approx(share, abs=0.03)
    assert cut.reached == pytest.approx(share, abs=0.03)


def test_pieces_apart_go_whole_to_either_side() -> None:
    cut = halve(shape("AA..AA\nAA..AA"), GROUND, 0.5, 2)
    assert cut.chords == () and cut.first.area == pytest.approx(4, abs=0.01)


def test_the_weight_of_points_counts_not_their_number() -> None:
    whole = shape("AAAA")
    load = Load(np.array([[0.5, 0.5], [2.5, 0.5], [3.2, 0.5], [3.6, 0.5]]), np.array([3, 1, 1, 1]))
    cut = halve(whole, load, 0.5, 2)
    assert cut.reached == 0.5
    side = shapely.contains_xy(cut.first, load.xy[:, 0], load.xy[:, 1])
    assert side.tolist() in ([True, False, False, False], [False, True, True, True])


def test_where_all_stands_at_one_place_the_ground_is_shared() -> None:
    load = Load(np.full((5, 2), 0.2), np.ones(5))
    assert halve(shape("AA"), load, 0.5, 2).first.area == pytest.approx(1)


def test_many_points_are_looked_at_in_the_end() -> None:
    random = np.random.default_rng(5)
    xy = random.uniform((0, 0), (6, 3), (50_000, 2))
    load = Load(xy, random.uniform(0, 10, len(xy)))
    assert len(load.sampled().xy) < len(xy)
    cut = halve(shape("AAAAAA\nAAAAAA\nAAAAAA"), load, 0.5, 2)
    assert cut.reached == pytest.approx(0.5, abs=1e-4)
