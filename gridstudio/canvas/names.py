"""All names on the map, over everything: areas first, then places, points, and lines last.

None lies over another; where there is room for one only, it is that of the layer that comes first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from gridstudio.canvas.crowd import crowd_of
from gridstudio.canvas.lettering import lettering_font
from gridstudio.canvas.line_names import moved, named_lines
from gridstudio.canvas.painters.areas import label_areas
from gridstudio.canvas.painters.labels import Labels
from gridstudio.canvas.painters.shapes import shapes_of
from gridstudio.canvas.point_look import PointLook
from gridstudio.canvas.theme import MapTheme, font
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.columns import Numbers, Texts, classes_of
from gridstudio.domain.fields import snapshot_column
from gridstudio.domain.layer_tree import Shown
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.domain.snapshots import Features
from gridstudio.domain.style import LabelStyle, Style

MOST_POINTS, MOST_LINES = 400, 400
"""More names of a layer than these would find no room."""
VILLAGES_FROM_M_PER_PX = 30
"""Of layers whose scale range does not say it."""
READ = ("name", "address", "contact", "phone", "code", "note")
"""Texts that lie in the file alone."""


@dataclass
class KnownTexts:
    """Texts of customers and sites that have been read, and the ids whose texts are wanted, both by
    layer id and field: names are read when somebody looks at them, between two frames."""

    known: dict[tuple[int, str], dict[int, str]] = field(default_factory=dict)
    wanted: dict[tuple[int, str], set[int]] = field(default_factory=dict)

    def of(self, layer_id: int, name: str, ids: Sequence[int]) -> list[str]:
        """The texts of these rows, "" for those that are not known yet and are wanted now."""
        known = self.known.setdefault((layer_id, name), {})
        missing = [row_id for row_id in ids if row_id not in known]
        if missing:
            self.wanted.setdefault((layer_id, name), set()).update(missing)
        return [known.get(row_id, "") for row_id in ids]

    def learn(self, layer_id: int, name: str, texts: dict[int, str]) -> None:
        self.known.setdefault((layer_id, name), {}).update(texts)
        left = self.wanted.get((layer_id, name), set()) - texts.keys()
        if left:
            self.wanted[(layer_id, name)] = left
        else:
            self.wanted.pop((layer_id, name), None)


def paint_names(
    painter: QPainter,
    viewport: Viewport,
    data: MapData,
    styles: Sequence[tuple[Shown, Style]],
    theme: MapTheme,
    level: int | None,
    texts: KnownTexts,
    blocked: Sequence[QRectF],
    seconds: float = math.inf,
) -> bool:
    """Paint the names of the layers, given with their styles, bottom first. ``level`` is that whose
    areas are filled; names keep clear of ``blocked``. Outlining letters along lines may take about
    ``seconds``; whether that was enough for all."""
    scale = data.denominator(viewport.metre_per_px * viewport.scale)
    chosen = [
        (item.layer, style, style.label)
        for item, style in reversed(styles)
        if style.label is not None and (not style.label.farthest or scale <= style.label.farthest)
    ]
    labels = Labels(painter, theme, seconds)
    for box in blocked:
        labels.block(box)
    for layer, _style, label in chosen:
        of_level = layer.kind == "areas" and layer.options.get("level") == level
        if of_level and level is not None and len(data.areas):
            label_areas(labels, viewport, data.areas, theme, level, label, data.locked_levels)
    vectors = [(layer, style, label) for layer, style, label in chosen if layer.id in data.features]
    for layer, style, label in vectors:
        _label_places(labels, viewport, data, layer, style, label, theme)
    for layer, style, label in chosen:
        if layer.kind in ("customers", "sites"):
            _label_points(labels, viewport, data, layer, style, label, theme, texts, scale)
    for layer, style, label in vectors:
        _label_lines(labels, viewport, data, layer, style, label, theme)
    return labels.complete


def colour_of(label: LabelStyle, theme: MapTheme) -> QColor:
    """The label's colour; the theme's muted text where it has none."""
    return QColor(label.color) if label.color else theme.muted


def halo_of(label: LabelStyle, theme: MapTheme) -> QColor | None:
    """The halo's colour: the theme's for letters in the theme's colour, None for no halo."""
    if not label.color:
        return theme.halo
    return QColor(label.halo) if label.halo else None


def _font(label: LabelStyle, viewport: Viewport) -> QFont:
    return font(label.size_px * viewport.scale, bold=label.bold)


def _seen_classes(
    data: MapData, layer: Layer, features: Features, style: Style
) -> NDArray[np.bool_]:
    """Features whose class is drawn."""
    column = snapshot_column(data, layer.kind, layer.id, style.field) if style.field else None
    codes = classes_of(style, column, len(features))
    visible = np.array([*(one.visible for one in style.classes), False])
    return visible[codes]


