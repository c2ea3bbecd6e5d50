"""Foreign files out, read back by another program or by our own readers."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from shapely.geometry import Point

from gridstudio.commands.exports import ExportReport, export
from gridstudio.commands.schemes import copy_scheme
from gridstudio.errors import UserError
from gridstudio.formats.reading import read_table
from tests.cases import divided_project

ENDINGS = [".csv", ".xlsx", ".geojson", ".gpkg", ".shp", ".kml", ".tab", ".mif", ".gpx"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_reads_back(tmp_path: Path, ending: str) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Rename") as edit:
            edit.update("customers", 1, {"name": "甲，“乙”", "note": "=1+1"})
        out = tmp_path / f"out{ending}"
        assert export(project, out, layer="customers") == ExportReport(40)
        table = read_table(out)
        assert len(table) == 40
        names = {name.casefold(): cells for name, cells in table.columns.items()}
        if ending != ".gpx":
            assert "甲，“乙”" in names["name"]
    assert not list(tmp_path.glob(".export-*"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_to_write_is_an_empty_file(tmp_path: Path, ending: str) -> None:
    with divided_project(tmp_path, customers=0) as project:
        out = tmp_path / f"out{ending}"
        assert export(project, out, layer="customers") == ExportReport(0)
        assert out.exists()


def test_the_datum_moves_what_is_written(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        places = {}
        for datum in ("wgs84", "gcj02"):
            out = tmp_path / f"{datum}.geojson"
            export(project, out, layer="customers", datum=datum)
            feature = json.loads(out.read_text("utf-8"))["features"][0]
            places[datum] = feature["geometry"]["coordinates"]
        assert places["wgs84"] == pytest.approx([112.016, 35.025])
        assert 0.004 < places["gcj02"][0] - places["wgs84"][0] < 0.008


def test_text_in_a_workbook_stays_text(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        for row, text in enumerate(("=1+1", "+86", "-x", "@me"), start=1):
            with project.edit("Rename") as edit:
                edit.update("customers", row, {"name": text})
        out = tmp_path / "out.xlsx"
        export(project, out, layer="customers")
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    at = rows[0].index("name")
    assert [row[at] for row in rows[1:5]] == ["=1+1", "+86", "-x", "@me"]
    assert b"<f>" not in _sheet_xml(out)


def _sheet_xml(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo is not installed")
def test_another_program_reads_the_chinese_mapinfo_table(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Rename") as edit:
            edit.update("customers", 1, {"name": "新绛县"})
        out = tmp_path / "out.tab"
        export(project, out, layer="customers", encoding="gbk")
    done = subprocess.run(["ogrinfo", "-al", str(out)], capture_output=True, text=True, check=True)
    assert "新绛县" in done.stdout and "Feature Count: 40" in done.stdout


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo is not installed")
@pytest.mark.parametrize(
    ("ending", "layer"),
    [
        (ending, layer)
        for ending in ENDINGS
        for layer in ("customers", "areas", "sites")
        if (ending, layer) != (".gpx", "areas")  # GPX holds no areas
    ],
)
def test_another_program_reads_every_layer(tmp_path: Path, ending: str, layer: str) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Site") as edit:
            edit.add("sites", [{"geom": Point(112.1, 35.1), "name": "站"}])
        out = tmp_path / f"out{ending}"
        rows = export(project, out, layer=layer).rows
    command = ["ogrinfo", "-ro", "-so", "-al", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "ERROR" not in done.stderr, done.stderr
    assert f"Feature Count: {rows}" in done.stdout


def test_mapinfo_tables_name_the_character_set_of_china_where_it_holds_every_letter(
    tmp_path: Path,
) -> None:
    with divided_project(tmp_path) as project:
        out = tmp_path / "out.mif"
        for name, charset in (("新绛县", b"WindowsSimpChinese"), ("𠮷野家", b"UTF-8")):
            with project.edit("Rename") as edit:
                edit.update("customers", 1, {"name": name})
            export(project, out, layer="customers")
            assert b'Charset "' + charset + b'"' in out.read_bytes()[:60]
            assert read_table(out).columns["name"][0] == name


@pytest.mark.parametrize("ending", [".shp", ".tab", ".mif"])
def test_a_text_too_long_for_the_format_is_cut_between_letters_and_told(
    tmp_path: Path, ending: str
) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Note") as edit:
            edit.update("customers", 1, {"note": "长" * 300})
        out = tmp_path / f"out{ending}"
        (note,) = export(project, out, layer="customers").notes
        assert note.startswith("1 text of “note” was cut")
        kept = read_table(out).columns["note"][0]
        assert kept in ("长" * 84, "长" * 127)  # 254 bytes of UTF-8 and of GBK
        assert export(project, tmp_path / "out.geojson", layer="customers").notes == ()


def test_areas_carry_their_figures(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        out = tmp_path / "areas.geojson"
        assert export(project, out, layer="areas").rows == 5
    features = json.loads(out.read_text("utf-8"))["features"]
    by_name = {feature["properties"]["name"]: feature["properties"] for feature in features}
    assert by_name["West"]["customers"] == 20
    assert by_name["One"]["parent"] == "West"


def test_the_scheme_is_named_where_that_tells_anything(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        for layer in ("areas", "customers"):
            out = tmp_path / f"{layer}.geojson"
            export(project, out, layer=layer)
            assert "scheme" not in read_table(out).columns
        copy_scheme(project, 1, "市场方案", current=True)
        for layer in ("areas", "customers"):
            out = tmp_path / f"{layer}.geojson"
            export(project, out, layer=layer)
            assert set(read_table(out).columns["scheme"]) == {"市场方案"}
        export(project, tmp_path / "sites.geojson", layer="sites")


def test_what_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        for out, layer, sentence in (
            (tmp_path / "a.docx", "customers", "cannot be written; known"),
            (tmp_path / "none" / "a.csv", "customers", "cannot be written"),
            (tmp_path / "a.gpx", "areas", "GPX holds no areas"),
        ):
            with pytest.raises(UserError, match=sentence):
                export(project, out, layer=layer)
        with pytest.raises(UserError, match="cannot be written in ascii"):
            with project.edit("Rename") as edit:
                edit.update("customers", 1, {"name": "甲", "note": "们"})
            export(project, tmp_path / "a.csv", layer="customers", encoding="ascii")
        for name, encoding, sentence in (
            ("a.csv", "latin-1", "“甲” cannot be written in iso8859-1"),
            ("a.shp", "utf-16", "“.shp” files are written in gbk"),
            ("a.tab", "koi8-r", "“.tab” files are written in gbk"),
            ("a.csv", "base64", "no encoding “base64”"),
            ("a.mif", "big5", "cannot be written in big5"),
            ("a.kml", "gbk", "always written in UTF-8"),
            ("a.xlsx", "klingon", "no encoding “klingon”"),
        ):
            with pytest.raises(UserError, match=sentence):
                export(project, tmp_path / name, layer="customers", encoding=encoding)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("a.")]


def test_shifted_coordinates_do_not_inherit_the_wgs84_of_an_older_file(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        out = tmp_path / "out.shp"
        export(project, out, layer="customers")
        assert out.with_suffix(".prj").exists()
        export(project, out, layer="customers", datum="gcj02")
        assert out.exists() and not out.with_suffix(".prj").exists()


def test_customers_go_with_their_census_facts(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=3) as project:
        field = project.template.census[0].key
        with project.edit("Census") as edit:
            edit.update("customers", 1, {"census": {field: 12.5, "left_by_others": "甲"}})
            edit.update("customers", 2, {"census": {"left_by_others": True, "name": "taken"}})
        out = tmp_path / "out.xlsx"
        export(project, out, layer="customers")
        columns = read_table(out).columns
        assert [str(cell) for cell in columns[field]] == ["12.5", "", ""]
        assert columns["left_by_others"] == ["甲", "yes", ""]
        assert columns["census_name"] == ["", "taken", ""]
        assert list(columns).index(field) < list(columns).index("left_by_others")
        for ending in (".geojson", ".gpkg", ".shp", ".tab"):
            export(project, tmp_path / f"all{ending}", layer="customers")
            assert len(read_table(tmp_path / f"all{ending}")) == 3


def test_areas_of_some_levels(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        for levels, count in (((), 5), ((1,), 2), ((0, 2), 3), ((3,), 0)):
            out = tmp_path / "out.geojson"
            assert export(project, out, layer="areas", levels=levels).rows == count
            if not count:
                continue
            assert set(read_table(out).columns["level"]) <= {
                project.template.levels[level].key for level in levels or range(3)
            }
