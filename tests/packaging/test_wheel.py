"""The wheel carries its resources and runs where there is no source folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built here without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    built = subprocess.run([*command, str(ROOT)], capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr + built.stdout
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel installs, and nothing else."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(unpacked: Path, folder: Path, *arguments: str) -> str:
    """Run the unpacked program in ``folder``; returns its stdout."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(unpacked),
        "QT_QPA_PLATFORM": "offscreen",
        "GRIDSTUDIO_HOME": str(folder / "home"),
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_resources_travel_with_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    resources = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert resources
    absent = {f"gridstudio/{path.relative_to(ROOT).as_posix()}" for path in resources} - inside
    assert not absent


def test_the_wheel_has_the_command_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        [entry] = [name for name in names if name.endswith("entry_points.txt")]
        assert "gridstudio = gridstudio.cli:main" in archive.read(entry).decode()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"gridstudio"}


def test_the_unpacked_wheel_is_what_runs(unpacked: Path, tmp_path: Path) -> None:
    where = run(unpacked, tmp_path, "-c", "import gridstudio; print(gridstudio.__file__)")
    assert Path(where.strip()).is_relative_to(unpacked)
    assert "screenshot" in run(unpacked, tmp_path, "-m", "gridstudio", "--help")


def test_the_wheel_makes_a_county_its_report_and_its_picture(
    unpacked: Path, tmp_path: Path
) -> None:
    program = ("-m", "gridstudio")
    run(unpacked, tmp_path, *program, "demo", "county.gpkg", "--customers", "300")
    run(unpacked, tmp_path, *program, "report", "county.gpkg", "report")
    run(unpacked, tmp_path, *program, "screenshot", "county.gpkg", "window.png")
    endings = {path.suffix for path in (tmp_path / "report").iterdir()}
    assert endings >= {".pdf", ".xlsx"}
    assert (tmp_path / "window.png").read_bytes().startswith(b"\x89PNG")
