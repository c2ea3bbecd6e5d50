"""Ways along lines, on drawn cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from gridstudio.geometry.coverage import Coverage
from gridstudio.geometry.linework import Linework
from gridstudio.geometry.network import network
from gridstudio.geometry.rings import edges, node_of, undirected
from gridstudio.geometry.snapping import LineTarget
from gridstudio.geometry.tracing import Tracer
from gridstudio.geometry.ways import Followed, Way
from tests.geometry.drawn import drawn

WEST, SOUTH, STEP = 112.0, 35.0, 0.001
"""A cell of a picture is some hundred metres."""
NEAR_M = 30.0


def place(x: float, y: float) -> tuple[float, float]:
    return round(WEST + x * STEP, 9), round(SOUTH + y * STEP, 9)


def shapes(*lines: list[tuple[float, float]]) -> NDArray[np.object_]:
    made = np.empty(len(lines), dtype=object)
    made[:] = [shapely.LineString([place(*point) for point in line]) for line in lines]
    return made


def lines_of(geometries: NDArray[np.object_], kind: str = "road") -> LineTarget:
    """Lines of a kind, named by their number."""
    names = np.array([f"No. {at}" for at in range(len(geometries))], dtype=object)
    kinds = np.full(len(geometries), kind, dtype=object)
    return LineTarget(Linework(geometries), kinds, names)


def cells(way: Way | None) -> list[tuple[float, float]]:
    """A way in cells of the picture."""
    assert way is not None
    return [
        (round((lon - WEST) / STEP, 3), round((lat - SOUTH) / STEP, 3))
        for lon, lat in way.lonlat.tolist()
    ]


LADDER = shapes(
    [(0, 0), (2, 0), (4, 0), (6, 0)],
    [(0, 2), (2, 2), (4, 2), (6, 2)],
    [(2, 0), (2, 2)],
    [(4, 0), (4, 2)],
)
"""::

    2  +---+---+---+
           |   |
    0  +---+---+---+
       0   2   4   6
