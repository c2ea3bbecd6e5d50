"""Borders simplified and smoothed all together: drawn cases, and random divisions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.geometry.arcs import arcs_of
from gridstudio.geometry.checking import check
from gridstudio.geometry.coverage import Coverage, Ground, apply, require_sound
from gridstudio.geometry.generalising import Borders, Generalised
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.rings import edges, rings, together
from tests.geometry.drawn import COUNTY, drawn

CELL_M = 111_000.0


def wavy(picture: str, below: str | None = None, seed: int = 1) -> tuple[Coverage, dict[str, int]]:
    """The areas of pictures with 8 wavy edges for each straight one; neighbours share them, and
    the county's border is wavy, too."""
    coverage, names = drawn(*filter(None, (picture, below)))
    random = np.random.default_rng(seed)
    made: dict[tuple[float, float, float, float], np.ndarray] = {}

    def edge(start: tuple[float, float], end: tuple[float, float]) -> np.ndarray:
        key = (*min(start, end), *max(start, end))
        if key not in made:
            share = np.linspace(0, 1, 9)[:, None]
            line = np.array(key[:2]) * (1 - share) + np.array(key[2:]) * share
            line[1:-1] += random.normal(0, 0.02, (7, 2))
            made[key] = np.round(line, 9)
        return made[key] if start <= end else made[key][::-1]

    def ring(coords: np.ndarray) -> np.ndarray:
        corners = [tuple(xy) for xy in coords.tolist()]
        pieces = [edge(a, b)[:-1] for a, b in zip(corners, corners[1:], strict=False)]
        return np.concatenate([*pieces, pieces[0][:1]])

    grounds = {}
    for key, held in coverage.grounds.items():
        parts = [
            Polygon(
                ring(shapely.get_coordinates(part.exterior)),
                [ring(shapely.get_coordinates(hole)) for hole in part.interiors],
            )
            for part in held.geometry.geoms
        ]
        grounds[key] = replace(held, geometry=MultiPolygon(parts))
    return Coverage(grounds), names


def done(coverage: Coverage, result: Generalised) -> Coverage:
    """The coverage after, sound by both ways of looking at it."""
    after = require_sound(coverage, result.edit)
    assert check(after) == []
    return after


PICTURE = """
    AABB
    AIIB
    CCDD
    CCDD
    """
BELOW = """
    PPQQ
    R__S
    TTUU
    VVWW
    """


@pytest.mark.parametrize("smooth", [False, True])
def test_every_level_gets_the_same_border(smooth: bool) -> None:
    before, _names = wavy(PICTURE, BELOW)
    assert check(before) == []
    result = Borders(before, 1).generalised(0.03 * CELL_M, smooth=smooth)
    after = done(before, result)
    assert after[COUNTY].geometry is before[COUNTY].geometry, "the county's border stays"
    for parent in (held for held in after.grounds.values() if after.children(held.id)):
        outline = together(child.geometry for child in after.children(parent.id))
        assert edges(outline) == edges(parent.geometry)
    if not smooth:
        assert result.nodes_after < 0.8 * result.nodes_before
    count = len(
        {node for held in after.grounds.values() for edge in edges(held.geometry) for node in edge}
    )
    assert count == result.nodes_after


def test_only_borders_of_the_level_change() -> None:
    before, names = wavy(PICTURE, BELOW)
    after = done(before, Borders(before, 1).generalised(0.03 * CELL_M))
    for one, other in (("P", "R"), ("T", "V")):
        common = [
            edges(held[names[one]].geometry) & edges(held[names[other]].geometry)
            for held in (before, after)
        ]
        assert common[0] == common[1] and common[0]


def test_how_far_borders_move_and_how_much_ground_with_them() -> None:
    before, _names = wavy(PICTURE)
    result = Borders(before, None).generalised(2000.0)
    assert 500 < result.shift_m <= 2000.0 * 1.001
    after = done(before, result)
    moved = sum(
        area_km2(held.geometry.difference(before[key].geometry)) * 1e6
        for key, held in after.grounds.items()
        if held.level == 1
    )
    assert result.ground_m2 == pytest.approx(moved, rel=0.01)
    nothing = Borders(before, None).generalised(0.0)
    assert nothing.edit.changed == {} and nothing.shift_m == nothing.ground_m2 == 0


