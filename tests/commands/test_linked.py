"""Linked layers: read where they lie, again when they change, and what is wrong with them said."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.columns import column_of, layer_fields, map_data
from gridstudio.commands.import_report import ImportOptions
from gridstudio.commands.layers import relink, set_style
from gridstudio.commands.linked import keep, link_file, problems, read_at_once, read_linked, unread
from gridstudio.domain.columns import Numbers
from gridstudio.domain.style import Style, StyleClass, Symbol
from gridstudio.errors import UserError
from gridstudio.geometry.datum import from_wgs84
from gridstudio.project import Project
from tests.cases import blank_project

PLACES = [(112.1, 35.1, "North", 3), (112.2, 35.1, "South", 5)]
WGS84 = ImportOptions(what="layer", datum="wgs84")


def write(path: Path, places: list[tuple[float, float, str, int]]) -> Path:
    rows = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"name": name, "people": people},
        }
        for lon, lat, name, people in places
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), "utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "places.geojson", PLACES)


def test_a_linked_file_is_drawn_and_not_copied(tmp_path: Path, file: Path) -> None:
    with blank_project(tmp_path) as project:
        layer_id = link_file(project, file, WGS84)
        data = map_data(project)
        assert data.features[layer_id].name.tolist() == ["North", "South"]
        assert project.counts()["features"] == 0
        assert data.layer(layer_id).source == "places.geojson" and unread(project) == []
        project.undo()
        assert all(layer.kind != "linked" for layer in project.layers())
        project.redo()
        assert len(map_data(project).features[layer_id]) == 2
    with Project.open(tmp_path / "Case.gpkg") as project:
        assert len(map_data(project).features[layer_id]) == 0
        assert [layer.id for layer in unread(project)] == [layer_id]
        read_at_once(project)
        assert len(map_data(project).features[layer_id]) == 2


def test_its_datum_is_that_of_the_file(tmp_path: Path) -> None:
    shifted = from_wgs84(np.array([place[:2] for place in PLACES]), "gcj02")
    rows = [(*lonlat, "x", 1) for lonlat in shifted.tolist()]
    path = write(tmp_path / "shifted.geojson", rows)
    with blank_project(tmp_path) as project:
        layer_id = link_file(project, path, ImportOptions(what="layer", datum="gcj02"))
        shapes = map_data(project).features[layer_id].geometry
        for shape, (lon, lat, *_rest) in zip(shapes, PLACES, strict=True):
            assert (shape.x, shape.y) == pytest.approx((lon, lat), abs=1e-8)


def test_a_file_that_changes_is_due_again(tmp_path: Path, file: Path) -> None:
    with blank_project(tmp_path) as project:
        layer_id = link_file(project, file, WGS84)
        write(file, [*PLACES, (112.3, 35.15, "East", 1)])
        os.utime(file, ns=(1, 1))
        (due,) = unread(project)
        keep(project, read_linked(tmp_path, [due]))
        assert len(map_data(project).features[layer_id]) == 3 and unread(project) == []


def test_its_attributes_can_be_styled_by(tmp_path: Path, file: Path) -> None:
    style = Style("graduated", "property.people", (StyleClass(Symbol(), "", None, 0.0, 9.0),))
    with blank_project(tmp_path) as project:
        layer_id = link_file(project, file, WGS84)
        data = map_data(project)
        keys = [field.key for field in layer_fields(project, data, data.layer(layer_id))]
        assert {"category", "name", "property.people"} <= set(keys)
        set_style(project, layer_id, style)
        column = map_data(project).columns[(layer_id, "property.people")]
        assert isinstance(column, Numbers) and column.values.tolist() == [3.0, 5.0]
        assert column_of(project, data, data.layer(layer_id), "property.nothing") is None
    with Project.open(tmp_path / "Case.gpkg") as project:
        assert project.styles()[layer_id] == style


def test_a_file_that_is_gone_has_a_problem_until_it_is_found(tmp_path: Path, file: Path) -> None:
    with blank_project(tmp_path) as project:
        layer_id = link_file(project, file, WGS84)
        elsewhere = tmp_path / "maps" / "places.geojson"
        elsewhere.parent.mkdir()
        file.rename(elsewhere)
        read_at_once(project)
        assert "places.geojson" in problems(project)[layer_id] and unread(project) == []
        assert len(map_data(project).features[layer_id]) == 0
        relink(project, layer_id, elsewhere)
        read_at_once(project)
        assert problems(project) == {}
        assert len(map_data(project).features[layer_id]) == 2


def test_what_is_no_map_is_refused(tmp_path: Path, file: Path) -> None:
    with blank_project(tmp_path) as project:
        with pytest.raises(UserError, match="Name the datum"):
            link_file(project, file, ImportOptions(what="layer"))
        (tmp_path / "none.geojson").write_text("{}", "utf-8")
        for name in ("none.geojson", "absent.shp"):
            with pytest.raises(UserError, match=name.split(".")[0]):
                link_file(project, tmp_path / name, WGS84)
        assert project.undo_label is None
