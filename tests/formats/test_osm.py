"""OpenStreetMap extracts: real ones of three countries, and small ones written by hand."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely

from gridstudio.errors import Cancelled, UserError
from gridstudio.formats.osm import OsmMap, read_osm
from gridstudio.formats.osm_themes import CATEGORIES, THEMES
from gridstudio.jobs import no_progress
from tests.shared_data import shared_data

LIECHTENSTEIN = "osm/liechtenstein-2013-08-03.osm.pbf"
EXTRACTS = (LIECHTENSTEIN, "osm/andorra.osm.pbf", "osm/beijing_cau/map.osm", "osm/ninghua/map.osm")


def written(folder: Path, nodes: str, ways: str = "", relations: str = "", head: str = "") -> Path:
    """An extract of nodes "1 0.0 0.0 key=value …" (id, longitude, latitude), ways and relations
    "1 2,3,4 key=value …" (id, members in order)."""

    def tags(words: list[str]) -> str:
        pairs = [word.split("=") for word in words]
        return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in pairs)

    def lines(text: str) -> list[list[str]]:
        return [line.split() for line in text.splitlines() if line.strip()]

    parts = [
        f'<node id="{number}" lon="{lon}" lat="{lat}" version="1">{tags(rest)}</node>'
        for number, lon, lat, *rest in lines(nodes)
    ]
    for number, members, *rest in lines(ways):
        refs = "".join(f'<nd ref="{node}"/>' for node in members.split(","))
        parts.append(f'<way id="{number}" version="1">{refs}{tags(rest)}</way>')
    for number, members, *rest in lines(relations):
        refs = "".join(
            f'<member type="way" ref="{way}" role="outer"/>' for way in members.split(",")
        )
        parts.append(f'<relation id="{number}" version="1">{refs}{tags(rest)}</relation>')
    path = folder / "map.osm"
    path.write_text(
        f'<?xml version="1.0"?><osm version="0.6">{head}{"".join(parts)}</osm>', "utf-8"
    )
    return path


SQUARES = """
    1 10 30
    2 11 30
    3 12 30
    4 12 31
    5 11 31
    6 10 31
"""
"""Two squares side by side: 6 5 4 over 1 2 3. Not at 0, 0, which to GDAL is no place at all."""


@pytest.fixture(scope="module")
def liechtenstein() -> OsmMap:
    return read_osm(shared_data(LIECHTENSTEIN), no_progress, "en")


@pytest.mark.parametrize("name", EXTRACTS)
def test_every_extract_is_sound(name: str) -> None:
    made = read_osm(shared_data(name), no_progress)
    assert tuple(made.themes) == THEMES
    west, south, east, north = made.bounds
    assert west < east and south < north
    box = shapely.box(*made.bounds)
    for theme, features in made.themes.items():
        assert len(features.geometry) == len(features.category) == len(features.name)
        assert shapely.is_valid(features.geometry).all(), theme
        assert not shapely.is_empty(features.geometry).any(), theme
        assert all(isinstance(text, str) for text in (*features.name, *features.category))
        assert set(features.category) <= set(CATEGORIES[theme]), theme
    roads = made.themes["roads"]
    assert shapely.intersects(box, roads.geometry).any()


def test_the_kinds_of_shapes(liechtenstein: OsmMap) -> None:
    dimensions = {
        theme: set(shapely.get_dimensions(features.geometry).tolist())
        for theme, features in liechtenstein.themes.items()
    }
    assert dimensions == {
        "landuse": {2}, "woodland": {2}, "water": {1, 2}, "buildings": {2},
        "railways": {1}, "roads": {1}, "borders": {1}, "places": {0},
    }  # fmt: skip


def test_liechtenstein_has_what_one_knows_of_it(liechtenstein: OsmMap) -> None:
    themes = liechtenstein.themes
    # The country has neither motorway nor trunk road.
    assert set(themes["roads"].category) == set(CATEGORIES["roads"]) - {"motorway", "trunk"}
    places = dict(zip(themes["places"].name, themes["places"].category, strict=True))
    assert places["Vaduz"] == "town" and places["Schaan"] == "village"
    water = themes["water"]
    rhine = np.array(["Rhein" in name or "Rhine" in name for name in water.name])
    assert "river" in water.category[rhine]
    assert set(themes["railways"].category) == {"rail"}
    assert "wood" in themes["woodland"].category and "residential" in themes["landuse"].category
    assert {"6", "8"} <= set(themes["borders"].category)
    assert liechtenstein.bounds == pytest.approx((9.471078, 47.04774, 9.636217, 47.27128))


def test_chinese_towns_roads_and_rivers() -> None:
    beijing = read_osm(shared_data("osm/beijing_cau/map.osm"), no_progress).themes
    assert "京藏高速" in beijing["roads"].name[beijing["roads"].category == "motorway"]
    assert set(beijing["railways"].category) == {"subway"}
    ninghua = read_osm(shared_data("osm/ninghua/map.osm"), no_progress).themes
    assert dict(zip(ninghua["places"].name, ninghua["places"].category, strict=True)) == {
        "宁化县": "city", "翠江镇": "town", "城郊镇": "town",
    }  # fmt: skip


def ogrinfo_count(path: Path, layer: str, condition: str) -> int:
    """Counted by the system's GDAL with its own configuration."""
    if shutil.which("ogrinfo") is None:
        pytest.skip("ogrinfo (gdal-bin) is not installed")
    query = f"SELECT COUNT(*) FROM {layer} WHERE {condition}"
    command = ["ogrinfo", "-ro", "-q", str(path), "-sql", query]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    found = re.search(r"= (\d+)", text)
    assert found, text
    return int(found[1])


