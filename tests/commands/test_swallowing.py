"""Areas drawn over altogether: they go, named, and what hung on them goes to what is drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.areas import set_area
from gridstudio.commands.check import check
from gridstudio.commands.ground import carve_area, take_ground
from gridstudio.commands.overrides import give_customers
from gridstudio.commands.swallowing import Swallowed, swallowed_words
from gridstudio.errors import Refused
from gridstudio.i18n import set_language
from gridstudio.project import Project
from tests.cases import divided_project

DISTRICT, GRID = 1, 2
OVER_TWO = [(112.08, 34.9), (112.25, 34.9), (112.25, 35.3), (112.08, 35.3)]
"""A piece of One, all of Two, and open ground of the other district."""
OVER_WEST = [(111.9, 34.9), (112.25, 34.9), (112.25, 35.3), (111.9, 35.3)]
"""All of the west district, with both grids, and some of the east."""


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def names(project: Project, level: int) -> set[str]:
    areas = project.areas()
    return set(areas.name[(areas.level == level) & ~areas.open].tolist())


def test_what_is_drawn_over_is_named_and_owners_follow(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        set_area(project, id_of(project, "Two"), team="Blue")
        before, owners = project.areas(), project.owners().area
        two = id_of(project, "Two")
        had = int((owners == two).sum())
        done = carve_area(project, GRID, OVER_TWO)
        assert done.notice.startswith(f"Merged into it: “Two” ({had} customers, team Blue).")
        assert check(project) == [] and names(project, GRID) == {"One", "Grid 3"}
        (new,) = done.added
        lon = project.customers().lonlat[:, 0]
        inside = (lon > 112.08) & (lon < 112.25)
        assert ((project.owners().area == new) == inside).all()
        assert project.undo_label == "Draw area over others"
        project.undo()
        assert np.array_equal(project.areas().id, before.id)
        assert (project.areas().geometry == before.geometry).all()
        assert np.array_equal(project.owners().area, owners)
        project.redo()
        assert check(project) == [] and names(project, GRID) == {"One", "Grid 3"}


def test_decisions_for_an_area_that_goes_are_for_what_takes_its_place(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=40) as project:
        far = int(project.customers().id[np.argmax(project.customers().lonlat[:, 0])])
        give_customers(project, [far], id_of(project, "Two"), "contract")
        (new,) = carve_area(project, GRID, OVER_TWO).added
        (decision,) = project.overrides()
        assert decision.area_id == new and decision.reason == "contract"
        row = int(project.owners().index([far])[0])
        assert project.owners().area[row] == new and check(project) == []


def test_a_district_drawn_over_grids_has_them(tmp_path: Path) -> None:
    """Two comes along with its team; of One a piece is open ground of the new district."""
    with divided_project(tmp_path, customers=400) as project:
        two = id_of(project, "Two")
        set_area(project, two, team="Blue", locked=True)
        shape = project.areas().geometry[project.areas().row(two)]
        done = carve_area(project, DISTRICT, OVER_TWO)
        areas = project.areas()
        (new,) = done.added
        assert int(areas.parent[areas.row(two)]) == new
        assert areas.geometry[areas.row(two)] == shape
        assert areas.team[areas.row(two)] == "Blue"
        assert "open ground of the level below" in done.notice and "Merged" not in done.notice
        assert check(project) == []


def test_a_district_that_goes_leaves_its_grids(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        done = carve_area(project, DISTRICT, OVER_WEST)
        assert "“West”" in done.notice
        assert names(project, DISTRICT) == {"East", "District 3"}
        assert names(project, GRID) == {"One", "Two"}
        (new,) = done.added
        areas = project.areas()
        assert {*areas.children(new).tolist()} >= {id_of(project, "One"), id_of(project, "Two")}
        assert check(project) == []


def test_taking_in_ground_merges_what_lies_in_it(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        done = take_ground(project, id_of(project, "One"), OVER_TWO)
        assert done.notice.startswith("Merged into it: “Two” (")
        assert names(project, GRID) == {"One"} and check(project) == []


@pytest.mark.parametrize("level", [DISTRICT, GRID])
def test_a_locked_area_is_not_swallowed(tmp_path: Path, level: int) -> None:
    with divided_project(tmp_path) as project:
        locked = id_of(project, "Two" if level == GRID else "West")
        set_area(project, locked, locked=True)
        version = project.version
        with pytest.raises(Refused, match="locked area") as refusal:
            carve_area(project, level, OVER_WEST)
        assert refusal.value.place is not None and project.version == version


def test_a_grid_does_not_swallow_a_district(tmp_path: Path) -> None:
    """The ground would be the east's, of which it has more."""
    with divided_project(tmp_path) as project:
        ring = [(111.9, 34.9), (112.5, 34.9), (112.5, 35.3), (111.9, 35.3)]
        with pytest.raises(Refused, match="lose all its ground"):
            carve_area(project, GRID, ring)


def test_many_are_counted_and_the_first_named() -> None:
    many = tuple(Swallowed(n, f"Grid {n}", "", 1, (0.0, 0.0)) for n in range(1, 9))
    said = swallowed_words(many, done=True)
    assert said.startswith("Merged into it, 8 areas: “Grid 1” (1 customer), ")
    assert "“Grid 5”" in said and "“Grid 6”" not in said and said.endswith("….")
    assert swallowed_words((), done=True) == ""
    alone = Swallowed(1, "Market", "", None, (0.0, 0.0))
    assert swallowed_words((alone,), done=False).startswith("“Market” lies in it")
    set_language("zh_CN")
    try:
        assert "lies" not in swallowed_words((alone,), done=False)
    finally:
        set_language("en")
