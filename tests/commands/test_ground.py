"""Ground that passes over, written to a real file: owners follow, undo brings all back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.areas import coverage_of
from gridstudio.commands.ground import (
    carve_area,
    plan_taking,
    reshape_border,
    take_customers,
    take_ground,
    take_planned,
)
from gridstudio.commands.overrides import give_customers
from gridstudio.errors import Refused
from gridstudio.geometry.checking import check
from gridstudio.project import Project
from tests.cases import divided_project

GRID = 2


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def ground_of(project: Project, name: str) -> float:
    areas = project.areas()
    return float(areas.geometry[areas.row(id_of(project, name))].area)


RING = [(112.08, 35.05), (112.14, 35.05), (112.14, 35.15), (112.08, 35.15)]
ACTS: dict[str, Callable[[Project], object]] = {
    "reshape": lambda p: reshape_border(
        p, GRID, [(112.05, 35.05), (112.16, 35.05), (112.16, 35.15), (112.05, 35.15)]
    ),
    "carve": lambda p: carve_area(p, GRID, RING),
    "take": lambda p: take_ground(p, id_of(p, "One"), RING),
    "take customers": lambda p: take_customers(
        p, id_of(p, "One"), p.customers().id[p.customers().lonlat[:, 0] > 112.15][:9].tolist()
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_the_division_stays_sound_and_undo_brings_it_back(tmp_path: Path, name: str) -> None:
    with divided_project(tmp_path, customers=200) as project:
        before, owners = project.areas(), project.owners().area
        ACTS[name](project)
        assert check(coverage_of(project.areas())) == []
        assert (project.owners().area != owners).any()
        project.undo()
        assert (project.areas().geometry == before.geometry).all()
        assert (project.owners().area == owners).all()


def test_customers_come_with_their_ground(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=200) as project:
        customers = project.customers()
        chosen = customers.id[(np.abs(customers.lonlat - (112.16, 35.1)) < 0.05).all(axis=1)]
        take_customers(project, id_of(project, "One"), chosen.tolist())
        rows = project.owners().index(chosen)
        assert (project.owners().area[rows] == id_of(project, "One")).all()


def test_the_plan_says_who_comes_along(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=200) as project:
        areas, customers, owners = project.areas(), project.customers(), project.owners()
        one = id_of(project, "One")
        column = np.abs(customers.lonlat[:, 0] - 112.136) < 0.001  # of Two, beside One
        plan = plan_taking(areas, customers, owners, one, customers.id[column])
        assert (plan.selected, plan.others) == (int(column.sum()), 0)
        done = take_planned(project, plan)
        assert done.notice.startswith(
            "Selected customers who come along: 20. Others who stand there: 0."
        )
        now = project.owners().at_level(project.areas(), GRID)
        assert (now == one).sum() == (owners.at_level(areas, GRID) == one).sum() + plan.selected
        with pytest.raises(Refused, match="changed meanwhile"):
            take_planned(project, plan)


def test_far_places_become_pieces_of_their_own(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=2000) as project:
        areas, customers, owners = project.areas(), project.customers(), project.owners()
        places = np.array([(112.256, 35.05), (112.376, 35.15)])
        apart = np.hypot(*(customers.lonlat[:, None] - places).T).min(axis=0)
        ids = customers.id[apart < 0.006]
        plan = plan_taking(areas, customers, owners, id_of(project, "Two"), ids)
        assert len(plan.ground.geoms) == 2 and plan.others == 0
        assert plan.selected == len(ids) > 10


def test_who_is_there_already_or_by_decision_does_not_come_along(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=200) as project:
        one, two = id_of(project, "One"), id_of(project, "Two")
        lonlat, ids = project.customers().lonlat, project.customers().id
        chosen = ids[(lonlat[:, 0] > 112.05) & (lonlat[:, 0] < 112.15)]
        fixed = int(ids[np.flatnonzero(project.owners().area == two)[0]])
        give_customers(project, [fixed], two, "contract")
        held = set(ids[project.owners().area == one].tolist())
        plan = plan_taking(project.areas(), project.customers(), project.owners(), one, chosen)
        assert plan.selected == len(set(chosen.tolist()) - held - {fixed})


def test_what_cannot_be_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        version = project.version
        for act in (
            lambda: take_customers(project, id_of(project, "One"), []),
            lambda: take_ground(project, id_of(project, "One"), [(112, 35), (112.2, 35.2)][:2]),
            lambda: carve_area(project, GRID, [(120, 20), (121, 20), (121, 21)]),
            lambda: carve_area(project, GRID, [(112, 35), (112, 35), (112, 35)]),
            lambda: take_ground(
                project, id_of(project, "One"), [(111, 34), (113, 34), (113, 36), (111, 36)]
            ),
        ):
            with pytest.raises(Refused):
                act()
        assert project.version == version
