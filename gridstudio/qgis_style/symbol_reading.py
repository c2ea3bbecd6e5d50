"""One symbol of a QGIS style file, as ours."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gridstudio.domain.style import SHAPES, SizeBy, Symbol
from gridstudio.errors import UserError
from gridstudio.i18n import _
from gridstudio.qgis_style.words import (
    color_and_alpha,
    finite,
    length,
    pixels,
    proportional_of,
    sizes_of,
)

_OLD_SHAPES = {"rectangle": "square", "regular_star": "star", "equilateral_triangle": "triangle"}
# In widths of the line, as Qt draws them.
_DASHES = {
    "dash": (4.0, 2.0),
    "dot": (1.0, 2.0),
    "dash dot": (4.0, 2.0, 1.0, 2.0),
    "dash dot dot": (4.0, 2.0, 1.0, 2.0, 1.0, 2.0),
}
# QGIS 2 had other names; the newest stands first.
_OUTLINE = ("outline_color", "color_border", "border_color")
_OUTLINE_STYLE = ("outline_style", "style_border")
_OUTLINE_WIDTH = ("outline_width", "width_border", "border_width")
_OUTLINE_UNIT = ("outline_width_unit", "border_width_unit")
_LINE_COLOR = ("line_color", "color")
_LINE_STYLE = ("line_style", "penstyle")
_LINE_WIDTH = ("line_width", "width")
_LINE_UNIT = ("line_width_unit", "width_unit")
_HAIRLINE_PX = 1.0

Properties = Mapping[str, str]


def symbol_of(element: ET.Element) -> Symbol:
    """A ``<symbol>``. Raises UserError where none of its layers has one plain colour."""
    opacity = finite(element.get("alpha", "1"))
    kind = element.get("type")
    if kind == "fill":
        return _ground(element, opacity)
    if kind == "line":
        return _cased(element, _line(_properties_of_top(element, "SimpleLine"), opacity))
    simple = _top(element, "SimpleMarker")
    # Pictures and letters have a colour and a size as well.
    layer = simple if simple is not None else _top(element, "Marker")
    if layer is None:
        raise _nothing_simple(element)
    return _marker(properties_of(layer), opacity)


def properties_of(element: ET.Element) -> dict[str, str]:
    """``<prop k= v=>`` up to QGIS 3.22, ``<Option name= value=>`` from 3.20 on, which prevails."""
    old = {prop.get("k", ""): prop.get("v", "") for prop in element.findall("prop")}
    new = {
        option.get("name", ""): option.get("value", "")
        for option in element.findall("Option[@type='Map']/Option")
    }
    return old | new


def size_by_of(element: ET.Element) -> SizeBy | None:
    """Sizes by a field, where an expression such as we write defines them."""
    for name, layer, unit_names in (
        ("size", _top(element, "SimpleMarker"), ("size_unit",)),
        ("outlineWidth", _top(element, "SimpleLine"), _LINE_UNIT),
    ):
        if layer is None:
            continue
        text = _expression(layer, name)
        unit = _first(properties_of(layer), unit_names, "MM") if text else ""
        if text and (proportional := proportional_of(text, unit)):
            return proportional
        if text and (found := sizes_of(text, unit)):
            return SizeBy(*found)
    return None


def _expression(layer: ET.Element, name: str) -> str:
    path = f"data_defined_properties/Option/Option[@name='properties']/Option[@name='{name}']"
    options = {one.get("name"): one.get("value", "") for one in layer.findall(f"{path}/Option")}
    return options.get("expression", "") if options.get("active") == "true" else ""


def _top(element: ET.Element, kind: str) -> ET.Element | None:
    """The topmost layer that is drawn and whose class ends so; the last is drawn last."""
    layers = _layers(element, kind)
    return layers[-1] if layers else None


def _layers(element: ET.Element, kind: str) -> Sequence[ET.Element]:
    return [
        layer
        for layer in element.findall("layer")
        if layer.get("enabled", "1") != "0" and layer.get("class", "").endswith(kind)
    ]


def _properties_of_top(element: ET.Element, kind: str) -> dict[str, str]:
    layer = _top(element, kind)
    if layer is None:
        raise _nothing_simple(element)
    return properties_of(layer)


def _nothing_simple(element: ET.Element) -> UserError:
    names = ", ".join(layer.get("class", "") for layer in element.findall("layer"))
    return UserError(
        _(
            "A QGIS symbol made of {layers} is not understood. Choose a simple marker, line or "
            "fill in QGIS; the layer keeps its style."
        ).format(layers=names or "–")
    )


def _marker(properties: Properties, opacity: float) -> Symbol:
    shape = properties.get("name", "circle")
    shape = _OLD_SHAPES.get(shape, shape)
    size = properties.get("size", "2")
    return _outlined(
        Symbol(
            size_px=pixels(size, properties.get("size_unit", "")),
            shape=shape if shape in SHAPES else "circle",
        ),
        properties,
        opacity,
    )


def _ground(element: ET.Element, opacity: float) -> Symbol:
    fill, line = _top(element, "SimpleFill"), _top(element, "SimpleLine")
    if fill is None and line is None:
        raise _nothing_simple(element)
    properties = {"style": "no", "outline_style": "no"} if fill is None else properties_of(fill)
    ground = _outlined(Symbol(), properties, opacity)
    if line is None or ground.outline:
        return ground
    # The border is often a layer of its own.
    border = _line(properties_of(line), opacity)
    seen = ground.opacity if ground.color else border.opacity
    return replace(ground, outline=border.color, outline_px=border.size_px, opacity=seen)


def _outlined(symbol: Symbol, properties: Properties, opacity: float) -> Symbol:
    """``symbol`` with fill, outline and opacity, for markers and grounds alike."""
    color, alpha = color_and_alpha(properties.get("color", "0,0,255,255"))
    if properties.get("style") == "no":
        color, alpha = "", 0.0
    outline, outline_alpha = color_and_alpha(_first(properties, _OUTLINE, "35,35,35,255"))
    if _first(properties, _OUTLINE_STYLE, "solid") == "no":
        outline = ""
    width = _first(properties, _OUTLINE_WIDTH, "0")
    outline_px = pixels(width, _first(properties, _OUTLINE_UNIT, ""))
    return replace(
        symbol,
        color=color,
        outline=outline,
        outline_px=outline_px if outline_px or not outline else _HAIRLINE_PX,
        opacity=_seen(opacity, alpha if color else outline_alpha if outline else 1.0),
    )


def _line(properties: Properties, opacity: float) -> Symbol:
    color, alpha = color_and_alpha(_first(properties, _LINE_COLOR, "35,35,35,255"))
    style = _first(properties, _LINE_STYLE, "solid")
    size_px = pixels(_first(properties, _LINE_WIDTH, "0.26"), _first(properties, _LINE_UNIT, ""))
    if style == "no":
        color = ""
    elif not size_px:
        size_px = _HAIRLINE_PX
    return Symbol(
        color=color,
        size_px=size_px,
        dash=_dash(properties, style, size_px),
        opacity=_seen(opacity, alpha if color else 1.0),
    )


def _cased(element: ET.Element, line: Symbol) -> Symbol:
    """With the wider line that lies below it, if there is one."""
    below = _layers(element, "SimpleLine")[:-1]
    if not below:
        return line
    casing = _line(properties_of(below[-1]), 1.0)
    side_px = round((casing.size_px - line.size_px) / 2, 3)
    if side_px <= 0 or not casing.color:
        return line
    return replace(line, casing=casing.color, casing_px=side_px)


def _dash(properties: Properties, style: str, size_px: float) -> tuple[float, ...]:
    if properties.get("use_custom_dash", "0") != "1" or size_px <= 0:
        return _DASHES.get(style, ())
    unit = properties.get("customdash_unit", "")
    parts = filter(None, properties.get("customdash", "").split(";"))
    return tuple(round(length(part, unit) / size_px, 3) for part in parts)


def _seen(opacity: float, alpha: float) -> float:
    """Symbol and colour both can be translucent; 255 steps are three decimals."""
    return opacity if alpha == 1.0 else round(opacity * alpha, 3)


def _first(properties: Properties, names: Sequence[str], otherwise: str) -> str:
    return next((properties[name] for name in names if name in properties), otherwise)
