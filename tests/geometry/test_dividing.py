"""An area in n parts: as many as asked, even, connected, and the coverage exact."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage, Ground
from gridstudio.geometry.dividing import divide, divide_by_children
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.plane import Plane
from tests.geometry.drawn import COUNTY, after, drawn, looks

NOWHERE = np.empty((0, 2)), np.empty(0)
HOLED = """
    AAAAAA
    A..AAA
    AAAAAA
    AAABBB
    """
SHAPES = {
    "square": "AAAB\nAAAB\nAAAB",
    "hole": HOLED,
    "U": "AB.A\nABBA\nAAAA",
    "enclave": "AAAAA\nABBBA\nAAAAA",
    "slanting": "AABB\nAAAB\nCAAA",
}


def parts_of(before: Coverage, result: Coverage, area_id: int) -> list[Ground]:
    level = before[area_id].level
    new = [g for g in result.grounds.values() if g.level == level and g.id < 0]
    return [result[area_id], *new]


def scattered(ground: shapely.Geometry, count: int, seed: int = 1) -> NDArray[np.float64]:
    """Points in a ground, half of them in a crowd."""
    random = np.random.default_rng(seed)
    west, south, east, north = ground.bounds
    crowd = random.normal(ground.representative_point().coords[0], 0.3, (count, 2))
    wide = random.uniform((west, south), (east, north), (count, 2))
    found = np.round(np.concatenate([crowd, wide]), 9)
    return found[shapely.contains_xy(ground, found[:, 0], found[:, 1])]


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("n", [2, 3, 7, 16])
def test_parts_are_even_connected_and_exact(name: str, n: int) -> None:
    before, names = drawn(SHAPES[name])
    target = names["A"]
    ground = before[target].geometry
    points = scattered(ground, 2000)
    for load in (NOWHERE, (points, np.ones(len(points)))):
        result = after(before, divide(before, target, n, *load))
        parts = parts_of(before, result, target)
        assert len(parts) == n
        assert all(len(part.geometry.geoms) == 1 for part in parts), "connected"
        if len(load[0]):
            sums = [shapely.contains_xy(g.geometry, *points.T).sum() for g in parts]
            assert sum(sums) == len(points), "nobody stands on a border"
        else:
            sums = [area_km2(part.geometry) for part in parts]
            assert sum(p.geometry.area for p in parts) == pytest.approx(ground.area, rel=1e-8)
        assert np.array(sums) == pytest.approx(np.mean(sums), rel=0.03)


def test_fifty_parts() -> None:
    before, names = drawn(HOLED)
    points = scattered(before[names["A"]].geometry, 20_000)
    weight = np.random.default_rng(2).uniform(1, 100, len(points))
    result = after(before, divide(before, names["A"], 50, points, weight))
    parts = parts_of(before, result, names["A"])
    sums = np.array([weight[shapely.contains_xy(g.geometry, *points.T)].sum() for g in parts])
    assert len(parts) == 50
    assert sums == pytest.approx(sums.mean(), rel=0.03)


def test_areas_below_are_cut_and_open_ground_becomes_areas() -> None:
    before, names = drawn("AAAA\nAAAA", "PPQQ\nPP..")
    result = after(before, divide(before, names["A"], 3, *NOWHERE))
    below = [g for g in result.grounds.values() if g.level == 2]
    assert len(parts_of(before, result, names["A"])) == 3
    assert sum(g.geometry.area for g in below) == pytest.approx(8)
    before, names = drawn("A...\nA...")
    result = after(before, divide(before, names["."], 2, *NOWHERE))
    assert sorted(g.open for g in result.children(COUNTY)) == [False, False, True]


def test_an_area_in_pieces_may_have_parts_in_pieces() -> None:
    before, names = drawn("AAB.AA\nAAB.A.")
    result = after(before, divide(before, names["A"], 2, *NOWHERE))
    parts = parts_of(before, result, names["A"])
    assert [p.geometry.area for p in parts] == pytest.approx([3.5] * 2, rel=0.03)
    assert sum(len(part.geometry.geoms) for part in parts) == 3, "one cut through one piece"
    before, names = drawn("AAB.AA\nAAB.AA")
    result = after(before, divide(before, names["A"], 2, *NOWHERE))
    parts = parts_of(before, result, names["A"])
    assert [part.geometry.area for part in parts] == [4, 4], "the pieces are not cut"
    before, names = drawn("AAB.AA\nAAB.A.")
    result = after(before, divide(before, names["A"], 5, *NOWHERE))
    areas = [part.geometry.area for part in parts_of(before, result, names["A"])]
    assert areas == pytest.approx([1.4] * 5, rel=0.05)


def test_whole_areas_are_shared_out() -> None:
    before, names = drawn("AAAAAA", "PQRSTU")
    weight_of = {names[name]: 1.0 for name in "PQRSTU"}
    result = after(before, divide_by_children(before, names["A"], 3, weight_of))
    parts = parts_of(before, result, names["A"])
    assert [part.geometry.area for part in parts] == [2, 2, 2]
    assert all(len(part.geometry.geoms) == 1 for part in parts)
    looks(result, names, 2, "PQRSTU")
    assert {len(result.children(part.id)) for part in parts} == {2}
    weight_of = {names[name]: 1.0 for name in "PQRST"} | {names["U"]: 5.0}
    result = after(before, divide_by_children(before, names["A"], 2, weight_of))
    assert sorted(p.geometry.area for p in parts_of(before, result, names["A"])) == [1, 5]


@pytest.mark.parametrize(
    ("points", "n", "why"),
    [
        (np.full((40, 2), 0.5), 2, "stands at 1 places"),
        (np.array([[0.5, 0.5], [1.5, 0.5]]), 3, "stands at 2 places"),
        (np.empty((0, 2)), 51, "2 to 50"),
        (np.empty((0, 2)), 1, "2 to 50"),
    ],
)
def test_what_cannot_be_divided_says_why_and_where(
    points: NDArray[np.float64], n: int, why: str
) -> None:
    before, names = drawn("AAAB")
    with pytest.raises(Refused, match=why) as refusal:
        divide(before, names["A"], n, points, np.ones(len(points)))
    assert refusal.value.place is not None
    with pytest.raises(Refused, match="only 0 areas below") as refusal:
        divide_by_children(before, names["A"], 2, {})
    assert refusal.value.place is not None


def test_one_place_with_too_much_is_said() -> None:
    before, names = drawn("AAAB")
    points = np.concatenate([np.full((60, 2), 0.5), scattered(before[names["A"]].geometry, 20)])
    edit = divide(before, names["A"], 4, points, np.ones(len(points)))
    assert "One place alone" in edit.notice
    assert len(parts_of(before, after(before, edit), names["A"])) == 4


def test_the_plane_keeps_areas_and_what_is_straight() -> None:
    shape = shapely.MultiPolygon([shapely.box(112.0, 35.0, 112.4, 35.2)])
    plane = Plane.about(shape)
    assert plane.shape(shape).area / 1e6 == pytest.approx(area_km2(shape), rel=0.003)
    lonlat = np.array([[112.0, 35.0], [112.2, 35.1], [112.4, 35.2]])
    xy = plane.xy(lonlat)
    assert plane.lonlat(xy) == pytest.approx(lonlat, abs=1e-12)
    assert xy[1] == pytest.approx((xy[0] + xy[2]) / 2)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.integers(2, 9), st.sampled_from(["A", "B", "C"]))
def test_any_crowd_is_divided_exactly(seed: int, n: int, letter: str) -> None:
    before, names = drawn(
        """
        AAABBB
        A.ABBB
        ACCCBA
        """,
        """
        PSSQQR
        P_SQQR
        PTTURR
        """,
    )
    points = scattered(before[names[letter]].geometry, 60, seed)
    result = after(before, divide(before, names[letter], n, points, np.ones(len(points))))
    assert len(parts_of(before, result, names[letter])) == n


def test_a_cut_a_hair_beside_a_border_below_runs_along_it() -> None:
    """The cut that halves B comes 1e-9 degrees beside a border of the areas below."""
    before, names = drawn(
        """
        AABBB
        AABBB
        AABBB
        AABBB
        AAABB
        AAABB
        AAABB
        """,
        """
        ..SSS
        ..SSS
        ..SSS
        ..RRS
        ..PRR
        ...S.
        ...S.
        """.replace("P", "R"),
    )
    edit = divide(before, names["B"], 3, np.empty((0, 2)), np.empty(0))
    result = after(before, edit)
    parts = [names["B"], *(new.key for new in edit.added if new.level == 1)]
    assert sum(result[key].geometry.area for key in parts) == pytest.approx(18)
    assert [round(result[key].geometry.area) for key in parts] == [6, 6, 6]