@pytest.mark.parametrize("name", EXTRACTS)
@pytest.mark.parametrize(
    ("theme", "category", "layer", "condition"),
    [
        ("buildings", "building", "multipolygons", "building IS NOT NULL AND building <> 'no'"),
        ("roads", "primary", "lines", "highway = 'primary'"),
        ("roads", "track", "lines", "highway = 'track'"),
        ("water", "stream", "lines", "waterway = 'stream'"),
        ("woodland", "wood", "multipolygons", "landuse = 'forest' OR natural = 'wood'"),
        ("places", "village", "points", "place = 'village' AND name IS NOT NULL"),
    ],
)
def test_as_many_as_another_program_counts(
    name: str, theme: str, category: str, layer: str, condition: str
) -> None:
    path = shared_data(name)
    features = read_osm(path, no_progress).themes[theme]
    ours = Counter(features.category.tolist())[category]
    assert ours == ogrinfo_count(path, layer, condition)


def test_roads_fold_into_their_class_with_name_number_and_level(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        SQUARES,
        """
        1 1,2 highway=trunk_link ref=G6
        2 2,3 highway=unclassified ref=X1 name=Millway bridge=yes
        3 3,4 highway=construction construction=motorway
        4 4,5 highway=footway;path tunnel=culvert bridge=no
        5 5,6 railway=rail abandoned=yes
        6 6,1 railway=abandoned
        7 1,5 railway=narrow_gauge bridge=viaduct
        9 1,4 railway=light_rail highway=track
        8 2,3,4,5,2 highway=tertiary junction=roundabout
        """,
    )
    themes = read_osm(path, no_progress).themes
    roads = themes["roads"]
    assert dict(zip(roads.category, roads.name, strict=True)) == {
        "ramp": "", "residential": "Millway", "path": "", "tertiary": "", "track": "",
    }  # fmt: skip
    assert dict(zip(roads.category, roads.number, strict=True)) == {
        "ramp": "G6", "residential": "X1", "path": "", "tertiary": "", "track": "",
    }  # fmt: skip
    assert dict(zip(roads.category, roads.level.tolist(), strict=True)) == {
        "ramp": 0, "residential": 1, "path": -1, "tertiary": 0, "track": 0,
    }  # fmt: skip
    assert roads.geometry[roads.category == "tertiary"][0].geom_type == "LineString"
    assert themes["railways"].category.tolist() == ["rail", "light_rail"]
    assert themes["railways"].level.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("language", "names"),
    [("zh", ["河村", "Ham"]), ("en", ["Thorp", "Ham"]), ("de", ["Torp", "Ham"])],
)
def test_names_are_in_the_language_asked_for(
    language: str, names: list[str], tmp_path: Path
) -> None:
    nodes = """
        1 0 0 place=village name=Torp name:zh=河村 name:en=Thorp
        2 1 1 place=hamlet name=Ham
        3 2 1 place=hamlet
    """
    places = read_osm(written(tmp_path, nodes), no_progress, language).themes["places"]
    assert places.name.tolist() == names


