"""Foreign tables in: what is read, what is refused and why, and that a refusal leaves no trace."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
import shapely
import xlsxwriter

from gridstudio.commands.check import check
from gridstudio.commands.imports import ImportOptions, ImportReport, run_import
from gridstudio.errors import UserError
from gridstudio.project import Project
from tests.cases import blank_project, divided_project, telecom
from tests.shared_data import shared_data

CUSTOMERS = ImportOptions("customers", datum="wgs84")


def load(project: Project, path: Path, **changes: object) -> ImportReport:
    values = {"what": "customers", "datum": "wgs84"} | changes
    return run_import(project, path, ImportOptions(**values))  # type: ignore[arg-type]


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_tables_read_whatever_their_encoding(tmp_path: Path, encoding: str) -> None:
    text = "客户名称,经度,纬度,客户级别,类型\n新绛县邮局,112.05,35.1,A级,客户单位\n"
    with divided_project(tmp_path, customers=0) as project:
        report = load(project, write(tmp_path / "t.csv", text, encoding))
        assert (report.read, report.added, report.refused) == (1, 1, ())
        customer = project.customer(1)
        assert (customer.name, customer.class_, customer.kind) == (
            "新绛县邮局",
            "A",
            "organisation",
        )
        assert project.owners().area[0] > 0


def test_a_wrong_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        before = project.path.read_bytes()
        path = write(tmp_path / "t.csv", "name,lon,lat\n甲,112.1,35.1\n", "gb18030")
        with pytest.raises(UserError, match="line 2"):
            load(project, path, encoding="utf-8")
        with pytest.raises(UserError, match="no encoding"):
            load(project, path, encoding="klingon")
        assert project.path.read_bytes() == before


def test_rows_that_cannot_be_read_are_refused_with_line_and_reason(tmp_path: Path) -> None:
    text = (
        "name,lon,lat\n"
        "good,112.1,35.1\n"
        "far,999,35.1\n"
        "none,,35.1\n"
        "zero,0,0\n"
        '"two\nlines",112.1,35.1\n'
        "words,east,35.1\n"
        "dms,112°06′00″E,35°06'00\"N\n"
    )
    with blank_project(tmp_path) as project:
        report = load(project, write(tmp_path / "t.csv", text))
        refused = dict(report.refused)
        assert (report.read, report.added) == (7, 3)
        assert sorted(refused) == [3, 4, 5, 8]
        assert "earth" in refused[3] and "0, 0" in refused[5]
        assert project.customers().lonlat[2].tolist() == [112.1, 35.1]


def test_a_million_character_cell_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    text = "name,lon,lat\n" + "x" * 1_000_000 + ",112.1,35.1\nfine,112.1,35.1\n"
    with blank_project(tmp_path) as project:
        report = load(project, write(tmp_path / "t.csv", text))
        assert report.added == 1
        assert report.refused[0][0] == 2 and "characters" in report.refused[0][1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,east,north\na,112.1,35.1\n", "No columns with coordinates"),
        ("name,lon,lat\na,35.1,112.1\nb,35.2,112.2\n", "swapped"),
        ("", "no column names"),
        ("\x00\x01\x02binary", "no text file"),
    ],
)
def test_what_cannot_be_right_is_refused_and_leaves_no_trace(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with blank_project(tmp_path) as project:
        before = project.path.read_bytes()
        with pytest.raises(UserError, match=sentence):
            load(project, write(tmp_path / "t.csv", text))
        assert project.path.read_bytes() == before and project.undo_label is None


def test_the_datum_is_asked_for_and_applied(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "name,lon,lat\na,116.4102445,39.91640428\n")
    with blank_project(tmp_path) as project:
        with pytest.raises(UserError, match="Name the datum"):
            load(project, path, datum="")
        load(project, path, datum="gcj02")
        assert project.customers().lonlat[0] == pytest.approx([116.404, 39.915], abs=1e-6)


def test_rows_with_a_known_uuid_are_updated(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        load(project, write(tmp_path / "a.csv", "uuid,name,lon,lat\nu1,Old,112.1,35.1\n"))
        report = load(
            project,
            write(tmp_path / "b.csv", "uuid,name,lon,lat\nu1,New,112.2,35.1\n,More,112.1,35.1\n"),
        )
        assert (report.added, report.updated) == (1, 1)
        assert project.customer(1).name == "New" and project.customer(1).lon == 112.2
        project.undo()
        assert project.customer(1).name == "Old" and len(project.customers()) == 1


def test_an_update_leaves_what_the_file_does_not_hold(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        first = "uuid,name,phone,value,lon,lat\nu1,Shop,139,5,112.1,35.1\n"
        load(project, write(tmp_path / "a.csv", first))
        load(project, write(tmp_path / "b.csv", "uuid,phone,lon,lat\nu1,140,112.2,35.1\n"))
        customer = project.customer(1)
        assert (customer.name, customer.phone, customer.value) == ("Shop", "140", 5)


def test_a_uuid_that_stands_twice_in_a_file_is_refused_with_both_lines(tmp_path: Path) -> None:
    text = "uuid,name,lon,lat\nu1,A,112.1,35.1\nu1,B,112.2,35.1\n"
    with blank_project(tmp_path) as project:
        report = load(project, write(tmp_path / "a.csv", text))
        assert report.added == 1 and [line for line, _reason in report.refused] == [3]
        assert "line 2" in report.refused[0][1] and project.customer(1).name == "A"


def test_a_damaged_kmz_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", "<kml/>" * 5000)
    damaged = bytearray(path.read_bytes())
    damaged[50:60] = b"\xff" * 10
    path.write_bytes(damaged)
    with blank_project(tmp_path) as project, pytest.raises(UserError, match="no sound KMZ"):
        load(project, path)


def test_a_spreadsheet_with_a_title_over_its_header(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.merge_range("A1:E1", "客户普查表 2026")
        for column, name in enumerate(("名称", "经度", "纬度", "电话", "月收入")):
            page.write(1, column, name)
        for column, value in enumerate(("甲", "112.1", 35.1, 13900000000, "1,234.5元")):
            page.write(2, column, value)
    with blank_project(tmp_path) as project:
        assert load(project, path).added == 1
        customer = project.customer(1)
        assert (customer.phone, customer.value) == ("13900000000", 1234.5)


def test_a_file_that_only_claims_to_be_a_spreadsheet(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project, pytest.raises(UserError, match="no spreadsheet"):
        load(project, write(tmp_path / "t.xlsx", "hello"))


def test_gpx_needs_no_datum(tmp_path: Path) -> None:
    gpx = (
        '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
        '<wpt lat="35.1" lon="112.1"><name>Shop</name></wpt></gpx>'
    )
    with blank_project(tmp_path) as project:
        assert load(project, write(tmp_path / "t.gpx", gpx), datum="").added == 1
        assert project.customer(1).name == "Shop"


def collection(
    path: Path, *boxes: tuple[float, float, float, float], **columns: list[object]
) -> Path:
    """A GeoJSON file of boxes, named N0, N1 …, with more columns where given."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"N{number}", "team": "T"}
            | {name: values[number] for name, values in columns.items()},
            "geometry": json.loads(shapely.to_geojson(shapely.box(*box))),
        }
        for number, box in enumerate(boxes)
    ]
    return write(path, json.dumps({"type": "FeatureCollection", "features": features}))


