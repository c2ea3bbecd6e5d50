"""Whole borders: from junction to junction, at the level that is looked at."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridstudio.errors import Refused
from gridstudio.geometry.borders import Ways, border_at, nearest_edge, stretch
from gridstudio.geometry.rings import Point, edges, point_of
from tests.geometry.drawn import drawn

CLOSE = 0.1


def places(nodes: tuple[tuple[int, int], ...]) -> list[Point]:
    return [point_of(node) for node in nodes]


def test_a_border_runs_from_junction_to_junction() -> None:
    """Three meet at (2, 2)."""
    coverage, _names = drawn(
        """
        CCCC
        CCCC
        AABB
        AABB
        """
    )
    border = border_at(coverage, 1, (2.05, 0.5), CLOSE)
    assert sorted(places(border.nodes)) == [(2, 0), (2, 1), (2, 2)] and not border.closed
    assert border_at(coverage, 1, (0.5, 2.05), CLOSE).bounds == (0, 2, 2, 2)


def test_four_meet_in_a_node() -> None:
    coverage, _names = drawn(
        """
        CD
        AB
        """
    )
    for spot, ends in (((1, 0.5), {(1, 0), (1, 1)}), ((1.5, 1), {(1, 1), (2, 1)})):
        assert {*places(border_at(coverage, 1, spot, CLOSE).nodes)} == ends


def test_the_border_of_a_hole_runs_round() -> None:
    coverage, _names = drawn(
        """
        AAAA
        ABBA
        AAAA
        """
    )
    border = border_at(coverage, 1, (1.5, 1.05), CLOSE)
    assert border.closed and len(border.nodes) == 7 and len({*border.nodes}) == 6


def test_at_the_upper_level_lower_junctions_are_passed() -> None:
    coverage, _names = drawn(
        """
        AABB
        AABB
        """,
        """
        PPSS
        QQTT
        """,
    )
    assert len(border_at(coverage, 1, (2, 0.5), CLOSE).nodes) == 3
    assert len(border_at(coverage, 2, (2, 0.5), CLOSE).nodes) == 2
    # No border of the districts: it is looked at as what it is.
    lower = border_at(coverage, 1, (0.5, 1), CLOSE)
    assert lower.level == 2 and len(lower.nodes) == 3


def test_undivided_areas_stand_for_their_ground_below() -> None:
    coverage, _names = drawn("AABB")
    border = border_at(coverage, 2, (2, 0.5), CLOSE)
    assert border.level == 2 and {*places(border.nodes)} == {(2, 0), (2, 1)}


def test_nowhere_and_the_county_are_refused() -> None:
    coverage, _names = drawn("AABB")
    with pytest.raises(Refused, match="no border here"):
        border_at(coverage, 1, (0.5, 0.5), CLOSE)
    with pytest.raises(Refused, match="own border") as refusal:
        border_at(coverage, 1, (0.5, 0), CLOSE)
    assert refusal.value.place == (0.5, 0)


def test_the_shortest_way_passes_junctions() -> None:
    coverage, _names = drawn(
        """
        CCDD
        AABB
        AABB
        """
    )
    way = stretch(coverage, 1, (2, 0), (2, 3))
    assert places(way.nodes) == [(2, 0), (2, 1), (2, 2), (2, 3)]
    ways = Ways(coverage, 1, (0, 2))
    assert places(ways.to((4, 2)).nodes) == [(0, 2), (1, 2), (2, 2), (3, 2), (4, 2)]
    with pytest.raises(Refused, match="own border"):
        ways.to((0, 0))
    with pytest.raises(Refused, match="two nodes"):
        ways.to((0, 2))
    with pytest.raises(Refused, match="no node"):
        stretch(coverage, 1, (0.5, 0.5), (0, 2))


@given(
    st.one_of(st.floats(-0.5, 4.5), st.integers(0, 4).map(float)),
    st.one_of(st.floats(-0.5, 2.5), st.integers(0, 2).map(float)),
    st.sampled_from([1e-9, 0.1, 0.6]),
)
def test_the_nearest_edge_is_found_as_by_a_plain_search(lon: float, lat: float, far: float) -> None:
    """Of those that are as near, the one whose ends come first."""
    coverage, _names = drawn(
        """
        ABBC
        AADC
        """
    )
    found = sorted(
        (shapely.LineString([point_of(edge[0]), point_of(edge[1])]).distance(spot), edge)
        for spot in [shapely.Point(lon, lat)]
        for held in coverage.grounds.values()
        for edge in edges(held.geometry)
    )
    if found[0][0] <= far:
        assert nearest_edge(coverage, (lon, lat), far) == found[0][1]
    else:
        with pytest.raises(Refused):
            nearest_edge(coverage, (lon, lat), far)
