"""Straight cuts drawn to the roads beside them, on drawn cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.checking import check
from gridstudio.geometry.coverage import Coverage, require_sound
from gridstudio.geometry.dividing import divide
from gridstudio.geometry.network import network
from gridstudio.geometry.road_cuts import road_cut
from tests.geometry.drawn import drawn
from tests.geometry.test_joined_lines import ALL
from tests.geometry.test_tracing import SOUTH, STEP, WEST, lines_of, place, shapes

AREA = MultiPolygon([shapely.box(*place(0, 0), *place(10, 10))])
"""Ten cells, of some hundred metres, to each side; the cut goes across in the middle."""
CHORD = np.array([place(0, 5), place(10, 5)])
Line = list[tuple[float, float]]


def cut(*roads: Line, area: MultiPolygon = AREA) -> list[tuple[float, float]] | None:
    """The way, in cells from west to east, as far as the area goes."""
    net = network([lines_of(shapes(*roads))], ("road",), ALL)
    found = road_cut(net, area, CHORD)
    if found is None:
        return None
    assert parts(area, found) == 2
    cells = [
        (round(float(np.clip((lon - WEST) / STEP, 0, 10)), 1), round((lat - SOUTH) / STEP, 1))
        for lon, lat in found.tolist()
    ]
    return cells if cells[0] < cells[-1] else cells[::-1]


def parts(area: MultiPolygon, line: NDArray[np.float64]) -> int:
    linework = shapely.union_all([area.boundary, shapely.LineString(line)])
    return len(shapely.polygonize(shapely.get_parts(linework)).geoms)


def test_a_road_beside_the_cut_is_the_cut() -> None:
    assert cut([(-1, 5.5), (4, 6), (11, 5.3)]) == [(0, 5.6), (4, 6), (10, 5.4)]


def test_of_two_the_nearer() -> None:
    assert cut([(-1, 6.5), (11, 6.5)], [(-1, 4.5), (11, 4.5)]) == [(0, 4.5), (10, 4.5)]


def test_streets_are_changed_at_their_junctions() -> None:
    roads = ([(-1, 5.5), (5, 5.5)], [(5, 5.5), (5, 4.5)], [(5, 4.5), (11, 4.5)])
    assert cut(*roads) == [(0, 5.5), (5, 5.5), (5, 4.5), (10, 4.5)]


def test_roads_far_from_the_cut_are_none() -> None:
    assert cut([(-1, 8), (11, 8)]) is None
    assert cut([(-1, 1), (11, 1)]) is None
    assert cut([(30, 30), (40, 40)]) is None


def test_where_no_road_reaches_the_border_it_is_led_on_over_open_land() -> None:
    line = cut([(1.5, 5.2), (11, 5.2)])
    assert line is not None and line[0] == (0, 5)
    assert line[1:] == [(1.5, 5.2), (10, 5.2)]


def test_a_road_that_is_only_a_piece_of_the_way_is_none() -> None:
    assert cut([(3, 5), (6, 5)]) is None, "more than half of it would lead over open land"


def test_a_gap_in_the_middle_is_no_way() -> None:
    assert cut([(-1, 5), (4, 5)], [(6, 5), (11, 5)]) is None


def test_a_road_that_winds_is_none() -> None:
    there = np.linspace(0, 10, 40)
    winding = [(float(x), 5 + (1.6 if at % 2 else -1.6)) for at, x in enumerate(there)]
    assert cut([(-1, 5), *winding, (11, 5)]) is None


def test_a_road_that_leaves_the_area_on_the_way_does_not_count() -> None:
    """There is a bay in the border: the road would cut two pieces off."""
    bay = MultiPolygon([AREA.geoms[0].difference(shapely.box(*place(4, 5.2), *place(6, 11)))])
    around = cut(
        [(-1, 5.5), (11, 5.5)],
        [(3, 5.5), (3, 4.5)],
        [(3, 4.5), (7, 4.5)],
        [(7, 4.5), (7, 5.5)],
        area=bay,
    )
    assert around == [(0, 5.5), (3, 5.5), (3, 4.5), (7, 4.5), (7, 5.5), (10, 5.5)]


def test_no_roads_no_way() -> None:
    net = network([], ("road",), ALL)
    assert road_cut(net, AREA, CHORD) is None


KINDS = {
    "a hole": "AAAAAA\nAA.AAA\nAAAAAA\nAAAAAA",
    "an enclave": "AAAAAA\nAABBAA\nAABBAA\nAAAAAA",
    "an exclave": "AAAABA\nAAAABB\nAAABBB\nAABBAA",
    "a bay": "AABBAA\nAABBAA\nAAAAAA\nAAAAAA",
    "a node of four": "AAABBB\nAAABBB\nCCCDDD\nCCCDDD",
    "an island of open ground": "......\n.AAAA.\n.AAAA.\n......",
}


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 5))
def test_whatever_the_ground_is_like_the_parts_are_sound(kind: str, seed: int, n: int) -> None:
    """Random roads, some of them through nodes and along borders; cells of a kilometre."""
    unit, names = drawn(KINDS[kind])
    grounds = {
        key: replace(held, geometry=shapely.transform(held.geometry, lambda at: at / 100))
        for key, held in unit.grounds.items()
    }
    before = Coverage(grounds)
    random = np.random.default_rng(seed)
    roads = [
        shapely.LineString(np.where(random.uniform(size=(3, 1)) < 0.3, np.round(line), line) / 100)
        for line in random.uniform((-1, -1), (7, 5), (int(random.integers(1, 9)), 3, 2))
    ]
    made = np.array([road for road in roads if road.length > 0], dtype=object)
    net = network([lines_of(made)], ("road",), (-0.05, -0.05, 0.1, 0.1))
    edit = divide(before, names["A"], n, np.empty((0, 2)), np.empty(0), roads=net)
    result = require_sound(before, edit)
    assert check(result) == []
    parts_made = [result[names["A"]], *(result[new.key] for new in edit.added)]
    assert len(parts_made) == n
    whole = before[names["A"]].geometry
    assert sum(part.geometry.area for part in parts_made) == pytest.approx(whole.area, rel=1e-9)
    for part in parts_made:
        assert part.geometry.area < whole.area * 2.2 / n
