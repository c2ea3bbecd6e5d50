"""Borders of a level simplified in one step, and what is known before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.areas import set_area
from gridstudio.commands.check import check
from gridstudio.commands.demo import write_demo
from gridstudio.commands.foreseen import Before
from gridstudio.commands.generalise import Plan, Wish, apply_generalise, plan_generalise
from gridstudio.errors import Refused
from gridstudio.geometry.ground_area import area_km2
from gridstudio.project import Project
from tests.cases import telecom
from tests.commands.test_demo import paint


@pytest.fixture
def demo(tmp_path: Path) -> Project:
    path = tmp_path / "demo.gpkg"
    write_demo(path, template=telecom(), paint_tiles=paint, customers=2000)
    return Project.open(path)


def planned(project: Project, wish: Wish) -> Plan:
    return plan_generalise(Before.of(project), wish)


def km2(project: Project, level: int) -> float:
    areas = project.areas()
    return sum(area_km2(shape) for shape in areas.geometry[areas.level == level])


@pytest.mark.parametrize("wish", [Wish(None, 150.0), Wish(2, 150.0, smooth=True), Wish(1, 150.0)])
def test_in_one_step_that_undo_takes_back(demo: Project, wish: Wish) -> None:
    with demo as project:
        before = project.areas()
        totals = [km2(project, level) for level in (0, 1, 2)]
        plan = planned(project, wish)
        assert plan.result.edit.changed and project.areas() is before
        assert apply_generalise(project, plan) == len(plan.result.edit.changed)
        assert check(project) == []
        for level, was in enumerate(totals):
            assert km2(project, level) == pytest.approx(was, rel=1e-6)
        project.undo()
        now = project.areas()
        assert all(
            one.equals_exact(other, 0)
            for one, other in zip(now.geometry, before.geometry, strict=True)
        )


def test_who_changes_owner_is_known_before(demo: Project) -> None:
    with demo as project:
        plan = planned(project, Wish(None, 400.0))
        before = project.owners().area.copy()
        opened = project.areas().id[project.areas().open]
        assert len(plan.book) > 0
        apply_generalise(project, plan)
        after = project.owners().area
        before, after = (np.where(np.isin(of, opened), 0, of) for of in (before, after))
        moved = np.flatnonzero(before != after)
        assert moved.tolist() == plan.book.rows.tolist()


def test_locked_areas_stay_and_nothing_to_do_is_said(demo: Project) -> None:
    with demo as project:
        areas = project.areas()
        key = int(areas.at_level(2)[0])
        set_area(project, key, locked=True)
        before = project.areas().geometry[areas.row(key)]
        plan = planned(project, Wish(None, 300.0))
        apply_generalise(project, plan)
        assert project.areas().geometry[areas.row(key)].equals_exact(before, 0)
        with pytest.raises(Refused, match="larger tolerance"):
            apply_generalise(project, planned(project, Wish(None, 0.0)))


def test_a_plan_of_yesterday_is_refused(demo: Project) -> None:
    with demo as project:
        plan = planned(project, Wish(None, 100.0))
        set_area(project, int(project.areas().at_level(2)[0]), note="changed")
        with pytest.raises(Refused, match="changed meanwhile"):
            apply_generalise(project, plan)
