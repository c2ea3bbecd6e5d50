"""The house, as sentences that run."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.application import use_cases
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "gridstudio"
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_the_import_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports run down only; no Qt below the canvas; leaves know nobody (pyproject.toml)."""
    monkeypatch.chdir(ROOT)
    assert use_cases is not None
    assert lint_imports(no_cache=True) == 0


def test_only_the_project_speaks_sql_to_a_project() -> None:
    """Foreign SQLite files are opened in formats (reading) and demo (its own base map)."""
    allowed = {"project", "formats", "demo"}
    users = {
        path.relative_to(PACKAGE).parts[0]
        for path in MODULES
        if {"sqlite3", "sqlite_utils"} & imports_of(path)
    }
    assert users <= allowed


def test_modules_and_functions_stay_small() -> None:
    long_modules, long_functions = [], []
    for path in MODULES:
        text = path.read_text("utf-8")
        if len(text.splitlines()) > 430:
            long_modules.append(str(path))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > 60:
                    long_functions.append(f"{path.name}:{node.name} {length}")
    assert long_modules == []
    assert long_functions == []


def test_shapes_are_prepared_in_one_place() -> None:
    """A prepared shape that two threads ask at once ends the program."""
    preparing = ("shapely.prepare", "contains_xy", "intersects_xy", "shapely.prepared")
    for path in MODULES:
        if path.name != "prepared.py":
            text = path.read_text("utf-8")
            assert not any(word in text for word in preparing), path


def test_nobody_runs_the_event_loop_from_within() -> None:
    for path in MODULES:
        text = path.read_text("utf-8")
        assert "processEvents" not in text and "QThread" not in text, path


def test_the_window_and_the_map_are_not_imported_by_the_command_line() -> None:
    """``gridstudio info`` should not pay for Qt."""
    top = {
        name
        for path in (PACKAGE / "cli").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom) and (name := node.module)
    }
    assert not {name for name in top if name.startswith(("gridstudio.ui", "gridstudio.canvas"))}


def test_nothing_slow_is_imported_on_the_way_to_the_first_window() -> None:
    """Each of these takes 30 to 200 ms, and a planner who opens the program waits for all."""
    slow = {"scipy", "pyogrio", "pyproj", "xlsxwriter", "typst", "pypinyin", "python_calamine"}
    program = (
        "import sys\n"
        "from gridstudio import app\n"
        "from gridstudio.settings import Settings\n"
        "window = app._window(app._application(), Settings(language='en'), quiet=True)\n"
        "window.show()\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}))\n"
        "window.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    loaded = set(ast.literal_eval(done.stdout.splitlines()[-1]))
    assert loaded & slow == set()
    assert "PySide6" in loaded
