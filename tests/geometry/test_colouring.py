"""Colours of areas: neighbours of a level differ, and little changes when little changes."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridstudio.geometry.colouring import COLOURS, _mixed, colour_numbers, colour_seeds
from gridstudio.geometry.coverage import Coverage
from gridstudio.geometry.cutting import split
from gridstudio.geometry.rings import edges, together
from tests.geometry.drawn import after, drawn, line

Shapes = dict[int, shapely.MultiPolygon]


def coloured(shapes: Shapes) -> dict[int, int]:
    """Areas of one level by id."""
    ids = np.array(sorted(shapes))
    geometry = np.empty(len(ids), dtype=object)
    geometry[:] = [shapes[key] for key in ids.tolist()]
    level, open_ = np.zeros(len(ids), np.int16), np.zeros(len(ids), bool)
    return dict(
        zip(ids.tolist(), colour_numbers(ids, geometry, level, open_).tolist(), strict=True)
    )


def raster(size: int) -> Shapes:
    boxes = (shapely.box(x, y, x + 1, y + 1) for y in range(size) for x in range(size))
    return {key: shapely.MultiPolygon([box]) for key, box in enumerate(boxes, start=4)}


def clashes(shapes: Shapes, *, corners: bool) -> int:
    """Pairs of neighbours that have the same colour, looked at one by one."""
    numbers, keys = coloured(shapes), sorted(shapes)
    touches = shapely.touches if corners else _share_an_edge
    return sum(
        numbers[one] == numbers[other] and bool(touches(shapes[one], shapes[other]))
        for at, one in enumerate(keys)
        for other in keys[at + 1 :]
    )


def _share_an_edge(one: shapely.MultiPolygon, other: shapely.MultiPolygon) -> bool:
    return not edges(one).isdisjoint(edges(other))


def test_neighbours_differ_where_they_touch_at_corners_only_too() -> None:
    shapes = raster(9)
    assert {*coloured(shapes).values()} == set(range(COLOURS))
    assert clashes(shapes, corners=True) == 0


def test_four_at_a_node_an_exclave_and_a_hole() -> None:
    coverage, names = drawn(
        """
        AABBEE
        AABBEE
        CCDDEA
        CCDFEE
        """
    )
    shapes = {names[letter]: coverage[names[letter]].geometry for letter in "ABCDEF"}
    assert clashes(shapes, corners=True) == 0


def test_seven_at_one_corner_differ_along_their_edges() -> None:
    turns = np.linspace(0, 2 * np.pi, 9)
    rim = [(float(np.cos(turn)), float(np.sin(turn))) for turn in turns[:-1]]
    wedges = {
        key: shapely.MultiPolygon([shapely.Polygon([(0, 0), rim[key], rim[(key + 1) % 8]])])
        for key in range(8)
    }
    assert clashes(wedges, corners=False) == 0


def test_colours_are_exchanged_where_none_is_free() -> None:
    """A strip along six areas that have all six colours; it is the last to choose."""
    shapes = {6 + x: shapely.MultiPolygon([shapely.box(x, 1, x + 1, 2)]) for x in range(COLOURS)}
    assert sorted(coloured(shapes).values()) == list(range(COLOURS))
    last = max(range(100, 200), key=lambda key: int(_mixed(np.array([key]))[0]))
    feet = [(float(x), 1.0) for x in range(COLOURS, -1, -1)]
    strip = shapely.Polygon([(0, 0), (COLOURS, 0), *feet])
    assert clashes(shapes | {last: shapely.MultiPolygon([strip])}, corners=False) == 0


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 3)), min_size=5, max_size=12))
@settings(max_examples=20, deadline=None)
def test_mergers_recolour_few_others(picks: list[tuple[int, int]]) -> None:
    shapes = raster(12)
    changed = 0
    for pick, side in picks:
        before = coloured(shapes)
        keys = sorted(shapes)
        one = keys[pick % len(keys)]
        beside = [key for key in keys if key != one and _share_an_edge(shapes[one], shapes[key])]
        other = beside[side % len(beside)]
        shapes[one] = together([shapes[one], shapes.pop(other)])
        now = coloured(shapes)
        assert clashes(shapes, corners=False) == 0
        changed += sum(now[key] != before[key] for key in now)
    assert changed / len(picks) < 12  # of 144


def test_moving_a_border_or_splitting_leaves_the_others_alone() -> None:
    coverage, names = drawn(
        """
        AAABBB
        AAABBB
        CCCDDD
        CCCDDD
        """
    )
    result = after(coverage, split(coverage, names["A"], line((1.5, -1), (1.5, 5))))
    was, now = _of_level(coverage), _of_level(result)
    assert {key: now[key] for key in was} == was


def _of_level(coverage: Coverage) -> dict[int, int]:
    # New areas get the next ids when they are written.
    known = [key for key in coverage.grounds if key > 0]
    ids = {key: key if key > 0 else max(known) - key for key in coverage.grounds}
    return coloured(
        {ids[key]: held.geometry for key, held in coverage.grounds.items() if held.level}
    )


def test_open_ground_and_other_levels_do_not_count() -> None:
    box, beside = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    geometry = np.array([box] * COLOURS + [beside])
    ids = np.array([1, 2, 3, 4, 5, 6, 7])
    level = np.array([0, 1, 2, 3, 4, 5, 5], np.int16)
    open_ = np.zeros(7, bool)
    assert colour_numbers(ids, geometry, level, open_)[[0, 1]].tolist() == [1, 2]
    level[0] = 5  # now it lies beside the last, which wishes for the same
    first, last = colour_numbers(ids, geometry, level, open_)[[0, 6]].tolist()
    assert first != last
    open_[0] = True
    assert colour_numbers(ids, geometry, level, open_)[6] == 1
    assert len(colour_numbers(ids[:0], geometry[:0], level[:0], open_[:0])) == 0


@pytest.mark.parametrize("size", [1, 2])
def test_small_worlds(size: int) -> None:
    assert clashes(raster(size), corners=True) == 0


def test_a_colour_is_wished_by_the_code_without_one_by_the_name_and_last_by_the_id() -> None:
    def seeds(*rows: tuple[int, str, str]) -> list[int]:
        ids, codes, names = zip(*rows, strict=True)
        texts = (np.array(one, dtype=object) for one in (codes, names))
        return colour_seeds(np.array(ids), *texts).tolist()

    first, second, third = seeds((3, "G01", "One"), (4, "G02", ""), (9, "", "One"))
    assert second - first == 1, "numbers one after the other wish for different colours"
    assert seeds((70, "G01", "Renamed"), (71, "G02", "Two"), (72, "", "One")) == [
        first,
        second,
        third,
    ]
    assert seeds((70, "D01-01", ""))[0] not in (first, second), "what stands before counts, too"
    assert seeds((70, "", ""), (71, "", "")) == [70, 71]


def test_codes_of_any_kind_give_numbers_that_can_be_scattered() -> None:
    codes = np.array(["G01", "东-999999999", "0" * 40, "网格"], dtype=object)
    seeds = colour_seeds(np.arange(4), codes, codes)
    assert (_mixed(seeds) >= 0).all() and len({*seeds.tolist()}) == 4
