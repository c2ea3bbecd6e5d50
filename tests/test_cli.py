"""Every verb, as a user types it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from gridstudio.cli import main
from gridstudio.commands.areas import merge_areas
from gridstudio.commands.schemes import copy_scheme
from gridstudio.project import Project
from gridstudio.project.geopackage import encode
from tests.cases import divided_project, square
from tests.shared_data import shared_data


class Answer:
    """What a verb printed, and its exit status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def runner(*arguments: object) -> Answer:
        status = 0
        try:
            main([str(item) for item in arguments])
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        printed = capsys.readouterr()
        return Answer(status, printed.out, printed.err)

    return runner


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Path:
    """A demo county of few customers, made once by the verb."""
    path = tmp_path_factory.mktemp("demo") / "demo.gpkg"
    with pytest.MonkeyPatch.context():
        try:
            main(["demo", str(path), "--customers", "600", "--seed", "3"])
        except SystemExit as leaving:
            assert not leaving.code
    return path


def test_the_demo_is_sound_and_complete(demo: Path, run) -> None:  # type: ignore[no-untyped-def]
    assert run("check", demo, "--json").json == {"ok": True, "problems": []}
    info = run("info", demo, "--json").json
    assert info["counts"]["customers"] == 600
    assert info["areas_per_level"]["district"] == 5
    assert info["customers_without_owner"] == 0
    assert info["format_version"] >= 1 and info["edits"] > 0
    said = run("info", demo).out
    assert "areas per level: county 1, district 5" in said and "{" not in said
    west, south, east, north = info["extent"]
    assert 0.5 < east - west < 0.8 and 0.3 < north - south < 0.6
    assert demo.with_suffix(".mbtiles").exists() and demo.with_suffix(".nmea").exists()


