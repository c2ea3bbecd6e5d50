"""Opening a file that a killed process left in the middle of a write."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from gridstudio.errors import UserError
from gridstudio.project import Project
from tests.cases import divided_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL are POSIX")


@pytest.fixture
def torn(tmp_path: Path) -> Path:
    """A project whose pages were being written when the process was killed."""
    divided_project(tmp_path, customers=4000).close()
    path = tmp_path / "Case.gpkg"
    child = os.fork()
    if child == 0:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA cache_size = 5")  # so that pages reach the file before the end
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE customers SET note = 'half-done'")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert path.with_name("Case.gpkg-journal").stat().st_size > 0
    assert b"half-done" in path.read_bytes()
    return path


@pytest.mark.parametrize("read_only", [False, True])
def test_what_was_half_done_is_taken_back(torn: Path, read_only: bool) -> None:
    with Project.open(torn, read_only=read_only) as project:
        assert project.customer(1).note == "" and project.check() == []
    assert b"half-done" not in torn.read_bytes()


def test_a_protected_file_says_what_is_to_be_copied(
    torn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = torn.read_bytes()
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)  # root may write everything
    with pytest.raises(UserError, match="was being written.*Case.gpkg-journal"):
        Project.open(torn)
    assert torn.read_bytes() == before
