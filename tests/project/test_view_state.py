"""View state: durable, outside undo, journal and backups; where it cannot be written it lasts."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from gridstudio.errors import Refused
from gridstudio.project import Project, backup
from tests.cases import blank_project


def test_what_is_kept_is_there_at_the_next_opening(tmp_path: Path) -> None:
    heard = []
    with blank_project(tmp_path) as project:
        project.changed.connect(heard.append)
        project.keep_view_state("view", {"lon": 112.5, "lat": 35.0})
        project.keep_view_state("view", {"lon": 112.0, "lat": (35.5, 36)})
        assert project.view_state("view") == {"lon": 112.0, "lat": [35.5, 36]}
        assert project.view_state("bookmarks", ["none"]) == ["none"]
        assert project.undo_label is None and heard == []
        journal = project.journal()
    with Project.open(tmp_path / "Case.gpkg") as project:
        assert project.view_state("view") == {"lon": 112.0, "lat": [35.5, 36]}
        assert project.journal() == journal
        assert backup.listed(project.path) == []


def test_inside_an_edit_it_is_written_with_it(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        with project.edit("Rename") as edit:
            project.keep_view_state("view", 1)
            edit.set_meta("note", "x")
        with pytest.raises(Refused), project.edit("Refused"):
            project.keep_view_state("view", 2)
            raise Refused("no")
        assert project.view_state("view") == 2
    with Project.open(tmp_path / "Case.gpkg") as project:
        assert project.view_state("view") == 2


def test_a_project_that_is_only_read_keeps_it_while_it_is_open(tmp_path: Path) -> None:
    blank_project(tmp_path).close()
    path = tmp_path / "Case.gpkg"
    before = path.read_bytes()
    with Project.open(path, read_only=True) as project:
        project.keep_view_state("view", 1)
        assert project.view_state("view") == 1
    assert path.read_bytes() == before


def test_damaged_state_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    blank_project(tmp_path).close()
    path = tmp_path / "Case.gpkg"
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO view_state (key, value) VALUES ('view', '{'), ('layers', '[]')")
    connection.commit()
    connection.close()
    with Project.open(path) as project:
        assert project.view_state("view", "default") == "default"
        assert all(layer.visible for layer in project.layers())
        project.keep_view_state("view", 3)
    with Project.open(path) as project:
        assert project.view_state("view") == 3
