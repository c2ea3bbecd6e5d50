"""Ground within a distance, from a project and kept in it."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from gridstudio.commands.buffers import keep_ground, source_of, source_of_layer
from gridstudio.commands.check import check
from gridstudio.domain.selection import Selection
from gridstudio.errors import UserError
from tests.cases import divided_project


def test_kept_as_a_layer_by_one_edit_and_measured_from_again(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        label = project.undo_label
        data = project.map_data()
        before = len(data.layers)
        one = int(data.areas.id[list(data.areas.name).index("One")])
        source = source_of(data, Selection(customers=(1, 2), areas=(one,)))
        ground = source.within(1500.0)
        layer_id = keep_ground(project, ground, "Within 1.5 km")
        data = project.map_data()
        assert data.layer(layer_id).name == "Within 1.5 km" and len(data.layers) == before + 1
        (kept,) = data.features[layer_id].geometry
        assert kept.symmetric_difference(ground).area < 1e-8
        wider = source_of_layer(data, layer_id).within(500.0)
        assert shapely.covers(wider, kept)
        assert check(project) == []
        project.undo()
        assert len(project.map_data().layers) == before and project.undo_label == label
        project.redo()
        assert len(project.map_data().features[layer_id]) == 1


def test_nothing_and_too_much_are_said(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        data = project.map_data()
        with pytest.raises(UserError, match="select something first"):
            source_of(data, Selection())
        with project.edit("Far") as edit:
            edit.update("customers", 1, {"geom": shapely.Point(90.0, 30.0)})
        with pytest.raises(UserError, match="choose less"):
            source_of(project.map_data(), Selection(customers=(1, 2)))
