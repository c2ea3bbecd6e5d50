"""Dividing an area of a real file: the plan's figures, the edit, undo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString

from gridstudio.commands.areas import coverage_of, set_area
from gridstudio.commands.dividing import Division, DivisionPlan, divide_area, plan_division
from gridstudio.errors import Refused
from gridstudio.geometry.checking import check
from gridstudio.project import Project
from gridstudio.tools.targets import all_of, lines_shown
from tests.cases import add_shapes, blank_project, divided_project

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


def along_roads(project: Project, n: int, measure: str = "customers") -> DivisionPlan:
    """A plan for One whose cuts follow roads."""
    asked = Division(id_of(project, "One"), n, measure, roads=True)
    lines = lines_shown(all_of(project), 1.0)
    return plan_division(project.areas(), project.customers(), asked, lines=lines)


@pytest.mark.parametrize("measure", ["customers", "ground"])
def test_cuts_follow_roads_and_the_rest_is_told(tmp_path: Path, measure: str) -> None:
    with divided_project(tmp_path, customers=2000) as project:
        road = LineString([(111.98, 35.11), (112.03, 35.115), (112.06, 35.105), (112.13, 35.11)])
        add_shapes(project, "Base", ("trunk", "G207", road))
        two = along_roads(project, 2, measure)
        assert two.edit.notice == "" and 0.0 < two.spread < 0.25
        used = {tuple(point) for point in shapely.get_coordinates(two.shapes[0]).tolist()}
        assert {(112.03, 35.115), (112.06, 35.105)} <= used
        done = divide_area(project, two)
        assert check(coverage_of(project.areas())) == []
        parts = [id_of(project, "One"), *done.added]
        assert [owned(project, GRID)[part] for part in parts] == two.customers.tolist()
        project.undo()
        four = along_roads(project, 4, measure)
        assert "of 3 cuts" in four.edit.notice
        divide_area(project, four)
        assert check(coverage_of(project.areas())) == []


def test_without_roads_each_cut_is_straight_and_that_is_said(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        plan = along_roads(project, 3)
        assert "2 of 2 cuts are straight" in plan.edit.notice
        asked = Division(id_of(project, "One"), 3)
        straight = plan_division(project.areas(), project.customers(), asked)
        assert all(a.equals(b) for a, b in zip(plan.shapes, straight.shapes, strict=True))


def test_a_road_that_would_leave_a_part_too_small_is_no_cut(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=2000) as project:
        aside = LineString([(111.98, 35.155), (112.13, 35.155)])
        add_shapes(project, "Base", ("trunk", "G207", aside))
        plan = along_roads(project, 2, "ground")
        assert "1 of 1 cuts is straight" in plan.edit.notice and plan.spread < 0.01


def test_areas_below_are_cut_along_the_road(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        road = LineString([(111.9, 35.09), (112.12, 35.11), (112.3, 35.1)])
        add_shapes(project, "Base", ("trunk", "G207", road))
        asked = Division(id_of(project, "West"), 2, roads=True)
        lines = lines_shown(all_of(project), 1.0)
        plan = plan_division(project.areas(), project.customers(), asked, lines=lines)
        assert plan.edit.notice == ""
        divide_area(project, plan)
        assert check(coverage_of(project.areas())) == []
        areas = project.areas()
        assert int(((areas.level == GRID) & ~areas.open).sum()) == 4, "both grids are cut"


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), n=st.integers(2, 6))
def test_any_roads_leave_sound_parts(
    tmp_path_factory: pytest.TempPathFactory, seed: int, n: int
) -> None:
    random = np.random.default_rng(seed)
    with divided_project(tmp_path_factory.mktemp("roads"), customers=400) as project:
        rows = []
        for at in range(int(random.integers(1, 12))):
            points = random.uniform((111.95, 34.95), (112.25, 35.25), (3, 2))
            rows.append(("trunk", f"R{at}", LineString(np.round(points, 6))))
        add_shapes(project, "Base", *rows)
        plan = along_roads(project, n, str(random.choice(["customers", "ground"])))
        assert len(plan.shapes) == n and plan.spread < 2 * n
        divide_area(project, plan)
        assert check(coverage_of(project.areas())) == []
