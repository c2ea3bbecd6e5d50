"""A whole area moves: it takes the ground where it lands, and leaves its own open."""

from __future__ import annotations

import pytest

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage, apply
from gridstudio.geometry.translating import difference, move_area
from tests.geometry.drawn import after, drawn, looks


def moved(
    coverage: Coverage, area_id: int, east: float, north: float = 0.0
) -> tuple[Coverage, str]:
    edit = move_area(coverage, area_id, (0.5, 0.5), (0.5 + east, 0.5 + north))
    return after(coverage, edit), edit.notice


def test_it_moves_over_open_ground() -> None:
    before, names = drawn(
        """
        .....
        .AA..
        .....
        """
    )
    result, notice = moved(before, names["A"], 1)
    looks(result, names, 1, ".....\n..AA.\n.....")
    assert notice == "Its old ground is open now."


def test_it_takes_ground_from_neighbours_and_leaves_its_own_open() -> None:
    before, names = drawn(
        """
        AABB
        AABB
        """
    )
    result, _notice = moved(before, names["A"], 1)
    looks(result, names, 1, ".AAB\n.AAB")
    assert result[names["B"]].geometry.area == pytest.approx(2, abs=1e-7)


def test_areas_below_go_with_it_and_the_levels_follow() -> None:
    before, names = drawn(
        """
        AAABBBB
        AAABBBB
        """,
        """
        PPPSSTT
        QQQSSTT
        """,
    )
    result, _notice = moved(before, names["A"], 1)
    looks(result, names, 1, ".AAABBB\n.AAABBB")
    looks(result, names, 2, "_PPPSTT\n_QQQSTT")
    assert result[names["P"]].parent == names["A"]


def test_leaving_the_county_is_refused_with_the_place() -> None:
    before, names = drawn("AABB")
    with pytest.raises(Refused, match="leave the county") as refusal:
        move_area(before, names["A"], (0.5, 0.5), (1.5, 0.75))
    assert refusal.value.place is not None and refusal.value.place[1] > 1
    with pytest.raises(Refused, match="leave the county"):
        move_area(before, names["A"], (0.5, 0.5), (0.25, 0.5))


def test_another_area_may_not_vanish() -> None:
    before, names = drawn("AABCC")
    with pytest.raises(Refused, match="lose all its ground") as refusal:
        move_area(before, names["A"], (0.5, 0.5), (2, 0.5))
    assert refusal.value.place == (2.5, 0.5)


def test_the_county_and_open_ground_stay() -> None:
    before, names = drawn("AA..")
    for letter in ("county", "."):
        with pytest.raises(Refused):
            move_area(before, names[letter], (0.5, 0.5), (0.6, 0.5))


def test_another_parent_takes_it_when_it_lands_there() -> None:
    before, names = drawn(
        """
        AAABBB
        AAABBB
        """,
        """
        PQQSTT
        PQQSTT
        """,
    )
    edit = move_area(before, names["P"], (0.5, 0.5), (4.5, 0.5))
    result = after(before, edit)
    looks(result, names, 2, ".QQSPT\n.QQSPT")
    looks(result, names, 1, "AAABBB\nAAABBB")
    assert result[names["P"]].parent == names["B"]
    assert edit.parents == {names["P"]: names["B"]}
    assert "another area above" in edit.notice


def test_over_the_border_of_the_level_above_the_greater_part_decides() -> None:
    before, names = drawn(
        """
        AAAAABB
        AAAAABB
        """,
        """
        PPPQQSS
        PPPQQSS
        """,
    )
    result, _notice = moved(before, names["P"], 3.4)
    looks(result, names, 1, "AAAAAAB\nAAAAAAB")
    looks(result, names, 2, "...PPPS\n...PPPS")
    assert result[names["P"]].parent == names["A"]
    assert result[names["A"]].geometry.area == pytest.approx(12.8, abs=1e-6)


def test_a_hole_goes_along_and_an_exclave_too() -> None:
    before, names = drawn(
        """
        AAA.......
        A.A...A.B.
        AAA.......
        """
    )
    result, _notice = moved(before, names["A"], 1)
    looks(
        result,
        names,
        1,
        """
        .AAA......
        .A.A...AB.
        .AAA......
        """,
    )


def test_a_difference_made_again_is_the_same_coverage() -> None:
    before, names = drawn(
        """
        AABB
        AABB
        """,
        """
        PQST
        PQST
        """,
    )
    edit = move_area(before, names["P"], (0.5, 0.5), (1.0, 0.75 - 0.25))
    result = apply(before, edit)
    again = difference(before, result)
    assert again.changed.keys() == edit.changed.keys() and again.removed == edit.removed
    assert difference(result, result).changed == {}
