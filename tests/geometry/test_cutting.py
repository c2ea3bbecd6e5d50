"""Drawing and splitting on drawn cases: the picture before, the gesture, the picture after."""

from __future__ import annotations

import pytest
import shapely

from gridstudio.errors import Refused
from gridstudio.geometry.cutting import draw, draw_polygons, split
from gridstudio.geometry.rings import all_nodes, node_of
from tests.geometry.drawn import COUNTY, after, drawn, line, looks


def test_drawing_takes_ground_from_what_is_open() -> None:
    before, names = drawn(
        """
        ....
        ....
        """
    )
    result = after(before, draw(before, COUNTY, line((1, 0), (3, 0), (3, 1), (1, 1))))
    looks(
        result,
        names,
        1,
        """
        ....
        .11.
        """,
    )


def test_drawing_on_an_undivided_area_opens_the_rest() -> None:
    before, names = drawn("AABB")
    result = after(before, draw(before, names["A"], line((0, 0), (1, 0), (1, 1), (0, 1))))
    looks(result, names, 2, "1.__")


def test_drawing_all_that_is_open_leaves_no_open_ground() -> None:
    before, names = drawn("A..")
    result = after(before, draw(before, COUNTY, line((1, 0), (3, 0), (3, 1), (1, 1))))
    looks(result, names, 1, "A11")
    assert result.open_child(COUNTY) is None


def test_drawing_over_a_neighbour_leaves_its_ground_out_and_says_so() -> None:
    before, names = drawn("A..")
    edit = draw(before, COUNTY, line((0.5, -0.5), (2, -0.5), (2, 1.5), (0.5, 1.5)))
    looks(after(before, edit), names, 1, "A1.")
    assert "left out" in edit.notice


def test_a_hole_in_open_ground_stays_a_hole() -> None:
    before, names = drawn(
        """
        ...
        .A.
        ...
        """
    )
    ring = line((-1, -1), (4, -1), (4, 4), (-1, 4))
    result = after(before, draw(before, COUNTY, ring))
    looks(
        result,
        names,
        1,
        """
        111
        1A1
        111
        """,
    )


def test_drawing_where_nothing_is_open_is_refused_with_the_place() -> None:
    before, _names = drawn("A.B")
    with pytest.raises(Refused, match="no open ground under") as refusal:
        draw(before, COUNTY, line((0.2, 0.2), (0.8, 0.2), (0.8, 0.8)))
    assert refusal.value.place is not None


def test_drawing_several_pieces_at_once_is_refused() -> None:
    before, _names = drawn(".A.")
    with pytest.raises(Refused, match="several pieces"):
        draw(before, COUNTY, line((0, 0), (3, 0), (3, 1), (0, 1)))


def test_a_crossing_line_is_refused() -> None:
    before, _names = drawn("..")
    with pytest.raises(Refused, match="crosses itself"):
        draw(before, COUNTY, line((0, 0), (2, 1), (2, 0), (0, 1)))


def test_splitting_gives_every_neighbour_the_new_vertices() -> None:
    before, names = drawn(
        """
        BB
        AA
        """
    )
    result = after(before, split(before, names["A"], line((1.5, -1), (1.5, 3))))
    assert node_of((1.5, 1.0)) in all_nodes(result[names["B"]].geometry)
    assert node_of((1.5, 0.0)) in all_nodes(result[COUNTY].geometry)
    assert sorted(round(g.geometry.area, 9) for g in result.grounds.values() if g.level == 1) == [
        0.5,
        1.5,
        2.0,
    ]


def test_splitting_an_area_cuts_what_lies_below_it() -> None:
    before, names = drawn(
        """
        AAAA
        AAAA
        """,
        """
        PPPP
        QQ..
        """,
    )
    result = after(before, split(before, names["A"], line((3, 3), (3, -1))))
    looks(
        result,
        names,
        1,
        """
        AAA1
        AAA1
        """,
    )
    below = {g.id: g for g in result.grounds.values() if g.level == 2}
    assert len(below) == 5
    assert below[names["Q"]].parent == names["A"]
    east = [g for g in below.values() if g.parent < 0]
    assert sorted((g.open, round(g.geometry.area)) for g in east) == [(False, 1), (True, 1)]


def test_a_slanting_split_through_a_three_way_node() -> None:
    before, names = drawn(
        """
        BBCC
        AAAA
        """
    )
    # From the node that A, B and C share down to the corner of the county.
    result = after(before, split(before, names["A"], line((2, 1), (0, 0))))
    assert len([g for g in result.grounds.values() if g.level == 1]) == 4


def test_a_split_along_a_border_only_is_refused() -> None:
    before, names = drawn("AB")
    with pytest.raises(Refused, match="does not cut"):
        split(before, names["A"], line((1, -1), (1, 2)))
    with pytest.raises(Refused, match="does not cut"):
        split(before, names["A"], line((-1, 0.5), (0.5, 0.5)))


def test_a_wavy_split_makes_several_parts() -> None:
    before, names = drawn("AAAA")
    wave = line((0.5, -0.5), (0.5, 0.5), (1.5, 0.5), (1.5, -0.5), (2.5, -0.5), (2.5, 1.5))
    result = after(before, split(before, names["A"], wave))
    assert len([g for g in result.grounds.values() if g.level == 1]) == 3


