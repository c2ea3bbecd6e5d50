"""Backups: when one is made, how many are kept, and that the first edit waits for its own."""

from __future__ import annotations

import errno
import shutil
import threading
from pathlib import Path

import pytest

from gridstudio.project import Project, backup
from tests.cases import divided_project


def rename(project: Project, name: str) -> None:
    with project.edit("Rename") as edit:
        edit.update("areas", 3, {"name": name})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    divided_project(tmp_path).close()
    return tmp_path / "Case.gpkg"


def test_a_backup_is_made_before_the_first_edit_of_a_session(tmp_path: Path) -> None:
    divided_project(tmp_path).close()
    path = tmp_path / "Case.gpkg"
    before = path.read_bytes()
    with Project.open(path) as project:
        assert backup.listed(path) == []
        for name in ("A", "B"):
            with project.edit("Rename") as edit:
                edit.update("areas", 3, {"name": name})
    (copy,) = backup.listed(path)
    assert copy.read_bytes() == before
    for name in "CDEF":
        with Project.open(path) as project, project.edit("Rename") as edit:
            edit.update("areas", 3, {"name": name})
    assert len(backup.listed(path)) == backup.KEPT


def test_reading_and_the_view_want_no_backup(path: Path) -> None:
    with Project.open(path) as project:
        project.map_data()
        project.keep_view_state("workspace", "map")
    assert backup.listed(path) == []


def test_a_backup_ahead_is_of_the_state_before_the_first_edit(path: Path) -> None:
    before = path.read_bytes()
    with Project.open(path) as project:
        project._store.backup.ahead(at_least_bytes=0)
        rename(project, "A")
        (copy,) = backup.listed(path)
        assert copy.read_bytes() == before
        rename(project, "B")
    assert backup.listed(path) == [copy]


def test_a_small_file_is_not_copied_ahead(path: Path) -> None:
    with Project.open(path) as project:
        project.back_up_ahead()
        assert not project._store.backup.copying
    assert backup.listed(path) == []


def test_closing_ends_a_copy_half_way_and_leaves_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "CHUNK_BYTES", 1)
    with Project.open(path) as project:
        project._store.backup.ahead(at_least_bytes=0)
    assert list(backup.folder_for(path).iterdir()) == []
    assert "backup" not in {thread.name for thread in threading.enumerate()}


def test_a_disk_without_room_for_a_backup_is_not_filled_with_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = path.stat().st_size
    nearly_full = shutil._ntuple_diskusage(10 * size, 9 * size, size)  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: nearly_full)
    with Project.open(path) as project:
        rename(project, "A")
    assert backup.listed(path) == []


def test_a_copy_that_fails_half_way_does_not_stop_the_edit(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_source: Path, target: Path, _stop: threading.Event) -> bool:
        target.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(backup, "_copy", fail)
    with Project.open(path) as project:
        rename(project, "A")
        assert "A" in project.areas().name
    assert list(backup.folder_for(path).iterdir()) == []


def test_a_long_chinese_path_has_a_folder_of_its_own(tmp_path: Path) -> None:
    folders = set()
    for name in ("甲", "乙"):
        path = tmp_path / name / ("新绛县网格化管理" * 6) / ("普查与划分数据" * 6) / "项目.gpkg"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
        assert backup.make(path) is not None
        folders.add(backup.folder_for(path))
    assert len(folders) == 2
