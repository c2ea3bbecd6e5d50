"""Pinned figures are view state: kept with the file, no edit."""

from __future__ import annotations

from pathlib import Path

from gridstudio.commands.pins import pin, pinned, pinned_keys
from gridstudio.project import Project
from tests.cases import divided_project


def test_pins_are_kept_and_are_no_edit(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        version, label = project.version, project.undo_label
        pin(project, ["value_per_customer", "density", "density", "store_mean_km"])
        assert (project.version, project.undo_label) == (version, label)
    with Project.open(tmp_path / "Case.gpkg") as project:
        assert [one.key for one in pinned(project)] == [
            "density",
            "value_per_customer",
            "store_mean_km",
        ]
        assert pinned_keys(project) == {"density", "value_per_customer", "store_mean_km"}
        pin(project, [])
        assert pinned(project) == ()
