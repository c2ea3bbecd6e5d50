"""Flaws found and mended: each case drawn, and the picture after it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from gridstudio.geometry.checking import Flaw, check
from gridstudio.geometry.coverage import Coverage, Ground, apply
from gridstudio.geometry.mending import Mended, mend
from gridstudio.geometry.rings import edges
from gridstudio.geometry.rounding import round_geometry
from tests.geometry.drawn import COUNTY, drawn, looks

SMALL_M = 20_000.0
"""A cell of the pictures is a degree: what is narrower than this is narrow."""


def shifted(coverage: Coverage, area_id: int, shape: Polygon | MultiPolygon) -> Coverage:
    """As if another program had written another shape for one area."""
    parts = shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])
    held = replace(coverage[area_id], geometry=round_geometry(parts))
    return Coverage({**coverage.grounds, area_id: held})


def mended(coverage: Coverage, wide_m: float = SMALL_M) -> tuple[Coverage, Mended]:
    """The coverage after mending all, which has to be sound."""
    done = mend(coverage, wide_m)
    result = apply(coverage, done.edit)
    assert done.left == () and check(result) == []
    return result, done


def kinds(flaws: list[Flaw]) -> list[str]:
    return [flaw.kind for flaw in flaws]


GRIDS = (
    """
    AABB
    AABB
    """,
    """
    PQRS
    PQR.
    """,
)


def test_a_narrow_gap_goes_to_the_neighbour_with_the_longest_border() -> None:
    before, names = drawn("ABC")
    before = shifted(before, names["B"], box(1.1, 0, 2, 1))
    (flaw,) = check(before)
    assert flaw.kind == "gap" and flaw.area_id == COUNTY
    assert flaw.area_m2 == pytest.approx(0.1 * 111_320 * 110_570, rel=0.01)
    result, done = mended(before)
    (repair,) = done.mends
    # Both border on it for the same length: the one with the lower id has it.
    assert (repair.kind, repair.to) == ("gap", names["A"])
    looks(result, names, 1, "ABC")
    assert result[names["A"]].geometry.area == pytest.approx(1.1)


def test_a_wide_gap_becomes_open_ground() -> None:
    before, names = drawn("ABBC")
    before = shifted(before, names["B"], box(2, 0, 3, 1))
    result, done = mended(before)
    looks(result, names, 1, "A.BC")
    (repair,) = done.mends
    assert repair.to < 0 and len(done.edit.added) == 1 and done.edit.added[0].open


def test_a_wide_gap_joins_the_open_ground_there_is() -> None:
    before, names = drawn("ABB.")
    before = shifted(before, names["B"], box(2, 0, 3, 1))
    result, done = mended(before)
    looks(result, names, 1, "A.B.")
    assert done.edit.added == () and done.mends[0].to == names["."]


def test_a_narrow_overlap_goes_to_one_of_the_two_and_a_wide_one_to_the_smaller() -> None:
    before, names = drawn("AABBB")
    narrow = shifted(before, names["A"], box(0, 0, 2.1, 1))
    assert kinds(check(narrow)) == ["overlap"]
    result, _done = mended(narrow)
    looks(result, names, 1, "AABBB")
    wide = shifted(before, names["A"], box(0, 0, 3, 1))
    result, done = mended(wide)
    looks(result, names, 1, "AAABB")
    assert done.mends[0].among == (names["A"], names["B"]) and done.mends[0].to == names["A"]


def test_an_area_comes_before_open_ground() -> None:
    before, names = drawn("AAAA.")
    before = shifted(before, names["."], box(3, 0, 5, 1))
    result, _done = mended(before)
    looks(result, names, 1, "AAAA.")


def test_an_area_inside_another_is_a_hole_in_it() -> None:
    before, names = drawn(
        """
        AAAB
        AAAB
        AAAB
        """
    )
    before = shifted(before, names["B"], MultiPolygon([box(3, 0, 4, 3), box(1, 1, 2, 2)]))
    result, _done = mended(before)
    looks(
        result,
        names,
        1,
        """
        AAAB
        ABAB
        AAAB
        """,
    )


def test_what_reaches_beyond_the_county_is_cut_off() -> None:
    before, names = drawn("AB")
    before = shifted(before, names["B"], box(1, 0, 3, 1))
    (flaw,) = check(before)
    assert flaw.kind == "outside" and flaw.among == (names["B"],)
    result, done = mended(before)
    looks(result, names, 1, "AB")
    assert done.mends[0].to == 0


def test_the_areas_below_follow_theirs() -> None:
    before, names = drawn(*GRIDS)
    # A takes a column of B by another program: what lay below B there now lies below A.
    before = shifted(before, names["A"], box(0, 0, 3, 2))
    before = shifted(before, names["B"], box(3, 0, 4, 2))
    assert set(kinds(check(before))) == {"gap", "outside", "vertices"}
    result, done = mended(before)
    looks(
        result,
        names,
        1,
        """
        AAAB
        AAAB
        """,
    )
    # R lay wholly in that column: it belongs to A now, and nothing else was lost.
    assert result[names["R"]].parent == names["A"]
    assert [item.kind for item in done.mends] == ["moved"]
    looks(
        result,
        names,
        2,
        """
        PQRS
        PQR.
        """,
    )


def test_the_same_area_twice_is_one_and_the_other_is_named() -> None:
    before, names = drawn("AB")
    twin = Ground(9, COUNTY, 1, False, before[names["A"]].geometry)
    before = Coverage({**before.grounds, 9: twin})
    assert kinds(check(before)) == ["duplicate"]
    result, done = mended(before)
    assert 9 not in result.grounds and done.edit.removed == (9,)
    assert [item.kind for item in done.mends] == ["duplicate", "vanished"]


def test_of_twins_the_one_that_is_divided_stays() -> None:
    before, names = drawn("AABB", "PQRS")
    first = {99: Ground(99, COUNTY, 1, False, before[names["B"]].geometry)}
    before = Coverage(first | dict(before.grounds))
    result, _done = mended(before)
    assert 99 not in result.grounds
    looks(result, names, 2, "PQRS")


def test_vertices_that_a_neighbour_lacks_are_given_to_it_at_every_level() -> None:
    before, names = drawn(*GRIDS)
    ring = [(0, 0), (1, 0), (2, 0), (2, 0.5), (2, 1), (2, 2), (1, 2), (0, 2)]
    before = shifted(before, names["A"], Polygon(ring))
    assert set(kinds(check(before))) == {"vertices"}
    result, done = mended(before)
    assert done.mends == ()
    for name in ("B", "Q", "R"):
        assert (2_000_000_000, 500_000_000) in {
            node for edge in edges(result[names[name]].geometry) for node in edge
        }


def test_a_border_that_crosses_itself() -> None:
    before, names = drawn("AAB")
    bow = Polygon([(0, 0), (2, 1), (2, 0), (0, 1)])
    before = shifted(before, names["A"], bow)
    assert "invalid" in kinds(check(before))
    result, done = mended(before)
    assert "invalid" in [item.kind for item in done.mends]
    assert result[names["A"]].geometry.is_valid


def test_nodes_of_three_and_four_areas_and_islands() -> None:
    before, names = drawn(
        """
        AABB
        AIIB
        CIID
        CCDD
        """
    )
    before = shifted(before, names["I"], box(1.05, 1.05, 3.05, 3.05))
    assert set(kinds(check(before))) == {"gap", "overlap"}
    result, _done = mended(before)
    looks(
        result,
        names,
        1,
        """
        AABB
        AIIB
        CIID
        CCDD
        """,
    )
    total = sum(g.geometry.area for g in result.grounds.values() if g.level == 1)
    assert total == pytest.approx(16)


def test_a_locked_area_keeps_what_it_has_and_gets_nothing() -> None:
    before, names = drawn("ABC")
    held = replace(before[names["A"]], locked=True)
    before = Coverage({**before.grounds, held.id: held})
    gap = shifted(before, names["B"], box(1.1, 0, 2, 1))
    result, done = mended(gap)
    assert done.mends[0].to == names["B"]
    overlap = shifted(before, names["B"], box(0.9, 0, 2, 1))
    result, done = mended(overlap)
    assert result[names["A"]].geometry.area == pytest.approx(1)


def test_only_what_is_chosen_is_mended() -> None:
    before, names = drawn("ABCD")
    before = shifted(before, names["B"], box(1.1, 0, 2.1, 1))
    flaws = check(before)
    assert sorted(kinds(flaws)) == ["gap", "overlap"]
    gap = next(flaw for flaw in flaws if flaw.kind == "gap")
    done = mend(before, SMALL_M, [gap])
    assert [item.kind for item in done.mends] == ["gap"]
    assert kinds(list(done.left)) == ["overlap"]
    result, _done = mended(apply(before, done.edit))
    looks(result, names, 1, "ABCD")


def test_two_open_grounds_are_one() -> None:
    before, names = drawn("A..B")
    left = replace(before[names["."]], geometry=MultiPolygon([box(1, 0, 2, 1)]))
    right = Ground(77, COUNTY, 1, True, MultiPolygon([box(2, 0, 3, 1)]))
    before = Coverage({**before.grounds, left.id: left, 77: right})
    assert "open" in kinds(check(before))
    result, _done = mended(before)
    assert 77 not in result.grounds
    looks(result, names, 1, "A..B")


def test_an_orphan_belongs_to_the_area_it_lies_in() -> None:
    before, names = drawn("AABB", "PQRS")
    orphan = replace(before[names["R"]], parent=4711)
    before = Coverage({**before.grounds, orphan.id: orphan})
    assert "orphan" in kinds(check(before))
    result, _done = mended(before)
    assert result[names["R"]].parent == names["B"]


def test_what_is_sound_is_left_alone() -> None:
    before, _names = drawn(*GRIDS)
    assert mend(before).edit.changed == {} and mend(before).mends == ()


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.sampled_from([1e-9, 1e-7, 0.01, 0.2, 0.7]))
def test_any_jumble_becomes_sound_at_every_level(seed: int, jitter: float) -> None:
    """Some areas of two levels with shaken corners; the county's ground stays what it was."""
    random = np.random.default_rng(seed)
    before, names = drawn(
        """
        AAAB
        AACB
        DDCB
        """,
        """
        PPQR
        P.SR
        TUS.
        """,
    )
    county = before[COUNTY].geometry.area
    for name in random.choice([key for key in names if key != "county"], 4, replace=False):
        held = before[names[name]]
        coords = shapely.get_coordinates(held.geometry)
        moved = {tuple(xy): xy + random.normal(0, jitter, 2) for xy in coords.tolist()}
        shape = shapely.transform(
            held.geometry,
            lambda at, moved=moved: np.array([moved[tuple(xy)] for xy in at.tolist()]),
        )
        parts = [part for part in shape.geoms if part.area > 0]
        before = shifted(before, held.id, MultiPolygon(parts))
    result, done = mended(before)
    for level in (0, 1):
        ground = sum(g.geometry.area for g in result.grounds.values() if g.level == level)
        assert ground == pytest.approx(county, rel=1e-9)
    # Once more changes nothing.
    again = mend(result, SMALL_M)
    assert again.edit.changed == {} and again.mends == () and done.left == ()
