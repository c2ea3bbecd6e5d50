"""Points in regions: what cells say at once equals what shapely and pyproj say one by one."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.geometry.point_index import CELLS, PointIndex, build_index
from gridstudio.geometry.regions import Box, Circle, Loop, cells_of

GEOD = Geod(ellps="WGS84")
WIDE = 40_000.0


def points(count: int, seed: int, ring: np.ndarray | None = None) -> np.ndarray:
    """Points around (112.4°, 35.6°) in metres; some exactly on the vertices of ``ring``, and on its
    edges as far as doubles can say."""
    random = np.random.default_rng(seed)
    middle = to_xy(np.array([112.4, 35.6]))
    spread = middle + random.uniform(-WIDE / 2, WIDE / 2, (count, 2))
    dense = middle + random.normal(0, WIDE / 60, (count, 2))
    parts = [spread, dense]
    if ring is not None:
        share = random.uniform(0, 1, (len(ring), 1))
        parts += [ring, ring + share * (np.roll(ring, -1, axis=0) - ring)]
    return np.concatenate(parts)


def indexed(xy: np.ndarray, ranks: int = 3) -> PointIndex:
    return build_index(xy, np.arange(len(xy)) % ranks, ranks)


def rows(region: Box | Loop | Circle, xy: np.ndarray) -> list[int]:
    return region.rows(indexed(xy), xy, to_lonlat(xy)).tolist()


def hand(seed: int, count: int = 60) -> np.ndarray:
    """A line as a hand draws it: round, uneven, here and there crossing itself."""
    random = np.random.default_rng(seed)
    angle = np.sort(random.uniform(0, 2 * np.pi, count)) + random.normal(0, 0.08, count)
    reach = random.uniform(0.2, 0.48, count) * WIDE
    middle = to_xy(np.array([112.4, 35.6]))
    return middle + np.column_stack([reach * np.cos(angle), reach * np.sin(angle)])


@pytest.mark.parametrize("seed", range(6))
def test_a_lasso_holds_what_shapely_says(seed: int) -> None:
    ring = hand(seed)
    xy = points(4000, seed, ring)
    ground = shapely.make_valid(shapely.Polygon(ring))
    expected = np.flatnonzero(shapely.intersects_xy(ground, xy[:, 0], xy[:, 1])).tolist()
    assert rows(Loop(ring), xy) == expected
    vertices = set(range(8000, 8000 + len(ring)))
    assert vertices <= set(expected), "the border is included"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-3, CELLS + 3), st.integers(-3, CELLS + 3)), min_size=3, max_size=9
    )
)
def test_edges_along_the_lines_between_cells(corners: list[tuple[int, int]]) -> None:
    """Whole numbers of cells: where a mistake by one would show."""
    xy = np.random.default_rng(1).uniform(0, CELLS, (3000, 2))
    xy[:2] = (0, 0), (CELLS, CELLS)
    index = indexed(xy)
    ring = np.array(corners, dtype=float) * index.cell + index.origin
    xy = np.concatenate([xy, np.clip(ring, 0, CELLS)])
    loop = Loop(ring)
    expected = np.flatnonzero(shapely.intersects_xy(loop.polygon, xy[:, 0], xy[:, 1]))
    assert rows(loop, xy) == expected.tolist()


def test_most_cells_are_taken_whole() -> None:
    ring = hand(2)
    index = indexed(points(3000, 2))
    whole, border = cells_of(index, [ring])
    assert not (whole & border).any()
    assert whole.sum() > 5 * border.sum() / 2 > 0


def test_holes_are_left_out() -> None:
    middle = shapely.Point(to_xy(np.array([112.4, 35.6])))
    ground = middle.buffer(15_000).difference(middle.buffer(6_000))
    xy = points(3000, 7)
    expected = np.flatnonzero(shapely.intersects_xy(ground, xy[:, 0], xy[:, 1])).tolist()
    assert len(expected) > 0 and rows(Loop.of(ground), xy) == expected


@pytest.mark.parametrize("ring", [[], [(0, 0)], [(0, 0), (5, 5)], [(0, 0), (5, 5), (0, 0)]])
def test_a_line_goes_round_nothing(ring: list[tuple[float, float]]) -> None:
    assert rows(Loop(ring), points(50, 3)) == []


def test_a_box_includes_its_border() -> None:
    xy = points(2000, 4)
    west, south = xy[10]
    east, north = xy[10] + (9000.0, 7000.0)
    xy[20], xy[21] = (east, south), (west, north)
    inside = (xy >= (west, south)).all(axis=1) & (xy <= (east, north)).all(axis=1)
    found = rows(Box((west, south, east, north)), xy)
    assert found == np.flatnonzero(inside).tolist() and {10, 20, 21} <= set(found)


@pytest.mark.parametrize("radius_m", [3.0, 250.0, 4_000.0, 15_000.0, 60_000.0, 2_500_000.0])
@pytest.mark.parametrize("lat", [35.6, -12.0, 68.0])
def test_a_circle_is_one_on_the_ellipsoid(radius_m: float, lat: float) -> None:
    random = np.random.default_rng(5)
    lon = 112.4
    bearing, away = random.uniform(0, 360, 4000), radius_m * random.uniform(0, 2, 4000) ** 0.5
    # A thousand of them within a millimetre of the rim.
    away[:1000] = radius_m + random.uniform(-0.001, 0.001, 1000)
    spots = GEOD.fwd(np.full(4000, lon), np.full(4000, lat), bearing, away)
    lonlat = np.column_stack(spots[:2])
    away = GEOD.inv(np.full(4000, lon), np.full(4000, lat), lonlat[:, 0], lonlat[:, 1])[2]
    xy = to_xy(lonlat)
    found = Circle(lon, lat, radius_m).rows(indexed(xy), xy, lonlat)
    assert found.tolist() == np.flatnonzero(away <= radius_m).tolist()
    assert 500 < len(found) < 3000


def test_no_points_and_no_radius() -> None:
    nothing = np.empty((0, 2))
    assert rows(Loop(hand(1)), nothing) == []
    assert rows(Box((0, 0, 1, 1)), nothing) == []
    assert rows(Circle(112.4, 35.6, 0.0), points(20, 1)) == []
