"""Who changes sides: the same answer as asking anew for everybody, from the edges that changed."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.ownership import owners_by_position
from gridstudio.geometry.sweeping import Sweep, changed_edges, enclosed
from tests.geometry.drawn import cells

Grounds = dict[int, MultiPolygon]


def square(x: float, y: float, side: float = 1.0) -> MultiPolygon:
    return MultiPolygon([shapely.box(x, y, x + side, y + side)])


def tiled(corner: NDArray[np.float64]) -> Grounds:
    """Areas 1, 2, … between corners ``(n, n, 2)``; neighbours share theirs."""
    side = len(corner) - 1
    around = [(0, 0), (0, 1), (1, 1), (1, 0)]
    shapes = [
        MultiPolygon([shapely.Polygon([corner[y + b, x + a] for b, a in around])])
        for y in range(side)
        for x in range(side)
    ]
    return dict(enumerate(shapes, start=1))


def crooked(seed: int, side: int = 4) -> NDArray[np.float64]:
    random = np.random.default_rng(seed)
    line, column = np.mgrid[0 : side + 1, 0 : side + 1]
    corner = np.stack([column, line], axis=-1) + random.uniform(-0.3, 0.3, (side + 1, side + 1, 2))
    return np.round(corner * 0.01 + (112.2, 35.6), 9)


def owners(points: NDArray[np.float64], grounds: Grounds) -> NDArray[np.int64]:
    shapes = np.empty(len(grounds), dtype=object)
    shapes[:] = list(grounds.values())
    return owners_by_position(points, shapes, np.array([*grounds]))


def people(grounds: Grounds, seed: int, count: int = 400) -> NDArray[np.float64]:
    """All over the ground, on its nodes and on the middles of its edges."""
    random = np.random.default_rng(seed)
    west, south, east, north = shapely.total_bounds(list(grounds.values()))
    nodes = shapely.get_coordinates(list(grounds.values()))
    anywhere = np.round(random.uniform((west, south), (east, north), (count, 2)), 9)
    return np.vstack([anywhere, nodes, np.round((nodes[:-1] + nodes[1:]) / 2, 9)])


def test_changed_edges_are_those_of_one_shape_only() -> None:
    before, after = square(0, 0), MultiPolygon([shapely.box(0, 0, 1, 2)])
    assert len(changed_edges(before, before)) == 0
    assert len(changed_edges(before, None)) == 4
    # The bottom stays; the top and two sides go, the longer sides and the higher top come.
    assert len(changed_edges(before, after)) == 6


def test_enclosed_is_odd_even_and_says_where_it_is_not_sure() -> None:
    edges = np.concatenate(
        [changed_edges(square(0, 0, 4), None), changed_edges(square(1, 1), None)]
    )
    inside, doubt = enclosed(np.array([[0.5, 0.5], [1.5, 1.5], [5, 0.5], [4, 2.5]]), edges)
    assert inside[:3].tolist() == [True, False, False]
    assert doubt.tolist() == [False, False, False, True]


def test_nothing_is_swept_where_nothing_changes() -> None:
    grounds = {1: square(0, 0), 2: square(1, 0)}
    assert Sweep(grounds, grounds).bounds is None
    moved = {**grounds, 2: MultiPolygon([shapely.box(1, 0, 3, 1)])}
    assert Sweep(grounds, moved).bounds == (1.0, 0.0, 3.0, 1.0)


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 3))
def test_a_moved_node_moves_whom_it_sweeps(seed: int, x: int, y: int) -> None:
    corner = crooked(seed)
    before = tiled(corner)
    corner[y, x] = np.round(corner[y, x] + np.random.default_rng(seed + 1).normal(0, 0.002, 2), 9)
    after = tiled(corner)
    assume(shapely.is_valid([*after.values()]).all())  # a node dragged over a border is refused
    changed = [key for key in before if not before[key].equals_exact(after[key], 0)]
    points = np.vstack([people(before, seed), people(after, seed)])
    old = owners(points, before)
    was, now = ({key: grounds[key] for key in changed} for grounds in (before, after))
    new = Sweep(was, now).reassigned(points, old, before)
    assert (new == owners(points, after)).all()
    assert 2 <= len(changed) <= 4


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6))
def test_areas_that_come_and_go(seed: int) -> None:
    """A merge, and the split that takes it back; ids above and below those of the neighbours."""
    apart = tiled(crooked(seed))
    whole = {**apart, 6: MultiPolygon([shapely.union_all([apart[6], apart[7]])])}
    del whole[7]
    points = people(apart, seed)
    old, merged = owners(points, apart), owners(points, whole)
    some = {6: apart[6], 7: apart[7]}
    assert (Sweep(some, {6: whole[6]}).reassigned(points, old, apart) == merged).all()
    assert (Sweep({6: whole[6]}, some).reassigned(points, merged, whole) == old).all()


def test_ground_that_nobody_takes_has_no_owner() -> None:
    before = {1: square(0, 0), 2: square(1, 0)}
    points = np.array([[0.5, 0.5], [1.5, 0.5], [1.0, 0.5]])
    old = owners(points, before)
    assert old.tolist() == [1, 2, 1]
    assert Sweep({2: before[2]}, {}).reassigned(points, old, before).tolist() == [1, 0, 1]
    assert Sweep({1: before[1]}, {}).reassigned(points, old, before).tolist() == [0, 2, 2]


DRAWN = {
    "a hole is filled": (
        """
        AAA
        AHA
        AAA
        """,
        """
        AAA
        AAA
        AAA
        """,
    ),
    "an exclave goes to its neighbours": ("ABAB", "ABBB"),
    "a node of four moves to one of three": (
        """
        AB
        CD
        """,
        """
        AB
        AD
        """,
    ),
    "an island comes": (
        """
        AAAA
        AAAA
        AAAA
        """,
        """
        AAAA
        AIAA
        AAAA
        """,
    ),
    "all change places": ("ABC", "CAB"),
    "ground comes and goes": ("AB.", ".AB"),
}


@pytest.mark.parametrize(("before", "after"), DRAWN.values(), ids=DRAWN.keys())
def test_drawn_changes_move_those_in_cells_that_change(before: str, after: str) -> None:
    pictures = [cells(picture) for picture in (before, after)]
    letters = sorted({*pictures[0], *pictures[1]} - {"."})
    was, now = (
        {at: shapes[letter] for at, letter in enumerate(letters, start=1) if letter in shapes}
        for shapes in pictures
    )
    steps = np.stack(np.meshgrid(np.arange(-1, 10) / 2, np.arange(-1, 8) / 2), axis=-1)
    points = steps.reshape(-1, 2)  # in the middles of cells, on borders and on nodes
    old = owners(points, was)
    assert (Sweep(was, now).reassigned(points, old, was) == owners(points, now)).all()
