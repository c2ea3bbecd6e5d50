"""Pictures of maps: sizes, world files and GeoTIFF tags of real files, as GDAL reads them."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from gridstudio.errors import UserError
from gridstudio.formats.pictures.size import picture_size
from gridstudio.formats.pictures.tiff import read_geotiff
from gridstudio.formats.pictures.world_file import read_world_file
from gridstudio.geometry.affine import Affine, from_bounds, pixel_grid
from gridstudio.geometry.georeference import (
    Placement,
    guess_crs,
    in_mercator,
    placement_from_dict,
    placement_to_dict,
    to_mercator,
)
from gridstudio.geometry.mercator import to_xy
from tests.formats.world_file import world_file

SIZE = (300, 200)
# Central meridian 117, three-degree zone 39: CGCS2000 with the zone before x, and without.
GAUSS, GAUSS_ZONE = "EPSG:4548", "EPSG:4527"


def picture(path: Path) -> Path:
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    assert image.save(str(path))
    return path


def program(*command: object) -> str:
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"{command[0]} (gdal-bin) is not installed")
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, check=True, text=True).stdout


def geotiff(path: Path, *options: object) -> Path:
    source = picture(path.with_suffix(".png"))
    program("gdal_translate", "-q", *options, source, path)
    return path


def as_gdal_sees(path: Path) -> Affine:
    """GDAL counts from the outer corner of the first pixel."""
    c, a, b, f, d, e = json.loads(program("gdalinfo", "-json", path))["geoTransform"]
    return Affine(a, b, c + (a + b) / 2, d, e, f + (d + e) / 2)


def assert_same(one: Affine | None, other: Affine, tolerance: float = 1e-6) -> None:
    assert one is not None
    corners = pixel_grid(SIZE, 1)
    assert np.abs(one.apply(corners) - other.apply(corners)).max() < tolerance


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "图 纸.JPEG", "scan.TIFF"])
def test_size_by_header(tmp_path: Path, name: str) -> None:
    assert picture_size(picture(tmp_path / name)) == SIZE


@pytest.mark.parametrize("endian", ["LITTLE", "BIG"])
def test_size_in_both_byte_orders(tmp_path: Path, endian: str) -> None:
    path = geotiff(tmp_path / "a.tif", "-co", f"ENDIANNESS={endian}")
    assert path.read_bytes()[:2] == {"LITTLE": b"II", "BIG": b"MM"}[endian]
    assert picture_size(path) == SIZE


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif"])
@pytest.mark.parametrize("length", [0, 3, 7, 12, 20])
def test_a_file_cut_short_is_refused(tmp_path: Path, name: str, length: int) -> None:
    path = picture(tmp_path / name)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(UserError, match=r"a\.(png|jpg|tif)"):
        picture_size(path)


def test_a_tiff_that_claims_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    entry = struct.pack("<HHII", 256, 4, 2**31, 8)
    path.write_bytes(struct.pack("<2sHIH", b"II", 42, 8, 1) + entry + bytes(4))
    with pytest.raises(UserError, match="damaged"):
        picture_size(path)


def test_what_is_not_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"GIF89a" + bytes(40))
    with pytest.raises(UserError, match="PNG, JPEG or TIFF"):
        picture_size(tmp_path / "a.png")
    with pytest.raises(UserError, match="BigTIFF"):
        picture_size(geotiff(tmp_path / "big.tif", "-co", "BIGTIFF=YES"))
    with pytest.raises(UserError, match="cannot be read"):
        picture_size(tmp_path / "absent.png")


@pytest.mark.parametrize(
    ("name", "world"),
    [
        ("a.png", "a.pgw"), ("a.png", "A.PNGW"), ("a.JPG", "a.jgw"), ("a.jpeg", "a.jpgw"),
        ("a.tif", "a.TFW"), ("a.tiff", "a.tifw"), ("a.png", "a.wld"),
    ],
)  # fmt: skip
def test_world_files_by_their_names(tmp_path: Path, name: str, world: str) -> None:
    path = picture(tmp_path / name)
    assert read_world_file(path) is None
    (tmp_path / world).write_text("2\n0.5\n0.25\n-2\n1000\n5000\n")
    assert read_world_file(path) == Affine(2, 0.25, 1000, 0.5, -2, 5000)


def test_a_world_file_with_commas_and_windows_lines(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    lines = "\ufeff2,5\r\n0\r\n\r\n0\r\n-2,5\r\n8458000,25\r\n4789000,75\r\nmore\r\n"
    (tmp_path / "a.pgw").write_bytes(lines.encode())
    assert read_world_file(path) == Affine(2.5, 0, 8458000.25, 0, -2.5, 4789000.75)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2\n0\n0\n-2\nEast\n1\n", r"a\.pgw, line 5: “East”"),
        ("2\n0\n\n0\n1.234,5\n3\n1\n", r"a\.pgw, line 5"),
        ("2\n0\n0\nnan\n5\n1\n", "line 4"),
        ("2\n0\n0\n-2\n5\n", "after line 5"),
        ("", "after line 0"),
        ("2\n0\n0\n0\n5\n1\n", "no area"),
    ],
)
def test_a_bad_world_file_is_named_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    path = picture(tmp_path / "a.png")
    (tmp_path / "a.pgw").write_text(text)
    with pytest.raises(UserError, match=reason):
        read_world_file(path)


def test_gdal_reads_a_world_file_as_we_do(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    affine = Affine(1.5e-5, 2e-6, 75.9912345678901, -3e-6, -1.2e-5, 39.47)
    world_file(path, affine)
    assert read_world_file(path) == affine
    assert_same(as_gdal_sees(path), affine, 1e-12)


def test_a_geotiff_is_placed_as_gdal_places_it(tmp_path: Path) -> None:
    corners = (-23_000.0, 4_400_000.0, -22_400.0, 4_399_600.0)
    path = geotiff(tmp_path / "a.tif", "-a_ullr", *corners, "-a_srs", GAUSS)
    affine, crs = read_geotiff(path)
    assert crs == GAUSS
    assert_same(affine, as_gdal_sees(path))


def test_a_turned_geotiff_and_one_of_points(tmp_path: Path) -> None:
    path = geotiff(tmp_path / "a.tif", "-a_srs", "EPSG:3857", "-a_ullr", 0, 200, 300, 0)
    program(
        "gdal_edit.py", "-a_ulurll", 8458000, 4789000, 8458580, 4789100,
        8457930, 4788600, path,
    )  # fmt: skip
    affine, crs = read_geotiff(path)
    assert crs == "EPSG:3857"
    assert affine is not None and abs(affine.b) > 0.1
    assert_same(affine, as_gdal_sees(path))
    point = geotiff(
        tmp_path / "p.tif", "-a_srs", "EPSG:4326", "-a_ullr", 75, 40, 76, 39,
        "-mo", "AREA_OR_POINT=Point",
    )  # fmt: skip
    affine, crs = read_geotiff(point)
    assert crs == "EPSG:4326"
    assert_same(affine, as_gdal_sees(point), 1e-9)


def test_tie_points_alone_are_fitted(tmp_path: Path) -> None:
    ties = [(0, 0, 1000, 5000), (300, 0, 1600, 5060), (0, 200, 960, 4600), (300, 200, 1560, 4660)]
    options = [word for tie in ties for word in ("-gcp", *tie)]
    affine, crs = read_geotiff(geotiff(tmp_path / "a.tif", "-a_srs", GAUSS, *options))
    assert crs == GAUSS
    assert_same(affine, Affine(2, -0.2, 1000.9, 0.2, -2, 4999.1))


def test_a_plain_tiff_has_no_place(tmp_path: Path) -> None:
    assert read_geotiff(picture(tmp_path / "a.tif")) == (None, "")


def test_the_coordinate_system_is_guessed_or_asked() -> None:
    def guess(*bounds: float) -> str:
        return guess_crs(from_bounds(SIZE, bounds), SIZE)  # type: ignore[arg-type]

    assert guess(75, 39, 76, 40) == "EPSG:4326"
    assert guess(8_458_000, 4_789_000, 8_460_000, 4_790_000) == "EPSG:3857"
    assert guess(478_000, 4_789_000, 480_000, 4_790_000) == ""
    assert guess(39_478_000, 4_789_000, 39_480_000, 4_790_000) == ""
    assert guess(8_458_000, 4_789_000, 18_460_000, 4_790_000) == ""


@pytest.mark.parametrize("crs", [GAUSS, GAUSS_ZONE])
def test_gauss_kruger_becomes_one_affine(tmp_path: Path, crs: str) -> None:
    x = 477_000.0 + (39_000_000 if crs == GAUSS_ZONE else 0)
    affine = from_bounds(SIZE, (x, 4_399_600.0, x + 600, 4_400_000.0))
    fitted, deviation = in_mercator(affine, SIZE, crs)
    assert 0 < deviation < 0.05
    pixels = pixel_grid(SIZE, 4).reshape(-1, 2)
    places = to_mercator(affine.apply(pixels), crs)
    assert np.abs(fitted.apply(pixels) - places).max() < 0.1
    # cs2cs knows the same projection, but is another program.
    shell = ["cs2cs", "-f", "%.9f", crs, "EPSG:4326"]
    if shutil.which("cs2cs") is None:
        pytest.skip("cs2cs (proj-bin) is not installed")
    northing_easting = "{1} {0}\n".format(*affine.apply([0, 0]))
    found = subprocess.run(shell, input=northing_easting, capture_output=True, text=True)
    latitude, longitude = (float(word) for word in found.stdout.split()[:2])
    assert np.abs(fitted.apply([0, 0]) - to_xy(np.array([longitude, latitude]))).max() < 0.1


def test_a_large_picture_in_degrees_deviates_and_says_so() -> None:
    affine = from_bounds(SIZE, (100, 20, 110, 30))
    _fitted, deviation = in_mercator(affine, SIZE, "EPSG:4326")
    assert deviation > 1000


def test_datums_and_wrong_systems() -> None:
    place = np.array([[75.99, 39.47]])
    shift = to_mercator(place, "EPSG:4326", "gcj02") - to_mercator(place, "EPSG:4326")
    assert 100 < np.hypot(*shift[0]) < 1500
    with pytest.raises(UserError, match="EPSG:4547"):
        to_mercator(place, "EPSG:99999")
    with pytest.raises(UserError, match="do not lie"):
        to_mercator(place * 1e9, GAUSS)
    with pytest.raises(UserError, match="do not lie"):
        to_mercator(np.array([[5e5, 4e6]]), "EPSG:4326")


def test_a_placement_goes_through_json() -> None:
    points = ((0.0, 0.0, 75.0, 40.0), (299.0, 0.0, 75.01, 40.0), (0.0, 199.0, 75.0, 39.99))
    for placement in (
        Placement(affine=Affine(1, 2, 3, 4, 5, 6.5), crs=GAUSS),
        Placement(control_points=points, crs="EPSG:4326", datum="gcj02"),
    ):
        text = json.dumps(placement_to_dict(placement))
        assert placement_from_dict(json.loads(text)) == placement
    affine, residuals = placement.fitted()
    expected = to_mercator(np.array([[75.01, 40.0]]), "EPSG:4326", "gcj02")[0]
    assert np.abs(affine.apply([299, 0]) - expected).max() < 1e-5
    assert residuals.max() < 1e-5
    with pytest.raises(UserError, match="2 control points|3 control points"):
        Placement(control_points=points[:1]).fitted()


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"affine": [1, 2, 3]},
        {"affine": [1, 2, 3, 4, 5, "x"]},
        {"affine": [1, 2, 3, 4, 5, float("nan")]},
        {"control_points": [[1, 2, 3]]},
        {"control_points": 7},
        {"affine": [1, 0, 0, 0, 1, 0], "datum": "mars"},
    ],
)
def test_a_stored_placement_that_makes_no_sense_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(UserError, match="Place it again"):
        placement_from_dict(stored)
