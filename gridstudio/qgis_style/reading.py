"""A style from the elements of a QGIS style file, of any version."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

from gridstudio.domain.style import SizeBy, Style, StyleClass
from gridstudio.errors import UserError
from gridstudio.i18n import _
from gridstudio.qgis_style.labels import label_of
from gridstudio.qgis_style.ramps import ramp_name
from gridstudio.qgis_style.symbol_reading import properties_of, size_by_of, symbol_of
from gridstudio.qgis_style.words import UNITS_BY_NUMBER, field_of, number, pixels

_ALONE = ("singleSymbol", "categorizedSymbol")


def style_of(root: ET.Element) -> Style:
    """The style under ``<qgis>``. Raises UserError for symbols chosen in a way we do not have."""
    renderer = root.find("renderer-v2")
    if renderer is None:
        raise UserError(
            _("This QGIS style holds no symbols of a vector layer. The layer keeps its style.")
        )
    return replace(_by_renderer(renderer), label=label_of(root))


def _by_renderer(renderer: ET.Element) -> Style:
    kind = renderer.get("type", "")
    read = _READERS.get(kind)
    if read is None:
        raise _unknown(kind)
    return read(renderer)


def _unknown(kind: str) -> UserError:
    return UserError(
        _(
            "QGIS symbols of the kind “{kind}” are not understood. Choose single, categorized, "
            "graduated, heatmap or point cluster in QGIS; the layer keeps its style."
        ).format(kind=kind)
    )


def _single(renderer: ET.Element) -> Style:
    symbols = list(_symbols(renderer).values())[:1]
    if not symbols:
        raise _unknown("nullSymbol")
    return Style(classes=(StyleClass(symbol_of(symbols[0])),), size_by=_size_by(renderer))


def _categories(renderer: ET.Element) -> Style:
    return Style(
        mode="categories",
        field=field_of(renderer.get("attr", "")),
        classes=_classes(renderer, "categories/category", _category),
        size_by=_size_by(renderer),
    )


def _graduated(renderer: ET.Element) -> Style:
    return Style(
        mode="graduated",
        field=field_of(renderer.get("attr", "")),
        classes=_touching(_classes(renderer, "ranges/range", _range)),
        size_by=_size_by(renderer),
        ramp=_ramp(renderer),
    )


def _heat(renderer: ET.Element) -> Style:
    unit = renderer.get("radius_unit", "0")
    if unit.isdecimal() and int(unit) < len(UNITS_BY_NUMBER):
        unit = UNITS_BY_NUMBER[int(unit)]
    return Style(
        mode="heat",
        field=field_of(renderer.get("weight_expression", "")),
        ramp=_ramp(renderer),
        radius_px=pixels(renderer.get("radius", "10"), unit),
    )


def _cluster(renderer: ET.Element) -> Style:
    """Points that would overlap, gathered or spread; those alone by the inner symbols."""
    alone = renderer.find("renderer-v2")
    kind = "" if alone is None else alone.get("type", "")
    if alone is None or kind not in _ALONE:
        raise _unknown(f"{renderer.get('type')}/{kind}")
    radius_px = pixels(renderer.get("tolerance", "3"), renderer.get("toleranceUnit", ""))
    return replace(_by_renderer(alone), mode="cluster", radius_px=radius_px)


_READERS: dict[str, Callable[[ET.Element], Style]] = {
    "singleSymbol": _single,
    "categorizedSymbol": _categories,
    "graduatedSymbol": _graduated,
    "heatmapRenderer": _heat,
    "pointCluster": _cluster,
    "pointDisplacement": _cluster,
}


def _symbols(renderer: ET.Element) -> dict[str, ET.Element]:
    return {symbol.get("name", ""): symbol for symbol in renderer.findall("symbols/symbol")}


def _classes(
    renderer: ET.Element, path: str, read: Callable[[ET.Element, StyleClass], list[StyleClass]]
) -> tuple[StyleClass, ...]:
    """A class without a symbol is none to QGIS either."""
    symbols = _symbols(renderer)
    classes = []
    for element in renderer.findall(path):
        symbol = symbols.get(element.get("symbol", ""))
        if symbol is not None:
            visible = element.get("render", "true") != "false"
            one = StyleClass(symbol_of(symbol), element.get("label", ""), visible=visible)
            classes += read(element, one)
    return tuple(classes)


def _category(element: ET.Element, one: StyleClass) -> list[StyleClass]:
    """The empty value stands for all others, whatever type a version gives it; a category of
    several values becomes as many classes of the same look."""
    values = [one_of.get("value", "") for one_of in element.findall("val")]
    return [replace(one, value=value or None) for value in values or [element.get("value", "")]]


def _range(element: ET.Element, one: StyleClass) -> list[StyleClass]:
    lower, upper = (number(element.get(end, "")) for end in ("lower", "upper"))
    return [replace(one, lower=lower, upper=upper)]


def _touching(classes: tuple[StyleClass, ...]) -> tuple[StyleClass, ...]:
    """An end a last bit before the next begin is that begin: see the writing of ranges. QGIS
    itself writes fifteen decimals."""
    following = [one.lower for one in classes[1:]]
    joined = [
        replace(one, upper=begin)
        if math.isclose(one.upper, begin, rel_tol=1e-12, abs_tol=2e-15)
        else one
        for one, begin in zip(classes, following, strict=False)
    ]
    return (*joined, *classes[-1:])


def _size_by(renderer: ET.Element) -> SizeBy | None:
    found = (size_by_of(symbol) for symbol in _symbols(renderer).values())
    return next((size_by for size_by in found if size_by), None)


def _ramp(renderer: ET.Element) -> str:
    ramp = renderer.find("colorramp")
    return Style().ramp if ramp is None else ramp_name(properties_of(ramp))