def test_ground_of_the_level_is_conserved() -> None:
    before, _names = wavy(PICTURE)
    after = done(before, Borders(before, None).generalised(5000.0, smooth=True))
    totals = [
        sum(area_km2(held.geometry) for held in coverage.grounds.values() if held.level == 1)
        for coverage in (before, after)
    ]
    assert totals[1] == pytest.approx(totals[0], rel=1e-6)


def test_the_countys_border_only_where_it_is_asked_for() -> None:
    before, _names = wavy(PICTURE)
    result = Borders(before, None, outer=True).generalised(0.03 * CELL_M)
    after = done(before, result)
    assert len(edges(after[COUNTY].geometry)) < len(edges(before[COUNTY].geometry))


def test_a_locked_area_keeps_its_border_and_so_does_a_locked_level() -> None:
    before, names = wavy(PICTURE, BELOW)
    held = replace(before[names["A"]], locked=True)
    locked = Coverage({**before.grounds, held.id: held})
    after = done(locked, Borders(locked, 1).generalised(0.03 * CELL_M))
    assert after[held.id].geometry is held.geometry
    assert after[names["D"]].geometry is not before[names["D"]].geometry
    whole = replace(before, locked_levels=frozenset({1}))
    assert Borders(whole, None).generalised(0.03 * CELL_M).edit.changed.keys() <= {
        names[name] for name in "PQRSTUVW"
    }


def test_an_island_is_not_jumped_over() -> None:
    """The border of A and B bulges around the island I, which B surrounds."""
    bulge = [(2, 0), (2, 0.9), (2.5, 1), (2, 1.1), (2, 2)]
    island = [(2.2, 0.97), (2.3, 0.97), (2.3, 1.03), (2.2, 1.03)]
    west = [(0, 2), (0, 0)]
    east = [(4, 0), (4, 2)]
    grounds = [
        Ground(1, 0, 0, False, MultiPolygon([Polygon([*west, (2, 0), *east, (2, 2)])])),
        Ground(2, 1, 1, False, MultiPolygon([Polygon([*west, *bulge], [island])])),
        Ground(3, 1, 1, False, MultiPolygon([Polygon([*bulge[::-1], *east])])),
        Ground(4, 1, 1, False, MultiPolygon([Polygon(island)])),
    ]
    before = Coverage({held.id: held for held in grounds})
    assert check(before) == []
    result = Borders(before, 1).generalised(CELL_M)
    after = done(before, result)
    assert result.kept == 1
    assert after[4].geometry.within(after[2].geometry.convex_hull)
    assert not after[4].geometry.intersects(after[3].geometry)


def test_a_border_that_runs_round_others_is_made_simpler_all_the_same() -> None:
    """Before, what it goes round counted as what it would be moved over, so it stayed."""
    before, names = drawn("AAAAAA\nABBBBA\nAB..BA\nAB..BA\nABBBBA\nAAAAAA")
    result = Borders(before, 1).generalised(1.0)
    after = done(before, result)
    assert result.kept == 0
    corners = [len(ring) - 1 for ring in rings(after[names["B"]].geometry)]
    assert corners == [4, 4], "its corners"


def test_a_border_that_runs_round_others_does_not_move_over_them() -> None:
    """B bulges around an island."""
    island = [(3.2, 1.97), (3.3, 1.97), (3.3, 2.03), (3.2, 2.03)]
    ring = [(1, 1), (3, 1), (3, 1.9), (3.5, 2), (3, 2.1), (3, 3), (1, 3)]
    county = Polygon([(0, 0), (5, 0), (5, 4), (0, 4)])
    shapes = [county, Polygon(county.exterior, [ring]), Polygon(ring, [island]), Polygon(island)]
    before = Coverage(
        {
            at + 1: Ground(at + 1, int(at > 0), int(at > 0), False, MultiPolygon([shape]))
            for at, shape in enumerate(shapes)
        }
    )
    result = Borders(before, 1).generalised(CELL_M)
    after = done(before, result)
    assert result.kept == 1
    assert after[4].geometry.within(Polygon(after[3].geometry.geoms[0].exterior))


