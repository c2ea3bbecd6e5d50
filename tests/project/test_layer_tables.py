"""Views of the layers for other programs: one kind of shapes each, in step with every edit."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, Point, box

from gridstudio.commands.layers import add_layer, group_layers, remove_layers, rename_layer
from gridstudio.project import Project
from gridstudio.project.geopackage import encode
from gridstudio.project.layer_tables import shapes_in
from tests.cases import blank_project, divided_project

ROAD = LineString([(112.0, 35.0), (112.4, 35.2)])
AREAS = ["areas_county", "areas_district", "areas_grid", "areas_microgrid"]


def views(project: Project) -> dict[str, int]:
    """Our views and how many rows each shows."""
    connection = sqlite3.connect(project.path)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")
    counts = {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in names.fetchall()
    }
    registered = connection.execute(
        "SELECT c.table_name FROM gpkg_contents c JOIN gpkg_geometry_columns g "
        "ON c.table_name = g.table_name WHERE c.description LIKE 'drawn by %'"
    )
    assert {name for (name,) in registered} == set(counts)
    connection.close()
    return counts


def identifiers(project: Project) -> dict[str, str]:
    connection = sqlite3.connect(project.path)
    found = dict(connection.execute("SELECT table_name, identifier FROM gpkg_contents").fetchall())
    connection.close()
    return found


def with_shapes(project: Project, *shapes: shapely.Geometry, name: str = "Mixed") -> int:
    with project.edit("Layer") as edit:
        layer_id = add_layer(project, name, "features", edit=edit)
        edit.add("features", ({"layer_id": layer_id, "geom": shape} for shape in shapes))
    return layer_id


def test_every_level_has_a_view_of_its_areas(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        levels = project.areas().level.tolist()
        counts = views(project)
    assert counts == {
        name: levels.count(at)
        for at, name in enumerate(["areas_county", "areas_district", "areas_grid", AREAS[3]])
    }


def test_a_layer_of_several_kinds_of_shapes_has_a_view_of_each(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        layer = with_shapes(project, ROAD, Point(112, 35), Point(112.1, 35), box(112, 35, 113, 36))
        names = [f"layer_{layer}_{kind}s" for kind in ("line", "point", "polygon")]
        counts = views(project)
        assert [counts[name] for name in names] == [1, 2, 1]
        assert sorted(counts) == [*AREAS, *names]
        assert identifiers(project)[names[0]] == "Mixed (lines)"
        project.undo()
        assert sorted(views(project)) == AREAS
        project.redo()
        assert sorted(views(project)) == [*AREAS, *names]
        remove_layers(project, [layer])
        assert sorted(views(project)) == AREAS
        project.undo()
        assert [views(project)[name] for name in names] == [1, 2, 1]
        assert project.foreign_objects == ()
    with Project.open(tmp_path / "Case.gpkg") as project:
        assert project.foreign_objects == () and project.check() == []


def test_shapes_that_come_later_get_their_view(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        layer = with_shapes(project, ROAD, name="Roads")
        assert identifiers(project)[f"layer_{layer}_lines"] == "Roads"
        with project.edit("Place") as edit:
            edit.add("features", [{"layer_id": layer, "geom": Point(112, 35)}])
        assert views(project)[f"layer_{layer}_points"] == 1
        rename_layer(project, layer, "Streets")
        assert identifiers(project)[f"layer_{layer}_lines"] == "Streets (lines)"


def test_layers_of_one_name_stay_apart(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        one, two = (with_shapes(project, ROAD, name="Roads") for _time in range(2))
        group_layers(project, [one])
        shown = identifiers(project)
        assert {shown[f"layer_{at}_lines"] for at in (one, two)} == {"Roads", f"layer_{two}_lines"}


def test_a_view_of_another_program_keeps_its_name_and_is_told_of(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        layer = add_layer(project, "Roads", "features")
    path = tmp_path / "Case.gpkg"
    connection = sqlite3.connect(path)
    connection.executescript(
        f"CREATE VIEW layer_{layer}_lines AS SELECT 1 AS x;"
        "CREATE VIEW areas_mine AS SELECT 1 AS x;"
        "INSERT INTO gpkg_contents (table_name, data_type, description)"
        " VALUES ('areas_mine', 'attributes', 'drawn by GridStudio as layer 1')"
    )
    connection.close()
    with Project.open(path, read_only=True) as project:
        assert project.foreign_objects == ("view areas_mine", f"view layer_{layer}_lines")
    with Project.open(path) as project:
        with project.edit("Road") as edit:
            edit.add("features", [{"layer_id": layer, "geom": ROAD}])
        assert project.foreign_objects == (f"view layer_{layer}_lines",)
        copy = tmp_path / "copy.gpkg"
        project.save_copy(copy)
    connection = sqlite3.connect(copy)
    left = connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    connection.close()
    assert sorted(left) == [(name,) for name in AREAS]


@pytest.mark.parametrize("order", ["little", "big"])
@pytest.mark.parametrize("heights", [False, True])
def test_the_kind_of_a_shape_is_read_from_its_blob(
    tmp_path: Path, order: str, heights: bool
) -> None:
    shapes = [Point(112, 35), ROAD, MultiLineString([ROAD]), box(112, 35, 113, 36)]
    expected = ["point", "line", "line", "polygon"]
    with blank_project(tmp_path) as project:
        layer = add_layer(project, "Shapes", "features")
        path = project.path
    connection = sqlite3.connect(path)
    for shape, kind in zip(shapes, expected, strict=True):
        if heights:
            shape = shapely.force_3d(shape, 5.0)
        wkb = shapely.to_wkb(shape, byte_order=int(order == "little"), flavor="iso")
        for blob in (b"GP\x00\x01" + b"\x00" * 4 + wkb, encode(shapely.force_2d(shape))):
            connection.execute("DELETE FROM features")
            connection.execute("INSERT INTO features (layer_id, geom) VALUES (?, ?)", (layer, blob))
            assert shapes_in(connection, [layer]) == {layer: frozenset({kind})}
    connection.execute("UPDATE features SET geom = NULL")
    assert shapes_in(connection, [layer]) == {layer: frozenset()}
    connection.close()


def test_only_shapes_that_changed_are_read_again(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        one, two = (with_shapes(project, ROAD, name=name) for name in ("A", "B"))
        before = project.features(one), project.features(two)
        rename_layer(project, one, "C")
        assert (project.features(one), project.features(two)) == before
        with project.edit("Road") as edit:
            (row,) = edit.add("features", [{"layer_id": two, "geom": ROAD}])
        assert project.features(one) is before[0] and len(project.features(two)) == 2
        with project.edit("Rename") as edit:
            edit.update("features", row, {"name": "Z"})
        assert project.features(two).name.tolist() == ["", "Z"]
        with project.edit("Move") as edit:
            edit.update("features", row, {"layer_id": one})
        assert (len(project.features(one)), len(project.features(two))) == (2, 1)
        with project.edit("Reshape") as edit:
            edit.update("features", row, {"geom": Point(112, 35)})
        assert views(project)[f"layer_{one}_points"] == 1
        project.undo()
        project.undo()
        assert (len(project.features(one)), len(project.features(two))) == (1, 2)
        with project.edit("Erase") as edit:
            edit.remove("features", [row])
        assert len(project.features(two)) == 1
        with project.record() as edit:
            edit.add("tracks", [{"geom": ROAD, "name": "walk"}])
        tracks = project.map_data().layer_of("tracks")
        assert tracks is not None and project.features(tracks.id).name.tolist() == ["walk"]
