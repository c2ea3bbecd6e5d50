"""The cache of large columns: used when it fits, never when it does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.customers import edit_customer
from gridstudio.domain.snapshots import Customers
from gridstudio.project import Project, column_cache
from tests.cases import divided_project


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("GRIDSTUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(column_cache, "LARGE", 10)
    with divided_project(tmp_path) as project:
        path = project.path
        edit_customer(project, 1, name="first")
    return path


def never_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "gridstudio.project.views.read_customers", lambda *_args: pytest.fail("was read")
    )


def kept_files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "home").rglob("*.npy"))


def same(these: Customers, those: Customers) -> bool:
    return all(
        np.array_equal(getattr(these, item.name), getattr(those, item.name), equal_nan=True)
        for item in fields(these)
    )


def test_what_a_session_wrote_is_mapped_at_the_next_opening(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(column_cache, "LARGE", 10**9)
    with Project.open(path) as project:
        expected, owners = project.customers(), project.owners()
    monkeypatch.setattr(column_cache, "LARGE", 10)
    with Project.open(path) as project:
        edit_customer(project, 2, name="second")
    never_read(monkeypatch)
    with Project.open(path) as project:
        assert same(project.customers(), expected)
        assert np.array_equal(project.owners().area, owners.area)
        assert not project.customers().value.flags.writeable


def test_another_programs_edit_is_seen(path: Path) -> None:
    import sqlite3

    with Project.open(path) as project:
        before = project.customers().value[0]
    other = sqlite3.connect(path)
    other.execute("UPDATE customers SET value = 4711 WHERE id = 1")
    other.commit()
    other.close()
    with Project.open(path) as project:
        assert before != 4711 and project.customers().value[0] == 4711


def test_a_damaged_cache_is_as_if_it_were_not_there(path: Path, tmp_path: Path) -> None:
    with Project.open(path) as project:
        mapped = project.customers()
        # Copied: the arrays are the very bytes of the files that are damaged next.
        columns = {item.name: getattr(mapped, item.name).copy() for item in fields(mapped)}
        expected = Customers(**columns)
    assert kept_files(tmp_path)
    for file in kept_files(tmp_path):
        file.write_bytes(file.read_bytes()[:-9])
    with Project.open(path) as project:
        assert same(project.customers(), expected)
    for file in kept_files(tmp_path):
        file.write_bytes(b"")
    with Project.open(path) as project:
        assert same(project.customers(), expected)


def test_one_state_is_kept_and_small_projects_need_none(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        with Project.open(path) as project:
            edit_customer(project, 3, name=f"name {number}")
    assert len({file.parent for file in kept_files(tmp_path)}) == 1
    monkeypatch.setattr(column_cache, "LARGE", 10**6)
    with Project.open(path) as project:
        edit_customer(project, 3, name="last")
    with Project.open(path) as project:
        assert project.customer(3).name == "last"


def test_a_cache_folder_that_cannot_be_written_is_no_hindrance(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setattr(column_cache, "cache_folder", lambda: blocked)
    with Project.open(path) as project:
        assert len(project.customers())