def test_areas_are_cut_from_open_ground_without_gaps(tmp_path: Path) -> None:
    path = collection(
        tmp_path / "grids.geojson", (112.2, 35.0, 112.3, 35.2), (112.3, 35.0, 112.4, 35.2)
    )
    with divided_project(tmp_path) as project:
        report = load(project, path, what="areas", level="grid")
        assert (report.added, report.refused) == (2, ())
        areas = project.areas()
        assert {"N0", "N1"} <= set(areas.name) and "T" in set(areas.team)
        assert check(project) == []
        again = load(project, path, what="areas", level="grid")
        assert again.added == 0 and len(again.refused) == 2
        assert check(project) == []


def test_a_dry_run_of_areas_tells_what_the_import_would_do(tmp_path: Path) -> None:
    path = collection(
        tmp_path / "grids.geojson", (112.2, 35.0, 112.3, 35.2), (112.9, 35.0, 113.0, 35.2)
    )
    with divided_project(tmp_path) as project:
        before = project.path.read_bytes()
        tried = load(project, path, what="areas", level="grid", dry_run=True)
        assert project.path.read_bytes() == before and project.undo_label == "Test"
        done = load(project, path, what="areas", level="grid")
        assert (tried.read, tried.added, tried.refused) == (done.read, done.added, done.refused)
        assert (tried.added, len(tried.refused), tried.dry_run) == (1, 1, True)
        with pytest.raises(UserError, match="has a county already"):
            load(project, path, what="areas", level="county", dry_run=True)
    blank = Project.create(tmp_path / "blank.gpkg", name="Blank", template=telecom())
    with blank as project, pytest.raises(UserError, match="nothing to divide"):
        load(project, path, what="areas", level="grid", dry_run=True)


