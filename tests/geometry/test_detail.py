"""Shapes thinned for small scales: what goes, what stays, and in which row."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridstudio.geometry.detail import SMALLEST_GROUND, simplified


def shapes(*texts: str | None) -> np.ndarray:
    return np.array([text and shapely.from_wkt(text) for text in texts], dtype=object)


def square(side: float, x: float = 0.0, y: float = 0.0) -> shapely.Polygon:
    return shapely.box(x, y, x + side, y + side)


def test_rows_stay_in_line_and_what_is_gone_is_none() -> None:
    given_shapes = np.array(
        [
            shapely.Point(3, 4),
            square(1),
            None,
            shapely.Polygon(),
            square(100),
            shapely.LineString([(0, 0), (50, 1), (100, 0)]),
            shapely.LineString(),
        ],
        dtype=object,
    )
    made = simplified(given_shapes, 5.0)
    assert [shape is None for shape in made] == [False, True, True, True, False, False, True]
    assert made[0] == given_shapes[0]
    assert made[4].equals(given_shapes[4])
    assert shapely.get_coordinates(made[5]).tolist() == [[0, 0], [100, 0]]


def test_the_input_is_not_changed() -> None:
    given_shapes = np.array([square(1), square(100)], dtype=object)
    given_shapes.setflags(write=False)
    before = shapely.to_wkb(given_shapes).tolist()
    simplified(given_shapes, 10.0)
    assert shapely.to_wkb(given_shapes).tolist() == before


def test_small_holes_are_filled_and_large_ones_stay() -> None:
    holes = [square(2, 10, 10).exterior, square(30, 40, 40).exterior, square(3, 80, 10).exterior]
    ground = shapely.Polygon(square(100).exterior, holes)
    (made,) = simplified(np.array([ground], dtype=object), 5.0)
    assert made.equals(square(100) - square(30, 40, 40))


def test_small_parts_go_with_their_holes() -> None:
    tiny = shapely.Polygon(square(9, 200, 0).exterior, [square(8.9, 200.05, 0.05).exterior])
    islands = shapely.MultiPolygon([square(100), tiny, square(50, 300, 0)])
    made = simplified(np.array([islands, shapely.MultiPolygon([tiny, square(60)])]), 5.0)
    assert made[0].geom_type == "MultiPolygon"
    assert made[0].equals(shapely.MultiPolygon([square(100), square(50, 300, 0)]))
    assert made[1].geom_type == "Polygon" and made[1].equals(square(60))


def test_a_thin_ring_around_a_large_hole_stays() -> None:
    """What counts is the ground that a ring encloses, not what its holes leave of it."""
    wall = shapely.Polygon(square(100).exterior, [square(98, 1, 1).exterior])
    (made,) = simplified(np.array([wall], dtype=object), 0.5)
    assert made.equals(wall)


def test_short_ways_of_a_road_stay_and_loops_of_one_spot_go() -> None:
    made = simplified(
        shapes("LINESTRING (0 0, 1 0, 2 0.1)", "LINESTRING (5 5, 6 5, 6 6, 5 5)"), 10.0
    )
    assert shapely.get_coordinates(made[0]).tolist() == [[0, 0], [2, 0.1]]
    assert made[1] is None


@pytest.mark.parametrize("count", [0, 1])
def test_none_and_one(count: int) -> None:
    made = simplified(np.full(count, None, dtype=object), 1.0)
    assert made.shape == (count,) and all(shape is None for shape in made)


def test_the_limit_is_an_area_in_squares_of_the_tolerance() -> None:
    side = SMALLEST_GROUND**0.5
    made = simplified(np.array([square(side * 2.01), square(side * 1.99)], dtype=object), 2.0)
    assert [shape is None for shape in made] == [False, True]


@given(seed=st.integers(0, 2000), tolerance=st.floats(0.1, 60.0))
def test_nothing_moves_farther_than_the_tolerance(seed: int, tolerance: float) -> None:
    random = np.random.default_rng(seed)
    line = shapely.LineString(np.cumsum(random.normal(0, 20, (40, 2)), axis=0))
    angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    reach = 300 + random.uniform(-40, 40, 60)
    star = shapely.Polygon(np.column_stack([np.cos(angles), np.sin(angles)]) * reach[:, None])
    made = simplified(np.array([line, star], dtype=object), tolerance)
    assert made[0].hausdorff_distance(line) <= tolerance + 1e-9
    assert shapely.get_num_coordinates(made).sum() <= 40 + 61
    assert made[1] is not None and shapely.is_valid(made[1])
    # GEOS may drop the first vertex of a ring too, after the others have gone.
    assert made[1].exterior.hausdorff_distance(star.exterior) <= 2 * tolerance + 1e-9
