"""Other programs' view of the file: GDAL's validator and ogrinfo."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from shapely.geometry import LineString, Point

from gridstudio.project import Project
from tests.cases import divided_project

VALIDATOR = Path("/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py")


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{done.returncode}\n{done.stdout}{done.stderr}"


@pytest.mark.skipif(not VALIDATOR.exists(), reason="GDAL's validate_gpkg.py is not installed")
def test_gdal_finds_no_error(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Layer") as edit:
            (layer,) = edit.add("layers", [{"name": "Roads", "kind": "features"}])
            road = LineString([(112.0, 35.0), (112.4, 35.2)])
            edit.add("features", [{"layer_id": layer, "geom": road, "name": "G1"}])
            edit.add("sites", [{"geom": Point(112.1, 35.1), "name": "S"}])
        with project.record() as edit:
            edit.add("tracks", [{"geom": road, "name": "walk"}])
        path = project.path
    assert run("/usr/bin/python3", str(VALIDATOR), "-q", str(path)).startswith("0\n")


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo is not installed")
def test_ogrinfo_reads_every_layer(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        path = project.path
    text = run("ogrinfo", "-ro", "-so", "-al", str(path))
    assert "Layer name: customers" in text and "Feature Count: 40" in text
    assert "Geometry: Multi Polygon" in text
    assert "ERROR" not in text and "Warning" not in text, text


@pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="ogr2ogr is not installed")
def test_gdal_edits_a_copy_and_its_index_follows(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        copy = tmp_path / "copy.gpkg"
        project.save_copy(copy)
    box = ("-spat", "112.0", "35.0", "112.06", "35.2")
    assert "Feature Count: 8" in run("ogrinfo", "-so", *box, str(copy), "customers")
    moved = run(
        "ogrinfo",
        str(copy),
        "-sql",
        "UPDATE customers SET geom = (SELECT geom FROM customers WHERE id = 1) WHERE id = 40",
    )
    assert moved.startswith("0"), moved
    assert "Feature Count: 9" in run("ogrinfo", "-so", *box, str(copy), "customers")
    with Project.open(copy) as project:
        assert project.check() == []
