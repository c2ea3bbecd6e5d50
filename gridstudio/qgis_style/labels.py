"""Labels in a QGIS style file, written and read."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from gridstudio.domain.style import LabelStyle
from gridstudio.errors import UserError
from gridstudio.qgis_style.words import (
    color_and_alpha,
    column,
    field_of,
    finite,
    is_fact,
    pixels,
    qgis_color,
)

_POINTS_PER_PIXEL = 72 / 96
_HALO_MM = "0.5"
_BOLD_FROM = 63
"""Qt's weight of demibold."""

# QgsPalLayerSettings::Placement: around the point in order, curved along the line, level inside.
_PLACEMENTS = {
    "point": {"placement": "6", "dist": "0.5", "offsetType": "1"},
    # On the line (1) or above it (2), as the map is turned (8).
    "line": {"placement": "3", "placementFlags": "10"},
    "polygon": {"placement": "4", "centroidWhole": "1"},
}


def add_labels(root: ET.Element, label: LabelStyle, geometry: str) -> None:
    """``<labeling>`` of one field. No font is named: QGIS takes its own, as we do."""
    settings = ET.SubElement(ET.SubElement(root, "labeling", type="simple"), "settings")
    settings.set("calloutType", "simple")
    text = {
        "fieldName": column(label.field) if is_fact(label.field) else label.field,
        "isExpression": "1" if is_fact(label.field) else "0",
        "fontSize": f"{label.size_px * _POINTS_PER_PIXEL:.6f}",
        "fontSizeUnit": "Point",
        "fontWeight": "75" if label.bold else "50",
        "namedStyle": "Bold" if label.bold else "",
        "textColor": qgis_color(label.color or LabelStyle.color),
        "textOpacity": "1",
    }
    halo = {
        "bufferDraw": "1" if label.halo else "0",
        "bufferColor": qgis_color(label.halo),
        "bufferSize": _HALO_MM,
        "bufferSizeUnits": "MM",
        "bufferOpacity": "1",
        "bufferNoFill": "1",
        "bufferJoinStyle": "128",
    }
    ET.SubElement(ET.SubElement(settings, "text-style", text), "text-buffer", halo)
    ET.SubElement(settings, "text-format", multilineAlign="3")
    ET.SubElement(settings, "placement", {"distUnits": "MM", **_PLACEMENTS[geometry]})
    # scaleMax is the largest denominator: the farthest scale, which QGIS calls the minimum.
    shown = {
        "scaleVisibility": "1" if label.farthest else "0",
        "scaleMin": "0",
        "scaleMax": repr(float(label.farthest)),
        "drawLabels": "1",
    }
    ET.SubElement(settings, "rendering", shown)


def label_of(root: ET.Element) -> LabelStyle | None:
    """The labels of the layer; None where it has none, or such as we cannot follow."""
    labeling = root.find("labeling")
    text = root.find("labeling/settings/text-style")
    if root.get("labelsEnabled") != "1" or labeling is None or text is None:
        return None
    if labeling.get("type") != "simple" or not (field := _field(text)):
        return None
    return LabelStyle(
        field=field,
        size_px=pixels(text.get("fontSize", "8.25"), text.get("fontSizeUnit", "Point")),
        color=color_and_alpha(text.get("textColor", "0,0,0,255"))[0],
        halo=_halo(text.find("text-buffer")),
        bold=_is_bold(text),
        farthest=_farthest(root.find("labeling/settings/rendering")),
    )


def _field(text: ET.Element) -> str:
    name = text.get("fieldName", "")
    if text.get("isExpression", "0") != "1":
        return name
    try:
        field = field_of(name)
    except UserError:
        return ""
    # A bare word is a field; anything else that passed is a calculation.
    known = name.strip().startswith('"') or name.isidentifier() or is_fact(field)
    return field if known else ""


def _halo(buffer: ET.Element | None) -> str:
    if buffer is None or buffer.get("bufferDraw", "0") != "1":
        return ""
    return color_and_alpha(buffer.get("bufferColor", "255,255,255,255"))[0]


def _is_bold(text: ET.Element) -> bool:
    weight = finite(text.get("fontWeight", "50"))
    return weight >= _BOLD_FROM or text.get("forcedBold") == "1"


def _farthest(rendering: ET.Element | None) -> float:
    if rendering is None or rendering.get("scaleVisibility", "0") != "1":
        return 0.0
    return finite(rendering.get("scaleMax", "0"))
