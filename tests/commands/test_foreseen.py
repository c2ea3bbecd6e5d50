"""How customers would fare by an edit, before it is written: every kind of turn is told apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import MultiPolygon, Point

from gridstudio.commands.foreseen import (
    PLACES,
    TURNS,
    Before,
    Foreseen,
    foreseen,
    turn_words,
    who_moves,
)
from gridstudio.commands.overrides import give_customers
from gridstudio.geometry.coverage import Coverage
from gridstudio.i18n import set_language
from gridstudio.project import Project
from tests.cases import divided_project, square


def id_of(project: Project, code: str) -> int:
    areas = project.areas()
    return int(areas.id[areas.code == code][0])


def reshaped(before: Before, shapes: dict[int, MultiPolygon]) -> Coverage:
    """The division with other shapes for some areas: nobody asks whether it fits."""
    grounds = dict(before.coverage.grounds)
    for key, shape in shapes.items():
        grounds[key] = replace(grounds[key], geometry=shape)
    return Coverage(grounds)


def with_outsiders(project: Project, *lons: float) -> None:
    """Customers west of the county, without owner."""
    with project.edit("Add") as edit:
        edit.add("customers", [{"geom": Point(lon, 35.05), "name": "Far"} for lon in lons])


def opened_east(project: Project) -> int:
    areas = project.areas()
    return int(areas.id[areas.open & (areas.level == 2)][0])


def seen(project: Project, **moved: MultiPolygon) -> tuple[Before, Foreseen]:
    """What other shapes would do: of areas by their codes, ``E`` is the open ground in the east."""
    before = Before.of(project)
    ids = {key: opened_east(project) if key == "E" else id_of(project, key) for key in moved}
    return before, foreseen(before, reshaped(before, {ids[key]: moved[key] for key in moved}))


def test_each_turn_is_counted_by_where_a_customer_stood_and_stands(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        with_outsiders(project, 111.95, 111.96, 111.85)
        # One goes west by its width: who stood in it is in nobody's ground, two outsiders are in.
        before, found = seen(project, G01=square(-1, 0, 1, 2))
        lon = before.customers.lonlat[:, 0]
        assert found.turns == {
            ("area", "none"): int(((lon > 112) & (lon < 112.1)).sum()),
            ("none", "area"): 2,
        }
        # Two takes the open ground's west half, which goes to where One was.
        before, found = seen(
            project, G02=square(1, 0, 2, 2), G01=square(9, 9, 1, 1), E=square(0, 0, 1, 2)
        )
        assert found.turns == {
            ("open", "area"): int(((lon > 112.2) & (lon < 112.3)).sum()),
            ("open", "none"): int((lon > 112.3).sum()),
            ("area", "open"): int(((lon > 112) & (lon < 112.1)).sum()),
        }
        before, found = seen(project, E=square(-1, 0, 1, 2))
        assert found.turns[("none", "open")] == 2 and found.turns[("open", "none")] == 160 + 40
        assert len(found.book) == 0, "nobody's owner changes"
        before, found = seen(project, G01=square(1, 0, 1, 2), G02=square(0, 0, 1, 2))
        assert found.turns == {("area", "area"): int(((lon > 112) & (lon < 112.2)).sum())}
        assert len(found.book) == found.turns[("area", "area")]


def test_the_book_is_that_of_the_turns_which_change_an_owner(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        with_outsiders(project, 111.95)
        before, found = seen(project, E=square(-1, 0, 2, 2), G01=square(2, 0, 1, 2))
        owning = {turn: n for turn, n in found.turns.items() if "area" in turn}
        assert len(found.book) == sum(owning.values()) > 0
        book = who_moves(
            before,
            reshaped(
                before,
                {
                    opened_east(project): square(-1, 0, 2, 2),
                    id_of(project, "G01"): square(2, 0, 1, 2),
                },
            ),
        )
        assert np.array_equal(book.rows, found.book.rows)
        kinds = Counter(zip((book.old != 0).tolist(), (book.new != 0).tolist(), strict=True))
        assert kinds[(True, False)] == found.turns[("area", "open")]
        assert kinds[(False, True)] == found.turns[("open", "area")]


def test_who_is_held_by_decision_does_not_turn(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=40) as project:
        give_customers(project, project.customers().id.tolist(), id_of(project, "G02"), "contract")
        _before, found = seen(project, G01=square(1, 0, 1, 2), G02=square(0, 0, 1, 2))
        assert found.turns == {} and len(found.book) == 0
        assert turn_words(found.turns) == "No customer gets another owner."


def test_every_turn_has_words_of_its_own_in_both_languages() -> None:
    possible = {(old, new) for old in PLACES for new in PLACES if old != new} | {("area", "area")}
    assert {*TURNS} == possible
    for language in ("en", "zh_CN"):
        set_language(language)
        try:
            said = [turn_words({turn: 1234}) for turn in TURNS]
            both = turn_words({TURNS[0]: 1, TURNS[4]: 2})
        finally:
            set_language("en")
        assert len({*said}) == len(TURNS) and all("1,234" in one for one in said)
        assert "1" in both and "2" in both and len(both) > len(said[0])


@pytest.mark.parametrize("turn", TURNS)
def test_one_customer_is_one(turn: tuple[str, str]) -> None:
    assert "customers" not in turn_words({turn: 1}) and "1 customer " in turn_words({turn: 1})
