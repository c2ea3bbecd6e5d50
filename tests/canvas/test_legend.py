"""The legend says what is drawn, in every mode."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.legend import LegendItem, legend_items, range_text
from gridstudio.canvas.scene import Look
from gridstudio.canvas.viewport import fitting
from gridstudio.domain.base_styles import customers_by
from gridstudio.domain.columns import Numbers
from gridstudio.domain.map_data import MapData
from gridstudio.domain.style import SizeBy, Style, StyleClass, Symbol
from tests.map_data_case import EAST, NORTH, SOUTH, WEST, county_case

VIEW = fitting((WEST, SOUTH, EAST, NORTH), 600, 220)


@pytest.fixture
def data() -> MapData:
    ensure_application()
    return county_case()


def lines(data: MapData, kind: str, style: Style | None = None, look: Look | None = None):
    layer = data.layer_of(kind, 2 if kind == "areas" else None)
    assert layer is not None
    look = (look or Look(level=2)).with_style(layer.id, style)
    return [item for item in legend_items(data, look, viewport=VIEW) if item.layer == layer.id]


def middle(item: LegendItem) -> str:
    image = item.symbol.toImage()
    return QColor(image.pixel(image.width() // 2, image.height() // 2)).name()


def test_kinds_and_sizes_with_their_numbers(data: MapData) -> None:
    items = lines(data, "customers")
    kinds, sizes = items[:7], items[7:]
    assert [item.text for item in kinds] == [kind.name() for kind in data.template.kinds]
    counts = np.bincount(data.customers.kind, minlength=7)
    assert [item.count for item in kinds] == counts.tolist()
    assert [middle(item) for item in kinds] == [kind.color for kind in data.template.kinds]
    assert [item.text for item in sizes] == [f"Class: {name}" for name in "ABCD"]
    by_class = np.bincount(data.customers.class_, minlength=4)
    assert [item.count for item in sizes] == by_class.tolist()


def test_classes_that_are_empty_or_off_have_no_line(data: MapData) -> None:
    style = customers_by(data.template)
    classes = (replace(style.classes[0], visible=False), *style.classes[1:])
    texts = [item.text for item in lines(data, "customers", replace(style, classes=classes))]
    assert data.template.kinds[0].name() not in texts and "all others" not in texts


def test_ranges_of_values(data: MapData) -> None:
    classes = (
        StyleClass(Symbol("#111111"), lower=0, upper=120.5),
        StyleClass(Symbol("#eeeeee"), "large ones", lower=120.5, upper=1000),
    )
    items = lines(data, "customers", Style("graduated", "value", classes))
    value = data.customers.value
    assert [(item.text, item.count) for item in items] == [
        ("0 – 120.5", int((value < 120.5).sum())),
        ("large ones", int((value >= 120.5).sum())),
    ]


def test_heat_says_what_its_hot_end_stands_for(data: MapData) -> None:
    (heat,) = lines(data, "customers", Style("heat", radius_px=40.0))
    assert heat.text.startswith("up to ") and heat.text.endswith(" per km²")
    per_km2 = float(heat.text.split()[2].replace(",", ""))
    ground_km2 = 30.2 * 11.1
    assert 200 / ground_km2 < per_km2 < 20 * 200 / ground_km2
    (weighed,) = lines(data, "customers", Style("heat", "value", radius_px=40.0))
    assert "Value" in weighed.text


def test_heat_that_is_symbols_here_has_the_line_of_the_symbols(data: MapData) -> None:
    style = Style("heat", symbols_from=1e9)
    (line,) = lines(data, "customers", style)
    assert (line.text, line.count) == ("all", 200)


def test_clusters_explain_their_discs(data: MapData) -> None:
    items = lines(data, "customers", replace(customers_by(data.template), mode="cluster"))
    assert "10 customers together" in [item.text for item in items]
    assert data.template.kinds[0].name() in [item.text for item in items]


def test_proportional_sizes(data: MapData) -> None:
    style = Style(classes=(StyleClass(Symbol()),), size_by=SizeBy("value", largest=500.0))
    assert [item.text for item in lines(data, "customers", style)] == [
        "all", "Value: 500", "Value: 125", "Value: 20",
    ]  # fmt: skip


def test_areas_have_lines_where_a_figure_colours_them(data: MapData) -> None:
    layer = data.layer_of("areas", 2)
    assert layer is not None and lines(data, "areas") == []
    column = Numbers(np.array([9.0, 9, 9, 2.0, 7.0, 9]))
    data = replace(data, columns={(layer.id, "indicator.x"): column})
    classes = tuple(
        StyleClass(Symbol("#123456"), lower=low, upper=low + 5) for low in (0.0, 5.0, 50.0)
    )
    style = Style("graduated", "indicator.x", classes)
    items = lines(data, "areas", style)
    assert [(item.text, item.count) for item in items] == [("0 – 5", 1), ("5 – 10", 1)]
    assert lines(data, "areas", style, Look(level=1)) == []


def test_hidden_layers_have_none(data: MapData) -> None:
    layer = data.layer_of("customers")
    assert layer is not None
    look = Look(hidden=frozenset({layer.id}))
    assert all(item.layer != layer.id for item in legend_items(data, look))


def test_features_have_the_classes_that_occur(data: MapData) -> None:
    vector = next(layer for layer in data.layers if layer.id in data.features)
    texts = {item.text for item in legend_items(data, Look()) if item.layer == vector.id}
    assert texts == {"Township", "Trunk road"}


@pytest.mark.parametrize(
    ("ends", "text"),
    [((0, 1000), "0 – 1,000"), ((0.5, 12.25), "0.5 – 12.25"), ((3, 3), "3"),
     ((123.456, float("inf")), "123.5 – ∞")],
)  # fmt: skip
def test_numbers_have_as_many_decimals_as_a_reader_needs(
    ends: tuple[float, float], text: str
) -> None:
    assert range_text(*ends) == text
