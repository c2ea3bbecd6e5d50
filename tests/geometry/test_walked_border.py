"""Borders moved onto walks, on drawn cases."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage
from gridstudio.geometry.walked_border import walk_border
from tests.geometry.drawn import after, drawn
from tests.geometry.drawn import line as drawn_line
from tests.geometry.test_tracing import place, scaled

PICTURE = """
    AABB
    AABB
    """
NAMES = drawn(PICTURE)[1]


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array([place(*point) for point in points])


def sizes(coverage: Coverage, walk: np.ndarray, level: int = 1, **names: int) -> dict[str, float]:
    result = after(coverage, walk_border(coverage, level, walk))
    return {
        name: round(result[key].geometry.area * 1e6, 3)
        for name, key in (names or NAMES).items()
        if key in result.grounds and name != "county"
    }


def test_the_border_lies_on_the_walk_afterwards_whichever_side_it_runs_on() -> None:
    """::

    AA|BB       A gains where the walk bulges to the right,
    AA|BB       B where it bulges to the left
    """
    walk = line((2, 0), (2.5, 0.5), (2, 1), (1.6, 1.5), (2, 2))
    assert sizes(scaled(PICTURE), walk) == {"A": pytest.approx(4.05), "B": pytest.approx(3.95)}


def test_a_walk_that_begins_and_ends_beside_the_border_is_led_to_it() -> None:
    walk = line((2.2, 0.3), (2.5, 0.5), (2.5, 1.5), (2.2, 1.8))
    gained = 0.5 * 1.0 + 0.35 * 0.2 + 0.35 * 0.3  # its middle, and its two slopes
    assert sizes(scaled(PICTURE), walk)["A"] == pytest.approx(4 + gained, abs=0.01)


def test_an_end_a_hair_beside_the_border_is_its_foot_there() -> None:
    """Before, foot and end were both nodes, a tenth of a millimetre apart: what A lost and B gained
    did not fit."""
    coverage, names = drawn("AA\nBB")
    hair = 1e-9
    walk = drawn_line((0.5, 1 + hair), (0.5, 1.5), (1.5 + hair, 1.5), (1.5 + hair, 1 - hair))
    result = after(coverage, walk_border(coverage, 1, walk))
    assert result[names["B"]].geometry.area == pytest.approx(2.5)
    assert len(shapely.get_coordinates(result[names["B"]].geometry)) == 10


def test_a_walk_to_and_fro_across_the_border_leaves_no_slivers() -> None:
    walk = line(*((2 + 0.02 * (-1) ** at, at / 20) for at in range(41)))
    coverage = scaled(PICTURE)
    result = after(coverage, walk_border(coverage, 1, walk))
    assert [len(result[NAMES[letter]].geometry.geoms) for letter in "AB"] == [1, 1]
    total = sum(result[NAMES[letter]].geometry.area for letter in "AB") * 1e6
    assert total == pytest.approx(8.0)


def test_districts_follow_where_grids_of_both_meet() -> None:
    pictures = ("AABB", "PQRS")
    names = drawn(*pictures)[1]
    found = sizes(scaled(*pictures), line((2, 0), (2.3, 0.5), (2, 1)), 2, **names)
    assert found == {
        "A": pytest.approx(2.15), "B": pytest.approx(1.85), "P": 1.0,
        "Q": pytest.approx(1.15), "R": pytest.approx(0.85), "S": 1.0,
    }  # fmt: skip


def test_open_ground_is_the_other_side_too() -> None:
    names = drawn("AA..")[1]
    assert sizes(scaled("AA.."), line((2, 0), (1.7, 0.5), (2, 1)), 1, **names) == {
        "A": pytest.approx(1.85), ".": pytest.approx(2.15),
    }  # fmt: skip


def test_around_an_island_the_nearer_way_counts() -> None:
    picture = """
        AAAAA
        ABBBA
        AAAAA
        """
    names = drawn(picture)[1]
    walk = line((2, 2), (2.2, 2.3), (2.8, 2.3), (3, 2))
    assert sizes(scaled(picture), walk, 1, **names)["B"] == pytest.approx(3.24)


def test_what_is_no_border_is_refused_with_the_place() -> None:
    with pytest.raises(Refused, match="within 50 m") as refusal:
        walk_border(scaled(PICTURE), 1, line((2, 0.5), (3, 1)))
    assert refusal.value.place == pytest.approx(place(3, 1))
    with pytest.raises(Refused, match="one border and ends at another"):
        walk_border(scaled("AABBCC"), 1, line((2, 0.5), (3, 0.7), (4, 0.5)))
    with pytest.raises(Refused, match="leaves the two areas") as refusal:
        walk_border(scaled("AABB\nAABB\nCCCC"), 1, line((2, 3), (3, 0.2), (2, 1.2)))
    assert refusal.value.place is not None
    with pytest.raises(Refused, match="nothing would change"):
        walk_border(scaled(PICTURE), 1, line((2, 0), (2, 1), (2, 2)))


def test_the_countys_own_border_stays() -> None:
    with pytest.raises(Refused, match="within 50 m"):
        walk_border(scaled(PICTURE), 1, line((0, 0.5), (-0.5, 1), (0, 1.5)))


def test_ends_anywhere_beside_a_slanting_border_close_the_ground_in() -> None:
    """::

    AA\\BB      The foot of an end on a slanting edge is no number that computers have: where it
    AA/BB      was computed twice, 1e-13 m apart, walk and border closed nothing in.
    """
    bent = after(
        scaled(PICTURE), walk_border(scaled(PICTURE), 1, line((2, 0.1), (2.43, 0.97), (2, 1.9)))
    )
    before = bent[NAMES["A"]].geometry.area
    random = np.random.default_rng(7)
    for low, high in random.uniform(0.1, 0.9, (40, 2)).tolist():
        begin = (2 + 0.43 * low, 0.1 + 0.87 * low)
        end = (2 + 0.43 * high, 1.9 - 0.93 * high)
        walk = line(begin, (2.9, begin[1]), (2.9, end[1]), end)
        for way in (walk, walk[::-1]):
            result = after(bent, walk_border(bent, 1, way))
            assert result[NAMES["A"]].geometry.area > before


def test_ends_anywhere_beside_the_border_of_an_area_within_another() -> None:
    """::

    AAAA
    AB\\A        The border runs round: one way of it is taken, whichever the walk begins with.
    AAAA
    """
    picture = "AAAA\nABBA\nABBA\nAAAA"
    names = drawn(picture)[1]
    corner = line((3, 1.2), (2.3, 1.7), (1.8, 3))  # B loses a slanting corner to A
    bent = after(scaled(picture), walk_border(scaled(picture), 1, corner))
    before = bent[names["B"]].geometry.area
    random = np.random.default_rng(11)
    for low, high in random.uniform(0.1, 0.9, (20, 2)).tolist():
        begin = (3 - 0.7 * low, 1.2 + 0.5 * low)
        end = (2.3 - 0.5 * high, 1.7 + 1.3 * high)
        walk = line(begin, (2.9, 2.9), end)
        for way in (walk, walk[::-1]):
            assert after(bent, walk_border(bent, 1, way))[names["B"]].geometry.area > before
