"""Searching as people type."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from gridstudio.commands.search import initials, search
from gridstudio.project import Project
from tests.cases import divided_project


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人民", ["人民路网格", "人民路营业厅"]),
        ("rmlwg", ["人民路网格"]),
        ("RML", ["人民路网格", "人民路营业厅"]),
        ("G01", ["人民路网格"]),
        ("100%", []),
        ("_", []),
        ("", []),
    ],
)
def test_names_codes_and_initials(tmp_path: Path, text: str, expected: list[str]) -> None:
    with named(tmp_path) as project:
        found = [item.name for item in search(project, text) if item.table != "customers"]
        assert found == expected


def named(folder: Path) -> Project:
    project = divided_project(folder)
    areas = project.areas()
    one = int(areas.id[list(areas.name).index("One")])
    with project.edit("Name") as edit:
        edit.update("areas", one, {"name": "人民路网格"})
        edit.add("sites", [{"name": "人民路营业厅", "geom": shapely.Point(112.1, 35.1)}])
    return project


def test_a_limit_is_a_limit(tmp_path: Path) -> None:
    with named(tmp_path) as project:
        assert len(search(project, "Customer", limit=7)) == 7


def test_initials_keep_other_letters() -> None:
    assert initials("文昌A区") == "wcaq"
