"""Nodes moved, put in and taken out, on drawn cases."""

from __future__ import annotations

import pytest

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import require_sound
from gridstudio.geometry.cutting import draw
from gridstudio.geometry.noding import touching_noded
from gridstudio.geometry.reshaping import delete_node, insert_node, move_node
from gridstudio.geometry.rings import all_nodes, node_of
from tests.geometry.drawn import COUNTY, after, drawn, line


def test_moving_a_node_of_four_areas_moves_it_in_all() -> None:
    before, names = drawn(
        """
        AB
        CD
        """
    )
    result = after(before, move_node(before, (1.0, 1.0), (1.25, 0.75)))
    for name in "ABCD":
        assert node_of((1.25, 0.75)) in all_nodes(result[names[name]].geometry)


def test_moving_a_node_moves_it_at_every_level() -> None:
    before, names = drawn(
        """
        AAB
        AAB
        """,
        """
        PQ.
        PQ.
        """,
    )
    result = after(before, move_node(before, (2.0, 1.0), (2.25, 1.25)))
    for name in ("A", "B", "Q", ".B"):
        assert node_of((2.25, 1.25)) in all_nodes(result[names[name]].geometry)


def test_a_node_that_is_moved_onto_a_border_becomes_its_node() -> None:
    """An enclave whose corner comes to lie on the outline: before, the outline had no node there,
    and drawing beside it left the rest with an interior in two pieces."""
    before, names = drawn("....B\n.AA.B\n.AA.B\n....B")
    edit = move_node(before, (3.0, 2.0), (4.0, 1.5))
    require_sound(before, edit)
    result = after(before, touching_noded(before, edit))
    spot = node_of((4.0, 1.5))
    for name in ".AB":
        assert spot in all_nodes(result[names[name]].geometry)
    ring = line((4, 1.5), (3.5, 1.2), (3.5, 0), (4, 0))
    after(result, draw(result, COUNTY, ring))
    # And a border that is moved onto a node gets that.
    before, names = drawn("AAAA\nAB.A\nAAAA", "PPPP\nP__P\nPPPP")
    edit = touching_noded(before, move_node(before, (2.0, 2.0), (2.5, 2.0)))
    assert edit == move_node(before, (2.0, 2.0), (2.5, 2.0)), "nothing touches"


def test_moving_a_node_through_another_border_is_refused_with_the_place() -> None:
    before, _names = drawn(
        """
        ABC
        ABC
        """
    )
    with pytest.raises(Refused) as refusal:
        require_sound(before, move_node(before, (1.0, 1.0), (2.5, 1.0)))
    assert refusal.value.place is not None


def test_the_county_border_does_not_move() -> None:
    before, _names = drawn("AB")
    with pytest.raises(Refused, match="own border"):
        move_node(before, (1.0, 0.0), (1.2, 0.0))


def test_a_node_is_inserted_and_taken_out_again_in_both_areas() -> None:
    before, names = drawn("AB")
    edit, place = insert_node(before, (1.001, 0.5), 0.01)
    assert place == (1.0, 0.5)
    result = after(before, edit)
    for name in "AB":
        assert node_of(place) in all_nodes(result[names[name]].geometry)
    back = after(result, delete_node(result, place))
    for name in "AB":
        assert back[names[name]].geometry.equals(before[names[name]].geometry)


def test_a_node_where_three_areas_meet_stays() -> None:
    before, _names = drawn(
        """
        AA
        BC
        """
    )
    with pytest.raises(Refused, match="Several borders"):
        delete_node(before, (1.0, 1.0))
