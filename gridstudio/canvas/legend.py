"""What is on the map now, for the legend: classes, colours and sizes as the painters have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPixmap

from gridstudio.canvas.crowd import crowd_of
from gridstudio.canvas.legend_symbols import area_swatch, boxed, heat_bar, line_swatch
from gridstudio.canvas.painters.clusters import ClusterLook, disc_pixmap, short_count
from gridstudio.canvas.painters.heat import HeatLook, peak_per_km2
from gridstudio.canvas.painters.points import marker_pixmap
from gridstudio.canvas.painters.rings import ring_pixmap
from gridstudio.canvas.painters.shapes import shapes_of
from gridstudio.canvas.painters.sites import badge_of
from gridstudio.canvas.painters.unowned import RING_PX, STROKES, are_shown, unowned_xy
from gridstudio.canvas.scene import Look
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.base_styles import neighbours_differ
from gridstudio.domain.belonging import BELONGING, STATES, WITHOUT_OWNER
from gridstudio.domain.columns import Column, Numbers, Texts, classes_of
from gridstudio.domain.fields import field_name, snapshot_column
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import NEUTRAL, SizeBy, Style, StyleClass, Symbol
from gridstudio.i18n import _

SYMBOL_PX = 16
_BESIDE_KIND_PX = 9.2


@dataclass(frozen=True)
class LegendItem:
    """One line of the legend: its layer's id, its symbol, text and number on the map (None where
    there is nothing to count)."""

    layer: int
    symbol: QPixmap
    text: str
    count: int | None = None


def legend_items(
    data: MapData, look: Look, ratio: float = 1.0, viewport: Viewport | None = None
) -> list[LegendItem]:
    """The lines of every layer that is drawn in this view (None: at whatever scale), the topmost
    first. Classes that are switched off or hold nothing have no line."""
    metre_per_px = None if viewport is None else viewport.metre_per_px * viewport.scale
    items: list[LegendItem] = []
    for shown in reversed(data.shown(look.hidden, metre_per_px)):
        items += _lines(data, look, shown.layer, viewport, ratio)
    return [replace(item, symbol=boxed(item.symbol, ratio)) for item in items]


def _lines(
    data: MapData, look: Look, layer: Layer, viewport: Viewport | None, ratio: float
) -> Iterator[LegendItem]:
    style = look.style_of(data, layer)
    if layer.kind == "customers":
        yield from _customers(data, layer, style, viewport, ratio)
    elif layer.kind == "sites":
        yield from _classes(data, layer, style, ratio)
    elif layer.kind == "areas":
        filled = layer.options.get("level", 0) == look.level
        if filled and not neighbours_differ(style):
            yield from _classes(data, layer, style, ratio)
    elif layer.id in data.features:
        yield from _classes(data, layer, style, ratio)


def _customers(
    data: MapData, layer: Layer, style: Style, viewport: Viewport | None, ratio: float
) -> Iterator[LegendItem]:
    if not len(data.customers):
        return
    scale = None if viewport is None else data.denominator(viewport.metre_per_px * viewport.scale)
    crowd = crowd_of(data, "customers", layer.id, style, scale)
    if isinstance(crowd, HeatLook):
        yield _heat(data, layer, style, crowd, viewport, ratio)
        return
    if isinstance(crowd, ClusterLook):
        for count, radius in ((10, 8.0), (1000, 10.0)):
            text = _("{count} customers together").format(count=short_count(count))
            disc = disc_pixmap(crowd.symbol, "", radius, ratio)
            yield LegendItem(layer.id, disc, text)
    if style.mode in ("heat", "cluster") and not style.field:
        style = replace(style, mode="single")
    elif style.mode == "heat":
        style = replace(style, mode="single", field="")
    yield from _classes(data, layer, style, ratio)
    if style.size_by is not None and style.size_by.field != style.field:
        yield from _sizes(data, layer, style.size_by, ratio)
    if style.field != BELONGING and are_shown(data):
        word = STATES[WITHOUT_OWNER].name()
        yield LegendItem(
            layer.id, ring_pixmap(RING_PX, STROKES, ratio), word, len(unowned_xy(data))
        )


def _heat(
    data: MapData,
    layer: Layer,
    style: Style,
    look: HeatLook,
    viewport: Viewport | None,
    ratio: float,
) -> LegendItem:
    text = _("few to many")
    if viewport is not None:
        peak = _number(_rounded(peak_per_km2(look, viewport, ratio, data.shrinking)))
        if style.field:
            name = field_name(data.template, layer.kind, style.field)
            text = _("up to {value} {field} per km²").format(value=peak, field=name)
        else:
            text = _("up to {count} per km²").format(count=peak)
    return LegendItem(layer.id, heat_bar(style.ramp, ratio), text, len(data.customers))


def _classes(data: MapData, layer: Layer, style: Style, ratio: float) -> Iterator[LegendItem]:
    column = snapshot_column(data, layer.kind, layer.id, style.field) if style.field else None
    kinds = _geometry_kinds(data, layer)
    codes = classes_of(style, column, len(kinds))
    drawn = codes if layer.kind != "areas" else codes[_level_rows(data, layer)]
    counts = np.bincount(drawn.astype(np.int64) + 1, minlength=len(style.classes) + 1)[1:]
    for at, one in enumerate(style.classes):
        if not one.visible or not counts[at]:
            continue
        kind = int(kinds[np.argmax(codes == at)])
        symbol = _symbol(data, layer, style, one, kind, ratio)
        yield LegendItem(layer.id, symbol, class_text(one, style, column), int(counts[at]))


def _geometry_kinds(data: MapData, layer: Layer) -> NDArray[np.int64]:
    """For each feature 0 point, 1 line, 2 ground."""
    if layer.kind == "areas":
        return np.full(len(data.areas), 2)
    if layer.kind in ("customers", "sites"):
        return np.zeros(len(data.customers if layer.kind == "customers" else data.sites), int)
    return np.asarray(shapes_of(data.features[layer.id].geometry).kind, dtype=np.int64)


def _level_rows(data: MapData, layer: Layer) -> NDArray[np.bool_]:
    level = int(layer.options.get("level", 0))
    rows: NDArray[np.bool_] = (data.areas.level == level) & ~data.areas.open
    return rows


def _symbol(
    data: MapData, layer: Layer, style: Style, one: StyleClass, kind: int, ratio: float
) -> QPixmap:
    if layer.kind == "sites":
        return badge_of(one, style, data.template, float(SYMBOL_PX), ratio)
    if kind == 0:
        size = one.symbol.size_px
        if style.size_by is not None:
            size = dict(style.size_by.sizes).get(one.value or "", _BESIDE_KIND_PX)
            if style.size_by.field != style.field:
                size = _BESIDE_KIND_PX
        return marker_pixmap(one.symbol, min(size, SYMBOL_PX - 2.0), ratio)
    if kind == 1:
        return line_swatch(one.symbol, ratio)
    return area_swatch(one.symbol, ratio)


def class_symbol(symbol: Symbol, geometry: str, ratio: float) -> QPixmap:
    """The symbol of a class of points, lines or polygons, as the legend has it."""
    if geometry == "point":
        size = min(max(symbol.size_px, _BESIDE_KIND_PX), SYMBOL_PX - 2.0)
        return boxed(marker_pixmap(symbol, size, ratio), ratio)
    return line_swatch(symbol, ratio) if geometry == "line" else area_swatch(symbol, ratio)


def class_text(one: StyleClass, style: Style, column: Column | None) -> str:
    """What a class is called: its label, else its values in words."""
    if one.label:
        return one.label
    if style.mode == "graduated":
        return range_text(one.lower, one.upper)
    if style.mode in ("categories", "cluster") and style.field:
        if one.value is None:
            return _("all others")
        if isinstance(column, Texts) and one.value in column.texts:
            return column.name(column.texts.index(one.value))
        return one.value or _("not known")
    return _("all")


def range_text(lower: float, upper: float) -> str:
    """Two ends of a class in words."""
    if lower == upper:
        return _number(lower)
    return f"{_number(lower)} – {_number(upper)}"


def _sizes(data: MapData, layer: Layer, size_by: SizeBy, ratio: float) -> Iterator[LegendItem]:
    """What the sizes stand for, where the classes do not say it."""
    column = snapshot_column(data, layer.kind, layer.id, size_by.field)
    name = field_name(data.template, layer.kind, size_by.field)
    dot = Symbol(NEUTRAL, outline_px=0.8)
    if size_by.largest and isinstance(column, Numbers):
        for share in (1, 4, 25):
            number = size_by.largest / share
            text = _("{field}: {value}").format(field=name, value=_number(number))
            yield LegendItem(layer.id, marker_pixmap(dot, size_by.diameter_px(number), ratio), text)
        return
    if not isinstance(column, Texts):
        return
    counts = column.counts()
    for value, diameter in size_by.sizes:
        if value in column.texts and counts[column.texts.index(value)]:
            at = column.texts.index(value)
            text = _("{field}: {value}").format(field=name, value=column.name(at))
            symbol = marker_pixmap(dot, diameter, ratio)
            yield LegendItem(layer.id, symbol, text, int(counts[at]))


def _rounded(value: float) -> float:
    """To two digits: a peak is an estimate."""
    return float(f"{value:.2g}")


def _number(value: float) -> str:
    """With as many decimals as a reader needs."""
    if not np.isfinite(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.{1 if size >= 100 else 2 if size >= 1 else 3}f}".rstrip("0").rstrip(".")
