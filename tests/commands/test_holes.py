"""Holes and exclaves in a real file: what the notices say, and undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridstudio.commands.areas import coverage_of, draw_area
from gridstudio.commands.ground import carve_area, take_ground
from gridstudio.commands.holes import cut_hole, fill_hole, give_exclave
from gridstudio.errors import Refused
from gridstudio.geometry.checking import check
from gridstudio.project import Project
from tests.cases import divided_project

GRID = 2
RING = [(112.03, 35.05), (112.07, 35.05), (112.07, 35.15), (112.03, 35.15)]
MIDDLE = (112.05, 35.1)


def sound(project: Project) -> bool:
    return check(coverage_of(project.areas())) == []


def owners_in_the_hole(project: Project) -> set[int]:
    xy = project.customers().lonlat
    inside = ((xy > RING[0]) & (xy < RING[2])).all(axis=1)
    assert inside.any()
    return set(project.owners().at_level(project.areas(), GRID)[inside].tolist())


def test_a_hole_is_cut_and_filled(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=200) as project:
        before = project.areas().geometry
        areas = project.areas()
        one = int(areas.id[list(areas.name).index("One")])
        assert owners_in_the_hole(project) == {one}
        assert cut_hole(project, GRID, RING).notice == ""
        assert project.undo_label == "Cut a hole" and sound(project)
        assert owners_in_the_hole(project) == {
            int(project.areas().children(int(areas.parent[areas.row(one)]))[-1])
        }
        assert fill_hole(project, GRID, MIDDLE).notice == ("“One” has taken in the open ground.")
        assert project.undo_label == "Fill a hole" and sound(project)
        assert owners_in_the_hole(project) == {one}
        project.undo(), project.undo()
        assert (project.areas().geometry == before).all()


def test_an_area_in_a_hole_is_merged_and_that_is_said(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=200) as project:
        carve_area(project, GRID, RING)
        notice = fill_hole(project, GRID, MIDDLE).notice
        assert notice == "“Grid 3” has been merged into “One”."
        assert "Grid 3" not in project.areas().name and sound(project)


def test_a_hole_may_become_an_area(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        cut_hole(project, GRID, RING)
        draw_area(project, GRID, RING, name="Island")
        assert "Island" in project.areas().name and sound(project)
        assert project.areas().open.sum() == 1  # East's


def test_an_exclave_is_made_and_given_away(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        areas = project.areas()
        two = int(areas.id[list(areas.name).index("Two")])
        notice = take_ground(project, two, RING).notice
        assert notice == "The area has a piece apart from it now, an exclave."
        assert len(project.areas().geometry[project.areas().row(two)].geoms) == 2
        notice = give_exclave(project, GRID, MIDDLE).notice
        assert notice == "The exclave of “Two” belongs to “One” now."
        assert project.undo_label == "Give an exclave away" and sound(project)
        with pytest.raises(Refused, match="one piece"):
            give_exclave(project, GRID, MIDDLE)
