"""Acts on areas, written to a real file."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridstudio.commands.areas import (
    coverage_of,
    delete_areas,
    draw_area,
    merge_areas,
    set_area,
    split_area,
)
from gridstudio.errors import Refused
from gridstudio.geometry.checking import check
from gridstudio.project import Project
from tests.cases import blank_project, divided_project


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def customers_in(project: Project, area_id: int) -> int:
    return int((project.owners().area == area_id).sum())


def test_totals_follow_every_act_and_its_undo(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=40) as project:
        one, two = id_of(project, "One"), id_of(project, "Two")
        before = (customers_in(project, one), customers_in(project, two))
        done = split_area(project, one, [(111.9, 35.1), (112.2, 35.1)])
        assert customers_in(project, one) + customers_in(project, done.added[0]) == before[0]
        merge_areas(project, [two, one, done.added[0]])
        assert customers_in(project, two) == sum(before)
        project.undo()
        project.undo()
        assert (customers_in(project, one), customers_in(project, two)) == before
        assert check(coverage_of(project.areas())) == []


def test_deleting_makes_customers_owned_by_open_ground(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        one = id_of(project, "One")
        count = customers_in(project, one)
        delete_areas(project, [one])
        (open_id,) = [
            int(key)
            for key in project.areas().children(id_of(project, "West"))
            if project.areas().open[project.areas().row(int(key))]
        ]
        assert customers_in(project, open_id) == count
        assert check(coverage_of(project.areas())) == []


def test_codes_and_names_are_numbered_by_the_template(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        done = split_area(project, id_of(project, "One"), [(111.9, 35.1), (112.2, 35.1)])
        areas = project.areas()
        row = areas.row(done.added[0])
        assert (areas.code[row], areas.name[row]) == ("G03", "Grid 3")


def test_the_level_above_has_to_be_there(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        with pytest.raises(Refused, match="level above first"):
            draw_area(project, 2, [(112.1, 35.0), (112.2, 35.0), (112.2, 35.1)])
        with pytest.raises(Refused, match="cannot be drawn"):
            draw_area(project, 0, [(112.1, 35.0), (112.2, 35.0), (112.2, 35.1)])


def test_a_locked_area_stays(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        one = id_of(project, "One")
        set_area(project, one, locked=True)
        for act in (
            lambda: split_area(project, one, [(111.9, 35.1), (112.2, 35.1)]),
            lambda: merge_areas(project, [id_of(project, "Two"), one]),
            lambda: delete_areas(project, [one]),
            lambda: delete_areas(project, [id_of(project, "West")]),
        ):
            with pytest.raises(Refused, match="locked"):
                act()


def test_a_code_is_given_once_per_level(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with pytest.raises(Refused, match="already"):
            set_area(project, id_of(project, "One"), code="G02")
        set_area(project, id_of(project, "One"), code="X9", name="=1+1")
        assert project.undo_label == "Change area"
        assert id_of(project, "=1+1") == project.areas().id[list(project.areas().code).index("X9")]


def test_long_edges_stay_straight_on_the_map(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        done = draw_area(project, 1, [(112.0, 35.0), (112.2, 35.0), (112.2, 35.2), (112.0, 35.2)])
        assert len(done.added) == 1
        assert check(coverage_of(project.areas())) == []
