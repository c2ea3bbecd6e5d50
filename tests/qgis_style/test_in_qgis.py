"""QGIS itself, where it is installed, reads and draws our styles; we read what it writes."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from gridstudio.domain.style import SHAPES, LabelStyle, SizeBy, Style, StyleClass, Symbol
from gridstudio.errors import UserError
from gridstudio.qgis_style.qml import from_qml, to_qml
from gridstudio.qgis_style.words import PIXELS_PER_UNIT
from tests.other_programs import QGIS_PYTHON, qgis_environment

PER_MM = PIXELS_PER_UNIT["MM"]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of a process with QGIS; skips where QGIS is not installed."""
    return qgis_environment(tmp_path_factory.mktemp("qgis"))


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three features for each kind of shape, of kind A, B and C and amounts 2, 5 and 10."""
    folder = tmp_path_factory.mktemp("data")
    at = [(0, 0), (4, 4), (8, 8)]
    shapes = {
        "point": ("Point", [shapely.Point(x, y) for x, y in at]),
        "line": ("LineString", [shapely.LineString([(0, y), (8, y)]) for _x, y in at]),
        "polygon": ("Polygon", [shapely.box(x, y, x + 3, y + 3) for x, y in at]),
    }
    for name, (kind, geometry) in shapes.items():
        pyogrio.raw.write(
            str(folder / f"{name}.gpkg"),
            shapely.to_wkb(geometry),
            [np.array(["A", "B", "C"], dtype=object), np.array([2.0, 5.0, 10.0])],
            ["kind", "amount"],
            layer="layer",
            driver="GPKG",
            geometry_type=kind,
            crs="EPSG:32649",
        )
    return {name: folder / f"{name}.gpkg" for name in shapes}


class Qgis:
    """Asks QGIS what it makes of a style."""

    def __init__(self, environment: dict[str, str], data: dict[str, Path], folder: Path) -> None:
        self._environment, self._data, self._folder = environment, data, folder

    def run(self, *words: str | Path) -> str:
        script = Path(__file__).with_name("qgis_render.py")
        command = [QGIS_PYTHON, str(script), *map(str, words)]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def says(self, style: Style, geometry: Any = "point") -> dict[str, Any]:
        qml, picture = self._folder / "style.qml", self._folder / "map.png"
        qml.write_text(to_qml(style, geometry), encoding="utf-8")
        said: dict[str, Any] = json.loads(self.run("apply", self._data[geometry], qml, picture))
        assert said["loaded"], said["message"]
        assert picture.stat().st_size
        return said

    def written(self) -> dict[str, str]:
        self.run("write", self._data["point"], self._folder)
        return {file.stem: file.read_text("utf-8") for file in self._folder.glob("*.qml")}


@pytest.fixture
def qgis(environment: dict[str, str], data: dict[str, Path], tmp_path: Path) -> Qgis:
    return Qgis(environment, data, tmp_path)


def flat(color: str, size_px: float = 20.0, shape: str = "square") -> Symbol:
    return Symbol(color, "", size_px=size_px, shape=shape)


def test_qgis_understands_categories_sizes_and_labels(qgis: Qgis) -> None:
    style = Style(
        "categories",
        "kind",
        (
            StyleClass(flat("#ff0000"), "Class A", "A"),
            StyleClass(flat("#0000ff", 30.0), "不显示", "B", visible=False),
            StyleClass(replace(flat("#00aa00", 12.0, "diamond"), outline="#123456"), "others"),
        ),
        SizeBy("kind", (("A", 40.0), ("it's \\", 3.0))),
        LabelStyle("kind", 12.0, "#654321", "#fedcba", bold=True, farthest=5e8),
    )
    said = qgis.says(style)
    assert (said["type"], said["field"]) == ("categorizedSymbol", "kind")
    assert [one["value"] for one in said["classes"]] == ["A", "B", ""]
    for one, facts in zip(style.classes, said["classes"], strict=True):
        assert facts["label"] == one.label
        assert facts["visible"] == one.visible
        assert facts["color"] == one.symbol.color
        assert facts["shape"] == one.symbol.shape
        assert facts["size"] == pytest.approx(one.symbol.size_px / PER_MM, abs=1e-6)
        assert facts["has_outline"] == bool(one.symbol.outline)
        assert facts["sizes"].startswith("""CASE WHEN "kind" = 'A' THEN 10.583333 WHEN""")
    assert said["label"] == {
        "field": "kind",
        "is_expression": False,
        "size": 9.0,
        "unit": 4,
        "color": "#654321",
        "bold": True,
        "halo": "#fedcba",
        "farthest": 5e8,
    }
    # 40 pixels by the size expression, its own size where that names none.
    assert said["colors"]["#ff0000"][:2] == pytest.approx([40, 40], abs=1)
    assert "#0000ff" not in said["colors"]
    assert said["colors"]["#00aa00"][:2] == pytest.approx([11, 11], abs=2)
    assert painted(said, "#123456") and painted(said, "#fedcba") and painted(said, "#654321")


def test_qgis_puts_borders_of_ranges_where_we_do(qgis: Qgis) -> None:
    style = Style(
        "graduated",
        "amount",
        (
            StyleClass(flat("#ff0000"), "few", lower=0.0, upper=5.0),
            StyleClass(flat("#0000ff"), "many", lower=5.0, upper=10.0),
        ),
    )
    said = qgis.says(style)
    assert (said["type"], said["field"]) == ("graduatedSymbol", "amount")
    assert [one["label"] for one in said["classes"]] == ["few", "many"]
    assert [one["lower"] for one in said["classes"]] == [0.0, 5.0]
    assert [one["upper"] for one in said["classes"]] == pytest.approx([5.0, 10.0])
    assert said["at_begin"] == said["on_border"] == ["#ff0000", "#0000ff"]
    once, twice = said["colors"]["#ff0000"][2], said["colors"]["#0000ff"][2]
    assert twice == pytest.approx(2 * once, rel=0.1)


@pytest.mark.parametrize("shape", SHAPES)
def test_qgis_has_our_shapes(qgis: Qgis, shape: str) -> None:
    said = qgis.says(Style(classes=(StyleClass(flat("#ff0000", 30.0, shape)),)))
    assert said["classes"][0]["shape"] == shape
    assert "#ff0000" in said["colors"]


def test_qgis_draws_dashed_and_sized_lines(qgis: Qgis) -> None:
    look = Symbol("#ff0000", size_px=8.0, dash=(4.0, 2.0))
    sizes = SizeBy("kind", (("A", 4.0),))
    said = qgis.says(Style(classes=(StyleClass(look),), size_by=sizes), "line")
    assert said["classes"][0]["size"] == pytest.approx(8 / PER_MM, abs=1e-6)
    assert said["classes"][0]["custom_dash"]
    assert said["classes"][0]["dash"] == pytest.approx([32 / PER_MM, 16 / PER_MM], abs=1e-6)
    assert said["classes"][0]["sizes"]
    width, _height, count = said["colors"]["#ff0000"]
    # Two lines of 8 pixels and one of 4, two thirds of each stroke.
    assert count == pytest.approx(width * 20 * 2 / 3, rel=0.1)


def test_qgis_draws_casings_on_both_sides_of_lines(qgis: Qgis) -> None:
    look = Symbol("#ff0000", size_px=8.0, casing="#0000ff", casing_px=2.0)
    said = qgis.says(Style(classes=(StyleClass(look),)), "line")
    fill, casing = (said["colors"][colour][2] for colour in ("#ff0000", "#0000ff"))
    # Round ends and blended edges aside: twice 2 pixels to 8.
    assert casing == pytest.approx(fill / 2, rel=0.25)


def test_qgis_draws_grounds_with_and_without_fill(qgis: Qgis) -> None:
    filled = Symbol("#ff0000", "#0000ff", 4.0, opacity=0.5)
    said = qgis.says(Style(classes=(StyleClass(filled),)), "polygon")
    facts = said["classes"][0]
    assert (facts["filled"], facts["has_outline"], facts["alpha"]) == (True, True, 0.5)
    assert facts["outline_width"] == pytest.approx(4 / PER_MM, abs=1e-6)
    assert painted(said, "#ff7f7f") and painted(said, "#7f7fff")
    empty = qgis.says(Style(classes=(StyleClass(Symbol("", "#0000ff")),)), "polygon")
    assert not empty["classes"][0]["filled"]
    assert len(empty["colors"]) == 2 and painted(empty, "#0000ff")


def painted(said: dict[str, Any], color: str) -> bool:
    """Thin pens and halves of 255 come out a step beside the colour."""
    wanted = bytes.fromhex(color[1:])
    found = (bytes.fromhex(one[1:]) for one in said["colors"])
    return any(all(abs(a - b) <= 1 for a, b in zip(one, wanted, strict=True)) for one in found)


def test_qgis_draws_heat(qgis: Qgis) -> None:
    said = qgis.says(Style("heat", "amount", ramp="plasma", radius_px=48.0))
    assert (said["type"], said["field"], said["unit"]) == ("heatmapRenderer", "amount", 0)
    assert said["radius"] == pytest.approx(12.7)
    assert (said["middle"], said["alpha_of_zero"]) == ("#cb4778", 0)
    assert "#ffffff" in said["colors"]
    assert said["colors"]["#f0f921"]


def test_qgis_draws_clusters(qgis: Qgis) -> None:
    said = qgis.says(Style("cluster", classes=(StyleClass(flat("#ff0000")),), radius_px=190.0))
    assert (said["type"], said["unit"]) == ("pointCluster", 0)
    assert said["radius"] == pytest.approx(190 / PER_MM, abs=1e-5)
    assert said["layers"] == ["SimpleMarker", "FontMarker"]
    assert said["alone"]["classes"][0]["color"] == "#ff0000"
    assert "#ff0000" in said["colors"]


def test_what_qgis_writes_is_read(qgis: Qgis) -> None:
    written = qgis.written()
    single = from_qml(written["single"])
    assert single.size_by == SizeBy("kind", (("A", 32.0),))
    assert single.classes[0].symbol == Symbol("#ff8000", "#232323", 1.0, 16.0, "star")
    categories = from_qml(written["categories"])
    assert (categories.mode, categories.field) == ("categories", "kind")
    assert [(one.value, one.label, one.visible) for one in categories.classes] == [
        ("A", "一类", True),
        ("B", "B and C", True),
        ("C", "B and C", True),
        (None, "others", False),
    ]
    first, second, _same, others = (one.symbol for one in categories.classes)
    assert first == Symbol("#112233", "#232323", 1.0, 9.6, "triangle")
    assert (second.outline, second.size_px) == ("", 7.559)
    assert others == Symbol("#ff0000", "#232323", 1.89, 96.0, "circle", opacity=0.251)
    assert categories.label == LabelStyle("kind", 16.0, "#223344", "#fedcba", False, 25_000.0)
    graduated = from_qml(written["graduated"])
    assert (graduated.mode, graduated.field) == ("graduated", "amount")
    assert [(one.lower, one.upper, one.label, one.visible) for one in graduated.classes] == [
        (0.0, 5.0, "few", True),
        (5.0, 10.0, "many", False),
    ]
    heat = from_qml(written["heat"])
    assert (heat.mode, heat.field, heat.radius_px) == ("heat", "amount", 20.0)
    cluster = from_qml(written["cluster"])
    assert (cluster.mode, cluster.radius_px) == ("cluster", 48.0)
    assert cluster.classes[0].symbol.color == "#00ff00"
    with pytest.raises(UserError, match="RuleRenderer"):
        from_qml(written["rules"])
    assert all(from_qml(qml).label is None for name, qml in written.items() if name == "heat")
