"""What is locked keeps its borders, whichever gesture would move them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gridstudio.errors import Refused
from gridstudio.geometry.border_moving import move_border
from gridstudio.geometry.borders import border_at
from gridstudio.geometry.coverage import Coverage, require_sound
from gridstudio.geometry.cutting import draw, split
from gridstudio.geometry.joining import give_back, merge
from gridstudio.geometry.reshaping import move_node
from tests.geometry.drawn import COUNTY, after, drawn, line


def divided(*levels: int) -> tuple[Coverage, dict[str, int]]:
    coverage, names = drawn(
        """
        AABB
        AABB
        """,
        """
        PPSS
        Q.TT
        """,
    )
    return replace(coverage, locked_levels=frozenset(levels)), names


def test_a_shared_border_is_refused_where_the_other_level_is_locked() -> None:
    for level in (1, 2):
        before, _names = divided(level)
        border = border_at(before, 1, (2, 0.5), 0.1)
        edit = move_border(before, border, (2, 0.5), (2.5, 0.5))
        with pytest.raises(Refused, match="locked level") as refusal:
            require_sound(before, edit)
        lon, lat = refusal.value.place  # type: ignore[misc]
        assert 2 <= lon <= 2.6 and 0 <= lat <= 2


def test_what_lies_in_a_locked_level_may_be_divided_up_to_its_border() -> None:
    """The cut puts a node on the district's border, which does not move by that."""
    before, names = divided(1)
    edit = split(before, names["P"], line((0.5, 0), (0.5, 3)))
    assert len(after(before, edit).grounds) == len(before.grounds) + 1
    moved = move_node(before, (1, 1), (1, 1.2))
    after(before, moved)


def test_nothing_is_added_to_or_taken_from_a_locked_level() -> None:
    before, names = divided(2)
    opened = before.open_child(names["A"])
    assert opened is not None
    for edit in (
        draw(before, names["A"], line((1, 0), (2, 0), (2, 1), (1, 1))),
        split(before, names["S"], line((2.5, 0), (2.5, 3))),
        give_back(before, [names["P"]]),
        merge(before, [names["P"], names["Q"]]),
    ):
        with pytest.raises(Refused, match="locked level") as refusal:
            require_sound(before, edit)
        assert refusal.value.place is not None


def test_a_first_area_of_a_locked_level_is_refused_too() -> None:
    coverage, _names = drawn("..")
    before = replace(coverage, locked_levels=frozenset({1}))
    with pytest.raises(Refused, match="locked level"):
        require_sound(before, draw(before, COUNTY, line((0, 0), (1, 0), (1, 1), (0, 1))))


def test_areas_of_a_locked_level_may_belong_to_another_above() -> None:
    before, names = divided(2)
    after(before, merge(before, [names["A"], names["B"]]))


def test_a_locked_area_names_itself_not_the_level() -> None:
    before, names = divided()
    grounds = dict(before.grounds) | {names["S"]: replace(before[names["S"]], locked=True)}
    with pytest.raises(Refused, match="locked area"):
        require_sound(Coverage(grounds), move_node(Coverage(grounds), (2, 1), (2.2, 1)))