def test_two_borders_between_the_same_nodes_do_not_become_one() -> None:
    """A lens: both of its sides would become the same straight line."""
    left = [(1, 0), (0.95, 0.5), (1, 1)]
    right = [(1, 0), (1.05, 0.5), (1, 1)]
    grounds = [
        Ground(
            1,
            0,
            0,
            False,
            MultiPolygon([Polygon([(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)])]),
        ),
        Ground(2, 1, 1, False, MultiPolygon([Polygon([(0, 0), *left, (0, 1)])])),
        Ground(3, 1, 1, False, MultiPolygon([Polygon([*left, *right[::-1]][:-1])])),
        Ground(4, 1, 1, False, MultiPolygon([Polygon([(2, 1), *right[::-1], (2, 0)])])),
    ]
    before = Coverage({held.id: held for held in grounds})
    assert check(before) == []
    after = done(before, Borders(before, 1).generalised(0.2 * CELL_M))
    assert after[3].geometry.area > 0


def test_nodes_of_three_and_four_areas_stay() -> None:
    before, names = wavy(
        """
        ABB
        CDB
        """
    )
    after = done(before, Borders(before, 1).generalised(0.05 * CELL_M))
    for node in ((1_000_000_000, 1_000_000_000), (2_000_000_000, 1_000_000_000)):
        for name in "AD" if node[0] == 1_000_000_000 else "DB":
            ends = {end for edge in edges(after[names[name]].geometry) for end in edge}
            assert node in ends


def test_exclaves_and_holes_are_arcs_of_their_own() -> None:
    before, _names = wavy(
        """
        AAAAA
        AHABA
        AAAAA
        """
    )
    arcs = arcs_of(before, 1)
    assert [arcs.is_closed(at) for at in range(len(arcs))] == [True, True]
    after = done(before, Borders(before, 1).generalised(0.05 * CELL_M, smooth=True))
    assert len(after[2].geometry.geoms[0].interiors) == 2


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 10**6),
    st.sampled_from([0.005, 0.05, 0.3, 1.0]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, 1, 2]),
)
def test_any_division_stays_one(
    seed: int, tolerance: float, smooth: bool, outer: bool, level: int | None
) -> None:
    random = np.random.default_rng(seed)
    rows = ["".join(random.choice([*"ABC."], 5)) for _row in range(4)]
    below = ["".join(random.choice([*"PQ."], 5)) for _row in range(4)]
    renamed = [
        "".join(
            {"P": "PSV_", "Q": "QTW_", ".": "...."}[x]["ABC.".index(a)]
            for a, x in zip(up, low, strict=True)
        )
        for up, low in zip(rows, below, strict=True)
    ]
    before, _names = wavy("\n".join(rows), "\n".join(renamed), seed)
    if check(before):
        return  # a wave too high: it crosses another
    borders = Borders(before, level, outer=outer)
    result = borders.generalised(tolerance * CELL_M, smooth=smooth)
    # The scale is that of the middle; at the edges of these pictures it is a little different.
    assert result.shift_m <= tolerance * CELL_M * 1.01
    after = done(before, result)
    assert apply(before, borders.generalised(0.0).edit).grounds == before.grounds
    assert {key: held.parent for key, held in after.grounds.items()} == {
        key: held.parent for key, held in before.grounds.items()
    }


def test_corners_that_lie_on_a_line_go_and_no_ground_moves() -> None:
    before, names = drawn(
        """
        AAABBB
        AAABBB
        """
    )
    cut = [(3, 0), (3, 0.5), (3, 1), (3, 2)]
    west, east = [(0, 2), (0, 0)], [(6, 0), (6, 2)]
    grounds = dict(before.grounds)
    for key, ring in (
        (COUNTY, [*west, *east]),
        (names["A"], [*west, *cut]),
        (names["B"], [*cut[::-1], *east]),
    ):
        parts = MultiPolygon([Polygon(ring)])
        if key == COUNTY:
            parts = together([grounds[names[name]].geometry for name in "AB"])
        grounds[key] = replace(grounds[key], geometry=parts)
    ring = [(0, 2), (0, 0), (3, 0), (6, 0), (6, 2), (3, 2)]
    grounds[COUNTY] = replace(grounds[COUNTY], geometry=MultiPolygon([Polygon(ring)]))
    before = Coverage(grounds)
    assert check(before) == []
    result = Borders(before, 1).generalised(10.0)
    after = done(before, result)
    assert (result.nodes_before, result.nodes_after) == (8, 6) and result.ground_m2 < 1e-3
    assert len(edges(after[names["A"]].geometry)) == 4
