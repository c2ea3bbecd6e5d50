"""Views that a project remembers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gridstudio.commands.views import (
    BOOKMARKS,
    LAST_VIEW,
    add_bookmark,
    bookmarks,
    free_bookmark_name,
    keep_last_view,
    last_view,
    remove_bookmark,
    rename_bookmark,
)
from gridstudio.domain.bookmarks import Bookmark, MapPlace
from gridstudio.errors import Refused
from gridstudio.project import Project
from tests.cases import divided_project

TOWN, RIVER = MapPlace(112.1, 35.1, 4.0), MapPlace(112.3, 35.05, 20.0)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with divided_project(tmp_path) as opened:
        yield opened


def test_views_are_there_when_the_file_is_opened_again(project: Project) -> None:
    label = project.undo_label
    add_bookmark(project, " Town ", TOWN)
    add_bookmark(project, "河边", RIVER)
    keep_last_view(project, RIVER)
    assert project.undo_label == label, "looking is no edit"
    path = project.path
    project.close()
    with Project.open(path) as again:
        assert bookmarks(again) == (Bookmark("Town", TOWN), Bookmark("河边", RIVER))
        assert last_view(again) == RIVER


def test_bookmarks_are_renamed_and_removed_in_their_place(project: Project) -> None:
    for name in ("a", "b", "c"):
        add_bookmark(project, name, TOWN)
    rename_bookmark(project, "b", "B")
    rename_bookmark(project, "a", "a")
    remove_bookmark(project, "c")
    assert [item.name for item in bookmarks(project)] == ["a", "B"]


def test_names_are_there_and_unique(project: Project) -> None:
    add_bookmark(project, "a", TOWN)
    add_bookmark(project, "b", TOWN)
    for act in (
        lambda: add_bookmark(project, "a", RIVER),
        lambda: add_bookmark(project, "  ", RIVER),
        lambda: rename_bookmark(project, "a", "b"),
        lambda: rename_bookmark(project, "a", ""),
    ):
        with pytest.raises(Refused, match="bookmark"):
            act()
    assert [item.name for item in bookmarks(project)] == ["a", "b"]


def test_a_free_name_is_proposed(project: Project) -> None:
    add_bookmark(project, "View 1", TOWN)
    assert free_bookmark_name(project) == "View 2"


@pytest.mark.parametrize("damage", [None, 7, "x", {"a": 1}, [1, None, {"name": "x"}]])
def test_damaged_view_state_is_no_view(project: Project, damage: object) -> None:
    project.keep_view_state(BOOKMARKS, damage)
    project.keep_view_state(LAST_VIEW, damage)
    assert bookmarks(project) == () and last_view(project) is None
