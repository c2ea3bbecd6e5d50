"""Ownership by position: exact, whatever the raster; borders go to the first area."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gridstudio.geometry import area_index
from gridstudio.geometry.area_index import FEW_POINTS, areas_of
from gridstudio.geometry.ownership import owners_by_position


def one_by_one(points: NDArray[np.float64], areas: NDArray[np.object_]) -> NDArray[np.int64]:
    """The rule itself, without any index: the first area that touches the point."""
    found = np.full(len(points), -1)
    for at in reversed(range(len(areas))):
        found[shapely.intersects_xy(areas[at], points[:, 0], points[:, 1])] = at
    return found


def tiles(side: int, seed: int) -> NDArray[np.object_]:
    """A square of ``side`` × ``side`` areas with crooked shared corners, near a Chinese county."""
    random = np.random.default_rng(seed)
    line, column = np.mgrid[0 : side + 1, 0 : side + 1]
    corner = np.stack([column, line], axis=-1) + random.uniform(-0.3, 0.3, (side + 1, side + 1, 2))
    corner = np.round(corner * 0.01 + (111.2, 35.6), 9)
    around = [(0, 0), (0, 1), (1, 1), (1, 0)]
    return np.array(
        [
            shapely.MultiPolygon([shapely.Polygon([corner[y + b, x + a] for b, a in around])])
            for y in range(side)
            for x in range(side)
        ],
        dtype=object,
    )


def crowd(areas: NDArray[np.object_], count: int, seed: int) -> NDArray[np.float64]:
    """Points all over and around the areas, and exactly on nodes and borders."""
    random = np.random.default_rng(seed)
    west, south, east, north = shapely.total_bounds(areas)
    inside = random.uniform((west - 0.01, south - 0.01), (east + 0.01, north + 0.01), (count, 2))
    nodes = shapely.get_coordinates(areas)
    middles = (nodes[:-1] + nodes[1:]) / 2
    return np.vstack([np.round(inside, 9), nodes, middles])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("count", [FEW_POINTS // 4, FEW_POINTS * 3])
def test_every_point_has_the_area_that_holds_it(seed: int, count: int) -> None:
    areas = tiles(7, seed)
    points = crowd(areas, count, seed)
    assert (areas_of(points, areas) == one_by_one(points, areas)).all()


def test_holes_exclaves_and_islands() -> None:
    outer = shapely.box(0, 0, 10, 10)
    island, lake = shapely.box(2, 2, 4, 4), shapely.box(6, 6, 8, 8)
    areas = np.array(
        [
            shapely.MultiPolygon([island]),  # lies in a hole of the next
            shapely.MultiPolygon([outer.difference(island).difference(lake)]),
            shapely.MultiPolygon([shapely.box(20, 0, 21, 1), shapely.box(6.5, 6.5, 7, 7)]),
        ],
        dtype=object,
    )
    points = np.random.default_rng(1).uniform(-1, 22, (FEW_POINTS * 4, 2))
    points = np.vstack([points, [[3, 3], [7.9, 7.9], [6.7, 6.7], [2, 3], [20.5, 0.5], [15, 5]]])
    found = areas_of(points, areas)
    assert found[-6:].tolist() == [0, -1, 2, 0, 2, -1]
    assert (found == one_by_one(points, areas)).all()


def test_a_cell_beside_a_border_may_lie_in_a_third_area() -> None:
    #   B:B: C      A slanting border of A and B passes the corner of the raster's cell in which C
    #   B:B:........  alone lies: the border's box reaches into that cell, the border does not.
    #   \ :B:......
    #    \::::::::    Raster lines run at whole numbers; the corner is at (100, 100).
    #  A  \ B
    a = [(0, 0), (200, 0), (200, 99.6), (100.3, 99.6), (99.6, 100.3), (99.6, 200), (0, 200)]
    b = [(200, 99.6), (200, 99.98), (99.98, 99.98), (99.98, 200), (99.6, 200), (99.6, 100.3)]
    c = [(99.98, 99.98), (200, 99.98), (200, 200), (99.98, 200)]
    shapes = [shapely.Polygon(np.array(ring) * 1e-3 + (112, 35)) for ring in (a, [*b, a[3]], c)]
    areas = np.array([shapely.MultiPolygon([shape]) for shape in shapes], dtype=object)
    cells = np.random.default_rng(3).uniform(0, 200, (200 * 200, 2))
    cells[:2000] = np.random.default_rng(4).uniform(99, 101, (2000, 2))
    points = cells * 1e-3 + (112, 35)
    assert (areas_of(points, areas) == one_by_one(points, areas)).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_cells_that_edges_cross_are_all_that_is_marked(seed: int) -> None:
    random = np.random.default_rng(seed)
    start = random.uniform(2, 28, (60, 2))
    end = np.clip(start + random.normal(0, 3, (60, 2)), 1, 29)
    nothing = np.zeros(60, dtype=np.int64)
    edges = area_index._Edges(start, end, nothing, nothing > 0)
    marked, _area, _outer = area_index._crossed(edges, np.zeros(2), np.ones(2), 30)
    line, column = np.mgrid[0:30, 0:30]
    cells = shapely.box(column, line, column + 1, line + 1).ravel()
    lines = shapely.union_all(shapely.linestrings(np.stack([start, end], axis=1)))
    crossed = np.flatnonzero(shapely.intersects(cells, lines))
    near = np.flatnonzero(shapely.distance(cells, lines) < 1e-5)
    assert {*crossed.tolist()} <= {*marked.tolist()} <= {*near.tolist()}


def test_rings_may_run_either_way() -> None:
    areas = tiles(3, 5)
    turned = areas.copy()
    turned[::2] = shapely.reverse(areas[::2])
    points = crowd(areas, FEW_POINTS * 2, 5)
    assert (areas_of(points, turned) == areas_of(points, areas)).all()


def test_the_same_ground_twice_goes_to_the_first() -> None:
    square = shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])
    points = np.random.default_rng(2).uniform(-0.2, 1.2, (FEW_POINTS * 2, 2))
    found = areas_of(points, np.array([square, square], dtype=object))
    assert set(found.tolist()) == {-1, 0}
    assert (found == one_by_one(points, np.array([square, square], dtype=object))).all()


def test_points_that_are_nowhere() -> None:
    areas = tiles(2, 1)
    for count in (3, FEW_POINTS + 3):
        points = np.full((count, 2), np.nan)
        points[0] = 1e300, -1e300
        points[1] = shapely.get_coordinates(shapely.point_on_surface(areas[2]))[0]
        assert areas_of(points, areas)[:2].tolist() == [-1, 2]
        assert (areas_of(points, areas)[2:] == -1).all()
        assert (areas_of(points, areas[:0]) == -1).all()
    empty = np.array([shapely.MultiPolygon(), areas[2]], dtype=object)
    assert areas_of(points, empty)[1] == 1


def test_the_lowest_id_has_the_border() -> None:
    left, right = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    border = np.array([[1.0, 0.5], [0.5, 0.5], [1.5, 0.5], [3.0, 0.5]])
    shapes = np.array([left, right], dtype=object)
    assert owners_by_position(border, shapes, np.array([9, 4])).tolist() == [4, 9, 4, 0]


def test_only_points_near_borders_are_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work: of many points in few areas, hardly one in twenty is tested against a border."""
    areas = tiles(4, 3)
    points = crowd(areas, 200_000, 3)
    tested = []
    inside = area_index._inside
    monkeypatch.setattr(
        area_index,
        "_inside",
        lambda points, rows, area, shapes: (
            tested.append(len(rows)) or inside(points, rows, area, shapes)
        ),
    )
    areas_of(points, areas)
    assert 0 < sum(tested) < len(points) / 20


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 9), st.sampled_from([1, 30, 1000]))
def test_any_division(seed: int, side: int, per_cell: int) -> None:
    """Rasters of every fineness, from far coarser than the areas to far finer."""
    areas = tiles(side, seed)
    points = crowd(areas, 300, seed)
    raster = area_index._raster(areas, area_index._edges(areas), per_cell * len(points))
    column, line = area_index._cells(points, raster)
    label = np.full(len(points), -1)
    lines, columns = raster.label.shape
    within = (column >= 0) & (column < columns) & (line >= 0) & (line < lines)
    label[within] = raster.label[line[within], column[within]]
    border = label < -1
    label[border] = area_index._tested(points[border], -2 - label[border], raster, areas)
    assert (label == one_by_one(points, areas)).all()
