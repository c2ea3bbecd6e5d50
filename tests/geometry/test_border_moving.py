"""A whole border moves: what it shares follows, at every level."""

from __future__ import annotations

import pytest

from gridstudio.errors import Refused
from gridstudio.geometry.border_moving import move_border
from gridstudio.geometry.borders import border_at
from gridstudio.geometry.coverage import Coverage, require_sound
from gridstudio.geometry.rings import Point, all_nodes, node_of
from tests.geometry.drawn import after, drawn, looks

CLOSE = 0.1


def moved(coverage: Coverage, near: Point, by: Point, level: int = 1) -> Coverage:
    """After the border nearest to a place has been moved, which leaves the coverage sound."""
    border = border_at(coverage, level, near, CLOSE)
    end = (near[0] + by[0], near[1] + by[1])
    return after(coverage, move_border(coverage, border, near, end))


def test_a_crooked_border_keeps_its_shape() -> None:
    before, names = drawn(
        """
        CCCCCC
        AAABBB
        AABBBB
        AABBBB
        """
    )
    result = moved(before, (2, 0.5), (-1, 0))
    looks(
        result,
        names,
        1,
        """
        CCCCCC
        AABBBB
        ABBBBB
        ABBBBB
        """,
    )


def test_lower_borders_follow_and_so_does_the_upper_level() -> None:
    before, names = drawn(
        """
        AABB
        AABB
        """,
        """
        PPSS
        QQSS
        """,
    )
    result = moved(before, (2, 0.5), (1, 0), level=1)
    looks(result, names, 1, "AAAB\nAAAB")
    looks(result, names, 2, "PPPS\nQQQS")


def test_a_lower_part_moves_alone_where_the_lower_level_is_looked_at() -> None:
    before, names = drawn(
        """
        AABBB
        AABBB
        """,
        """
        PPSSS
        QQTTT
        """,
    )
    result = moved(before, (2, 1.5), (1.5, 0), level=2)
    # The upper level follows it; the four-way node stays where the others need it.
    assert result[names["A"]].geometry.area > 4.5
    assert node_of((2, 0)) in all_nodes(result[names["Q"]].geometry)


def test_a_border_across_one_area_moves_within_it() -> None:
    before, names = drawn(
        """
        AAAB
        AAAB
        """,
        """
        PQQS
        PQQS
        """,
    )
    result = moved(before, (1, 0.5), (1, 0), level=2)
    looks(result, names, 2, "PPQS\nPPQS")
    looks(result, names, 1, "AAAB\nAAAB")


def test_four_way_nodes_come_apart() -> None:
    before, names = drawn(
        """
        CCDD
        CCDD
        AABB
        AABB
        """
    )
    result = moved(before, (2, 0.5), (1, 0))
    looks(
        result,
        names,
        1,
        """
        CCDD
        CCDD
        AAAB
        AAAB
        """,
    )


def test_an_island_moves_as_its_border_does() -> None:
    before, names = drawn(
        """
        AAAAA
        ABBAA
        AAAAA
        """
    )
    result = moved(before, (1.5, 1), (1, 0))
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


def test_of_an_exclave_only_the_part_moves() -> None:
    before, names = drawn(
        """
        AABBAAB
        AABBAAB
        """
    )
    result = moved(before, (2, 0.5), (-1, 0))
    looks(
        result,
        names,
        1,
        """
        ABBBAAB
        ABBBAAB
        """,
    )


def test_crossing_another_border_is_refused_with_the_place() -> None:
    before, _names = drawn(
        """
        AAAAA
        ABBCA
        ABBCA
        AAAAA
        """
    )
    border = border_at(before, 1, (1, 1.5), CLOSE)
    edit = move_border(before, border, (1, 1.5), (4.5, 1.5))
    with pytest.raises(Refused) as refusal:
        require_sound(before, edit)
    assert refusal.value.place is not None


def test_the_border_of_a_micro_area_below_moves_in_all_levels() -> None:
    """The district's border moves and the grid below it too; the county stays."""
    before, names = drawn(
        """
        AB
        AB
        """,
        """
        PS
        QS
        """,
    )
    result = moved(before, (1, 1.5), (0.25, 0))
    for letter in "APQ":
        assert result[names[letter]].geometry.bounds[2] == pytest.approx(1.25, abs=1e-8)
    assert result[names["county"]].geometry.equals(before[names["county"]].geometry)