def test_a_border_of_several_areas_is_drawn_once_in_the_highest_rank(tmp_path: Path) -> None:
    # Two townships (8) fill a county (6); way 1 is their border, 2 and 3 the county's.
    path = written(
        tmp_path,
        SQUARES,
        """
        1 2,5
        2 5,6,1,2
        3 2,3,4,5
        4 4,1 boundary=administrative admin_level=4
        5 4,2 boundary=administrative admin_level=2
        6 3,5 boundary=protected_area admin_level=8
        """,
        """
        1 1,2 type=boundary boundary=administrative admin_level=8 name=West
        2 1,3 type=boundary boundary=administrative admin_level=8 name=East
        3 2,3 type=boundary boundary=administrative admin_level=6 name=Both
        """,
    )
    borders = read_osm(path, no_progress).themes["borders"]
    length = Counter[str]()
    for line, level in zip(borders.geometry, borders.category, strict=True):
        length[level] += line.length
    assert length == pytest.approx({"4": 5**0.5, "6": 6.0, "8": 1.0})


def test_east_of_a_coast_that_runs_north_is_sea(tmp_path: Path) -> None:
    path = written(tmp_path, SQUARES, """
        1 2,5 natural=coastline
        2 1,2,3,4,5,6,1 highway=path
    """)  # fmt: skip
    water = read_osm(path, no_progress).themes["water"]
    assert water.category.tolist() == ["sea"]
    assert shapely.bounds(water.geometry[0]).tolist() == pytest.approx([11, 30, 12, 31])


def test_a_ground_that_crosses_itself_is_made_valid(tmp_path: Path) -> None:
    path = written(tmp_path, SQUARES, "1 1,2,6,5,1 natural=water name=Pond")
    water = read_osm(path, no_progress).themes["water"]
    assert shapely.is_valid(water.geometry).all()
    assert shapely.area(water.geometry).tolist() == [pytest.approx(0.5)]


def test_a_way_of_one_spot_is_left_out(tmp_path: Path) -> None:
    ways = """
        1 1,1 highway=path
        2 1,2 highway=track
    """
    roads = read_osm(written(tmp_path, SQUARES, ways), no_progress).themes["roads"]
    assert roads.category.tolist() == ["track"]


@pytest.mark.parametrize(
    ("stated", "bounds"),
    [
        ("", (10, 30, 12, 31)),
        ('<bounds minlon="10.5" minlat="25" maxlon="11.5" maxlat="35"/>', (10.5, 30, 11.5, 31)),
        ('<bounds minlon="-180" minlat="-90" maxlon="180" maxlat="90"/>', (10, 30, 12, 31)),
    ],
)
def test_the_bounds_are_the_stated_box_as_far_as_it_is_filled(
    stated: str, bounds: tuple[float, ...], tmp_path: Path
) -> None:
    path = written(tmp_path, SQUARES, "1 1,2,3,4,5,6 highway=path", head=stated)
    assert read_osm(path, no_progress).bounds == pytest.approx(bounds)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.999])
@pytest.mark.parametrize("name", [LIECHTENSTEIN, "osm/ninghua/map.osm"])
def test_a_file_cut_short_is_refused(name: str, share: float, tmp_path: Path) -> None:
    data = shared_data(name).read_bytes()
    path = tmp_path / Path(name).name
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UserError, match="cut short"):
        read_osm(path, no_progress)


@pytest.mark.parametrize("name", ["notes.osm", "notes.osm.pbf"])
@pytest.mark.parametrize(
    "text", ["", "A text that is no map.\n", '<?xml version="1.0"?><gpx version="1.1"></gpx>']
)
def test_a_file_of_something_else_is_refused(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(UserError, match=r"no OpenStreetMap file.*\.osm\.pbf"):
        read_osm(path, no_progress)


def test_an_absent_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not there"):
        read_osm(tmp_path / "county.osm.pbf", no_progress)
    with pytest.raises(UserError, match="Choose another file"):
        read_osm(tmp_path, no_progress)


@pytest.mark.parametrize("nodes", ["", "1 0 0 amenity=bench"])
def test_an_extract_without_features_is_refused(nodes: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nothing for a map"):
        read_osm(written(tmp_path, nodes), no_progress)


def test_progress_is_told_before_each_layer(tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    path = written(tmp_path, SQUARES, "1 1,2 highway=path")
    read_osm(path, lambda share, text: told.append((share, text)))
    shares = [share for share, _text in told]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1
    assert len({text for _share, text in told if text}) == 4


def test_reading_can_be_cancelled_in_the_middle() -> None:
    def stop(share: float, text: str) -> None:
        if share > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_osm(shared_data(LIECHTENSTEIN), stop)
