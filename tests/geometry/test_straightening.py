"""Straight borders, in all areas and levels that share them."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.errors import Refused
from gridstudio.geometry.borders import border_at, stretch
from gridstudio.geometry.coverage import require_sound
from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.rings import all_nodes, node_of, point_of
from gridstudio.geometry.straightening import delete_nodes_within, straighten
from tests.geometry.drawn import after, drawn, looks

CLOSE = 0.1

STEPS = """
    CCCCCC
    AAAABB
    AAABBB
    AABBBB
    """


def test_a_whole_border_becomes_straight() -> None:
    before, names = drawn(STEPS)
    border = border_at(before, 1, (2, 0.5), CLOSE)
    result = after(before, straighten(before, border))
    shared = all_nodes(result[names["A"]].geometry) & all_nodes(result[names["B"]].geometry)
    at = np.array(sorted(point_of(node) for node in shared))
    # From (2, 0) to (4, 3), straight on the map, with nodes between on so long an edge.
    assert at[0].tolist() == [2, 0] and at[-1].tolist() == [4, 3]
    assert np.allclose(at[:, 1], 1.5 * (at[:, 0] - 2), atol=2e-3)
    assert max(length_m(at[step : step + 2]) for step in range(len(at) - 1)) < 1010
    assert result[names["C"]].geometry.equals(before[names["C"]].geometry)


def test_only_between_two_nodes() -> None:
    before, names = drawn(STEPS)
    border = stretch(before, 1, (2, 1), (3, 2))
    result = after(before, straighten(before, border))
    assert node_of((3, 1)) not in all_nodes(result[names["A"]].geometry)
    assert node_of((4, 2)) in all_nodes(result[names["A"]].geometry)


def test_junctions_between_stay_and_it_is_straight_from_one_to_the_next() -> None:
    """Three areas meet at (3, 2): C ends there."""
    before, names = drawn(
        """
        CCCDDD
        CCCDDD
        CAADDD
        AAAAAA
        """
    )
    border = stretch(before, 1, (0, 1), (6, 1))
    result = after(before, straighten(before, border))
    nodes = all_nodes(result[names["A"]].geometry)
    assert node_of((3, 2)) in nodes and node_of((1, 2)) not in nodes
    assert node_of((1, 1)) not in nodes and node_of((3, 1)) not in nodes


def test_junctions_of_lower_levels_stay_too() -> None:
    before, names = drawn(
        """
        AAAB
        AABB
        """,
        """
        PPPS
        QQSS
        """,
    )
    border = border_at(before, 1, (2, 0.5), CLOSE)
    result = after(before, straighten(before, border))
    assert {node_of((2, 1))} <= all_nodes(result[names["Q"]].geometry)
    assert node_of((3, 1)) not in all_nodes(result[names["A"]].geometry)


def test_the_border_of_a_hole_needs_two_nodes() -> None:
    before, names = drawn(
        """
        AAAA
        ABBA
        ABBA
        AAAA
        """
    )
    with pytest.raises(Refused, match="choose two of its nodes") as refusal:
        straighten(before, border_at(before, 1, (1.5, 1), CLOSE))
    assert refusal.value.place is not None
    result = after(before, straighten(before, stretch(before, 1, (1, 2), (2, 3))))
    assert node_of((1, 3)) not in all_nodes(result[names["A"]].geometry)


def test_a_straight_border_says_so() -> None:
    before, _names = drawn("AB")
    with pytest.raises(Refused, match="straight already"):
        straighten(before, border_at(before, 1, (1, 0.5), CLOSE))


def test_an_island_between_is_in_the_way_and_it_is_refused_with_the_place() -> None:
    """D would lie outside B, whose hole it fills."""
    before, _names = drawn(
        """
        BBBBB
        ABBBA
        ABDBA
        ABBBA
        AAAAA
        """
    )
    border = stretch(before, 1, (1, 4), (4, 4))
    edit = straighten(before, border)
    with pytest.raises(Refused) as refusal:
        require_sound(before, edit)
    assert refusal.value.place is not None


def test_nodes_in_a_box_go_and_junctions_stay() -> None:
    before, names = drawn(STEPS)
    edit = delete_nodes_within(before, (1.5, 0.5, 4.5, 3.5))
    result = after(before, edit)
    nodes = all_nodes(result[names["A"]].geometry)
    assert node_of((4, 3)) in nodes and node_of((2, 0)) in nodes
    assert not {node_of(at) for at in ((2, 1), (3, 1), (3, 2), (4, 2), (2, 3))} & nodes
    assert edit.notice.startswith("1 node")
    looks(result, names, 1, "CCCCCC\nAAAABB\nAAABBB\nAABBBB")


def test_a_box_without_nodes_and_one_that_would_take_an_area_are_refused() -> None:
    before, _names = drawn(
        """
        AAAA
        ABBA
        AAAA
        """
    )
    with pytest.raises(Refused, match="no node in the box"):
        delete_nodes_within(before, (0.2, 0.2, 0.8, 0.8))
    with pytest.raises(Refused, match="three corners"):
        delete_nodes_within(before, (0.5, 0.5, 3.5, 2.5))
    with pytest.raises(Refused, match="no node in the box"):
        delete_nodes_within(before, (-1, -1, 4, 0.5))
