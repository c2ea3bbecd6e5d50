"""Locks of levels: kept in the file, undone, per scheme, and no command passes them by."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridstudio.commands.areas import draw_area, move_node, split_area
from gridstudio.commands.locks import lock_level
from gridstudio.errors import Refused
from gridstudio.project import Project
from tests.cases import divided_project


def test_a_lock_is_kept_and_undone(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        assert project.locked_levels() == frozenset()
        lock_level(project, 2, locked=True)
        lock_level(project, 2, locked=True)
        assert project.undo_label == "Lock level"
        lock_level(project, 2, locked=False)
        lock_level(project, 1, locked=True)
        assert project.locked_levels() == {1}
        project.undo()
        project.undo()
        assert project.locked_levels() == {2}
    with Project.open(tmp_path / "Case.gpkg") as project:
        assert project.locked_levels() == {2}


@pytest.mark.parametrize("level", [0, 4, -1])
def test_levels_that_cannot_be_locked(tmp_path: Path, level: int) -> None:
    with divided_project(tmp_path) as project, pytest.raises(Refused, match="no such level"):
        lock_level(project, level, locked=True)


def test_commands_respect_it(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        areas = project.areas()
        one = int(areas.id[list(areas.name).index("One")])
        lock_level(project, 2, locked=True)
        for act in (
            lambda: move_node(project, (112.2, 35.1), (112.22, 35.1)),
            lambda: split_area(project, one, [(111.9, 35.05), (112.2, 35.05)]),
            lambda: draw_area(project, 2, [(112.3, 35.0), (112.4, 35.0), (112.4, 35.1)]),
        ):
            with pytest.raises(Refused, match="locked level") as refusal:
                act()
            assert refusal.value.place is not None
        # A level that nobody locked goes its way within the borders that stay.
        draw_area(project, 3, [(112.0, 35.0), (112.05, 35.0), (112.05, 35.1), (112.0, 35.1)])
