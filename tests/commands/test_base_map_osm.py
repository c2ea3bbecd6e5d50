"""A base map from OpenStreetMap as tiles: where they lie, what they show, what goes wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from gridstudio.canvas.base_map import painter_of
from gridstudio.canvas.figures import ensure_application
from gridstudio.commands.base_map_osm import (
    MOST_TILES,
    TileOptions,
    TileReport,
    name_of,
    plan_tiles,
    write_base_map,
)
from gridstudio.errors import Cancelled, UserError
from gridstudio.formats.tiles.mbtiles import MbtilesSource
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.tile_grid import TILE_PX, to_world_px
from gridstudio.jobs import Progress, no_progress
from tests.osm_extract import TOWN, written_town
from tests.shared_data import shared_data

ROOT = Path(__file__).resolve().parents[2]
LIECHTENSTEIN = "osm/liechtenstein-2013-08-03.osm.pbf"


@pytest.fixture(scope="module", autouse=True)
def application() -> None:
    ensure_application()


def rendered(
    folder: Path,
    options: TileOptions,
    *,
    progress: Progress = no_progress,
    out: str = "town.mbtiles",
) -> TileReport:
    source = written_town(folder)
    paint = painter_of(options.appearance, options.ratio, options.format)
    return write_base_map(source, folder / out, options, paint, progress)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town in its own language, zooms 12 to 16."""
    folder = tmp_path_factory.mktemp("town")
    return rendered(folder, TileOptions((12, 16))).path


