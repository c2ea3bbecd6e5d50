"""Holes and exclaves on drawn cases: the picture before, the gesture, the picture after."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry import Polygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import CoverageEdit, require_sound
from gridstudio.geometry.holes import cut_hole, fill_hole, give_exclave, piece_at
from gridstudio.geometry.transferring import take
from tests.geometry.drawn import COUNTY, after, drawn, looks, slant, slanted

BLOCK = """
    AAAAB
    AAAAB
    AAAAB
    AAAAB
    """


def test_a_hole_is_open_ground() -> None:
    before, names = drawn(BLOCK)
    edit = cut_hole(before, 1, shapely.box(1, 1, 3, 3))
    result = after(before, edit)
    looks(
        result,
        names,
        1,
        """
        AAAAB
        A..AB
        A..AB
        AAAAB
        """,
    )
    assert edit.notice == ""
    assert len(result[names["A"]].geometry.geoms[0].interiors) == 1


def test_a_second_hole_is_more_of_the_same_open_ground() -> None:
    before, names = drawn(
        """
        AAAAA
        A.AAA
        AAAAA
        """
    )
    result = after(before, cut_hole(before, 1, shapely.box(3, 1, 4, 2)))
    looks(result, names, 1, "AAAAA\nA.A.A\nAAAAA")
    assert result.open_child(COUNTY).id == names["."]  # type: ignore[union-attr]


def test_what_others_have_in_the_hole_stays_theirs_and_that_is_said() -> None:
    before, names = drawn(BLOCK)
    edit = cut_hole(before, 1, shapely.box(2, 1, 5, 3))
    looks(
        after(before, edit),
        names,
        1,
        """
        AAAAB
        AA..B
        AA..B
        AAAAB
        """,
    )
    assert "stay as they are" in edit.notice


def test_a_hole_in_a_divided_area_is_cut_from_those_below() -> None:
    before, names = drawn("AAAB", "PPQR")
    result = after(before, cut_hole(before, 1, shapely.box(1, 0, 2.5, 1)))
    assert result[names["P"]].geometry.area == pytest.approx(1.0)
    assert result[names["Q"]].geometry.area == pytest.approx(0.5)
    # At the level below, the hole belongs to the open ground of the area above.
    result = after(before, cut_hole(before, 2, shapely.box(0.5, 0.2, 1.5, 0.8)))
    looks(result, names, 1, "AAAB")
    opened = result.open_child(names["A"])
    assert opened is not None and opened.geometry.area == pytest.approx(0.6)


def test_a_hole_where_three_areas_meet_takes_of_one_only() -> None:
    before, names = drawn(
        """
        AAB
        AAB
        CCC
        """
    )
    result = after(before, cut_hole(before, 1, shapely.box(0.5, 0.5, 2.2, 2.5)))
    assert result[names["B"]].geometry.area == pytest.approx(2)
    assert result[names["C"]].geometry.area == pytest.approx(3)
    assert result[names["A"]].geometry.area == pytest.approx(4 - 1.5 * 1.5)


@pytest.mark.parametrize(
    ("region", "why"),
    [
        (shapely.box(-1, -1, 4, 5), "Nothing would be left"),
        (shapely.box(7, 7, 8, 8), "no area of this level"),
        (Polygon([(0, 0), (2, 1), (2, 0), (0, 1)]), "crosses itself"),
        (Polygon(), "no area of this level"),
    ],
)
def test_no_hole_is_refused(region: Polygon, why: str) -> None:
    before, _names = drawn(BLOCK)
    with pytest.raises(Refused, match=why) as refusal:
        cut_hole(before, 1, region)
    assert refusal.value.place is not None or region.is_empty


def test_open_ground_in_an_area_is_taken_in() -> None:
    before, names = drawn(
        """
        AAAA.
        A.AA.
        AAAA.
        """
    )
    result = after(before, fill_hole(before, 1, (1.5, 1.5)))
    looks(result, names, 1, "AAAA.\nAAAA.\nAAAA.")
    assert result[names["A"]].geometry.geoms[0].interiors[:] == []


def test_the_last_open_ground_goes_when_its_hole_is_filled() -> None:
    before, names = drawn("AAA\nA.A\nAAA")
    result = after(before, fill_hole(before, 1, (1.5, 1.5)))
    assert names["."] not in result.grounds


def test_an_area_in_another_is_merged_with_it() -> None:
    before, names = drawn(
        """
        AAAA
        ABCA
        AAAA
        """
    )
    with pytest.raises(Refused, match="no hole") as refusal:
        fill_hole(before, 1, (1.5, 1.5))
    assert refusal.value.place == (1.5, 1.5)
    before, names = drawn("AAAA\nABBA\nAAAA", "PPPP\nPQRP\nPPPP")
    edit = fill_hole(before, 1, (1.5, 1.5))
    result = after(before, edit)
    looks(result, names, 1, "AAAA\nAAAA\nAAAA")
    looks(result, names, 2, "PPPP\nPQRP\nPPPP")
    assert edit.removed == (names["B"],)


def test_a_hole_with_an_island_keeps_the_island() -> None:
    before, names = drawn(
        """
        AAAAA
        A...A
        A.B.A
        A...A
        AAAAA
        """
    )
    result = after(before, fill_hole(before, 1, (1.5, 1.5)))
    looks(result, names, 1, "AAAAA\nAAAAA\nAABAA\nAAAAA\nAAAAA")
    # The island is a hole now, and was one of the open ground before.
    looks(after(result, fill_hole(result, 1, (2.5, 2.5))), names, 1, "\n".join(["AAAAA"] * 5))
    with pytest.raises(Refused, match="Open ground surrounds"):
        fill_hole(before, 1, (2.5, 2.5))


def test_a_hole_that_touches_the_border_in_a_corner_is_still_one() -> None:
    before, names = drawn(
        """
        .AA
        A.A
        AAA
        """
    )
    looks(after(before, fill_hole(before, 1, (1.5, 1.5))), names, 1, ".AA\nAAA\nAAA")
    with pytest.raises(Refused, match="no hole"):
        fill_hole(before, 1, (0.5, 2.5))


def test_a_hole_of_another_district_is_filled_at_the_level_of_districts() -> None:
    before, _names = drawn("AAA\nABA\nAAA", "PPP\nPQP\nPPP")
    with pytest.raises(Refused, match="at that level first"):
        fill_hole(before, 2, (1.5, 1.5))


def test_an_exclave_goes_to_the_neighbour_with_the_longest_border() -> None:
    before, names = drawn(
        """
        AABBB
        AABAB
        AACCC
        """
    )
    result = after(before, give_exclave(before, 1, (3.5, 1.5)))
    looks(result, names, 1, "AABBB\nAABBB\nAACCC")


def test_an_exclave_rather_goes_to_an_area_than_to_open_ground() -> None:
    before, names = drawn("AAB.A..")
    looks(after(before, give_exclave(before, 1, (4.5, 0.5))), names, 1, "AAB....")
    before, names = drawn("AA...\n..BA.")
    looks(after(before, give_exclave(before, 1, (3.5, 0.5))), names, 1, "AA...\n..BB.")


def test_an_exclave_passes_at_every_level() -> None:
    before, names = drawn("AABBA", "PPQRP")
    result = after(before, give_exclave(before, 1, (4.5, 0.5)))
    looks(result, names, 1, "AABBB")
    looks(result, names, 2, "PPQRR")


def test_whole_areas_in_an_exclave_pass_along() -> None:
    before, names = drawn("AABBA", "PPQRS")
    result = after(before, give_exclave(before, 1, (4.5, 0.5)))
    looks(result, names, 2, "PPQRS")
    assert result[names["S"]].parent == names["B"]
    before, names = drawn("AABBA", "PP__S")
    result = after(before, give_exclave(before, 1, (4.5, 0.5)))
    looks(result, names, 2, "PP..S")
    before, names = drawn("AABBA", "PPQ..")
    result = after(before, give_exclave(before, 1, (4.5, 0.5)))
    looks(result, names, 2, "PPQ..")
    assert result.open_child(names["A"]) is None


@pytest.mark.parametrize(
    ("at", "why"),
    [((0.5, 0.5), "main piece"), ((2.5, 0.5), "one piece"), ((9.0, 9.0), "No area of this level")],
)
def test_what_is_no_exclave_is_refused_with_the_place(at: tuple[float, float], why: str) -> None:
    before, _names = drawn("AAB.A")
    with pytest.raises(Refused, match=why) as refusal:
        give_exclave(before, 1, at)
    assert refusal.value.place == at


def test_an_exclave_made_by_taking_is_given_back_as_it_was() -> None:
    before, names = drawn(BLOCK)
    made = after(before, take(before, names["B"], shapely.box(1, 1, 2, 2)))
    assert len(made[names["B"]].geometry.geoms) == 2
    result = after(made, give_exclave(made, 1, (1.5, 1.5)))
    assert result[names["A"]].geometry.equals(before[names["A"]].geometry)
    assert piece_at(result, 1, (1.5, 1.5))[0].id == names["A"]


def test_a_locked_area_keeps_its_hole() -> None:
    before, names = drawn("AAA\nA.A\nAAA")
    grounds = dict(before.grounds)
    held = grounds[names["A"]]
    grounds[held.id] = type(held)(held.id, held.parent, 1, False, held.geometry, locked=True)
    coverage = type(before)(grounds)
    edits: list[CoverageEdit] = [
        fill_hole(coverage, 1, (1.5, 1.5)),
        cut_hole(coverage, 1, shapely.box(0.2, 0.2, 0.8, 0.8)),
    ]
    for edit in edits:
        with pytest.raises(Refused, match="locked"):
            require_sound(coverage, edit)


def test_no_more_is_cut_than_was_drawn_though_a_corner_lies_a_hair_beside_a_node() -> None:
    """What is left of A is known by a point in it, which must not lie in the hair between."""
    before, names = drawn("AAAA\nAAAA\nAAAA\nAAAA")
    region = Polygon([(0.5, 1), (4, 1), (4, 2.000000002), (0.5, 2.000000002)])
    result = after(before, cut_hole(before, 1, region))
    assert result[names["A"]].geometry.area == pytest.approx(12.5)


def test_ground_that_only_touches_an_area_is_no_hole_of_it() -> None:
    """Open ground within open ground, along a slanting border of A: what rounding makes of that is
    ground of A as well, and before the hole was cut of nothing."""
    before, names = drawn("AAAAAA\nAAAAAA\nAAAAAA\nAAAAAA")

    coverage = slanted(before)
    hole, inside = (
        shapely.transform(box, slant)
        for box in (shapely.box(2, 1, 6, 2.5), shapely.box(3, 1.5, 4.5, 2.5))
    )
    opened = after(coverage, cut_hole(coverage, 1, hole))
    with pytest.raises(Refused, match="no area of this level") as refusal:
        cut_hole(opened, 1, inside)
    assert refusal.value.place is not None
    assert opened[names["A"]].geometry.area == pytest.approx(18 * (0.01 * 0.009 + 0.0017 * 0.0023))
