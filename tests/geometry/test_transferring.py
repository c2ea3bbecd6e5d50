"""Ground that passes over, on drawn cases: the picture before, the gesture, the picture after."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridstudio.errors import Refused
from gridstudio.geometry.checking import check
from gridstudio.geometry.coverage import Coverage, Ground, require_sound
from gridstudio.geometry.transferring import carve, reshape, take
from tests.geometry.drawn import COUNTY, after, drawn, line, looks, picture, slant, slanted

FOUR = """
    AABB
    AABB
    CCDD
    CCDD
    """


def test_a_stroke_out_and_back_takes_in_the_ground_between() -> None:
    before, names = drawn(FOUR)
    stroke = line((1.5, 2.5), (3, 2.5), (3, 3.5), (1.5, 3.5))
    result = after(before, reshape(before, 1, stroke))
    assert result[names["A"]].geometry.area == pytest.approx(5.0)
    assert result[names["B"]].geometry.area == pytest.approx(3.0)


def test_a_stroke_on_the_border_moves_the_border_to_it() -> None:
    before, names = drawn(FOUR)
    result = after(before, reshape(before, 1, line((2, 2), (3, 2), (3, 4), (2, 4))))
    looks(
        result,
        names,
        1,
        """
        AAAB
        AAAB
        CCDD
        CCDD
        """,
    )


def test_a_stroke_over_a_node_takes_from_all_who_meet_there() -> None:
    before, names = drawn(FOUR)
    stroke = line((0.5, 2.5), (0.5, 1), (3, 1), (3, 3), (1.5, 3))
    result = after(before, reshape(before, 1, stroke))
    looks(
        result,
        names,
        1,
        """
        AABB
        AAAB
        CAAD
        CCDD
        """.replace("CAAD", picture(result, names, 1, FOUR).splitlines()[2]),
    )
    taken = shapely.Polygon([(0.5, 2), (0.5, 1), (3, 1), (3, 3), (2, 3), (2, 2)])
    assert result[names["A"]].geometry.area == pytest.approx(4 + taken.area)
    assert sum(result[names[letter]].geometry.area for letter in "ABCD") == pytest.approx(16)


def test_begun_in_the_neighbour_it_is_the_neighbour_that_gains() -> None:
    before, names = drawn("AABB")
    result = after(before, reshape(before, 1, line((2.5, 0.2), (1, 0.2), (1, 0.8), (2.5, 0.8))))
    assert result[names["B"]].geometry.area == pytest.approx(2.6)


def test_open_ground_is_taken_and_given_back() -> None:
    before, names = drawn("A...")
    result = after(before, reshape(before, 1, line((1, 0), (2, 0), (2, 1), (1, 1))))
    looks(result, names, 1, "AA..")
    back = reshape(result, 1, line((2, 0), (1, 0), (1, 1), (2, 1)))
    looks(after(result, back), names, 1, "A...")


def test_of_a_hole_that_is_cut_in_two_the_smaller_half_is_taken() -> None:
    before, names = drawn(
        """
        AAAAA
        ABBBA
        AAAAA
        """
    )
    result = after(before, reshape(before, 1, line((2, 0.5), (2, 2.5))))
    looks(
        result,
        names,
        1,
        """
        AAAAA
        AABBA
        AAAAA
        """,
    )


def test_strokes_that_say_nothing_are_refused_with_the_place() -> None:
    before, _names = drawn("AABB")
    for stroke, why in (
        (line((0.2, 0.5), (1.5, 0.5)), "encloses no ground"),
        (line((0.5, 0.5), (3.5, 0.5)), "same area"),
        (line((0.5, 0.2), (3, 0.8), (3, 0.2), (0.5, 0.8)), "crosses itself"),
        (line((7.0, 7.0), (8.0, 8.0)), "outside the county"),
    ):
        with pytest.raises(Refused, match=why) as refusal:
            reshape(before, 1, stroke)
        assert refusal.value.place is not None


def test_a_border_of_districts_moves_with_that_of_grids() -> None:
    before, names = drawn("AABB", "PSQR")
    stroke = line((1.5, 0.2), (2.5, 0.2), (2.5, 0.8), (1.5, 0.8))
    result = after(before, reshape(before, 2, stroke))
    for letter, area in (("S", 1.3), ("Q", 0.7), ("A", 2.3), ("B", 1.7), ("P", 1.0)):
        assert result[names[letter]].geometry.area == pytest.approx(area)


def test_taking_in_a_region_follows_at_every_level() -> None:
    before, names = drawn("AABB", "PPQR")
    result = after(before, take(before, names["P"], shapely.box(1.5, 0, 2.5, 1)))
    assert result[names["P"]].geometry.area == pytest.approx(2.5)
    assert result[names["A"]].geometry.area == pytest.approx(2.5)
    assert result[names["Q"]].geometry.area == pytest.approx(0.5)
    assert result[names["B"]].geometry.area == pytest.approx(1.5)


def test_a_divided_area_gains_into_its_open_ground_or_its_nearest_child() -> None:
    before, names = drawn("AABB", "P.QR")
    result = after(before, take(before, names["A"], shapely.box(1.5, 0, 2.5, 1)))
    assert result[names[".A"]].geometry.area == pytest.approx(1.5)
    before, names = drawn("AABB", "PSQR")
    result = after(before, take(before, names["A"], shapely.box(1.5, 0, 2.5, 1)))
    assert result[names["S"]].geometry.area == pytest.approx(1.5)
    assert result[names["P"]].geometry.area == pytest.approx(1.0)


def test_an_exclave_is_a_part_of_its_area() -> None:
    before, names = drawn("AABB")
    result = after(before, take(before, names["A"], shapely.box(3.2, 0.2, 3.8, 0.8)))
    assert len(result[names["A"]].geometry.geoms) == 2
    back = take(result, names["B"], shapely.box(3.1, 0.1, 3.9, 0.9))
    assert len(after(result, back)[names["A"]].geometry.geoms) == 1


def test_what_is_drawn_beyond_the_county_is_said() -> None:
    before, names = drawn("AABB")
    for edit in (
        take(before, names["A"], shapely.box(1, -1, 3, 0.5)),
        carve(before, 1, shapely.box(1, -1, 3, 0.5)),
    ):
        after(before, edit)
        assert "outside the county" in edit.notice
    assert take(before, names["A"], shapely.box(1, 0, 3, 0.5)).notice == ""


def test_nobody_vanishes_unasked() -> None:
    before, names = drawn("AAB")
    with pytest.raises(Refused, match="merge the two") as refusal:
        take(before, names["A"], shapely.box(1.5, -1, 4, 2))
    assert refusal.value.place == pytest.approx((2.5, 0.5), abs=0.5)
    with pytest.raises(Refused, match="merge the two"):
        carve(before, 1, shapely.box(1.5, -1, 4, 2))
    with pytest.raises(Refused, match="merge the two"):
        reshape(before, 1, line((1.5, 0.5), (1.5, 2), (4, 2), (4, -1), (1.5, -1), (1.5, 0.2)))
    with pytest.raises(Refused, match="Nothing would change"):
        take(before, names["A"], shapely.box(0.2, 0.2, 0.8, 0.8))
    with pytest.raises(Refused, match="crosses itself"):
        take(before, names["A"], shapely.Polygon([(0, 0), (2, 1), (2, 0), (0, 1)]))


def test_all_open_ground_may_be_taken() -> None:
    before, names = drawn("A..")
    result = after(before, take(before, names["A"], shapely.box(0.5, -1, 4, 2)))
    looks(result, names, 1, "AAA")
    assert result.open_child(COUNTY) is None


def test_a_locked_area_gives_nothing() -> None:
    before, names = drawn("AABB")
    locked = before[names["B"]]
    grounds = dict(before.grounds)
    grounds[locked.id] = Ground(
        locked.id, locked.parent, locked.level, locked.open, locked.geometry, locked=True
    )
    coverage = Coverage(grounds)
    with pytest.raises(Refused, match="locked"):
        require_sound(coverage, take(coverage, names["A"], shapely.box(1.5, 0, 2.5, 1)))


def test_an_area_is_carved_out_of_others() -> None:
    before, names = drawn(FOUR)
    result = after(before, carve(before, 1, shapely.box(1, 1, 3, 3)))
    looks(
        result,
        names,
        1,
        """
        AABB
        A11B
        C11D
        CCDD
        """,
    )


def test_carving_inside_leaves_a_hole() -> None:
    before, names = drawn(
        """
        AAA
        AAA
        AAA
        """
    )
    result = after(before, carve(before, 1, shapely.box(1, 1, 2, 2)))
    assert len(result[names["A"]].geometry.geoms[0].interiors) == 1


def test_the_first_child_opens_the_rest_of_its_parent() -> None:
    before, names = drawn("AABB")
    result = after(before, carve(before, 2, shapely.box(0.5, 0, 1.5, 1)))
    looks(result, names, 1, "AABB")
    assert sorted((g.open, g.geometry.area) for g in result.children(names["A"])) == [
        (False, pytest.approx(1.0)),
        (True, pytest.approx(1.0)),
    ]


def test_a_grid_carved_over_two_districts_takes_the_ground_to_one() -> None:
    before, names = drawn("AAAABBBB")
    result = after(before, carve(before, 2, shapely.box(2, 0, 5, 1)))
    assert result[names["A"]].geometry.area == pytest.approx(5.0)
    assert result[names["B"]].geometry.area == pytest.approx(3.0)
    assert sorted(g.geometry.area for g in result.children(names["A"])) == [2.0, 3.0]


def test_what_is_drawn_over_altogether_is_merged_into_it() -> None:
    before, names = drawn(FOUR)
    edit = carve(before, 1, shapely.box(1.4, 1.4, 5, 5), swallows=True)
    result = after(before, edit)
    assert edit.removed == (names["B"],) and edit.parents == {}
    looks(result, names, 1, "A111\nA111\nC111\nCCDD")
    (new,) = edit.added
    assert new.geometry.area == pytest.approx(2.6 * 2.6)
    edit = take(before, names["A"], shapely.box(1.5, 1.5, 5, 5), swallows=True)
    result = after(before, edit)
    assert edit.removed == (names["B"],)
    assert result[names["A"]].geometry.area == pytest.approx(4 + 4 + 0.5 * 2.5)


def test_everything_may_be_drawn_over() -> None:
    before, names = drawn("AAB.")
    edit = carve(before, 1, shapely.box(-1, -1, 9, 9), swallows=True)
    looks(after(before, edit), names, 1, "1111")
    assert {*edit.removed} == {names[letter] for letter in "AB."}


def test_areas_below_come_along_as_they_are() -> None:
    """One level below stay the areas that lie in it altogether; what is cut of others is open."""
    before, names = drawn(
        """
        AABB
        AABB
        """,
        """
        PPQR
        SSQR
        """,
    )
    edit = carve(before, 1, shapely.box(1.5, 0, 3, 2), swallows=True)
    result = after(before, edit)
    assert edit.removed == () and edit.parents == {names["Q"]: -1}
    opened = [new for new in edit.added if new.open]
    assert [new.geometry.area for new in opened] == [pytest.approx(1.0)]
    assert result[names["P"]].geometry.area == result[names["S"]].geometry.area == 1.5
    assert "open ground of the level below" in edit.notice


def test_a_divided_area_that_goes_leaves_its_areas_below() -> None:
    before, names = drawn(
        """
        AABB
        AABB
        """,
        """
        PPQ.
        SSQ.
        """,
    )
    edit = carve(before, 1, shapely.box(2, 0, 5, 2), swallows=True)
    result = after(before, edit)
    assert {*edit.removed} == {names["B"], names[".B"]} and edit.parents == {names["Q"]: -1}
    assert result[names["Q"]].geometry == before[names["Q"]].geometry
    whole = take(before, names["A"], shapely.box(1.9, -1, 5, 2), swallows=True)
    result = after(before, whole)
    assert whole.parents == {names["Q"]: names["A"]}
    assert sum(held.geometry.area for held in result.children(names["A"])) == pytest.approx(8)


def test_undivided_ground_beside_areas_below_is_open() -> None:
    """As where a divided and an undivided area are merged."""
    before, names = drawn("AABB", "PQ__")
    edit = carve(before, 1, shapely.box(-1, -1, 5, 5), swallows=True)
    result = after(before, edit)
    assert {*edit.removed} == {names["A"], names["B"]}
    assert edit.parents == {names["P"]: -1, names["Q"]: -1}
    looks(result, names, 2, "PQ..")
    undivided = take(before, names["B"], shapely.box(1, -1, 5, 5), swallows=True)
    looks(after(before, undivided), names, 2, "PQ..")


def test_an_area_above_is_never_swallowed_by_one_below() -> None:
    before, names = drawn("ABBBB", "PQQRR")
    with pytest.raises(Refused, match="lose all its ground") as refusal:
        carve(before, 2, shapely.box(-1, -1, 2.5, 2), swallows=True)
    assert refusal.value.place == pytest.approx((0.5, 0.5), abs=0.5), "the district, not the grids"
    edit = carve(before, 2, shapely.box(0.5, -1, 3, 2), swallows=True)
    result = after(before, edit)
    assert edit.removed == (names["Q"],)
    assert result[names["A"]].geometry.area == pytest.approx(0.5)


def test_a_locked_area_is_not_swallowed() -> None:
    before, names = drawn("AABB")
    locked = replace(before[names["B"]], locked=True)
    coverage = Coverage(dict(before.grounds) | {locked.id: locked})
    with pytest.raises(Refused, match="locked area") as refusal:
        require_sound(coverage, carve(coverage, 1, shapely.box(1.5, -1, 5, 2), swallows=True))
    assert refusal.value.place == pytest.approx((3, 0.5), abs=1)


def test_a_locked_area_below_comes_along() -> None:
    before, names = drawn("AABB", "PPQQ")
    locked = replace(before[names["Q"]], locked=True)
    coverage = Coverage(dict(before.grounds) | {locked.id: locked})
    edit = carve(coverage, 1, shapely.box(2, -1, 5, 2), swallows=True)
    assert after(coverage, edit)[names["Q"]].locked


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 10**6), st.integers(1, 2), st.booleans())
def test_any_ring_drawn_over_leaves_a_sound_coverage(seed: int, level: int, large: bool) -> None:
    before, names = drawn(
        """
        AAABBB
        AAABBB
        ACCCBB
        """,
        """
        PSSQQR
        P.SQQR
        PTTURR
        """,
    )
    random = np.random.default_rng(seed)
    angles = np.sort(random.uniform(0, 2 * np.pi, 7))
    reach = random.uniform(1.0, 4.5, 7) if large else random.uniform(0.2, 2.0, 7)
    middle = random.uniform((0, 0), (6, 3))
    ring = middle + np.column_stack([np.cos(angles), np.sin(angles)]) * reach[:, None]
    snapped = np.where(random.uniform(size=(7, 1)) < 0.3, np.round(ring), ring)
    region = shapely.Polygon(np.round(snapped, 9))
    for act in (
        lambda: carve(before, level, region, swallows=True),
        lambda: take(before, names["P" if level == 2 else "A"], region, swallows=True),
    ):
        try:
            edit = act()
            result = require_sound(before, edit)
        except Refused:
            continue
        assert check(result) == []
        for key in edit.removed:
            held = before[key]
            assert held.open or held.level == level
            assert held.open or region.buffer(1e-7).covers(held.geometry)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.sampled_from(["A", "P", "S", "R", "B"]))
def test_any_region_leaves_a_sound_coverage(seed: int, letter: str) -> None:
    """Random star-shaped regions, through nodes and along borders, to areas of either level."""
    before, names = drawn(
        """
        AAABBB
        AAABBB
        ACCCBB
        """,
        """
        PSSQQR
        P.SQQR
        PTTURR
        """,
    )
    random = np.random.default_rng(seed)
    angles = np.sort(random.uniform(0, 2 * np.pi, 7))
    reach = random.uniform(0.2, 2.0, 7)
    middle = random.uniform((0, 0), (6, 3))
    ring = middle + np.column_stack([np.cos(angles), np.sin(angles)]) * reach[:, None]
    snapped = np.where(random.uniform(size=(7, 1)) < 0.3, np.round(ring), ring)
    region = shapely.Polygon(np.round(snapped, 9))
    try:
        edit = take(before, names[letter], region)
        result = require_sound(before, edit)
    except Refused:
        return
    assert check(result) == []
    inside = shapely.intersection(region, before[COUNTY].geometry)
    missing = inside.difference(result[names[letter]].geometry).area
    assert missing < 1e-8


def test_a_hole_of_the_region_may_touch_its_outline_between_two_nodes() -> None:
    """Before, the outline had no node there, and no face was bounded by it."""
    before, _names = drawn("AABB\nAABB\nAABB")
    region = shapely.Polygon([(1, 0), (3, 0), (3, 3), (1, 3)], [[(1.5, 1), (3, 1.75), (1.5, 2.5)]])
    result = after(before, carve(before, 1, region))
    assert result[-1].geometry.equals(region)


def test_a_stroke_there_and_back_along_a_slanting_border_encloses_nothing() -> None:
    """Beside a border that is stored to nine decimals there is a hair of ground, which is none."""
    before, _names = drawn("BBBAAA\nBABBBA\nBABBAA")
    along = slant(line((2, 0.5), (2, 2 / 3), (2, 0)))
    with pytest.raises(Refused, match="encloses no ground"):
        reshape(slanted(before), 1, along)
