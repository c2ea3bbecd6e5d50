from __future__ import annotations

import json
from pathlib import Path

import pytest

from gridstudio.commands.import_look import look_of
from gridstudio.formats import vector
from tests.shared_data import shared_data


def geojson(path: Path, kind: str, coordinates: object) -> Path:
    shape = {"type": kind, "coordinates": coordinates}
    features = [{"type": "Feature", "properties": {}, "geometry": shape}]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.mark.parametrize(
    ("kind", "coordinates", "look"),
    [
        ("Polygon", [[[0, 0], [1, 0], [0, 1], [0, 0]]], "areas"),
        ("MultiPolygon", [[[[0, 0], [1, 0], [0, 1], [0, 0]]]], "areas"),
        ("LineString", [[0, 0], [1, 1]], "layer"),
        ("Point", [0, 0], "customers"),
    ],
)
def test_shapes_say_what_they_are(
    tmp_path: Path, kind: str, coordinates: object, look: str
) -> None:
    assert look_of(geojson(tmp_path / "a.geojson", kind, coordinates)) == look


def test_tables_hold_customers_and_tiles_are_a_layer(tmp_path: Path) -> None:
    table, tiles = tmp_path / "a.csv", tmp_path / "a.mbtiles"
    table.write_text("name,lon,lat\n")
    tiles.write_bytes(b"")
    assert look_of(table) == "customers" and look_of(tiles) == "layer"


def test_what_cannot_be_told_is_left_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "a.shp"
    broken.write_bytes(b"no shapefile at all")
    assert look_of(broken) == look_of(tmp_path) == look_of(tmp_path / "none.shp") == ""
    assert look_of(Path("n" * 5000)) == look_of(Path("a\0b.shp")) == ""
    large = geojson(tmp_path / "a.geojson", "Point", [0, 0])
    monkeypatch.setattr(vector, "QUICKLY_READ_BYTES", 10)
    assert look_of(large) == ""


def test_a_county_of_townships_looks_like_areas() -> None:
    assert look_of(shared_data("admin_cn/xinjiang_county_140825/140825.json")) == "areas"
