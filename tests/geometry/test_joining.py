"""Merging and giving back on drawn cases: the picture before, the gesture, the picture after."""

from __future__ import annotations

import pytest

from gridstudio.errors import Refused
from gridstudio.geometry.joining import give_back, merge
from gridstudio.geometry.rings import all_nodes, node_of
from tests.geometry.drawn import COUNTY, after, drawn, looks


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
