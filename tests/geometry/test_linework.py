"""Edges near a position, as a plain search through all of them finds them."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon

from gridstudio.geometry.linework import RUN, Linework
from gridstudio.geometry.mercator import to_xy


def objects(*shapes: object) -> np.ndarray:
    made = np.empty(len(shapes), dtype=object)
    made[:] = shapes
    return made


ROAD = LineString([(1, 1), (2, 1), (2, 3)])
PAIR = MultiLineString([[(5, 5), (6, 5)], [(6, 6), (7, 6), (8, 6)]])
HOLED = Polygon([(10, 0), (14, 0), (14, 4), (10, 4)], [[(11, 1), (12, 1), (12, 2)]])
MIXED = objects(ROAD, Point(3, 3), PAIR, MultiPolygon([HOLED]), LineString())


def edges_of(work: Linework, box: tuple[float, float, float, float]) -> set[tuple[object, ...]]:
    near = work.near(box)
    return {
        (int(row), *map(tuple, np.sort(ends, axis=0).tolist()))
        for row, ends in zip(near.row, near.lonlat, strict=True)
    }


def test_lines_rings_and_parts_have_edges_and_nothing_joins_them() -> None:
    found = edges_of(Linework(MIXED), (-90, -90, 90, 90))
    assert {edge for edge in found if edge[0] == 2} == {
        (2, (5.0, 5.0), (6.0, 5.0)),
        (2, (6.0, 6.0), (7.0, 6.0)),
        (2, (7.0, 6.0), (8.0, 6.0)),
    }
    assert len([edge for edge in found if edge[0] == 3]) == 4 + 3
    assert len([edge for edge in found if edge[0] == 0]) == 2
    assert {edge[0] for edge in found} == {0, 2, 3}


@settings(deadline=None)
@given(st.floats(-1, 15), st.floats(-1, 7), st.floats(0.01, 4), st.floats(0.01, 4))
def test_what_touches_a_box_is_found(west: float, south: float, wide: float, high: float) -> None:
    whole = edges_of(Linework(MIXED), (-90, -90, 90, 90))
    box = (west, south, west + wide, south + high)
    expected = {
        edge
        for edge in whole
        if shapely.box(*LineString(edge[1:]).bounds).intersects(shapely.box(*box))  # type: ignore[arg-type]
    }
    assert edges_of(Linework(MIXED), box) == expected


@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1), st.floats(0.001, 0.3))
def test_of_long_lines_no_edge_is_missed(seed: int, x: float, y: float, reach: float) -> None:
    random = np.random.default_rng(seed)
    lengths = [2, RUN, RUN + 1, RUN + 2, *random.integers(2, 5 * RUN, 4).tolist()]
    lines = [LineString(random.uniform(0, 1, 2) + random.normal(0, 0.05, (n, 2))) for n in lengths]
    box = (x - reach, y - reach, x + reach, y + reach)
    expected = []
    for row, line in enumerate(lines):
        points = shapely.get_coordinates(line)
        for start, end in zip(points, points[1:], strict=False):
            low, high = np.minimum(start, end), np.maximum(start, end)
            if (low <= box[2:]).all() and (high >= box[:2]).all():
                expected.append((row, *start.tolist(), *end.tolist()))
    near = Linework(objects(*lines)).near(box)
    found = [
        (int(row), *ends.reshape(-1).tolist())
        for row, ends in zip(near.row, near.lonlat, strict=True)
    ]
    assert found == expected, "in the order of the lines"


def test_in_a_crowd_only_the_nearer_count() -> None:
    rungs = np.linspace(-1, 1, 201)
    ladder = Linework(objects(*(LineString([(-1, y), (1, y)]) for y in rungs)))
    box = (-0.8, -0.8, 0.8, 0.8)
    assert len(ladder.near(box)) == 161 and len(ladder.near(box, crowd=200)) == 161
    near = ladder.near(box, crowd=50)
    assert len(near) == 41 and np.abs(near.lonlat[:, :, 1]).max() < 0.21
    same = Linework(objects(*[LineString([(-1, 0), (1, 0)])] * 99))
    assert len(same.near(box, crowd=10)) == 99, "what cannot be told apart is all there"


def test_the_index_is_made_in_steps_or_by_the_first_question() -> None:
    stepped, asked = Linework(MIXED), Linework(MIXED)
    assert len(list(stepped.ready())) >= 3
    assert list(stepped.ready()) == []
    box = (0.0, 0.0, 20.0, 20.0)
    assert edges_of(stepped, box) == edges_of(asked, box)
    half = Linework(MIXED)
    next(half.ready())
    assert edges_of(half, box) == edges_of(asked, box)


def test_metres_go_with_degrees_and_nothing_is_fine() -> None:
    near = Linework(MIXED).near((1, 1, 2, 2))
    assert np.array_equal(near.xy, to_xy(near.lonlat))
    assert len(Linework(objects()).near((0, 0, 1, 1))) == 0
    assert len(Linework(objects(Point(0, 0))).near((-1, -1, 1, 1))) == 0
