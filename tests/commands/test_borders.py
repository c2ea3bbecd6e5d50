"""Whole borders and areas, straight borders and boxes of nodes: written in one step each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.areas import Done, set_area
from gridstudio.commands.borders import (
    delete_nodes,
    move_area,
    move_border,
    straighten_between,
    straighten_border,
)
from gridstudio.commands.check import check
from gridstudio.domain.snapshots import Areas
from gridstudio.errors import Refused
from gridstudio.geometry.ground_area import area_km2
from gridstudio.project import Project
from tests.cases import divided_project


def named(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def ground_km2(areas: Areas, level: int) -> float:
    """All ground of a level; what is not divided above counts at the levels below too."""
    undivided = ~np.isin(areas.id, areas.parent) & (areas.level < level)
    return sum(map(area_km2, areas.geometry[(areas.level == level) | undivided]))


ACTS: list[tuple[str, Callable[[Project], Done]]] = [
    ("Move border", lambda p: move_border(p, 2, (112.1, 35.05), (112.12, 35.06), 1e-3)),
    ("Move border", lambda p: move_border(p, 1, (112.2, 35.05), (112.17, 35.05), 1e-3)),
    ("Straighten border", lambda p: straighten_between(p, 2, (112.1, 35.0), (112.1, 35.2))),
    ("Straighten border", lambda p: straighten_border(p, 2, (112.1, 35.05), 1e-3)),
    ("Delete nodes", lambda p: delete_nodes(p, (112.05, 35.05, 112.15, 35.15))),
    ("Move area", lambda p: move_area(p, named(p, "Two"), (112.15, 35.1), (112.18, 35.1))),
    ("Move area", lambda p: move_area(p, named(p, "One"), (112.05, 35.1), (112.35, 35.1))),
    ("Move area", lambda p: move_area(p, named(p, "East"), (112.3, 35.1), (112.25, 35.1))),
]


@pytest.mark.parametrize(("label", "act"), ACTS)
def test_one_step_that_keeps_the_ground_and_can_be_undone(
    tmp_path: Path, label: str, act: Callable[[Project], Done]
) -> None:
    with divided_project(tmp_path) as project:
        before = project.areas()
        act(project)
        assert project.undo_label == label and check(project) == []
        areas = project.areas()
        for level in (1, 2):
            assert ground_km2(areas, level) == pytest.approx(ground_km2(before, level), rel=1e-6)
        project.undo()
        assert np.array_equal(project.areas().geometry, before.geometry)


def test_an_area_keeps_what_is_known_of_it_when_it_moves(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        one = named(project, "One")
        set_area(project, one, team="Red", setting="urban")
        done = move_area(project, one, (112.05, 35.1), (112.35, 35.1))
        areas = project.areas()
        row = areas.row(one)
        assert (areas.name[row], areas.team[row], areas.code[row]) == ("One", "Red", "G01")
        assert areas.parent[row] == named(project, "East")
        assert "another area above" in done.notice


def test_an_edge_out_of_reach_is_refused(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project, pytest.raises(Refused) as refusal:
        move_border(project, 2, (112.05, 35.05), (112.06, 35.05), 1e-3)
    assert refusal.value.place == (112.05, 35.05)
