"""Migrations: what an older file becomes."""

from __future__ import annotations

from pathlib import Path

from gridstudio.project import Project
from tests.cases import blank_project, to_format_2


def test_what_was_drawn_becomes_layers_in_the_same_order(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project, project.edit("Layers") as edit:
        rows = [
            {"name": "Roads", "kind": "features", "position": 2, "options": {"key": "roads"}},
            {"name": "Water", "kind": "features", "position": 1, "visible": 0},
            {"name": "Map", "kind": "tiles", "position": 3, "opacity": 0.5},
        ]
        edit.add("layers", rows)
    path = tmp_path / "Case.gpkg"
    to_format_2(path)
    with Project.open(path) as project:
        layers = project.layers()
        assert [layer.name or layer.kind for layer in layers] == [
            "Map",
            "Water",
            "Roads",
            *(["areas"] * 4),
            "tracks",
            "customers",
            "sites",
        ]
        assert [layer.options.get("level") for layer in layers[3:7]] == [3, 2, 1, 0]
        assert layers[0].opacity == 0.5 and not layers[1].visible
        assert layers[2].options == {"key": "roads"}
        assert len({layer.position for layer in layers}) == len(layers)
        assert project.check() == [] and project.foreign_objects == ()
