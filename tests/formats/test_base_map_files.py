"""What is a base map, told by its content; what it says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridstudio.canvas.figures import ensure_application
from gridstudio.errors import UserError
from gridstudio.formats.base_map_files import is_base_map, look_into
from gridstudio.geometry.affine import Affine
from tests.canvas.test_tiles import picture
from tests.formats.tile_files import write_folder
from tests.formats.world_file import world_file
from tests.shared_data import shared_data

EXAMPLE = "gpkg/ngageoint/example.gpkg"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    ensure_application()
    path = tmp_path / "maps" / "scan.png"
    path.parent.mkdir()
    path.write_bytes(picture(0x336699, 200))
    return path


def test_what_is_a_base_map_is_told_by_its_content(scan: Path, tmp_path: Path) -> None:
    assert is_base_map(scan) and is_base_map(tmp_path / "no such.mbtiles")
    assert is_base_map(write_folder(tmp_path / "xyz", {(3, 4, 2): picture(9)}))
    assert not is_base_map(tmp_path / "maps")
    (tmp_path / "table.csv").write_text("a,b")
    assert not is_base_map(tmp_path / "table.csv")
    names = {"gpkg/gdal/byte.gpkg": True, EXAMPLE: False, "gpkg/ngageoint/rte.gpkg": False}
    for name, expected in names.items():
        assert is_base_map(shared_data(name)) is expected


def test_tiles_say_their_levels_and_extent() -> None:
    found = look_into(shared_data("tiles/brutile/el-molar.mbtiles"))
    assert (found.kind, found.zooms, found.tables) == ("tiles", tuple(range(17)), {})
    assert found.bounds == pytest.approx((-3.5981, 40.6930, -3.4829, 40.7437), abs=1e-4)


def test_a_picture_says_where_it_lies_if_it_can(scan: Path) -> None:
    found = look_into(scan)
    assert (found.kind, found.size, found.affine, found.crs) == ("picture", (200, 200), None, "")
    placed = Affine(0.0001, 0.0, 112.3, 0.0, -0.0001, 35.6)
    world_file(scan, placed)
    again = look_into(scan)
    assert (again.affine, again.crs) == (placed, "EPSG:4326")


@pytest.mark.parametrize(
    ("name", "words"),
    [("map.pdf", "is no PNG, JPEG or TIFF"), ("map.bmp", "is no PNG, JPEG or TIFF")],
)
def test_other_pictures_are_refused_by_name(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"BM or %PDF-1.7 and so on and on")
    assert is_base_map(tmp_path / name)
    with pytest.raises(UserError, match=words):
        look_into(tmp_path / name)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not there"):
        look_into(tmp_path / "nowhere.mbtiles")
