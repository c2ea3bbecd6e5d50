"""A base map from OpenStreetMap as vector layers of a project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gridstudio.commands.base_map_layers import LayersReport, import_base_map
from gridstudio.commands.layers import add_layer
from gridstudio.domain.base_map_layers import LAYERS
from gridstudio.domain.map_data import MapData
from gridstudio.errors import Cancelled, UserError
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Project
from tests.cases import telecom
from tests.osm_extract import written_town

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project.create(tmp_path / "county.gpkg", name="County", template=telecom())
    yield made
    made.close()


def added(project: Project, language: str = "zh", progress: Progress = no_progress) -> LayersReport:
    source = written_town(project.path.parent)
    return import_base_map(project, source, language, progress=progress)


def by_key(data: MapData) -> dict[str, int]:
    return {
        layer.options["base_map"]: layer.id for layer in data.layers if "base_map" in layer.options
    }


def test_each_feature_is_in_its_layer(project: Project) -> None:
    report = added(project)
    data = project.map_data()
    found = {key: len(data.features[layer]) for key, layer in by_key(data).items()}
    assert found == report.features == {
        "landuse": 2, "woodland": 2, "water": 2, "buildings": 1, "local": 1, "roads": 4,
        "railways": 1, "borders": 1, "villages": 1, "towns": 1,
    }  # fmt: skip
    roads = data.features[by_key(data)["roads"]]
    assert sorted(roads.category) == ["motorway", "trunk", "trunk", "trunk"]
    assert set(roads.name) == {"海岸高速", "S331"}


def test_names_are_in_the_language_asked_for(project: Project) -> None:
    added(project, "en")
    data = project.map_data()
    keys = by_key(data)
    assert data.features[keys["towns"]].name.tolist() == ["Stonebridge"]
    assert set(data.features[keys["water"]].name) == {"Mirror Lake", "Clear River"}


def test_they_lie_in_a_group_at_the_bottom_in_the_order_of_drawing(project: Project) -> None:
    other = add_layer(project, "Markets", "features")
    tiles = add_layer(project, "Pictures", "tiles", source="a.mbtiles")
    report = added(project)
    layers = project.layers()
    ids = [layer.id for layer in layers]
    inside = [layer for layer in layers if layer.parent == report.group_id]
    order = [plan.key for plan in LAYERS]
    places = [order.index(layer.options["base_map"]) for layer in inside]
    assert places == sorted(places) and len(places) == len(report.features)
    assert ids.index(tiles) < ids.index(inside[0].id)
    assert ids.index(inside[-1].id) < ids.index(report.group_id) < ids.index(other)
    assert all(layer.options["attribution"].startswith("©") for layer in inside)
    buildings = next(layer for layer in inside if layer.options["base_map"] == "buildings")
    assert buildings.farthest == 30_000


def test_one_undo_takes_all_of_it_back(project: Project) -> None:
    before = project.layers()
    added(project)
    assert project.undo_label == "Base map from OpenStreetMap"
    project.undo()
    assert project.layers() == before and project.counts()["features"] == 0
    project.redo()
    assert len(project.map_data().features[by_key(project.map_data())["roads"]]) == 4
    assert project.check() == []


@pytest.mark.parametrize("share", [0.1, 0.41, 0.8])
def test_cancelling_leaves_the_project_as_it_was(project: Project, share: float) -> None:
    def stop(done: float, text: str = "") -> None:
        if done >= share:
            raise Cancelled

    before = project.layers(), project.counts(), project.version
    with pytest.raises(Cancelled):
        added(project, progress=stop)
    assert (project.layers(), project.counts(), project.version) == before


def test_what_is_no_extract_is_refused(project: Project) -> None:
    source = project.path.parent / "notes.osm"
    source.write_text("Nothing of that kind.", "utf-8")
    with pytest.raises(UserError, match="no OpenStreetMap file"):
        import_base_map(project, source)


def test_the_verb_adds_them(project: Project) -> None:
    source = written_town(project.path.parent)
    project.close()
    done = subprocess.run(
        [sys.executable, "-m", "gridstudio", "basemap", str(source), str(project.path), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    printed = json.loads(done.stdout)
    assert printed["layers"] == 10 and printed["features"]["roads"] == 4
    with Project.open(project.path) as again:
        assert len(by_key(again.map_data())) == 10
