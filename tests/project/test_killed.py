"""Killed at any moment, a project opens with every finished edit and none half-done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gridstudio.project import Project
from tests.cases import divided_project
from tests.project.killed_writer import KILLS


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are POSIX")
def test_fifty_kills_lose_no_finished_edit(tmp_path: Path) -> None:
    divided_project(tmp_path).close()
    path = tmp_path / "Case.gpkg"
    command = [sys.executable, "-m", "tests.project.killed_writer", str(path), "7"]
    root = Path(__file__).resolve().parents[2]
    finished = -1
    edits_seen = 0
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as writer:
        assert writer.stdin is not None and writer.stdout is not None
        for _kill in range(KILLS):
            for line in writer.stdout:
                if line.startswith("killed"):
                    break
                finished = int(line)
                edits_seen += 1
            check_whole(path, finished)
            writer.stdin.write("\n")
            writer.stdin.flush()
        writer.stdin.close()
    assert edits_seen > KILLS, "the writer hardly came to edit: the test proves nothing"


def check_whole(path: Path, finished: int) -> None:
    """The three rows of the newest edit agree, and it is at least the last one reported."""
    with Project.open(path, read_only=False) as project:
        sites = project.texts("sites", project.sites().id.tolist(), ["name"])
        numbers = [int(name.split()[1]) for (name,) in sites.values()]
        newest = max(numbers, default=-1)
        assert newest >= finished
        assert len(set(numbers)) == len(numbers)
        if newest >= 0:
            assert project.customer(1).name == f"edit {newest}"
            assert project.customer(2).lon == pytest.approx(112.0 + newest / 1e6, abs=1e-9)
        assert project.check() == []
