"""Areas, vector features and sites by their styles: the colour at known points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from shapely.geometry import LineString, Point, box

from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.painters.features import feature_steps
from gridstudio.canvas.painters.sites import paint_sites
from gridstudio.canvas.scene import Look, paint_scene
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.domain.base_styles import sites_by_kind
from gridstudio.domain.columns import Numbers, texts_of
from gridstudio.domain.fields import snapshot_column
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import Style, StyleClass, Symbol
from gridstudio.geometry.mercator import to_xy
from tests.map_data_case import EAST, NORTH, SOUTH, WEST, county_case, features_of

RED, BLUE, GREEN = "#cc2222", "#2222cc", "#22aa22"
VIEW = fitting((WEST, SOUTH, EAST, NORTH), 600, 220)


@pytest.fixture(autouse=True)
def _application() -> None:
    ensure_application()


def blank() -> QImage:
    image = QImage(600, 220, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("#ffffff"))
    return image


def color_at(image: QImage, view: Viewport, lon: float, lat: float) -> str:
    x, y = view.to_px(to_xy([lon, lat])).tolist()
    return QColor(image.pixel(round(x), round(y))).name()


def ranges(*pairs: tuple[str, float, float]) -> Style:
    classes = (
        StyleClass(Symbol(color, outline="", size_px=6.0), lower=low, upper=high)
        for color, low, high in pairs
    )
    return Style("graduated", "property.n", tuple(classes))


def test_lines_grounds_and_places_by_graduated_numbers() -> None:
    features = features_of(
        [
            box(110.02, 25.02, 110.08, 25.08),
            LineString([(110.1, 25.05), (110.18, 25.05)]),
            Point(110.25, 25.05),
            box(110.26, 25.06, 110.29, 25.09),
        ],
        ["a"] * 4,
        [""] * 4,
    )
    numbers = Numbers(np.array([1.0, 5.0, 12.0, float("nan")]))
    style = ranges((RED, 0, 5), (BLUE, 5, 10), (GREEN, 10, 20))
    image = blank()
    painter = QPainter(image)
    for _step in feature_steps(painter, VIEW, features, style, numbers):
        pass
    painter.end()
    assert color_at(image, VIEW, 110.05, 25.05) == RED
    assert color_at(image, VIEW, 110.14, 25.05) == BLUE
    assert color_at(image, VIEW, 110.25, 25.05) == GREEN
    assert color_at(image, VIEW, 110.275, 25.075) == "#ffffff"


def test_a_class_that_is_off_is_not_painted() -> None:
    features = features_of([box(110.02, 25.02, 110.08, 25.08)], ["wood"], [""])
    one = StyleClass(Symbol(GREEN), value="wood", visible=False)
    image = blank()
    painter = QPainter(image)
    style = Style("categories", "category", (one,))
    for _step in feature_steps(painter, VIEW, features, style, texts_of(features.category)):
        pass
    painter.end()
    assert color_at(image, VIEW, 110.05, 25.05) == "#ffffff"


def scene(data: MapData, look: Look) -> QImage:
    image = blank()
    painter = QPainter(image)
    maps = BaseMaps()
    paint_scene(painter, VIEW, data, look, maps)
    painter.end()
    maps.close()
    return image


def grids(data: MapData) -> Layer:
    found = data.layer_of("areas", 2)
    assert found is not None
    return found


def bare(data: MapData) -> Look:
    """Areas alone, of grids, without names."""
    hidden = frozenset(layer.id for layer in data.layers if layer.kind != "areas")
    return Look(level=2, hidden=hidden, labels=False, furniture=False)


def test_areas_in_the_colour_of_their_figure() -> None:
    data = county_case()
    layer = grids(data)
    values = Numbers(np.array([9.0, 9, 9, 2.0, 7.0, 9]))
    data = replace(data, columns={(layer.id, "indicator.x"): values})
    classes = tuple(
        StyleClass(Symbol(color), lower=low, upper=high)
        for color, low, high in ((RED, 0, 5), (BLUE, 5, 8))
    )
    look = bare(data).with_style(layer.id, Style("graduated", "indicator.x", classes))
    image = scene(data, look)
    assert color_at(image, VIEW, 110.053, 25.073) == RED
    assert color_at(image, VIEW, 110.153, 25.073) == BLUE
    # Open ground is hatched as ever: neither.
    assert color_at(image, VIEW, 110.1, 25.025) not in (RED, BLUE)


def test_areas_of_no_class_are_left_blank() -> None:
    data = county_case()
    layer = grids(data)
    only = StyleClass(Symbol(RED), value="G01")
    image = scene(data, bare(data).with_style(layer.id, Style("categories", "code", (only,))))
    assert color_at(image, VIEW, 110.053, 25.073) == RED
    background = Look().theme.background.name()
    assert color_at(image, VIEW, 110.153, 25.073) == background


def test_without_a_style_neighbours_differ() -> None:
    data = county_case()
    image = scene(data, bare(data))
    one, other = (color_at(image, VIEW, lon, 25.073) for lon in (110.053, 110.153))
    assert one != other and Look().theme.background.name() not in (one, other)


def test_sites_in_the_colours_of_their_style() -> None:
    data = county_case()
    column = snapshot_column(data, "sites", 0, "kind")
    style = sites_by_kind(data.template)
    classes = tuple(
        replace(one, symbol=replace(one.symbol, color=BLUE, shape="circle"), visible=at != 1)
        for at, one in enumerate(style.classes)
    )
    view = replace(VIEW, metre_per_px=VIEW.metre_per_px / 4)
    lon, lat = data.sites.lonlat[0].tolist()
    for row, wanted in ((0, BLUE), (1, "#ffffff")):
        lon, lat = data.sites.lonlat[row].tolist()
        x, y = to_xy([lon, lat]).tolist()
        here = replace(view, x=x, y=y)
        image = blank()
        painter = QPainter(image)
        style_now = replace(style, classes=classes)
        paint_sites(painter, here, data.sites, data.template, style_now, column)
        painter.end()
        assert color_at(image, here, lon, lat) == wanted