def test_an_area_below_in_two_pieces_is_dealt_out_piece_by_piece() -> None:
    """Before, an area below that the line passes by, or cuts in one piece only, made a gap."""
    before, names = drawn("AAAA", "PQQP")
    result = after(before, split(before, names["A"], line((2, -1), (2, 2))))
    assert sorted(g.geometry.area for g in result.grounds.values() if g.level == 2) == [1, 1, 1, 1]
    result = after(before, split(before, names["A"], line((0.5, -1), (0.5, 2))))
    assert sorted(len(g.geometry.geoms) for g in result.grounds.values() if g.level == 2) == [
        1,
        1,
        2,
    ]


def test_open_ground_is_split_into_areas_but_for_its_largest_part() -> None:
    before, names = drawn("A...", "____")
    edit = split(before, names["."], line((2, -1), (2, 2)))
    looks(after(before, edit), names, 1, "A1..")
    assert "stays open ground" in edit.notice


def test_a_line_that_ends_just_before_the_border_is_led_on_to_it() -> None:
    before, names = drawn("AAAA\nAAAA\nBBBB")
    edit = split(before, names["A"], line((1, 3.5), (1, 1.05)))
    result = after(before, edit)
    looks(result, names, 1, "1AAA\n1AAA\nBBBB")
    assert node_of((1.0, 1.0)) in all_nodes(result[names["B"]].geometry)
    assert "led on" in edit.notice
    both = split(before, names["A"], line((0.05, 2.1), (3.95, 2.1)))
    assert len(after(before, both).children(COUNTY)) == 3
    with pytest.raises(Refused, match="does not cut") as refusal:
        split(before, names["A"], line((1, 3.5), (1, 1.5)))
    assert refusal.value.place == (1, 1.5), "the loose end"


def test_what_of_a_line_cuts_nothing_is_said() -> None:
    before, names = drawn("AAAA\nAAAA")
    edit = split(before, names["A"], line((1, 3), (1, -1), (3, -1), (3, 1)))
    looks(after(before, edit), names, 1, "1AAA\n1AAA")
    assert "cut nothing" in edit.notice
    assert split(before, names["A"], line((1, 3), (1, -1))).notice == ""


def test_a_line_that_crosses_itself_is_refused_where_it_does() -> None:
    before, names = drawn("AAAA\nAAAA")
    loop = line((-1, 1), (3, 1), (3, 1.5), (2, 1.5), (2, -1))
    with pytest.raises(Refused, match="crosses itself") as refusal:
        split(before, names["A"], loop)
    assert refusal.value.place == (2, 1)
    back = line((2, 3), (2, -1), (2, 0.5))
    with pytest.raises(Refused, match="crosses itself"):
        split(before, names["A"], back)
    outside = line((1, 3), (1, -1), (2, -2), (0.5, -0.5), (3, -0.5), (3, 3))
    assert len(after(before, split(before, names["A"], outside)).children(COUNTY)) == 3


def test_a_split_through_an_enclave_leaves_it_whole() -> None:
    before, names = drawn(
        """
        AAAAA
        A.BBA
        AAAAA
        """
    )
    result = after(before, split(before, names["A"], line((-1, 1.5), (6, 1.5))))
    assert result[names["B"]].geometry.area == 2 and result[names["."]].geometry.area == 1
    assert len(result.children(COUNTY)) == 4


def test_antiparallel_strokes_along_borders_and_back_through_the_area() -> None:
    before, names = drawn(
        """
        AAB
        AAC
        """
    )
    # Down the border with B, then back up through A: the border itself is run along backwards.
    stroke = line((2, 2), (2, 0), (1, 0), (1, 2))
    result = after(before, split(before, names["A"], stroke))
    assert sorted(g.geometry.area for g in result.children(COUNTY)) == [1, 1, 2, 2]
    reversed_ = after(before, split(before, names["A"], stroke[::-1]))
    assert {key: g.geometry.normalize() for key, g in result.grounds.items()} == {
        key: g.geometry.normalize() for key, g in reversed_.grounds.items()
    }


def test_a_hole_that_touches_the_outline_of_what_is_drawn_stays_open() -> None:
    before, names = drawn("....\n..A.\n....")
    drawn_ground = shapely.Polygon(
        [(1, 0), (3, 0), (3, 3), (1, 3)], [[(1.5, 1), (3, 1.75), (1.5, 2.5)]]
    )
    result = after(before, draw_polygons(before, COUNTY, drawn_ground))
    assert result[-1].geometry.equals(drawn_ground - before[names["A"]].geometry)


def test_of_a_line_that_is_led_on_it_is_said_too_what_cuts_nothing() -> None:
    """From the hole to the outline it runs over ground that stays whole."""
    before, names = drawn("AAAAAA\nABAAAA\nAAAAAA\nAAAAAA")
    edit = split(before, names["A"], line((1, 2), (0, 2), (0, 7), (4, 3), (5.9, 1.1), (5.9, 0.1)))
    assert "led on" in edit.notice and "cut nothing" in edit.notice
    assert len(after(before, edit).children(COUNTY)) == 3
