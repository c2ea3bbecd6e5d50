"""Symbols that QGIS has and we have not, or that older versions wrote."""

from __future__ import annotations

import pytest

from gridstudio.domain.style import Symbol
from gridstudio.errors import UserError
from gridstudio.qgis_style.qml import from_qml
from gridstudio.qgis_style.ramps import ramp_name


def single(symbol: str) -> Symbol:
    text = (
        f"<qgis><renderer-v2 type='singleSymbol'><symbols>{symbol}</symbols></renderer-v2></qgis>"
    )
    return from_qml(text).classes[0].symbol


def layer(kind: str, **properties: str) -> str:
    parts = "".join(f'<prop k="{key}" v="{value}"/>' for key, value in properties.items())
    return f'<layer class="{kind}">{parts}</layer>'


def symbol(kind: str, *layers: str) -> str:
    return f'<symbol type="{kind}" name="0" alpha="1">{"".join(layers)}</symbol>'


@pytest.mark.parametrize(
    ("unit", "px"), [("MM", 37.795), ("Pixel", 10.0), ("Point", 13.333), ("Inch", 960.0)]
)
def test_lengths_become_pixels(unit: str, px: float) -> None:
    marker = layer("SimpleMarker", size="10", size_unit=unit, name="heart")
    assert single(symbol("marker", marker)).size_px == px
    assert single(symbol("marker", marker)).shape == "circle"


def test_of_several_layers_the_topmost_simple_one_counts() -> None:
    below = layer("SimpleLine", line_color="0,0,0,255", line_width="3")
    above = layer("SimpleLine", line_color="255,0,0,255,rgb:1,0,0,1", line_width="0")
    look = single(symbol("line", below, above, layer("MarkerLine")))
    assert (look.color, look.size_px) == ("#ff0000", 1.0)


def test_a_border_of_its_own_is_the_outline() -> None:
    fill = layer("SimpleFill", color="1,2,3,128", outline_style="no")
    border = layer("SimpleLine", color="4,5,6,255", width="25.4")
    assert single(symbol("fill", fill, border)) == Symbol("#010203", "#040506", 96.0, opacity=0.502)
    alone = single(symbol("fill", border))
    assert (alone.color, alone.outline) == ("", "#040506")


def test_symbols_without_a_plain_colour_are_refused() -> None:
    with pytest.raises(UserError, match="GradientFill"):
        single(symbol("fill", layer("GradientFill")))
    with pytest.raises(UserError, match="where a colour should"):
        single(symbol("fill", layer("SimpleFill", color="300,0,0,255")))


def test_pictures_become_circles_of_their_size() -> None:
    picture = layer("SvgMarker", name="tree.svg", color="0,128,0,255", size="25.4")
    look = single(symbol("marker", picture))
    assert (look.shape, look.color, look.size_px) == ("circle", "#008000", 96.0)


def test_lines_of_older_versions_keep_their_strokes() -> None:
    line = layer("SimpleLine", color="0,0,0,255", width="1", penstyle="dash dot")
    assert single(symbol("line", line)).dash == (4.0, 2.0, 1.0, 2.0)


STOPS = {
    "3.22": "0.25;59,82,139,255:0.5;33,145,140,255:0.75;94,201,98,255",
    "3.28": "0.25;59,82,139,255;rgb;ccw:0.5;33,145,140,255;rgb;ccw:0.75;94,201,98,255;rgb;ccw",
    "3.40": "0.25;59,82,139,255,rgb:0.23,0.32,0.54,1;rgb;ccw:0.5;33,145,140,255,rgb:0.13,0.57,0.55,"
    "1;rgb;ccw:0.75;94,201,98,255,rgb:0.37,0.79,0.38,1;rgb;ccw",
}


@pytest.mark.parametrize("version", STOPS)
def test_ramps_are_known_by_their_colours(version: str) -> None:
    stops = STOPS[version]
    properties = {"color1": "68,1,84,0", "color2": "253,231,37,255,rgb:1,1,0,1", "stops": stops}
    assert ramp_name(properties) == "viridis"
    assert ramp_name({"color1": "255,255,255,255", "color2": "0,0,0,255"}) == "greys"
