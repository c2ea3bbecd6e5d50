"""Maps on paper, read back by other programs: scale, size, lines, texts."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage

from gridstudio.canvas.scene import Look
from gridstudio.canvas.sheet import plan, without_empty_legend
from gridstudio.canvas.sheet_files import ENDINGS, sheet_bytes, sheet_image
from gridstudio.canvas.theme import DARK, LIGHT
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.domain.sheet import Sheet, round_denominator
from gridstudio.errors import Cancelled, UserError
from gridstudio.formats.mbtiles_writing import Tile, TileFacts, write_mbtiles
from gridstudio.geometry.geodesic import length_m
from gridstudio.project import Project
from gridstudio.reports.sheet_pdf import sheet_pdf
from tests.canvas.test_points import pixels
from tests.canvas.test_tiles import picture
from tests.cases import divided_project
from tests.map_data_case import county_case, customers_at, owners_in, sites_at
from tests.other_programs import pdf_facts, picture_of_pdf, text_of_pdf

WHOLE = Sheet(bounds=(112.0, 35.0, 112.4, 35.2), title="示范县 网格信息地图", footer="WGS-84")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with divided_project(tmp_path) as opened:
        yield opened


def three_points(latitude: float) -> tuple[MapData, Sheet, list[float]]:
    """Customers of three kinds: one, one 10 km to the east of it, one 10 km to the north; the true
    lengths between them; and a sheet at 1 : 100,000 with all of them around its middle."""
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    lonlat = [(110.0, latitude)]
    for azimuth in (90, 0):
        lon, lat, _back = geod.fwd(*lonlat[0], azimuth, 10_000)
        lonlat.append((lon, lat))
    points = np.array(lonlat)
    data = county_case()
    people = customers_at(points, kinds=3, classes=1)
    data = replace(
        data, customers=people, sites=sites_at(points[:0]), owners=owners_in(data.areas, people)
    )
    west, south = points.min(axis=0).tolist()
    east, north = points.max(axis=0).tolist()
    sheet = Sheet((west, south, east, north), denominator=100_000, legend=False, north=False)
    lengths = [length_m(points[[0, other]]) for other in (1, 2)]
    return data, sheet, lengths


def middle_of(picture: QImage, colour: str) -> tuple[float, float]:
    """Of all pixels of just that colour."""
    wanted = int(colour.lstrip("#"), 16)
    flat = np.frombuffer(
        picture.convertToFormat(QImage.Format.Format_RGB32).constBits(), dtype=np.uint32
    )
    plane = flat.reshape(picture.height(), picture.width()) & 0xFFFFFF
    lines, columns = np.nonzero(plane == wanted)
    assert len(lines) > 10, f"nothing of {colour}"
    return float(columns.mean()), float(lines.mean())


def lengths_on_paper_mm(picture: QImage, data: MapData, dpi: float) -> list[float]:
    spots = [middle_of(picture, kind.color) for kind in data.template.kinds[:3]]
    (x, y), east, north = spots
    return [float(np.hypot(other[0] - x, other[1] - y)) / dpi * 25.4 for other in (east, north)]


@pytest.mark.parametrize("latitude", [18.3, 35.6, 49.0])
def test_ten_kilometres_are_a_hundred_millimetres_in_the_pdf(
    latitude: float, tmp_path: Path
) -> None:
    data, sheet, lengths = three_points(latitude)
    look = Look(level=None, labels=False)
    path = tmp_path / "scale.pdf"
    path.write_bytes(sheet_pdf(sheet_bytes(".svg", sheet, data, look), *sheet.size_mm, "Scale"))
    picture = QImage.fromData(picture_of_pdf(path, 300))
    found = lengths_on_paper_mm(picture, data, 300)
    assert lengths == pytest.approx([10_000, 10_000], rel=1e-6)
    assert found == pytest.approx([100, 100], rel=0.005)


def test_ten_kilometres_are_a_hundred_millimetres_in_the_picture() -> None:
    data, sheet, _lengths = three_points(35.6)
    picture = sheet_image(sheet, data, Look(level=None, labels=False))
    assert picture.dotsPerMeterX() == pytest.approx(300 / 0.0254, abs=1)
    found = lengths_on_paper_mm(picture, data, 300)
    assert found == pytest.approx([100, 100], rel=0.005)


def test_an_svg_is_as_large_as_its_paper_and_true_to_scale(project: Project) -> None:
    sheet = replace(WHOLE, denominator=250_000, page="A3")
    root = ElementTree.fromstring(sheet_bytes(".svg", sheet, project.map_data(), Look(level=2)))
    assert (root.get("width"), root.get("height")) == ("420mm", "297mm")
    mm = 420 / float(root.get("viewBox", "").split()[2])
    boxes = [box for box in county_outlines(root) if box[0] > 0]
    assert boxes, "no outline of the county"
    wide, high = (side * mm for side in boxes[0])
    true = length_m([(112.0, 35.1), (112.4, 35.1)]), length_m([(112.2, 35.0), (112.2, 35.2)])
    assert (wide, high) == pytest.approx([metres / 250 for metres in true], rel=0.005)


def county_outlines(root: ElementTree.Element) -> Iterator[tuple[float, float]]:
    """Width and height in the file's own units of each path stroked in the county's colour."""
    for group in root.iter(f"{SVG}g"):
        if group.get("stroke") != "#2f3a44":
            continue
        scale = float(re.findall(r"[-\d.e]+", group.get("transform", "matrix(1"))[0])
        for path in group.iter(f"{SVG}path"):
            numbers = np.array(re.findall(r"-?[\d.]+(?:e-?\d+)?", path.get("d", "")), dtype=float)
            points = numbers.reshape(-1, 2)
            wide, high = np.ptp(points, axis=0).tolist()
            yield wide * scale, high * scale


def test_areas_lines_and_texts_stay_what_they_are(project: Project, tmp_path: Path) -> None:
    svg = sheet_bytes(".svg", WHOLE, project.map_data(), Look(level=2))
    root = ElementTree.fromstring(svg)
    texts = {"".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")}
    assert {"One", "Two"} <= texts
    assert len(list(root.iter(f"{SVG}path"))) >= 6
    path = tmp_path / "map.pdf"
    path.write_bytes(sheet_pdf(svg, *WHOLE.size_mm, WHOLE.title))
    found = text_of_pdf(path)
    assert "示范县 网格信息地图" in found and "One" in found
    assert "297 x 210 mm" in _millimetres(pdf_facts(path))
    assert " yes yes yes " in pdf_facts(path, "pdffonts")  # embedded, a subset, with its letters


def test_few_customers_stay_shapes(project: Project) -> None:
    data = project.map_data()
    sheet = replace(WHOLE, legend=False)
    sites = {layer.id for layer in data.layers if layer.kind == "sites"}
    root = ElementTree.fromstring(
        sheet_bytes(".svg", sheet, data, Look(level=None, hidden=frozenset(sites)))
    )
    assert not list(root.iter(f"{SVG}image"))
    kinds = ("circle", "polygon", "path", "rect")
    shapes = [len(list(root.iter(SVG + kind))) for kind in kinds]
    assert sum(shapes) > len(data.customers)


def _millimetres(facts: str) -> str:
    found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+) pts", facts)
    assert found is not None
    wide, high = (round(float(side) / 72 * 25.4) for side in found.groups())
    return f"{wide} x {high} mm"


def test_nothing_leaves_the_frame(project: Project) -> None:
    sheet = replace(WHOLE, bounds=(112.1, 35.05, 112.2, 35.1), denominator=25_000, legend=False)
    svg = sheet_bytes(".svg", sheet, project.map_data(), Look(level=2))
    root = ElementTree.fromstring(svg)
    (box,) = root.iter(f"{SVG}clipPath")
    frame = plan(sheet).map
    ratio = sheet.dpi / 96
    assert float(box[0].get("width", 0)) == pytest.approx(frame.width() * ratio)
    clipped = next(g for g in root.iter(f"{SVG}g") if g.get("clip-path") == "url(#frame)")
    inside = {id(part) for part in clipped.iter(f"{SVG}path")}
    assert inside == {id(part) for part in root.iter(f"{SVG}path")}


def test_the_parts_that_are_wanted_are_there(project: Project) -> None:
    data, look = project.map_data(), Look(level=2)
    plain = replace(WHOLE, title="", legend=False, scale_bar=False, north=False, graticule=False)
    pictures = [sheet_image(plain, data, look, dpi=60)]
    for switch in ("legend", "scale_bar", "north", "graticule"):
        pictures.append(sheet_image(replace(plain, **{switch: True}), data, look, dpi=60))
    pictures.append(sheet_image(replace(plain, title="Title"), data, look, dpi=60))
    assert all(one != other for at, one in enumerate(pictures) for other in pictures[:at])


def test_a_title_with_markup_is_just_text(project: Project, tmp_path: Path) -> None:
    title = '#set <b>"&\\ $x$'
    sheet = replace(WHOLE, title=title)
    path = tmp_path / "map.pdf"
    path.write_bytes(
        sheet_pdf(sheet_bytes(".svg", sheet, project.map_data(), Look()), 297, 210, title)
    )
    assert title in text_of_pdf(path)


def test_what_fits_is_shown_at_a_round_scale() -> None:
    laid = plan(WHOLE)
    assert laid.denominator == pytest.approx(round_denominator(laid.denominator))
    west, south, east, north = laid.viewport.bounds
    assert west <= 112.0 and south <= 35.0 and east >= 112.4 and north >= 35.2
    upright = plan(replace(WHOLE, landscape=False))
    assert upright.height > upright.width and upright.denominator > laid.denominator


def test_a_legend_without_lines_takes_no_room(project: Project) -> None:
    data = project.map_data()
    everything = frozenset(layer.id for layer in data.layers if layer.kind != "areas")
    bare, full = Look(level=2, hidden=everything), Look(level=2)
    assert not without_empty_legend(WHOLE, data, bare).legend
    assert without_empty_legend(WHOLE, data, full).legend
    svg = sheet_bytes(".svg", WHOLE, data, bare)
    (box,) = next(ElementTree.fromstring(svg).iter(f"{SVG}clipPath"))
    wide = plan(replace(WHOLE, legend=False)).map.width()
    assert float(box.get("width", 0)) == pytest.approx(wide * WHOLE.dpi / 96)


def test_a_picture_too_large_for_memory_is_refused(project: Project) -> None:
    sheet = replace(WHOLE, page="A0", dpi=600)
    with pytest.raises(UserError, match="fewer dots"):
        sheet_image(sheet, project.map_data(), Look())


@pytest.mark.parametrize("ending", ENDINGS)
def test_painting_goes_in_steps_and_can_be_stopped_between_them(
    project: Project, ending: str
) -> None:
    data, look = project.map_data(), Look(level=2)
    steps = 0

    def counted(act: Callable[[], Any]) -> Any:
        nonlocal steps
        steps += 1
        return act()

    whole = sheet_bytes(ending, WHOLE, data, look, on_main=counted)
    assert whole and steps > 4
    left = 3

    def stopped(act: Callable[[], Any]) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            raise Cancelled
        return act()

    with pytest.raises(Cancelled):  # a painter left open would make Qt warn, and the test fail
        sheet_bytes(ending, WHOLE, data, look, on_main=stopped)
    assert left < 0, "the painter is let go of on the main thread"


def test_paper_is_white_whatever_the_theme_of_the_window(tmp_path: Path) -> None:
    """The base map, too, which a dark window shows dark."""
    facts = TileFacts("Map", (112.0, 35.0, 112.4, 35.2), appearance="light")
    tiles = [Tile(5, x, y, picture(0xF5F3ED)) for x in range(32) for y in range(32)]
    write_mbtiles(tmp_path / "base.mbtiles", tiles, facts)
    base = Layer(9, "Base", "tiles", source="base.mbtiles")
    case = county_case(customers=20)
    data = replace(case, layers=(base, *case.layers), folder=tmp_path)
    by_day, by_night = (
        pixels(sheet_image(WHOLE, data, Look(theme=theme), dpi=96)) & 0xFF
        for theme in (LIGHT, DARK)
    )
    # (Edges of letters may come out otherwise the second time.)
    assert (np.abs(by_day.astype(int) - by_night.astype(int)) > 8).mean() < 0.01
    assert np.median(by_night) > 150
