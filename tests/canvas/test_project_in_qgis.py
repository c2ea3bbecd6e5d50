"""A project styled here, opened by QGIS: the same classes, colours and labels, in a picture too."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter
from scipy.ndimage import binary_erosion

from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.scene import Look, paint_scene
from gridstudio.canvas.theme import LIGHT
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.commands.area_facts import keep_area_facts
from gridstudio.commands.columns import map_data
from gridstudio.commands.layers import add_layer, set_opacity, set_style
from gridstudio.domain.base_styles import AREA_COLORS, AREA_OPACITY
from gridstudio.domain.map_data import MapData
from gridstudio.domain.style import LabelStyle, Style, StyleClass, Symbol
from gridstudio.project import Project
from tests.cases import divided_project
from tests.other_programs import QGIS_PYTHON, qgis_environment

SCRIPT = Path(__file__).resolve().parents[1] / "project" / "qgis_project.py"
SIZE = 800, 400
FAR_COLOUR = 20
"""A channel of a pixel may differ so much: edges are smoothed otherwise."""
GROUND = Style(
    "categories",
    "category",
    (
        StyleClass(Symbol("#2e8b57", "#115533", 1.0, 3.0), "Wood", "wood"),
        StyleClass(Symbol("#1f78b4", "", 0.0, 4.0), "Water", "water"),
        StyleClass(Symbol("#c0392b", "", 0.0, 6.0), "all others"),
    ),
    label=LabelStyle("name", color="#112233"),
)
CLASSES = Style(
    "categories",
    "class",
    tuple(
        StyleClass(Symbol(color, size_px=14.0, shape=shape), key, key)
        for key, color, shape in (
            ("A", "#e31a1c", "square"),
            ("B", "#6a3d9a", "circle"),
            ("C", "#ff7f00", "diamond"),
            ("D", "#111111", "triangle"),
        )
    ),
)
FIGURES = Style(
    "graduated",
    "indicator.customers",
    (
        StyleClass(Symbol("#fde0c5", "#555555", 1.0), "few", lower=0.0, upper=9.5),
        StyleClass(Symbol("#eb4a40", "#555555", 1.0), "many", lower=9.5, upper=1000.0),
    ),
)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return qgis_environment(tmp_path_factory.mktemp("qgis"))


def qgis(environment: dict[str, str], *words: object) -> Any:
    command = [QGIS_PYTHON, str(SCRIPT), *map(str, words)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def styled(folder: Path) -> tuple[Project, int]:
    """The divided case with grounds, roads and styles of all kinds; the id of their layer."""
    project = divided_project(folder)
    with project.edit("Layer") as edit:
        layer = add_layer(project, "Ground", "features", edit=edit)
        rows = [
            (shapely.box(112.02, 35.02, 112.12, 35.08), "wood", "Old wood"),
            (shapely.LineString([(112.01, 35.083), (112.39, 35.083)]), "water", "River"),
            (shapely.LineString([(112.01, 35.086), (112.39, 35.086)]), "road", "G1"),
        ]
        for shape, category, name in rows:
            row = {"layer_id": layer, "geom": shape, "category": category, "name": name}
            edit.add("features", [row])
    set_style(project, layer, GROUND)
    customers = project.map_data().layer_of("customers")
    assert customers is not None
    set_style(project, customers.id, CLASSES)
    return project, layer


def view_of(data: MapData) -> Viewport:
    west, south, east, north = shapely.total_bounds(data.areas.geometry).tolist()
    return fitting((west, south, east, north), *SIZE, margin=0.04)


def ours(data: MapData, layers: set[int], view: Viewport, level: int | None) -> NDArray[np.int64]:
    """Red, green and blue ``(height, width, 3)`` of these layers alone on white."""
    ensure_application()
    theme = replace(LIGHT, background=QColor("white"))
    hidden = frozenset(layer.id for layer in data.layers if layer.id not in layers)
    look = Look(theme, level=level, hidden=hidden, labels=False, furniture=False)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_scene(painter, view, data, look, BaseMaps())
    painter.end()
    return colours(image)


def colours(image: QImage) -> NDArray[np.int64]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return np.stack([flat >> 16 & 255, flat >> 8 & 255, flat & 255], axis=-1).astype(np.int64)


def theirs(
    environment: dict[str, str], project: Project, view: Viewport, *tables: str
) -> tuple[Any, NDArray[np.int64]]:
    picture = project.path.with_name("qgis.png")
    bounds = ",".join(repr(float(side)) for side in view.bounds_xy)
    said = qgis(environment, "read", project.path, picture, bounds, f"{SIZE[0]}x{SIZE[1]}", *tables)
    return said, colours(QImage(str(picture)))


def assert_same_class(
    one: NDArray[np.int64], other: NDArray[np.int64], color: str, least: int = 40
) -> None:
    """Where the one picture has this colour, the other has it too, and about as often:
    symbols of one diameter have another ground here, where all shapes look equally heavy."""
    there = [distance(picture, color) <= FAR_COLOUR for picture in (one, other)]
    counts = [int(mask.sum()) for mask in there]
    assert min(counts) >= least, (color, counts)
    assert max(counts) <= 2 * min(counts), (color, counts)
    inner = binary_erosion(there[0])
    if not inner.any():
        inner = there[0]
    # A corner of a symbol may lie a pixel beside; what is within may not.
    same = (np.abs(one - other).max(axis=-1) <= FAR_COLOUR)[inner].mean()
    assert same >= 0.75, (color, same)


def distance(picture: NDArray[np.int64], color: str) -> NDArray[np.int64]:
    """How far each pixel is from a colour, in the channel that differs most."""
    wanted = np.array(QColor(color).getRgb()[:3])
    far: NDArray[np.int64] = np.abs(picture - wanted).max(axis=-1)
    return far


def blended(color: str, opacity: float) -> str:
    """A colour on white."""
    parts = QColor(color).getRgb()[:3]
    return QColor(*(round(part * opacity + 255 * (1 - opacity)) for part in parts)).name()


def test_classes_colours_and_labels_are_the_same(
    environment: dict[str, str], tmp_path: Path
) -> None:
    project, layer = styled(tmp_path)
    set_opacity(project, layer, 0.5)
    with project:
        grounds, lines = f"layer_{layer}_polygons", f"layer_{layer}_lines"
        view = view_of(project.map_data())
        said, _picture = theirs(environment, project, view, grounds, lines, "customers")
    for table in (grounds, lines):
        facts = said[table]
        assert (facts["type"], facts["field"]) == ("categorizedSymbol", "category")
        assert [one["color"] for one in facts["classes"]] == ["#2e8b57", "#1f78b4", "#c0392b"]
        assert [one["label"] for one in facts["classes"]] == ["Wood", "Water", "all others"]
        assert [one["value"] for one in facts["classes"]][:2] == ["wood", "water"]
        assert facts["label"]["field"] == "name" and facts["label"]["color"] == "#112233"
        assert facts["opacity"] == 0.5 and facts["key"] == ["OGC_FID"]
    assert (said[grounds]["count"], said[lines]["count"]) == (1, 2)
    customers = said["customers"]
    assert customers["field"] == "class" and customers["label"] is None
    assert [one["shape"] for one in customers["classes"]] == [
        "square",
        "circle",
        "diamond",
        "triangle",
    ]


def test_both_pictures_show_the_same_classes(environment: dict[str, str], tmp_path: Path) -> None:
    project, layer = styled(tmp_path)
    with project:
        data = map_data(project)
        customers = data.layer_of("customers")
        assert customers is not None
        # Near enough for symbols to have their full size.
        view = replace(view_of(data), metre_per_px=3.0)
        lon, lat = data.customers.lonlat[0].tolist()
        near = shapely.box(lon - 0.01, lat - 0.004, lon + 0.01, lat + 0.004)
        with project.edit("Crowd") as edit:
            across = np.linspace(lon - 0.009, lon + 0.009, 10)
            down = np.linspace(lat - 0.003, lat + 0.003, 4)
            spread = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)
            kinds = [project.template.kinds[0].key] * 40
            edit.add_points("customers", spread, {"kind": kinds, "class": list("ABCD") * 10})
        data = map_data(project)
        view = replace(fitting(near.bounds, *SIZE), metre_per_px=3.0)
        one = ours(data, {customers.id}, view, None)
        _said, other = theirs(environment, project, view, "customers")
        for item in CLASSES.classes:
            assert_same_class(one, other, item.symbol.color)
        # From farther out lines are thinner here.
        view = replace(fitting((112.04, 35.08, 112.06, 35.086), *SIZE), metre_per_px=3.0)
        one = ours(data, {layer}, view, None)
        tables = f"layer_{layer}_polygons", f"layer_{layer}_lines"
        _said, other = theirs(environment, project, view, *tables)
        for item in GROUND.classes:
            assert_same_class(one, other, item.symbol.color)
        assert np.abs(one - other).mean() < 1.5


def test_areas_have_their_figures_and_colours(environment: dict[str, str], tmp_path: Path) -> None:
    project, _layer = styled(tmp_path)
    with project:
        data = map_data(project)
        grids, districts = data.layer_of("areas", 2), data.layer_of("areas", 1)
        assert grids is not None and districts is not None
        set_style(project, grids.id, FIGURES)
        keep_area_facts(project)
        data = map_data(project)
        column = data.columns[(grids.id, "indicator.customers")]
        known = column.values[~np.isnan(column.values)]  # type: ignore[union-attr]
        assert (known < 9.5).any() and (known >= 9.5).any()
        view = view_of(data)
        one = ours(data, {grids.id}, view, 2)
        said, other = theirs(environment, project, view, "areas_grid")
        assert said["areas_grid"]["field"] == "indicator.customers"
        for item in FIGURES.classes:
            assert_same_class(one, other, item.symbol.color, least=1000)
        one = ours(data, {districts.id}, view, 1)
        said, other = theirs(environment, project, view, "areas_district")
        assert said["areas_district"]["field"] == "colour"
        shown = {blended(color, AREA_OPACITY) for color in AREA_COLORS}
        found = [color for color in shown if (distance(one, color) <= 3).sum() > 1000]
        assert len(found) == len(data.areas.at_level(1))
        for color in found:
            assert_same_class(one, other, color, least=1000)
        assert str(project.undo_label).startswith("Style of “")


def test_attributes_of_an_imported_file_are_followed(
    environment: dict[str, str], tmp_path: Path
) -> None:
    style = Style(
        "categories",
        "property.行 人",
        (StyleClass(Symbol("#e31a1c"), "three", "3"), StyleClass(Symbol("#1f78b4"), "others")),
    )
    with divided_project(tmp_path) as project:
        with project.edit("Layer") as edit:
            layer = add_layer(project, "Ground", "features", edit=edit)
            for west, people in ((112.0, 3), (112.2, 5)):
                shape, facts = shapely.box(west, 35.05, west + 0.15, 35.15), {"行 人": people}
                edit.add("features", [{"layer_id": layer, "geom": shape, "properties": facts}])
        set_style(project, layer, style)
        data = map_data(project)
        one = ours(data, {layer}, view_of(data), None)
        _said, other = theirs(environment, project, view_of(data), f"layer_{layer}_polygons")
        for item in style.classes:
            assert_same_class(one, other, item.symbol.color, least=1000)


def test_a_style_saved_in_qgis_is_drawn_here(environment: dict[str, str], tmp_path: Path) -> None:
    project, layer = styled(tmp_path)
    table = f"layer_{layer}_lines"
    with project:
        qgis(environment, "restyle", project.path, table, "12ab34")
        assert project.poll()
        style = project.styles()[layer]
        assert style.mode == "single" and style.classes[0].symbol.color == "#12ab34"
        said, _picture = theirs(environment, project, view_of(project.map_data()), table)
        assert said[table]["type"] == "singleSymbol"
