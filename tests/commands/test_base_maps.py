"""Base maps in the project: added, placed, moved to another datum; each one act that is undone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gridstudio.canvas.figures import ensure_application
from gridstudio.commands.base_maps import (
    add_picture,
    add_tiles,
    path_of,
    place_picture,
    set_datum,
)
from gridstudio.commands.import_report import ImportOptions
from gridstudio.commands.imports import run_import
from gridstudio.commands.projects import new_project
from gridstudio.domain.rows import Layer
from gridstudio.errors import Refused, UserError
from gridstudio.formats.base_map_files import is_base_map, look_into
from gridstudio.geometry.affine import Affine, from_bounds
from gridstudio.geometry.georeference import Placement, placement_from_dict
from gridstudio.project import Project
from tests.canvas.test_tiles import picture
from tests.formats.tile_files import write_folder, write_gpkg, write_mbtiles
from tests.formats.world_file import world_file

EXAMPLE = "gpkg/ngageoint/example.gpkg"
BOUNDS = (112.0, 35.5, 112.2, 35.6)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = new_project(tmp_path / "county.gpkg", name="County")
    yield made
    made.close()


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    ensure_application()
    path = tmp_path / "maps" / "scan.png"
    path.parent.mkdir()
    path.write_bytes(picture(0x336699, 200))
    return path


def base_maps(project: Project) -> list[Layer]:
    return [layer for layer in project.layers() if layer.kind in ("tiles", "picture")]


def test_tiles_are_linked_by_a_path_from_the_project_s_folder(
    project: Project, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    inside = write_mbtiles(tmp_path / "town.mbtiles", {(3, 4, 2): picture(0xFF0000)})
    outside = tmp_path_factory.mktemp("elsewhere") / "town.mbtiles"
    shutil.copy(inside, outside)
    for path, source in ((inside, "town.mbtiles"), (outside, str(outside))):
        add_tiles(project, path, datum="gcj02")
        layer = base_maps(project)[-1]
        assert (layer.source, layer.datum, layer.name) == (source, "gcj02", "town")
        assert path_of(project, layer.source).samefile(path)
    project.undo()
    project.undo()
    assert base_maps(project) == []


def test_a_base_map_lies_under_everything_else(project: Project, tmp_path: Path) -> None:
    path = write_folder(tmp_path / "xyz", {(3, 4, 2): picture(0xFF0000)})
    layer_id = add_tiles(project, path, datum="wgs84")
    assert project.layers()[0].id == layer_id


def test_one_of_several_tile_tables_is_named(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "maps.gpkg"
    for table in ("roads", "photos"):
        write_gpkg(path, {(2, 1, 1): picture(0xFF0000)}, table=table)
    write_gpkg(path, {(0, 0, 0): picture(0)}, table="other grid", shift_m=1e6)
    found = look_into(path)
    assert (found.table, list(found.tables)) == ("photos", ["other grid", "photos", "roads"])
    assert "grid of their own" in found.tables["other grid"]
    add_tiles(project, path, datum="wgs84", table="roads")
    assert base_maps(project)[0].options == {"table": "roads"}
    with pytest.raises(UserError, match="grid of their own"):
        add_tiles(project, path, datum="wgs84", table="other grid")


def test_what_cannot_be_shown_is_not_added(project: Project, scan: Path, tmp_path: Path) -> None:
    vector = write_mbtiles(tmp_path / "vector.mbtiles", {(0, 0, 0): b"\x1f\x8bpacked"})
    with pytest.raises(UserError, match="vector tiles"):
        add_tiles(project, vector, datum="wgs84")
    with pytest.raises(UserError, match="must be placed"):
        add_tiles(project, scan, datum="wgs84")
    with pytest.raises(UserError, match="no picture"):
        add_picture(project, write_mbtiles(tmp_path / "m", {(1, 0, 0): picture(9)}), Placement())
    with pytest.raises(UserError, match="one line"):
        line = tuple((10.0 * n, 10.0 * n, 112 + n / 100, 35 + n / 100) for n in range(4))
        add_picture(project, scan, Placement(control_points=line, crs="EPSG:4326"))
    with pytest.raises(UserError, match="no datum"):
        add_tiles(project, tmp_path / "m", datum="xian80")
    assert base_maps(project) == [] and project.undo_label is None


def test_a_picture_is_placed_and_placed_again(project: Project, scan: Path) -> None:
    first = Placement(from_bounds((200, 200), BOUNDS), crs="EPSG:4326", datum="gcj02")
    layer_id = add_picture(project, scan, first)
    assert base_maps(project)[0].source == "maps/scan.png"
    points = ((0.0, 0.0, 112.0, 35.6), (199.0, 0.0, 112.2, 35.6), (0.0, 199.0, 112.0, 35.5))
    second = Placement(control_points=points, crs="EPSG:4326", datum="bd09")
    place_picture(project, layer_id, second)
    (layer,) = base_maps(project)
    assert placement_from_dict(layer.options["placement"]) == second and layer.datum == "bd09"
    project.undo()
    (layer,) = base_maps(project)
    assert placement_from_dict(layer.options["placement"]) == first and layer.datum == "gcj02"


def test_another_datum_moves_tiles_and_pictures(
    project: Project, scan: Path, tmp_path: Path
) -> None:
    tiles = add_tiles(
        project, write_mbtiles(tmp_path / "m", {(3, 4, 2): picture(9)}), datum="wgs84"
    )
    placed = add_picture(project, scan, Placement(from_bounds((200, 200), BOUNDS), crs="EPSG:4326"))
    for layer_id in (tiles, placed):
        set_datum(project, layer_id, "gcj02")
    assert {layer.datum for layer in base_maps(project)} == {"gcj02"}
    shown = placement_from_dict(base_maps(project)[1].options["placement"])
    assert shown.datum == "gcj02"
    count = len(project.journal(50))
    set_datum(project, tiles, "gcj02")
    assert len(project.journal(50)) == count
    with pytest.raises(Refused, match="Only base maps"):
        set_datum(project, next(one.id for one in project.layers() if one.kind == "sites"), "bd09")


def options(**more: object) -> ImportOptions:
    return ImportOptions(what="layer", **more)  # type: ignore[arg-type]


def test_the_import_takes_base_maps_of_any_kind(
    project: Project, scan: Path, tmp_path: Path
) -> None:
    path = write_mbtiles(tmp_path / "map.bin", {(3, 4, 2): picture(9)})
    with pytest.raises(UserError, match="Name the datum"):
        run_import(project, path, options())
    assert run_import(project, path, options(datum="wgs84", dry_run=True)).added == 1
    assert base_maps(project) == []
    run_import(project, path, options(datum="gcj02"))
    with pytest.raises(UserError, match="does not say where it lies"):
        run_import(project, scan, options(datum="wgs84"))
    run_import(project, scan, options(datum="wgs84", bounds=BOUNDS))
    world_file(scan, Affine(2.0, 0, 37_600_000.0, 0, -2.0, 3_940_000.0))
    with pytest.raises(UserError, match="--crs"):
        run_import(project, scan, options(datum="cgcs2000"))
    run_import(project, scan, options(datum="cgcs2000", crs="EPSG:4525"))
    assert [layer.kind for layer in base_maps(project)] == ["tiles", "picture", "picture"]


def test_our_own_project_is_no_base_map(project: Project) -> None:
    assert not is_base_map(project.path)