def _words(data: MapData, layer: Layer, features: Features, name: str) -> NDArray[np.object_]:
    """The label's text of each feature."""
    if name == "name":
        return features.name
    if name == "category":
        return features.category
    column = snapshot_column(data, layer.kind, layer.id, name)
    known = _words_made.get(features)
    if known is None or known[0] is not column:
        texts = np.empty(len(features), dtype=object)
        texts[:] = [_text_of(column, row) for row in range(len(features))]
        known = _words_made[features] = column, texts
    return known[1]


_words_made: WeakKeyDictionary[Features, tuple[object, NDArray[np.object_]]] = WeakKeyDictionary()


def _text_of(column: object, row: int) -> str:
    if isinstance(column, Texts):
        code = int(column.codes[row])
        return column.name(code) if code >= 0 else ""
    if isinstance(column, Numbers):
        value = float(column.values[row])
        return f"{value:,.10g}" if np.isfinite(value) else ""
    return ""


def _label_places(
    labels: Labels,
    viewport: Viewport,
    data: MapData,
    layer: Layer,
    style: Style,
    label: LabelStyle,
    theme: MapTheme,
) -> None:
    """Places and grounds."""
    features = data.features[layer.id]
    shapes = shapes_of(features.geometry)
    words = _words(data, layer, features, label.field)
    named = (words != "") & (shapes.kind != 1) & _seen_classes(data, layer, features, style)
    if viewport.metre_per_px > VILLAGES_FROM_M_PER_PX and not layer.farthest:
        named &= features.category != "village"
    face = _font(label, viewport)
    for row in np.flatnonzero(viewport.sees(shapes.boxes) & named).tolist():
        x, y = viewport.to_px(shapes.inner[row]).tolist()
        labels.add(
            QPointF(x, y),
            [str(words[row])],
            face,
            colour=colour_of(label, theme),
            halo=halo_of(label, theme),
            beside=shapes.kind[row] == 0,
        )


def _label_points(
    labels: Labels,
    viewport: Viewport,
    data: MapData,
    layer: Layer,
    style: Style,
    label: LabelStyle,
    theme: MapTheme,
    texts: KnownTexts,
    scale: float,
) -> None:
    """Customers and sites that are drawn one by one, the higher ranks first."""
    table = data.customers if layer.kind == "customers" else data.sites
    crowd = crowd_of(data, layer.kind, layer.id, style, scale)
    if not isinstance(crowd, PointLook) or not len(table):
        return
    index = crowd.index
    if index.count(viewport.bounds_xy) > 8 * MOST_POINTS:
        return
    at = index.positions(viewport.bounds_xy)
    at = at[crowd.codes[at] > 0][:MOST_POINTS]
    rows = index.rows[at]
    if label.field in READ:
        words = texts.of(layer.id, label.field, table.id[rows].tolist())
    else:
        column = snapshot_column(data, layer.kind, layer.id, label.field)
        words = [_text_of(column, int(row)) for row in rows.tolist()]
    face = _font(label, viewport)
    xy = np.column_stack([index.x[at], index.y[at]]).astype(np.float64) + index.origin
    for (x, y), word in zip(viewport.to_px(xy).tolist(), words, strict=True):
        if word:
            labels.add(
                QPointF(x, y),
                [word],
                face,
                colour=colour_of(label, theme),
                halo=halo_of(label, theme),
                beside=True,
            )


def _label_lines(
    labels: Labels,
    viewport: Viewport,
    data: MapData,
    layer: Layer,
    style: Style,
    label: LabelStyle,
    theme: MapTheme,
) -> None:
    """Roads and rivers: their names along them, again and again."""
    features = data.features[layer.id]
    words = _words(data, layer, features, label.field)
    lines = named_lines(features.geometry, words)
    if not len(lines.text):
        return
    seen = viewport.sees(lines.boxes) & _seen_classes(data, layer, features, style)[lines.row]
    face = lettering_font(label.size_px * viewport.scale, label.bold)
    west, _south, _east, north = viewport.bounds_xy
    left, top = west / viewport.metre_per_px, -north / viewport.metre_per_px
    whole = QRectF(0, 0, viewport.width, viewport.height)
    for number in np.flatnonzero(seen)[:MOST_LINES].tolist():
        for place in lines.at_scale(number, viewport.metre_per_px, face):
            x, y, right, bottom = place.extent
            if whole.intersects(QRectF(x - left, y - top, right - x, bottom - y)):
                labels.add_lettered(
                    moved(place, left, top),
                    place,
                    colour=colour_of(label, theme),
                    halo=halo_of(label, theme),
                )