def test_check_finds_what_another_program_broke(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with divided_project(tmp_path) as project:
        path, areas = project.path, project.areas()
        one = int(areas.id[list(areas.name).index("One")])
    other = sqlite3.connect(path)
    other.execute("UPDATE areas SET geom = ? WHERE id = ?", (encode(square(0, 0, 1, 1)), one))
    other.commit()
    other.close()
    answer = run("check", path, "--json")
    assert answer.status == 1 and answer.json["ok"] is False
    assert {"kind", "where", "message"} <= answer.json["problems"][0].keys()
    assert any(problem["kind"] == "gap" for problem in answer.json["problems"])


def test_totals_add_up(demo: Path, run) -> None:  # type: ignore[no-untyped-def]
    rows = run("totals", demo, "--level", "grid", "--json").json
    keys = {"code", "name", "customers", "value", "by_class", "by_kind", "sites", "area_km2"}
    assert all(keys <= row.keys() for row in rows)
    districts = run("totals", demo, "--level", "district", "--json").json
    for listed in (rows, districts):
        assert sum(row["customers"] for row in listed) == 600
    assert sum(sum(row["by_class"].values()) for row in rows) == 600
    areas = [sum(row["area_km2"] for row in listed) for listed in (rows, districts)]
    assert areas[0] == pytest.approx(areas[1], rel=1e-6)
    assert run("totals", demo, "--level", "nonsense").status == 1


def test_indicators_of_every_grid(demo: Path, run) -> None:  # type: ignore[no-untyped-def]
    rows = run("indicators", demo, "--level", "grid", "--json").json
    figures = {row["code"]: row for row in run("totals", demo, "--json").json}
    assert rows and [row["code"] for row in rows] == sorted(row["code"] for row in rows)
    for row in rows:
        assert row["customers"] == figures[row["code"]]["customers"]
        assert row["kinds"] == figures[row["code"]]["by_kind"]
        assert row["sites"] == figures[row["code"]]["sites"]
        assert 0 < row["compactness"] < 1
        assert 0.95 < sum(row["administrative"].values()) < 1.001
        assert row["markets"]["markets"] == row["kinds"]["specialised_market"]
        assert sum(row["markets"]["competitor"].values()) <= row["markets"]["markets"]
    assert sum(road["km"] for row in rows for road in row["roads"]) > 100
    assert any(row["markets"]["scale"] > 0 for row in rows)
    said = run("indicators", demo, "--level", "district").out
    assert len(said.splitlines()) == 5 and "km²" in said
    assert run("indicators", demo, "--level", "nonsense").status == 1


def test_the_report_is_written(demo: Path, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for lang in ("en", "zh_CN"):
        answer = run("report", demo, tmp_path / lang, "--lang", lang)
        assert answer.status == 0, answer.err
        files = sorted((tmp_path / lang).iterdir(), key=lambda path: path.suffix)
        assert [path.suffix for path in files] == [".pdf", ".xlsx"]
        assert files[0].read_bytes().startswith(b"%PDF")


def test_a_report_that_cannot_be_written_is_a_sentence(demo: Path, run) -> None:  # type: ignore[no-untyped-def]
    answer = run("report", demo, "/proc/nowhere")
    assert answer.status == 1 and answer.out == ""
    assert len(answer.err.strip().splitlines()) == 1


def test_the_map_is_rendered(demo: Path, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "map.png"
    assert run("render", demo, out, "--size", "500x300").status == 0
    picture = QImage(str(out))
    assert (picture.width(), picture.height()) == (500, 300)
    box = "112.35,35.55,112.45,35.65"
    assert run("render", demo, tmp_path / "b.png", "--bbox", box).status == 0
    assert run("render", demo, tmp_path / "c.png", "--bbox", "5,5,1,1").status == 2
    assert run("render", demo, tmp_path / "c.png", "--size", "big").status == 2
    assert run("render", demo, tmp_path / "no" / "c.png").status == 1


def test_the_map_is_rendered_on_paper(demo: Path, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    box = ("--bbox", "112.3,35.5,112.5,35.7")
    pdf, svg, png = (tmp_path / f"map.{ending}" for ending in ("pdf", "svg", "png"))
    paper = ("--page", "A3", "--portrait", "--scale", "1:50000", "--legend", "--title", "Map")
    assert run("render", demo, pdf, *box, *paper, "--graticule").status == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert run("render", demo, svg, *box).status == 0
    assert b'width="297mm" height="210mm"' in svg.read_bytes()[:300]
    assert run("render", demo, png, *box, "--scale", "10万", "--dpi", "96").status == 0
    picture = QImage(str(png))
    assert (picture.width(), picture.height()) == (1123, 794)
    for wrong in (
        (pdf, "--size", "500x300"),
        (png, "--title", "T"),
        (png, "--scale", "wide"),
        (svg, "--page", "B9"),
    ):
        assert run("render", demo, *wrong).status == 2
    answer = run("render", demo, tmp_path / "map.gif", "--page", "A4")
    assert answer.status == 1 and ".pdf" in answer.err


def test_receivers_logs_are_read(demo: Path, run) -> None:  # type: ignore[no-untyped-def]
    answer = run("gps", "read", demo.with_suffix(".nmea"), "--json")
    epochs = [json.loads(line) for line in answer.out.splitlines()]
    assert len(epochs) > 900 and epochs[0]["mode"] == 0 and epochs[0]["lat"] is None
    keys = {"time", "lat", "lon", "alt_m", "mode", "quality", "satellites_used", "hdop"}
    assert keys | {"speed_mps", "course_deg"} == epochs[-1].keys()
    assert isinstance(run("gps", "ports", "--json").json, list)
    assert run("gps", "read", "/dev/ttyNONE").status == 1


def test_a_blank_project_and_a_real_county(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "xinjiang.gpkg"
    assert run("new", path, "--name", "新绛县").status == 0
    assert run("new", path, "--name", "again").status == 1
    source = shared_data("admin_cn/xinjiang_county_140825/140825.json")
    without = run("import", source, path, "--as", "areas", "--level", "district")
    assert without.status == 1 and "datum" in without.err
    dry = run(
        "import", source, path, "--as", "areas", "--level", "district", "--datum", "gcj02",
        "--dry-run", "--json",
    )  # fmt: skip
    assert dry.json["added"] == 9 and run("info", path, "--json").json["counts"]["areas"] == 0
    real = run(
        "import", source, path, "--as", "areas", "--level", "district", "--datum", "gcj02", "--json"
    )
    assert (real.json["read"], real.json["added"], real.json["refused"]) == (9, 9, [])
    assert run("check", path).status == 0
    rows = run("totals", path, "--level", "district", "--json").json
    assert sum(row["area_km2"] for row in rows) == pytest.approx(594.5, abs=3)
    again = run("import", source, path, "--as", "areas", "--level", "county", "--datum", "gcj02")
    assert again.status == 1


def test_real_customers_and_sites(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "melbourne.gpkg"
    run("new", path, "--name", "Melbourne")
    folder = shared_data("towers_points/eua_melbourne")
    users = run(
        "import", folder / "users-melbcbd-generated.csv", path, "--as", "customers",
        "--datum", "wgs84", "--json",
    )  # fmt: skip
    assert (users.json["added"], users.json["refused"]) == (816, [])
    sites = run(
        "import", folder / "site-optus-melbCBD.csv", path, "--as", "sites", "--datum", "wgs84",
        "--json",
    )  # fmt: skip
    assert sites.json["added"] == 125
    out = tmp_path / "customers.geojson"
    assert run("export", path, out, "--layer", "customers").status == 0
    assert len(json.loads(out.read_text("utf-8"))["features"]) == 816


def test_errors_are_one_sentence_on_standard_error(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    broken = tmp_path / "broken.gpkg"
    broken.write_text("no database")
    for arguments in (
        ("info", broken, "--json"),
        ("check", tmp_path / "absent.gpkg"),
        ("export", broken, tmp_path / "a.csv", "--layer", "areas"),
        ("import", tmp_path / "absent.csv", broken, "--as", "customers", "--datum", "wgs84"),
    ):
        answer = run(*arguments)
        assert answer.status == 1 and answer.out == ""
        assert len(answer.err.strip().splitlines()) == 1, answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("import",),
        ("totals",),
        ("screenshot", "a", "b", "--theme", "pink"),
        ("--nonsense",),
        ("demo", "a.gpkg", "--customers", "-1"),
        ("import", "a.csv", "b.gpkg", "--as", "customers", "--map", "name"),
        ("render", "a.gpkg", "b.png", "--size", "5x5"),
        ("render", "a.gpkg", "b.png", "--bbox", "1,2,3"),
        ("gps", "read", "log", "--baud", "fast"),
    ],
)
def test_wrong_usage_is_status_2(run, arguments: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    answer = run(*arguments)
    assert answer.status == 2 and answer.out == ""
    assert len(answer.err.strip().splitlines()) == 1, answer.err


def test_without_a_display_open_says_how_to_get_a_picture(
    run, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    answer = run()
    assert answer.status == 1 and "render FILE OUT.png" in answer.err


def test_an_import_never_touches_a_project_it_refuses(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "p.gpkg"
    run("new", path, "--name", "P")
    before = path.read_bytes()
    source = tmp_path / "swapped.csv"
    source.write_text("name,lon,lat\n" + "a,35.1,112.2\n" * 5, encoding="utf-8")
    answer = run("import", source, path, "--as", "customers", "--datum", "wgs84")
    assert answer.status == 1 and "swapped" in answer.err
    assert path.read_bytes() == before
    mapped = ("--map", "lon=lat", "--map", "lat=lon")
    assert run("import", source, path, "--as", "customers", "--datum", "wgs84", *mapped).status == 0
    with Project.open(path) as project:
        assert project.customers().lonlat[0].tolist() == [112.2, 35.1]


def test_a_project_needs_a_name(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    answer = run("new", tmp_path / "x.gpkg", "--name", "  ")
    assert answer.status == 1 and "name" in answer.err
    assert not (tmp_path / "x.gpkg").exists()


def test_schemes_are_listed_made_and_deleted(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with divided_project(tmp_path) as project:
        path = project.path
    first = {"id": 1, "name": "Scheme 1", "line": "", "current": True, "areas": 4}
    assert run("schemes", path, "--json").json == [first]
    copied = run("schemes", path, "--copy", "1", "--line", "enterprise", "--json").json
    assert copied[1] == first | {
        "id": 2, "name": "Scheme 1 (copy)", "line": "enterprise", "current": False
    }  # fmt: skip
    run("schemes", path, "--new", "--name", "草案")
    run("schemes", path, "--current", "草案")
    assert run("info", path, "--json").json["scheme"] == "草案"
    run("schemes", path, "--rename", "3", "--name", "Draft", "--line", "channel")
    said = run("schemes", path).out.splitlines()
    assert said[2] == "* 3\tDraft\tchannel\t0" and said[0] == "  1\tScheme 1\t–\t4"
    assert len(run("schemes", path, "--delete", "Draft", "--json").json) == 2
    assert run("check", path).status == 0
    assert run("schemes", path, "--delete", "Nobody").status == 1
    assert run("schemes", path, "--copy", "1", "--line", "rail").status == 1
    assert run("schemes", path, "--new", "--delete", "1").status == 2
    assert run("schemes", path, "--name", "Lost").status == 2
    run("schemes", path, "--delete", "1")
    only = run("schemes", path, "--delete", "2")
    assert only.status == 1 and "only scheme" in only.err


def test_two_schemes_are_compared(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with divided_project(tmp_path, customers=100) as project:
        path = project.path
        copy_scheme(project, 1, "Copy", current=True)
        areas = project.areas()
        ids = [int(areas.id[list(areas.name).index(name)]) for name in ("One", "Two")]
        merge_areas(project, ids)
    out = tmp_path / "book.xlsx"
    found = run("compare", path, "1", "Copy", "--out", out, "--json").json
    assert (found["a"], found["b"], found["level"]) == ("Scheme 1", "Copy", "grid")
    assert found["customers_that_differ"] == 20 and out.stat().st_size > 5000
    two = found["areas"][1]
    assert (two["name_a"], two["name_b"], two["customers_difference"]) == ("Two", "", -20)
    assert run("compare", path, "1", "Copy", "--level", "district").out.endswith("differ: 0\n")
    assert run("compare", path, "1", "Nobody").status == 1
    assert run("compare", path, "1", "Copy", "--out", tmp_path / "book.pdf").status == 2