def pixel(path: Path, place: str, zoom: int = 16) -> str:
    """The colour at a named place of the town."""
    x, y = to_world_px(to_xy(TOWN[place]), zoom).tolist()
    source = MbtilesSource(path)
    try:
        data = source.tile(zoom, int(x // TILE_PX), int(y // TILE_PX))
    finally:
        source.close()
    assert data is not None
    image = QImage.fromData(data)
    ratio = image.width() // TILE_PX
    return image.pixelColor(int(x % TILE_PX * ratio), int(y % TILE_PX * ratio)).name()


@pytest.mark.parametrize(
    ("place", "colour"),
    [
        ("lake", "#abcfe4"),
        ("wood", "#d8e5c9"),
        ("park in the wood", "#cfe4bd"),
        ("quarter", "#e9e4da"),
        ("factory", "#e5e1e8"),
        ("building", "#ddd4c7"),
        ("motorway", "#eda97c"),
        ("bridge of the trunk road", "#f5c680"),
        ("street", "#ffffff"),
        ("open land", "#f5f3ed"),
    ],
)
def test_each_thing_has_its_colour_where_it_lies(town: Path, place: str, colour: str) -> None:
    assert pixel(town, place) == colour


def test_by_night_too(tmp_path: Path) -> None:
    path = rendered(tmp_path, TileOptions((16, 16), appearance="dark")).path
    assert pixel(path, "lake") == "#17384a"
    assert pixel(path, "open land") == "#1d2329"


def test_streets_and_buildings_appear_from_near_only(town: Path) -> None:
    assert pixel(town, "building", 13) == "#e9e4da"
    assert pixel(town, "building", 14) == "#ddd4c7"


def test_the_file_says_what_it_is(town: Path) -> None:
    with closing(sqlite3.connect(town)) as connection:
        facts = dict(connection.execute("SELECT name, value FROM metadata"))
    assert facts["attribution"] == "© OpenStreetMap contributors"
    assert facts["name"] == "town" and facts["appearance"] == "light"
    assert (facts["format"], facts["type"]) == ("png", "baselayer")
    assert (facts["minzoom"], facts["maxzoom"]) == ("12", "16")
    assert [float(side) for side in facts["bounds"].split(",")] == [112.0, 35.98, 112.04, 36.0]


def test_gdal_reads_it_and_finds_the_same_places(town: Path, tmp_path: Path) -> None:
    if shutil.which("gdalinfo") is None:
        pytest.skip("gdalinfo (gdal-bin) is not installed")
    found = subprocess.run(
        ["gdalinfo", "-json", str(town)], capture_output=True, check=True, text=True
    )
    facts = json.loads(found.stdout)
    assert facts["driverShortName"] == "MBTiles"
    assert facts["metadata"][""]["attribution"] == "© OpenStreetMap contributors"
    lon, lat = TOWN["lake"]
    values = subprocess.run(
        ["gdallocationinfo", "-wgs84", "-valonly", str(town), str(lon), str(lat)],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()
    assert values[:3] == ["171", "207", "228"]


def test_tiles_for_screens_of_high_resolution(tmp_path: Path) -> None:
    path = rendered(tmp_path, TileOptions((16, 16), ratio=2)).path
    source = MbtilesSource(path)
    try:
        assert source.tile_px == 512
    finally:
        source.close()
    assert pixel(path, "building") == "#ddd4c7"


def test_names_are_in_the_language_asked_for(tmp_path: Path) -> None:
    made = {}
    for language in ("zh", "en"):
        folder = tmp_path / language
        folder.mkdir()
        made[language] = rendered(folder, TileOptions((13, 13), language=language)).path
    assert made["zh"].read_bytes() != made["en"].read_bytes()


def test_the_estimate_counts_the_tiles_that_are_written(tmp_path: Path) -> None:
    options = TileOptions((8, 15))
    report = rendered(tmp_path, options)
    plan = plan_tiles(report.bounds, options, (tmp_path / "town.osm").stat().st_size)
    assert plan.tiles == report.tiles
    assert [block.zoom for block in plan.blocks] == list(range(8, 16))
    assert plan.size_bytes > 0 and plan.seconds > 0


@pytest.mark.parametrize("zooms", [(9, 8), (-1, 4), (3, 19)])
def test_zooms_that_make_no_sense_are_refused(zooms: tuple[int, int]) -> None:
    with pytest.raises(UserError, match="0 to 18"):
        plan_tiles((9.4, 47.0, 9.6, 47.3), TileOptions(zooms), 1000)


def test_too_many_tiles_are_refused_with_their_number() -> None:
    with pytest.raises(UserError, match=r"8 to 18 of this region are [\d,]+ tiles"):
        plan_tiles((100.0, 30.0, 110.0, 40.0), TileOptions((8, 18)), 1000)
    plan = plan_tiles((9.47, 47.04, 9.64, 47.28), TileOptions((8, 18)), 1000)
    assert plan.tiles < MOST_TILES


def test_progress_runs_to_the_end_and_names_the_zoom(tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    rendered(tmp_path, TileOptions((8, 14)), progress=lambda *step: told.append(step))
    shares = [share for share, _text in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert any(re.match(r"Painting zoom 14: tile \d+ of \d+", text) for _share, text in told)


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_cancelling_leaves_nothing(tmp_path: Path, share: float) -> None:
    def stop(done: float, text: str = "") -> None:
        if done > share:
            raise Cancelled

    with pytest.raises(Cancelled):
        rendered(tmp_path, TileOptions((8, 16)), progress=stop)
    assert [file.name for file in tmp_path.iterdir()] == ["town.osm"]


def test_a_file_that_exists_is_left_alone_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    out = tmp_path / "town.mbtiles"
    out.write_bytes(b"mine")
    with pytest.raises(UserError, match="exists already"):
        rendered(tmp_path, TileOptions((8, 8)))
    assert out.read_bytes() == b"mine"
    options = TileOptions((8, 8))
    write_base_map(tmp_path / "town.osm", out, options, painter_of("light"), replace=True)
    assert out.read_bytes().startswith(b"SQLite format 3")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UserError, match=r"cannot be written: .*Choose another folder"):
        rendered(tmp_path, TileOptions((8, 8)), out="file/town.mbtiles")


def test_a_damaged_extract_leaves_nothing(tmp_path: Path) -> None:
    source = tmp_path / "county.osm.pbf"
    source.write_bytes(shared_data(LIECHTENSTEIN).read_bytes()[:200_000])
    with pytest.raises(UserError, match="damaged or cut short"):
        write_base_map(source, tmp_path / "out.mbtiles", TileOptions(), painter_of("light"))
    assert [file.name for file in tmp_path.iterdir()] == ["county.osm.pbf"]


def verb(*arguments: object, **more: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "gridstudio", "basemap", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        **more,  # type: ignore[call-overload]
    )


@pytest.mark.skipif(os.name != "posix", reason="only POSIX kills like that")
def test_killed_half_way_leaves_no_map_and_the_next_run_mends_it(tmp_path: Path) -> None:
    source, out = written_town(tmp_path), tmp_path / "town.mbtiles"
    draft = tmp_path / ".town.mbtiles.making"
    process = verb(source, out, "--zooms", "8-18")
    deadline = time.monotonic() + 60
    while not draft.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert draft.exists() and not out.exists()
    process = verb(source, out, "--zooms", "12-13", "--json")
    printed, said = process.communicate()
    assert process.returncode == 0, said
    assert json.loads(printed)["tiles"] == rendered_count(out)
    assert not draft.exists()


def test_without_an_ending_the_verb_makes_tiles(tmp_path: Path) -> None:
    process = verb(written_town(tmp_path), tmp_path / "town", "--zooms", "12-13", "--json")
    printed, said = process.communicate()
    assert process.returncode == 0, said
    assert json.loads(printed)["tiles"] == rendered_count(tmp_path / "town.mbtiles")


def rendered_count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        count = connection.execute("SELECT count(*) FROM tiles").fetchone()[0]
    return int(count)


SMALL_DISK = """
import resource, sys
from pathlib import Path
from gridstudio.app import make_base_map
from gridstudio.commands.base_map_osm import TileOptions
from gridstudio.errors import UserError

resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    make_base_map(Path(sys.argv[1]), Path(sys.argv[2]), TileOptions((8, 16)))
except UserError as error:
    print(error)
"""


def test_a_disk_that_takes_no_more_gets_a_sentence(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="only POSIX limits the size of files")
    source = written_town(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", SMALL_DISK, str(source), str(tmp_path / "town.mbtiles")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert "cannot be written" in done.stdout
    assert [file.name for file in tmp_path.iterdir()] == ["town.osm"]


def test_the_verb_wants_zooms_it_understands(tmp_path: Path) -> None:
    process = verb(written_town(tmp_path), tmp_path / "town.mbtiles", "--zooms", "near")
    _printed, said = process.communicate()
    assert process.returncode == 2 and "--zooms" in said


@pytest.mark.parametrize(
    ("name", "called"),
    [("county.osm.pbf", "county"), ("map.osm", "map"), ("a.b.osm.bz2", "a.b"), (".osm", ".osm")],
)
def test_a_base_map_is_named_by_its_extract(name: str, called: str) -> None:
    assert name_of(Path(name)) == called


def test_all_of_liechtenstein(tmp_path: Path) -> None:
    source = shared_data(LIECHTENSTEIN)
    options = TileOptions((8, 12), language="en")
    report = write_base_map(source, tmp_path / "li.mbtiles", options, painter_of("light"))
    assert report.tiles == 20
    assert report.bounds == pytest.approx((9.471078, 47.04774, 9.636217, 47.27128))