"""


def test_the_shortest_way_follows_every_vertex() -> None:
    tracer = Tracer([lines_of(LADDER)])
    assert cells(tracer.way(place(0, 0), place(6, 2), NEAR_M)) in (
        [(0, 0), (2, 0), (2, 2), (4, 2), (6, 2)],
        [(0, 0), (2, 0), (4, 0), (4, 2), (6, 2)],
    )
    way = tracer.way(place(1, 0), place(2, 1), NEAR_M)
    assert cells(way) == [(1, 0), (2, 0), (2, 1)]
    assert way is not None and way.along == (
        Followed("road", "No. 0", pytest.approx(91.2, abs=1)),
        Followed("road", "No. 2", pytest.approx(111.3, abs=1)),
    )
    assert way.length_m == pytest.approx(202.2, abs=1)


def test_shift_takes_the_other_way_round_and_shares_no_edge() -> None:
    tracer = Tracer([lines_of(LADDER)])
    assert cells(tracer.way(place(2, 1), place(4, 1), NEAR_M, other=True)) in (
        [(2, 1), (2, 2), (4, 2), (4, 1)],
        [(2, 1), (2, 0), (4, 0), (4, 1)],
    )
    first = cells(tracer.way(place(2, 0.5), place(4, 0.5), NEAR_M))
    other = cells(tracer.way(place(2, 0.5), place(4, 0.5), NEAR_M, other=True))
    assert first == [(2, 0.5), (2, 0), (4, 0), (4, 0.5)]
    assert other == [(2, 0.5), (2, 2), (4, 2), (4, 0.5)]


def test_a_dead_end_has_no_other_way() -> None:
    tracer = Tracer([lines_of(LADDER)])
    assert tracer.way(place(0.5, 0), place(1, 0), NEAR_M) is not None
    assert tracer.way(place(0.5, 0), place(3, 0), NEAR_M, other=True) is None


def test_on_a_ring_the_other_way_goes_round() -> None:
    ring = shapes([(0, 0), (4, 0), (4, 3), (0, 3), (0, 0)])
    tracer = Tracer([lines_of(ring)])
    assert cells(tracer.way(place(1, 0), place(3, 0), NEAR_M)) == [(1, 0), (3, 0)]
    assert cells(tracer.way(place(1, 0), place(3, 0), NEAR_M, other=True)) == [
        (1, 0), (0, 0), (0, 3), (4, 3), (4, 0), (3, 0),
    ]  # fmt: skip


def test_roads_that_merely_cross_are_a_bridge_but_a_river_may_be_followed_from_there() -> None:
    bridge = [(0, 1), (4, 1)], [(2, 0), (2, 2)]
    assert Tracer([lines_of(shapes(*bridge))]).way(place(0, 1), place(2, 2), NEAR_M) is None
    road, river = bridge
    apart = Tracer([lines_of(shapes(road)), lines_of(shapes(river), "water")])
    assert cells(apart.way(place(0, 1), place(2, 2), NEAR_M)) == [(0, 1), (2, 1), (2, 2)]


def test_a_road_that_ends_on_another_or_just_short_of_it_joins_it() -> None:
    for end in (1.0, 0.995, 1.004):  # on it, half a metre short, a little beyond
        lines = shapes([(0, 1), (4, 1)], [(2, 3), (2, end)])
        way = Tracer([lines_of(lines)]).way(place(0, 1), place(2, 3), NEAR_M)
        assert cells(way)[0] == (0, 1) and cells(way)[-1] == (2, 3)
        assert (2, 1) in cells(way)
    short = shapes([(0, 1), (4, 1)], [(2, 3), (2, 1.1)])
    assert Tracer([lines_of(short)]).way(place(0, 1), place(2, 3), 5.0) is None


def test_a_place_beside_a_line_is_taken_to_it_but_not_from_far() -> None:
    tracer = Tracer([lines_of(LADDER)])
    assert cells(tracer.way(place(0, 0), place(5, 0.2), NEAR_M))[-1] == (5, 0)
    assert tracer.way(place(0, 0), place(5, 0.5), NEAR_M) is None
    assert tracer.way(place(0, 1), place(5, 0), NEAR_M) is None


def test_what_the_user_does_not_want_is_not_followed() -> None:
    tracer = Tracer([lines_of(LADDER, "outline")], without=["outline"])
    assert tracer.way(place(0, 0), place(2, 2), NEAR_M) is None


def test_nothing_to_follow() -> None:
    assert Tracer([]).way(place(0, 0), place(1, 1), NEAR_M) is None
    points = np.array([shapely.Point(place(0, 0))], dtype=object)
    assert Tracer([lines_of(points)]).way(place(0, 0), place(1, 1), NEAR_M) is None


def test_a_way_may_lead_far_around() -> None:
    """The two ends are close, what joins them is not on the ground first looked at."""
    far = shapes([(0, 0), (0, 9), (4, 9), (4, 0)])
    way = Tracer([lines_of(far)]).way(place(0, 0), place(4, 0), 5.0)
    assert cells(way) == [(0, 0), (0, 9), (4, 9), (4, 0)]


def test_the_outline_of_a_lake_can_be_followed() -> None:
    lake = np.array([shapely.Polygon([place(*p) for p in ((0, 0), (3, 0), (3, 3), (0, 3))])])
    way = Tracer([lines_of(lake)]).way(place(1, 0), place(3, 1), NEAR_M)
    assert cells(way) == [(1, 0), (3, 0), (3, 1)]


def scaled(*pictures: str) -> Coverage:
    """A drawn coverage, its cells some hundred metres."""
    coverage, _names = drawn(*pictures)

    def onto(coords: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.round(coords * STEP + (WEST, SOUTH), 9)

    return Coverage(
        {
            key: replace(ground, geometry=shapely.transform(ground.geometry, onto))
            for key, ground in coverage.grounds.items()
        }
    )


def borders(coverage: Coverage) -> NDArray[np.object_]:
    return np.array([ground.geometry for ground in coverage.grounds.values()], dtype=object)


def test_along_a_border_the_vertices_are_exactly_those_stored() -> None:
    coverage = scaled(
        """
        AAABBB
        AAABBB
        CCCCBB
        """
    )
    shapes_ = borders(coverage)
    crossing = shapes([(0.3, 0.5), (3.3, 1.55), (3.4, 2.9)], [(2.5, 0), (2.5, 3)])
    tracer = Tracer([lines_of(shapes_, "border"), lines_of(crossing)])
    way = tracer.way(place(0, 1), place(3, 3), NEAR_M)
    assert cells(way) == [(0, 1), (1, 1), (2, 1), (3, 1), (3, 2), (3, 3)]
    stored = set().union(*(edges(shape) for shape in shapes_))
    assert way is not None
    nodes = [node_of(point) for point in way.lonlat]
    assert {undirected(a, b) for a, b in zip(nodes, nodes[1:], strict=False)} <= stored


def test_from_a_border_over_to_a_road() -> None:
    coverage = scaled("AAABBB\nAAABBB")
    border = lines_of(borders(coverage), "border")
    road = lines_of(shapes([(1, 0.4), (5, 1.6)]))
    way = Tracer([border, road]).way(place(3, 2), place(4.5, 1.45), NEAR_M)
    assert cells(way) == [(3, 2), (3, 1), (4.5, 1.45)]
    assert way is not None and [line.kind for line in way.along] == ["border", "road"]


def test_lines_side_by_side_are_not_hopped_between() -> None:
    """A track that runs to and fro across a road does not make the way leave the road, not even
    where it has to change over to another line further on."""
    road = shapes([(0, 1), (3, 1), (6, 1)])
    across = [(x / 2, 1 + 0.03 * (-1) ** x) for x in range(13)]
    river = shapes([(5, 0), (5, 3)])
    kinds = [lines_of(road), lines_of(shapes(across), "track"), lines_of(river, "water")]
    assert cells(Tracer(kinds).way(place(0, 1), place(6, 1), NEAR_M)) == [(0, 1), (3, 1), (6, 1)]
    assert cells(Tracer(kinds).way(place(0, 1), place(5, 3), NEAR_M)) == [
        (0, 1), (3, 1), (5, 1), (5, 3),
    ]  # fmt: skip


def test_what_both_places_lie_on_is_followed_though_a_road_is_shorter() -> None:
    border = shapes([(0, 0), (0, 4), (4, 4), (4, 0)])
    road = shapes([(0, 1), (4, 1)])
    tracer = Tracer([lines_of(border, "border"), lines_of(road)])
    assert len(cells(tracer.way(place(0, 0.5), place(4, 0.5), NEAR_M))) == 4
    assert cells(tracer.way(place(0, 0.5), place(2, 1), NEAR_M)) == [(0, 0.5), (0, 1), (2, 1)]


def test_the_line_on_which_a_place_lies_counts_not_one_beside_it() -> None:
    """A border runs some metres beside the road, and is shorter."""
    road = shapes([(0, 1), (3, 1.2), (6, 1)])
    border = shapes([(0, 1.1), (6, 1.1)])
    tracer = Tracer([lines_of(road), lines_of(border, "border")])
    assert len(cells(tracer.way(place(0, 1), place(6, 1), NEAR_M))) == 3
    assert cells(tracer.way(place(0, 1.1), place(6, 1.1), NEAR_M)) == [(0, 1.1), (6, 1.1)]


def test_a_stretch_that_two_roads_share_is_one() -> None:
    lines = shapes([(0, 0), (2, 0), (4, 0)], [(2, 0), (4, 0), (4, 2)])
    tracer = Tracer([lines_of(lines)])
    assert cells(tracer.way(place(0, 0), place(4, 2), NEAR_M)) == [(0, 0), (2, 0), (4, 0), (4, 2)]
    assert tracer.way(place(0, 0), place(4, 2), NEAR_M, other=True) is None


def test_only_the_ground_around_is_made_a_network() -> None:
    """What is far from both places costs nothing; moving on known ground makes nothing anew."""
    rows = [[(x, y), (x + 1, y)] for x in range(60) for y in range(60)]
    columns = [[(x, y), (x, y + 1)] for x in range(60) for y in range(60)]
    town = lines_of(shapes(*rows, *columns))
    tracer = Tracer([town])
    tracer.way(place(10, 10), place(14, 14), 5.0)
    near = tracer.edges
    assert near < 300
    tracer.way(place(10, 10), place(14, 12), 5.0)
    assert tracer.edges == near
    tracer.way(place(10, 10), place(22, 22), 5.0)
    assert near < tracer.edges < len(town.kind) / 3


@pytest.mark.parametrize("seed", range(6))
def test_ways_are_as_short_as_by_a_plain_search(seed: int) -> None:
    """In a random town, against a search over every vertex; the other way shares no edge."""
    random = np.random.default_rng(seed)
    rows = [[(x, y), (x + 1, y)] for x in range(6) for y in range(7) if random.random() < 0.8]
    columns = [[(x, y), (x, y + 1)] for x in range(7) for y in range(6) if random.random() < 0.8]
    town = rows + columns
    start, goal = (town[at][0] for at in random.choice(len(town), 2, replace=False))
    shortest = plain_search(town, start, goal)
    tracer = Tracer([lines_of(shapes(*town))])
    way = tracer.way(place(*start), place(*goal), 5.0)
    if shortest is None or start == goal:
        assert way is None or way.length_m < 1e-6
        return
    assert way is not None and planar(cells(way)) == pytest.approx(shortest)
    assert steps(way) <= {tuple(sorted(edge)) for edge in town}
    other = tracer.way(place(*start), place(*goal), 5.0, other=True)
    if other is not None:
        assert steps(way).isdisjoint(steps(other))
        assert planar(cells(other)) >= shortest - 1e-9


def plain_search(
    town: list[list[tuple[float, float]]], start: tuple[float, float], goal: tuple[float, float]
) -> float | None:
    distance = {start: 0.0}
    for _round in range(60):
        for one, other in [*town, *([b, a] for a, b in town)]:
            reached = distance.get(one, np.inf) + planar([one, other])
            if reached < distance.get(other, np.inf):
                distance[other] = reached
    return distance.get(goal)


def planar(spots: list[tuple[float, float]]) -> float:
    """In cells, shorter from west to east as on the ground."""
    away = np.diff(np.array(spots), axis=0) * (np.cos(np.radians(35.0)), 1.0)
    return float(np.hypot(*away.T).sum())


def steps(way: Way) -> set[tuple[tuple[float, float], ...]]:
    spots = cells(way)
    return {tuple(sorted(pair)) for pair in zip(spots, spots[1:], strict=False)}


def test_an_empty_neighbourhood_is_a_network_without_nodes() -> None:
    net = network([lines_of(LADDER)], ["road"], (0.0, 0.0, 1.0, 1.0))
    assert len(net.edges) == 0 and len(net.lonlat) == 0
