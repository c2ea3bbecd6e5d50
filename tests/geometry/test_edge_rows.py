"""By which edges shapes differ: what is trimmed and remembered says the same as counting all."""

from __future__ import annotations

from collections import Counter

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.geometry.edge_rows import Ints, arriving, difference, edge_rows, odd_edges

CORNER = st.tuples(st.integers(0, 6), st.integers(0, 6))
RING = st.lists(CORNER, min_size=3, max_size=9).map(lambda ring: Polygon(np.array(ring) * 0.01))
SHAPE = st.lists(RING, min_size=0, max_size=3).map(MultiPolygon)
"""Any rings: they may cross, run to and fro, and share edges."""


def counted(shape: MultiPolygon | None) -> Counter[tuple[int, ...]]:
    rows = [] if shape is None else edge_rows(shape).tolist()
    return Counter(tuple(row) for row in rows)


def as_set(rows: Ints) -> set[tuple[int, ...]]:
    listed = [tuple(row) for row in rows.tolist()]
    assert listed == sorted(set(listed)), "in order, each once"
    return set(listed)


@given(st.none() | SHAPE, st.none() | SHAPE)
def test_a_difference_is_what_one_has_and_the_other_has_not(
    before: MultiPolygon | None, after: MultiPolygon | None
) -> None:
    was, now = counted(before), counted(after)
    every = {*was, *now}
    found = difference(before, after)
    assert as_set(found.edges) == {edge for edge in every if (was[edge] + now[edge]) % 2}
    simple = {edge for edge in every if was[edge] + now[edge] == 1}
    assert simple & as_set(found.edges[found.come]) == {edge for edge in simple if now[edge]}
    assert as_set(odd_edges((before, after))) == as_set(found.edges)
    assert difference(before, after) is found, "asked again"


@given(RING, st.integers(0, 8), CORNER)
def test_a_node_that_moves_changes_its_own_edges_only(ring: Polygon, at: int, to: Ints) -> None:
    points = shapely.get_coordinates(ring)[:-1]
    moved = points.copy()
    moved[at % len(points)] = np.array(to) * 0.01
    before, after = (MultiPolygon([Polygon(one)]) for one in (points, moved))
    found = difference(before, after)
    assert as_set(found.edges) == as_set(odd_edges((before, after)))
    assert len(found.edges) <= 4


@given(st.lists(st.tuples(SHAPE, SHAPE), max_size=4))
def test_edges_that_come_to_one_and_go_from_another_were_there(
    pairs: list[tuple[MultiPolygon, MultiPolygon]],
) -> None:
    changes = [difference(*pair) for pair in pairs]
    come, gone = (
        {tuple(row) for one in changes for row in one.edges[one.come == which].tolist()}
        for which in (True, False)
    )
    assert as_set(arriving(changes)) == come - gone
