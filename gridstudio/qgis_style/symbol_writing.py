"""Symbols in the elements of a QGIS 3.22 style file."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from gridstudio.domain.style import SizeBy, StyleClass, Symbol
from gridstudio.qgis_style.words import (
    millimetres,
    proportional_expression,
    qgis_color,
    size_expression,
)

Geometry = Literal["point", "line", "polygon"]

_SYMBOL_TYPES = {"point": "marker", "line": "line", "polygon": "fill"}
_LEAST_CLUSTER_PX = 24.0


def add_symbols(
    renderer: ET.Element, classes: Sequence[StyleClass], size_by: SizeBy | None, geometry: Geometry
) -> None:
    """``<symbols>`` of the classes, named by their place. Casings are drawn before all lines."""
    if geometry == "line" and any(one.symbol.is_cased for one in classes):
        renderer.set("symbollevels", "1")
    symbols = ET.SubElement(renderer, "symbols")
    for at, one in enumerate(classes):
        look = one.symbol
        symbol = _symbol(symbols, str(at), _SYMBOL_TYPES[geometry], look.opacity)
        sizes = _sizes(size_by, look) if size_by else ""
        if geometry == "point":
            _add_layer(symbol, "SimpleMarker", _marker_properties(look), {"size": sizes})
        elif geometry == "line":
            if look.is_cased:
                cased = replace(
                    look, color=look.casing, size_px=look.size_px + 2 * look.casing_px, dash=()
                )
                _add_layer(symbol, "SimpleLine", _line_properties(cased))
            sized = {"outlineWidth": sizes}
            _add_layer(symbol, "SimpleLine", _line_properties(look), sized, level=at + 1)
        else:
            _add_layer(symbol, "SimpleFill", _fill_properties(look))


def _sizes(size_by: SizeBy, look: Symbol) -> str:
    if size_by.largest:
        return proportional_expression(size_by)
    return size_expression(size_by.field, size_by.sizes, look.size_px)


def add_cluster_symbol(renderer: ET.Element, look: Symbol) -> None:
    """A disc in the colours of a point alone, with the number of points."""
    symbol = _symbol(renderer, "centerSymbol", "marker", look.opacity)
    size_px = max(_LEAST_CLUSTER_PX, 2 * look.size_px)
    marker = _marker_properties(look) | {"name": "circle", "size": millimetres(size_px)}
    _add_layer(symbol, "SimpleMarker", marker)
    text = {
        "chr": "",
        "color": qgis_color(_readable_on(look.color)),
        "font": "Sans Serif",
        "size": millimetres(size_px / 2),
        "size_unit": "MM",
    }
    _add_layer(symbol, "FontMarker", text, {"char": "@cluster_size"})


def _readable_on(color: str) -> str:
    """White on dark, nearly black on light."""
    red, green, blue = bytes.fromhex(color[1:]) if color else (255, 255, 255)
    return "#ffffff" if 0.299 * red + 0.587 * green + 0.114 * blue < 150 else "#26323c"


def _symbol(parent: ET.Element, name: str, kind: str, opacity: float) -> ET.Element:
    fixed = {"clip_to_extent": "1", "force_rhr": "0"}
    return ET.SubElement(
        parent, "symbol", {"name": name, "type": kind, "alpha": repr(float(opacity)), **fixed}
    )


def _marker_properties(look: Symbol) -> dict[str, str]:
    return {
        "angle": "0",
        "color": qgis_color(look.color),
        "joinstyle": "bevel",
        "name": look.shape,
        **_outline(look),
        "scale_method": "diameter",
        "size": millimetres(look.size_px),
        "size_unit": "MM",
    }


def _fill_properties(look: Symbol) -> dict[str, str]:
    return {
        "color": qgis_color(look.color),
        "joinstyle": "bevel",
        **_outline(look),
        "style": "solid" if look.color else "no",
    }


def _outline(look: Symbol) -> dict[str, str]:
    # A width of 0 would be a hairline of one dot.
    drawn = look.outline and look.outline_px > 0
    return {
        "outline_color": qgis_color(look.outline),
        "outline_style": "solid" if drawn else "no",
        "outline_width": millimetres(look.outline_px),
        "outline_width_unit": "MM",
    }


def _line_properties(look: Symbol) -> dict[str, str]:
    dashed = bool(look.dash)
    return {
        # A square end would lengthen each stroke by the line's width.
        "capstyle": "flat" if dashed else "round",
        "customdash": ";".join(millimetres(part * look.size_px) for part in look.dash) or "5;2",
        "customdash_unit": "MM",
        "joinstyle": "round",
        "line_color": qgis_color(look.color),
        "line_style": "solid" if look.color and look.size_px > 0 else "no",
        "line_width": millimetres(look.size_px),
        "line_width_unit": "MM",
        "use_custom_dash": "1" if dashed else "0",
    }


def _add_layer(
    symbol: ET.Element,
    kind: str,
    properties: Mapping[str, str],
    expressions: Mapping[str, str] | None = None,
    *,
    level: int = 0,
) -> None:
    fixed = {"enabled": "1", "locked": "0", "pass": str(level)}
    layer = ET.SubElement(symbol, "layer", {"class": kind, **fixed})
    add_properties(layer, properties)
    defined = {name: text for name, text in (expressions or {}).items() if text}
    if defined:
        _add_expressions(layer, defined)


def add_properties(parent: ET.Element, properties: Mapping[str, str]) -> None:
    """In both notations, as 3.22 does: older versions read ``prop``, newer ones ``Option``."""
    options = ET.SubElement(parent, "Option", type="Map")
    for name, value in properties.items():
        _add_option(options, name, "QString", value)
    for name, value in properties.items():
        ET.SubElement(parent, "prop", k=name, v=value)


def _add_expressions(layer: ET.Element, expressions: Mapping[str, str]) -> None:
    whole = ET.SubElement(ET.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    _add_option(whole, "name", "QString", "")
    properties = ET.SubElement(whole, "Option", name="properties", type="Map")
    for name, text in expressions.items():
        one = ET.SubElement(properties, "Option", name=name, type="Map")
        _add_option(one, "active", "bool", "true")
        _add_option(one, "expression", "QString", text)
        _add_option(one, "type", "int", "3")
    _add_option(whole, "type", "QString", "collection")


def _add_option(parent: ET.Element, name: str, kind: str, value: str) -> None:
    ET.SubElement(parent, "Option", name=name, type=kind, value=value)
