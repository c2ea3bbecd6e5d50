"""Each gesture on a drawn case: the picture before, the gesture, the picture after."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridstudio.errors import Refused
from gridstudio.geometry.checking import check
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground, require_sound
from gridstudio.geometry.cutting import draw, split
from gridstudio.geometry.joining import give_back, merge
from gridstudio.geometry.noding import touching_noded
from gridstudio.geometry.reshaping import delete_node, insert_node, move_node
from gridstudio.geometry.rings import all_nodes, node_of
from tests.geometry.drawn import COUNTY, after, cells, drawn, line, looks


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


def test_merging_keeps_every_vertex_of_the_neighbours() -> None:
    before, names = drawn(
        """
        CCC
        AAB
        """
    )
    result = after(before, merge(before, [names["A"], names["B"]]))
    looks(
        result,
        names,
        1,
        """
        CCC
        AAA
        """,
    )
    assert node_of((2.0, 1.0)) in all_nodes(result[names["A"]].geometry)


def test_merging_takes_the_areas_below_along() -> None:
    before, names = drawn("AAABBB", "PP.QQ.")
    result = after(before, merge(before, [names["A"], names["B"]]))
    looks(result, names, 2, "PP.QQ.")
    assert result[names["Q"]].parent == names["A"]
    assert len([g for g in result.children(names["A"]) if g.open]) == 1


def test_merging_a_divided_area_with_an_undivided_one_opens_its_ground() -> None:
    before, names = drawn("AABB", "PP__")
    result = after(before, merge(before, [names["A"], names["B"]]))
    looks(result, names, 2, "PP..")


def test_merging_what_does_not_touch_is_refused() -> None:
    before, names = drawn("ACB")
    with pytest.raises(Refused, match="do not touch") as refusal:
        merge(before, [names["A"], names["B"]])
    assert refusal.value.place is not None


def test_a_corner_is_no_border() -> None:
    before, names = drawn(
        """
        AC
        DB
        """
    )
    with pytest.raises(Refused, match="do not touch"):
        merge(before, [names["A"], names["B"]])


def test_merging_with_open_ground_takes_in_what_touches() -> None:
    before, names = drawn("AAB.C.")
    edit = merge(before, [names["."], names["B"]])
    looks(after(before, edit), names, 1, "AABBC.")
    assert "open ground" in edit.notice
    both = merge(before, [names["A"], names["."], names["B"]])
    looks(after(before, both), names, 1, "AAAAC.")
    assert both.removed == (names["B"],)
    # At every level, and where the open ground below has to grow with it.
    before, names = drawn("AABB..", "PPQ.__")
    result = after(before, merge(before, [names["A"], names["B"], names["."]]))
    looks(result, names, 1, "AAAAAA")
    looks(result, names, 2, "PPQ...")
    before, names = drawn("AABB..", "PQ____")  # B's ground is open below, and grows
    result = after(before, merge(before, [names["."], names["B"], names["A"]]))
    looks(result, names, 2, "PQ....")


def test_merging_over_a_hole_keeps_the_hole() -> None:
    before, names = drawn(
        """
        AAB
        AHB
        ABB
        """
    )
    result = after(before, merge(before, [names["A"], names["B"]]))
    looks(
        result,
        names,
        1,
        """
        AAA
        AHA
        AAA
        """,
    )


def test_deleting_gives_the_ground_back() -> None:
    before, names = drawn(
        """
        .AB
        ..B
        """
    )
    result = after(before, give_back(before, [names["A"]]))
    looks(
        result,
        names,
        1,
        """
        ..B
        ..B
        """,
    )
    result = after(result, give_back(result, [names["B"]]))
    assert result.open_child(COUNTY).geometry.area == pytest.approx(6)  # type: ignore[union-attr]


def test_deleting_an_exclave_leaves_open_ground_in_two_pieces() -> None:
    before, names = drawn("AB.")
    result = after(before, give_back(before, [names["A"]]))
    looks(result, names, 1, ".B.")
    assert len(result.open_child(COUNTY).geometry.geoms) == 2  # type: ignore[union-attr]


def test_what_goes_with_a_deleted_area_is_said() -> None:
    before, names = drawn("AABB", "PQ..")
    assert give_back(before, [names["A"]]).notice == "2 areas below went with it."
    assert give_back(before, [names["A"], names["P"]]).notice == "1 area below went with it."
    assert give_back(before, [names["B"]]).notice == "", "open ground is nobody's"


def test_the_county_and_open_ground_are_not_deleted() -> None:
    before, names = drawn("A.")
    for name in ("county", "."):
        with pytest.raises(Refused):
            give_back(before, [names[name]])


def test_several_areas_are_given_back_at_once() -> None:
    before, names = drawn("AABBCC", "PPQQRS")
    result = after(before, give_back(before, [names[name] for name in "PARS"]))
    looks(result, names, 1, "..BBCC")
    looks(result, names, 2, "__QQ..")
    # Two that do not touch, of one parent, beside ground that is open already.
    before, names = drawn("AB.CD")
    result = after(before, give_back(before, [names["A"], names["D"]]))
    looks(result, names, 1, ".B.C.")


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


def test_a_locked_area_is_not_changed() -> None:
    before, names = drawn(
        """
        AB
        AB
        """
    )
    a = before[names["A"]]
    locked = Ground(a.id, a.parent, a.level, a.open, a.geometry, locked=True)
    before = Coverage(dict(before.grounds) | {a.id: locked})
    with pytest.raises(Refused, match="locked"):
        require_sound(before, move_node(before, (1.0, 1.0), (1.2, 1.0)))


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


@pytest.mark.parametrize(
    ("kind", "shapes"),
    [
        ("gap", {"A": shapely.box(0, 0, 1, 1), "B": shapely.box(1.1, 0, 2, 1)}),
        ("overlap", {"A": shapely.box(0, 0, 1.1, 1), "B": shapely.box(1, 0, 2, 1)}),
        ("outside", {"A": shapely.box(0, 0, 1, 1), "B": shapely.box(1, 0, 2.1, 1)}),
    ],
)
def test_check_names_what_is_wrong(kind: str, shapes: dict[str, shapely.Polygon]) -> None:
    before, names = drawn("AB")
    grounds = dict(before.grounds)
    for name, shape in shapes.items():
        old = grounds[names[name]]
        multi = shapely.MultiPolygon([shape])
        grounds[old.id] = Ground(old.id, old.parent, old.level, old.open, multi)
    flaws = check(Coverage(grounds))
    assert kind in {flaw.kind for flaw in flaws}
    assert all(flaw.place is not None for flaw in flaws)


def test_the_pictures_are_read_as_they_look() -> None:
    shapes = cells(
        """
        AB
        AA
        """
    )
    assert shapes["B"].bounds == (1.0, 1.0, 2.0, 2.0)
    assert shapes["A"].area == 3


coordinate = st.floats(-0.5, 4.5, allow_nan=False).map(lambda value: round(value, 2))
point = st.tuples(coordinate, coordinate)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(point, min_size=2, max_size=5), min_size=1, max_size=6), st.data())
def test_random_gestures_keep_the_coverage_and_its_area(
    strokes: list[list[tuple[float, float]]], data: st.DataObject
) -> None:
    coverage, _names = drawn(
        """
        AA..
        AABB
        ..BB
        """,
        """
        PQ__
        PQ..
        __..
        """,
    )
    total = coverage[COUNTY].geometry.area
    for number, stroke in enumerate(strokes):
        targets = sorted(key for key in coverage.grounds if key != COUNTY)
        target = data.draw(st.sampled_from(targets))
        gesture = data.draw(st.sampled_from(["draw", "split", "merge", "delete", "move"]))
        try:
            edit = perform(coverage, gesture, target, stroke)
            coverage = renumbered(require_sound(coverage, edit), number)
        except Refused:
            continue
        assert check(coverage) == []
        assert sum(g.geometry.area for g in coverage.children(COUNTY)) == pytest.approx(
            total, rel=1e-9
        )


def perform(
    coverage: Coverage, gesture: str, target: int, stroke: list[tuple[float, float]]
) -> CoverageEdit:
    ground = coverage[target]
    if gesture == "draw":
        parent = ground.id if ground.level == 1 and not ground.open else COUNTY
        return draw(coverage, parent, np.array(stroke))
    if gesture == "split":
        return split(coverage, target, np.array(stroke))
    if gesture == "merge":
        return merge(coverage, [target, *(c.id for c in coverage.children(ground.parent))][:2])
    if gesture == "delete":
        return give_back(coverage, [target])
    coords = shapely.get_coordinates(ground.geometry)
    start = coords[len(stroke) % len(coords)]
    return move_node(coverage, (start[0], start[1]), stroke[0])


def renumbered(coverage: Coverage, number: int) -> Coverage:
    """The keys of added areas become ids, as the file gives them."""
    ids = {key: key if key > 0 else 10_000 * (number + 1) - key for key in coverage.grounds}
    return Coverage(
        {
            ids[key]: Ground(ids[key], ids.get(g.parent, 0), g.level, g.open, g.geometry, g.locked)
            for key, g in coverage.grounds.items()
        }
    )