def test_areas_keep_the_codes_of_their_file_where_they_are_free(tmp_path: Path) -> None:
    boxes = ((112.2, 35.0, 112.25, 35.2), (112.25, 35.0, 112.3, 35.2), (112.3, 35.0, 112.4, 35.2))
    # Free, taken by a grid of the case, none; the ids are nobody's codes.
    path = collection(tmp_path / "grids.geojson", *boxes, code=["XJ-7", "G01", ""], id=[1, 2, 3])
    with divided_project(tmp_path) as project:
        assert load(project, path, what="areas", level="grid").added == 3
        areas = project.areas()
        codes = dict(zip(areas.name.tolist(), areas.code.tolist(), strict=True))
        assert [codes[f"N{number}"] for number in range(3)] == ["XJ-7", "G03", "G04"]


def test_a_field_that_is_not_known_is_refused(tmp_path: Path) -> None:
    points = write(tmp_path / "t.csv", "name,lon,lat,town\nA,112.1,35.1,T\n")
    with blank_project(tmp_path) as project:
        for what, mapping in (
            ("customers", {"town": "town"}),
            ("customers", {"code": "town"}),
            ("sites", {"class": "town"}),
        ):
            with pytest.raises(UserError, match="knows no field .* known are: .*lon"):
                load(project, points, what=what, columns=mapping)
        assert load(project, points, what="sites", columns={"code": "town"}).added == 1


def test_overlapping_polygons_are_refused_with_the_place(tmp_path: Path) -> None:
    path = collection(
        tmp_path / "dirty.geojson", (112.0, 35.0, 112.25, 35.2), (112.2, 35.0, 112.4, 35.2)
    )
    with blank_project(tmp_path) as project:
        with pytest.raises(UserError, match="overlap") as refusal:
            load(project, path, what="areas", level="district")
        assert refusal.value.place is not None and project.undo_label is None


def test_layers_keep_their_features(tmp_path: Path) -> None:
    kml = shared_data("kml_gpx")
    with blank_project(tmp_path) as project:
        read = 0
        for path in sorted(kml.rglob("*.kml"))[:40]:
            try:
                read += load(project, path, what="layer").added
            except UserError as error:
                assert str(error)
        assert read > 0
        layers = [layer.id for layer in project.layers() if layer.kind == "features"]
        assert sum(len(project.features(layer_id)) for layer_id in layers) == read


@pytest.mark.parametrize("folder", ["malformed", "shp_encoding", "csv_xlsx", "kml_gpx", "mapinfo"])
def test_awkward_files_are_read_or_refused_in_words(tmp_path: Path, folder: str) -> None:
    endings = {".shp", ".csv", ".xlsx", ".xls", ".kml", ".kmz", ".gpx", ".tab", ".mif", ".geojson"}
    files = [p for p in sorted(shared_data(folder).rglob("*")) if p.suffix.lower() in endings]
    assert files
    with blank_project(tmp_path) as project:
        for path in files:
            for what in ("customers", "layer"):
                try:
                    load(project, path, what=what, dry_run=True)
                except UserError as error:
                    assert str(error).strip()


def test_gbk_shapefiles_read_as_chinese(tmp_path: Path) -> None:
    from gridstudio.formats.reading import read_table

    found = 0
    for path in sorted(shared_data("shp_encoding").rglob("*.shp")):
        try:
            table = read_table(path)
        except UserError:
            continue
        text = "".join(str(value) for cells in table.columns.values() for value in cells)
        found += any("\u4e00" <= letter <= "\u9fff" for letter in text)
    assert found >= 1
