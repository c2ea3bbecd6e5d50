"""Dividing an area of a real file: the plan's figures, the edit, undo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.areas import coverage_of, set_area
from gridstudio.commands.dividing import Division, divide_area, plan_division
from gridstudio.errors import Refused
from gridstudio.geometry.checking import check
from gridstudio.project import Project
from tests.cases import blank_project, divided_project

GRID = 2


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def owned(project: Project, level: int) -> dict[int, int]:
    owners = project.owners().at_level(project.areas(), level)
    ids, counts = np.unique(owners, return_counts=True)
    return dict(zip(ids.tolist(), counts.tolist(), strict=True))


@pytest.mark.parametrize("measure", ["customers", "value", "ground"])
def test_what_the_plan_says_is_what_comes_of_it(tmp_path: Path, measure: str) -> None:
    with divided_project(tmp_path, customers=2000) as project:
        before = project.areas().geometry
        one = id_of(project, "One")
        asked = Division(one, 4, measure)
        plan = plan_division(project.areas(), project.customers(), asked)
        assert len(plan.shapes) == 4 and plan.spread < 0.05
        assert (project.areas().geometry == before).all(), "a plan writes nothing"
        done = divide_area(project, plan)
        assert project.undo_label == "Divide into parts"
        assert check(coverage_of(project.areas())) == []
        parts = [one, *done.added]
        assert [owned(project, GRID)[part] for part in parts] == plan.customers.tolist()
        assert plan.customers.sum() == 600 and plan.ground.sum() == pytest.approx(202.6, rel=0.01)
        project.undo()
        assert (project.areas().geometry == before).all()


def test_areas_below_are_kept_whole_or_cut(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        west = id_of(project, "West")
        areas, customers = project.areas(), project.customers()
        plan = plan_division(areas, customers, Division(west, 2, whole=True))
        assert sorted(plan.customers.tolist()) == [80, 120]
        done = divide_area(project, plan)
        below = [project.areas().children(area).tolist() for area in (west, *done.added)]
        assert sorted(map(len, below)) == [1, 1], "each has one of the grids"
        project.undo()
        cut = plan_division(project.areas(), customers, Division(west, 3))
        divide_area(project, cut)
        assert check(coverage_of(project.areas())) == []
        assert set(project.areas().name) >= {"One", "Two", "District 3", "District 4"}


def test_open_ground_becomes_areas(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        ground = int(project.areas().children(int(project.areas().at_level(0)[0]))[0])
        asked = Division(ground, 4, "ground")
        done = divide_area(project, plan_division(project.areas(), project.customers(), asked))
        assert len(done.added) == 3 and check(coverage_of(project.areas())) == []


def test_an_old_plan_is_refused(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=200) as project:
        one = id_of(project, "One")
        plan = plan_division(project.areas(), project.customers(), Division(one, 2))
        set_area(project, one, name="First")
        with pytest.raises(Refused, match="changed meanwhile"):
            divide_area(project, plan)


def test_what_cannot_be_divided_says_why(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=0) as project:
        areas, customers = project.areas(), project.customers()
        county = int(areas.at_level(0)[0])
        for asked, why in (
            (Division(county, 2), "county itself"),
            (Division(99_999, 2), "not there"),
            (Division(id_of(project, "One"), 2), "nothing here"),
            (Division(id_of(project, "West"), 3, whole=True), "only 2 areas"),
        ):
            with pytest.raises(Refused, match=why):
                plan_division(areas, customers, asked)
