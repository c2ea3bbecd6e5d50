"""Styles in layer_styles: in undo, in step with the layers, and those of QGIS count."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import LineString, Point

from gridstudio.commands.layers import add_layer, remove_layers, set_opacity, set_style
from gridstudio.domain.base_styles import default_style
from gridstudio.domain.style import LabelStyle, Style, StyleClass, Symbol
from gridstudio.project import Project
from gridstudio.qgis_style.qml import from_qml, to_qml
from tests.cases import blank_project

ROAD = LineString([(112.0, 35.0), (112.4, 35.2)])
RED = Style(classes=(StyleClass(Symbol(color="#d02020")),), label=LabelStyle("name"))
BLUE = Style(classes=(StyleClass(Symbol(color="#2020d0")),))
BY_NAME = Style(
    "categories", "name", (StyleClass(Symbol("#00aa00"), "G1", "G1"), StyleClass(Symbol()))
)


def default_styles_of(project: Project) -> dict[str, str]:
    """The QML that QGIS takes for each table."""
    connection = sqlite3.connect(project.path)
    rows = connection.execute(
        'SELECT f_table_name, "styleQML" FROM layer_styles WHERE "useAsDefault" ORDER BY id'
    ).fetchall()
    connection.close()
    assert len(dict(rows)) == len(rows), "one default style for a table"
    return dict(rows)


def save_as_qgis_does(project: Project, table: str, qml: str, *, default: bool = True) -> None:
    connection = sqlite3.connect(project.path)
    connection.execute(
        'UPDATE layer_styles SET "useAsDefault" = 0 WHERE f_table_name = ? AND ?', (table, default)
    )
    connection.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
        ' f_geometry_column, "styleName", "styleQML", "useAsDefault", description)'
        " VALUES ('', '', ?, 'geom', 'of QGIS', ?, ?, '')",
        (table, qml, default),
    )
    connection.commit()
    connection.close()


def roads(project: Project, *shapes: Any) -> int:
    with project.edit("Roads") as edit:
        layer_id = add_layer(project, "Roads", "features", edit=edit)
        rows = ({"layer_id": layer_id, "geom": shape, "name": "G1"} for shape in shapes or (ROAD,))
        edit.add("features", rows)
    return layer_id


def test_every_table_has_the_style_that_is_drawn(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        layer = roads(project, ROAD, Point(112, 35))
        tables = default_styles_of(project)
        assert set(tables) == {
            *(f"areas_{level}" for level in ("county", "district", "grid", "microgrid")),
            "customers",
            "sites",
            "tracks",
            f"layer_{layer}_points",
            f"layer_{layer}_lines",
        }
        for one in project.layers():
            assert project.styles()[one.id] == default_style(one, project.template)
        customers = project.map_data().layer_of("customers")
        assert customers is not None
        assert from_qml(tables["customers"]) == project.styles()[customers.id]


def test_a_style_is_kept_and_undone(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        layer = roads(project, ROAD, Point(112, 35))
        before = default_styles_of(project)
        set_style(project, layer, RED)
        assert str(project.undo_label).startswith("Style of “")
        set_style(project, layer, BY_NAME)
        assert project.styles()[layer] == project.map_data().styles[layer] == BY_NAME
        project.undo()
        assert project.styles()[layer] == RED
        for kind, geometry in (("points", "point"), ("lines", "line")):
            qml = default_styles_of(project)[f"layer_{layer}_{kind}"]
            assert qml == to_qml(RED, geometry)  # type: ignore[arg-type]
        project.undo()
        assert default_styles_of(project) == before
        project.redo()
        project.redo()
    with Project.open(tmp_path / "Case.gpkg") as project:
        assert project.styles()[layer] == BY_NAME
        set_style(project, layer, None)
        assert default_styles_of(project) == before


def test_a_style_given_before_there_are_shapes_is_theirs(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        layer = add_layer(project, "Roads", "features")
        set_style(project, layer, RED)
        with project.edit("Road") as edit:
            edit.add("features", [{"layer_id": layer, "geom": ROAD}])
        assert project.styles()[layer] == RED
        tables = default_styles_of(project)
        assert tables[f"layer_{layer}_lines"] == to_qml(RED, "line")
        assert f"layer_{layer}_points" not in tables


def test_a_removed_layer_takes_its_style_along_and_brings_it_back(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        layer = roads(project)
        set_style(project, layer, RED)
        remove_layers(project, [layer])
        assert not any(name.startswith("layer_") for name in default_styles_of(project))
        project.undo()
        assert project.styles()[layer] == RED
        assert default_styles_of(project)[f"layer_{layer}_lines"] == to_qml(RED, "line")


@pytest.mark.parametrize("reopened", [True, False])
def test_a_style_that_qgis_saves_is_drawn(tmp_path: Path, reopened: bool) -> None:
    project = blank_project(tmp_path)
    layer = roads(project, ROAD, Point(112, 35))
    set_style(project, layer, BLUE)
    table = f"layer_{layer}_lines"
    if reopened:
        project.close()
    save_as_qgis_does(project, table, to_qml(RED, "line"))
    if reopened:
        project = Project.open(project.path)
    else:
        assert project.poll()
    with project:
        assert project.styles()[layer] == RED
        # The points of the same layer follow, and QGIS's own row is left as it is.
        tables = default_styles_of(project)
        assert tables[table] == to_qml(RED, "line")
        assert tables[f"layer_{layer}_points"] == to_qml(RED, "point")
        set_style(project, layer, BY_NAME)
        assert project.styles()[layer] == BY_NAME
        assert default_styles_of(project)[table] == to_qml(BY_NAME, "line")
        project.undo()
        assert project.styles()[layer] == RED


def test_a_style_that_is_not_the_default_is_left_alone(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        save_as_qgis_does(project, "sites", to_qml(RED, "point"), default=False)
        project.poll()
        sites = project.map_data().layer_of("sites")
        assert sites is not None
        assert project.styles()[sites.id] == default_style(sites, project.template)
        set_opacity(project, sites.id, 0.5)
        connection = sqlite3.connect(project.path)
        names = connection.execute(
            "SELECT \"styleName\" FROM layer_styles WHERE f_table_name = 'sites' ORDER BY 1"
        ).fetchall()
        connection.close()
        assert names == [("GridStudio",), ("of QGIS",)]


def test_a_style_that_cannot_be_read_leaves_the_layer_plain_and_is_said(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        layer = roads(project)
        save_as_qgis_does(project, f"layer_{layer}_lines", "<sld/>")
    with Project.open(tmp_path / "Case.gpkg") as project:
        found = project.layers()[0]
        assert project.styles()[layer] == default_style(found, project.template)
        (problem,) = project.style_problems
        assert "“Roads”" in problem and "<sld>" in problem
        assert default_styles_of(project)[f"layer_{layer}_lines"] == "<sld/>"


def test_opacity_and_scales_go_with_the_style(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        layer = roads(project)
        set_opacity(project, layer, 0.25)
        qml = default_styles_of(project)[f"layer_{layer}_lines"]
        assert "<layerOpacity>0.25</layerOpacity>" in qml
        assert project.styles()[layer] == default_style(project.layers()[0], project.template)
        project.undo()
        assert "layerOpacity" not in default_styles_of(project)[f"layer_{layer}_lines"]


def test_styling_one_layer_decodes_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gridstudio.project import layer_styles

    with blank_project(tmp_path) as project:
        layers = [roads(project) for _time in range(4)]
        for number, layer in enumerate(layers):
            set_style(project, layer, Style(radius_px=number + 20.0))
        project.styles()
        read = []
        monkeypatch.setattr(layer_styles, "from_qml", lambda text: read.append(text) or RED)
        set_style(project, layers[0], RED)
        project.styles()
        assert len(set(read)) <= 1
