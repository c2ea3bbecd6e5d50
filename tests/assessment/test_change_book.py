"""Who moved: by owner, not by row; open ground is nobody's."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gridstudio.assessment.change_book import area_name, change_book, moves
from gridstudio.commands.areas import delete_areas, draw_area, merge_areas, move_node, split_area
from gridstudio.commands.change_book import moved_customers, moved_since, ownership, sums
from gridstudio.project import Project
from tests.cases import divided_project


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def test_a_moved_node_names_those_it_moves(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        before = ownership(project)
        move_node(project, (112.1, 35.1), (112.05, 35.1))
        book = moved_since(project, before)
        turned = np.flatnonzero(before.owners.area != project.owners().area)
        assert book.rows.tolist() == turned.tolist() and len(book)
        ((old, new, move),) = sums(project, before, book)
        assert (old, new) == ("G01 One", "G02 Two") and move.customers == len(book)
        values = project.customers().value[book.rows]
        assert move.value == float(values.sum())
        lines = moved_customers(project, before, book)
        assert [line.value for line in lines] == sorted(values.tolist(), reverse=True)
        assert lines[0].name.startswith("Customer ") and lines[0].old == "G01 One"
        assert len(moved_customers(project, before, book, 2)) == 2
        project.undo()
        assert len(moved_since(project, before)) == 0


def test_splitting_moves_those_of_the_smaller_part(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        before, one = ownership(project), id_of(project, "One")
        done = split_area(project, one, [(111.9, 35.05), (112.15, 35.05)])
        book = moved_since(project, before)
        assert set(book.old.tolist()) == {one} and set(book.new.tolist()) == set(done.added)


def test_open_ground_is_nobody_whoever_keeps_it(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        before = ownership(project)
        # The whole east is open. A grid on it takes some; the rest stays nobody's.
        ring = [(112.22, 35.02), (112.38, 35.02), (112.38, 35.12), (112.22, 35.12)]
        (grid,) = draw_area(project, 2, ring).added
        book = moved_since(project, before)
        assert set(book.old.tolist()) == {0} and set(book.new.tolist()) == {grid}
        delete_areas(project, [grid])
        assert len(moved_since(project, before)) == 0
        assert area_name(project.areas(), 0) == "without owner"


def test_customers_who_came_or_went_have_not_moved(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=40) as project:
        before = ownership(project)
        gone = int(project.customers().id[0])
        with project.edit("Change") as edit:
            edit.remove("customers", [gone])
            edit.add_points("customers", np.array([[112.05, 35.05]]), {"name": ["New"]})
        assert len(moved_since(project, before)) == 0
        merge_areas(project, [id_of(project, "Two"), id_of(project, "One")])
        book = moved_since(project, before)
        found = project.customers().id[book.rows]
        assert gone not in found and set(book.new.tolist()) == {id_of(project, "Two")}
        total = moves(book, project.customers())
        assert sum(move.customers for move in total) == len(book)


def test_nothing_moved_is_an_empty_book(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        now = ownership(project)
        book = change_book(project.customers(), now, now)
        assert len(book) == 0 and moves(book, project.customers()) == []
