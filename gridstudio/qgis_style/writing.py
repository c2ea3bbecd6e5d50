"""A style in the elements of a QGIS 3.22 style file."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from gridstudio.domain.style import Style, StyleClass, Symbol, cluster_symbol
from gridstudio.qgis_style.labels import add_labels
from gridstudio.qgis_style.ramps import ramp_properties
from gridstudio.qgis_style.symbol_writing import (
    Geometry,
    add_cluster_symbol,
    add_properties,
    add_symbols,
)
from gridstudio.qgis_style.words import attribute, millimetres

VERSION = "3.22.16-Białowieża"
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_GEOMETRY_NUMBERS = {"point": "0", "line": "1", "polygon": "2"}
_RENDERERS = {
    "single": "singleSymbol",
    "categories": "categorizedSymbol",
    "graduated": "graduatedSymbol",
    "heat": "heatmapRenderer",
    "cluster": "pointCluster",
}
# Everything that XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(root: ET.Element) -> str:
    """The file's text."""
    ET.indent(root)
    return _DOCTYPE + ET.tostring(root, encoding="unicode") + "\n"


def style_element(style: Style, geometry: Geometry) -> ET.Element:
    """The root ``<qgis>``. Characters that XML cannot hold stand as U+FFFD."""
    root = ET.Element("qgis", version=VERSION, styleCategories="Symbology|Labeling")
    root.set("labelsEnabled", "1" if style.label else "0")
    _add_renderer(root, style, geometry)
    if style.label:
        add_labels(root, style.label, geometry)
    for tag, text in (("blendMode", "0"), ("featureBlendMode", "0")):
        ET.SubElement(root, tag).text = text
    # QGIS refuses a style whose number is not that of the layer.
    ET.SubElement(root, "layerGeometryType").text = _GEOMETRY_NUMBERS[geometry]
    for element in root.iter():
        for key, value in element.items():
            element.set(key, _NOT_XML.sub("\ufffd", value))
    return root


def add_rendering(root: ET.Element, opacity: float, nearest: float, farthest: float) -> None:
    """What QGIS keeps with a style though it is the layer's; nothing where it is as always."""
    if opacity != 1.0 or nearest or farthest:
        root.set("styleCategories", "Symbology|Labeling|Rendering")
        root.set("hasScaleBasedVisibilityFlag", "1" if nearest or farthest else "0")
        # QGIS calls the farthest scale the minimum.
        root.set("maxScale", repr(float(nearest)))
        root.set("minScale", repr(float(farthest)))
        ET.SubElement(root, "layerOpacity").text = repr(float(opacity))


def _add_renderer(root: ET.Element, style: Style, geometry: Geometry) -> None:
    renderer = _renderer(root, _RENDERERS[style.mode])
    if style.mode == "heat":
        _fill_heat(renderer, style)
    elif style.mode == "cluster":
        _fill_cluster(renderer, style, geometry)
    elif style.mode == "categories":
        _fill_categories(renderer, style, geometry)
    elif style.mode == "graduated":
        _fill_ranges(renderer, style, geometry)
    else:
        _add_single(renderer, style, geometry)


def _renderer(parent: ET.Element, kind: str) -> ET.Element:
    fixed = {"forceraster": "0", "symbollevels": "0", "enableorderby": "0", "referencescale": "-1"}
    return ET.SubElement(parent, "renderer-v2", {"type": kind, **fixed})


def _add_single(renderer: ET.Element, style: Style, geometry: Geometry) -> None:
    """QGIS takes no single symbol for a damaged file."""
    one = style.classes[:1] or (StyleClass(Symbol()),)
    add_symbols(renderer, one, style.size_by, geometry)


def _fill_categories(renderer: ET.Element, style: Style, geometry: Geometry) -> None:
    renderer.set("attr", attribute(style.field))
    categories = ET.SubElement(renderer, "categories")
    for at, one in enumerate(style.classes):
        # QGIS 3.22 knows all others by the empty value alone; later versions write the type.
        kind = "NULL" if one.value is None else "string"
        category = ET.SubElement(categories, "category", value=one.value or "", type=kind)
        _name_class(category, at, one)
    add_symbols(renderer, style.classes, style.size_by, geometry)


def _fill_ranges(renderer: ET.Element, style: Style, geometry: Geometry) -> None:
    renderer.set("attr", attribute(style.field))
    renderer.set("graduatedMethod", "GraduatedColor")
    ranges = ET.SubElement(renderer, "ranges")
    for at, one in enumerate(style.classes):
        upper = _written_upper(one, style.classes[at + 1 : at + 2])
        bounds = {"lower": repr(float(one.lower)), "upper": repr(upper)}
        _name_class(ET.SubElement(ranges, "range", bounds), at, one)
    add_symbols(renderer, style.classes, style.size_by, geometry)
    _add_ramp(renderer, style.ramp, clear_start=False)


def _written_upper(one: StyleClass, following: Sequence[StyleClass]) -> float:
    """QGIS takes the first class that holds a value, both ends counted: on a border that would be
    the lower one, which therefore ends a last bit earlier. QGIS shows both as the same number."""
    upper = float(one.upper)
    touches = bool(following) and following[0].lower == upper and one.lower < upper
    return math.nextafter(upper, -math.inf) if touches and math.isfinite(upper) else upper


def _name_class(element: ET.Element, at: int, one: StyleClass) -> None:
    element.set("symbol", str(at))
    element.set("label", one.label)
    element.set("render", "true" if one.visible else "false")


def _fill_heat(renderer: ET.Element, style: Style) -> None:
    renderer.set("radius", millimetres(style.radius_px))
    renderer.set("radius_unit", "0")
    renderer.set("weight_expression", attribute(style.field))
    renderer.set("max_value", "0")
    renderer.set("quality", "1")
    _add_ramp(renderer, style.ramp, clear_start=True)


def _fill_cluster(renderer: ET.Element, style: Style, geometry: Geometry) -> None:
    """Points alone by their classes, several as a disc with their number."""
    renderer.set("tolerance", millimetres(style.radius_px))
    renderer.set("toleranceUnit", "MM")
    if style.field:
        _fill_categories(_renderer(renderer, "categorizedSymbol"), style, geometry)
    else:
        _add_single(_renderer(renderer, "singleSymbol"), style, geometry)
    add_cluster_symbol(renderer, cluster_symbol(style))


def _add_ramp(renderer: ET.Element, name: str, *, clear_start: bool) -> None:
    ramp = ET.SubElement(renderer, "colorramp", {"type": "gradient", "name": "[source]"})
    add_properties(ramp, ramp_properties(name, clear_start=clear_start))
