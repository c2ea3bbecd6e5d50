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


@dataclass(frozen=True, eq=False)
class _Naming:
    """One layer's names on one map: where, of what, and how they look."""

    labels: Labels
    viewport: Viewport
    data: MapData
    layer: Layer
    style: Style
    label: LabelStyle
    theme: MapTheme

    @property
    def features(self) -> Features:
        return self.data.features[self.layer.id]

    @property
    def font(self) -> QFont:
        return font(self.label.size_px * self.viewport.scale, bold=self.label.bold)

    @property
    def colour(self) -> QColor:
        return colour_of(self.label, self.theme)

    @property
    def halo(self) -> QColor | None:
        return halo_of(self.label, self.theme)

    def name(self, at: QPointF, text: str, font: QFont, *, beside: bool) -> None:
        """Put one name at a place on the map, or beside it."""
        self.labels.add(at, [text], font, colour=self.colour, halo=self.halo, beside=beside)


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
    labels = Labels(painter, theme, seconds)
    chosen = [
        _Naming(labels, viewport, data, item.layer, style, style.label, theme)
        for item, style in reversed(styles)
        if style.label is not None and (not style.label.farthest or scale <= style.label.farthest)
    ]
    for box in blocked:
        labels.block(box)
    for one in chosen:
        of_level = one.layer.kind == "areas" and one.layer.options.get("level") == level
        if of_level and level is not None and len(data.areas):
            label_areas(labels, viewport, data.areas, theme, level, one.label, data.locked_levels)
    vectors = [one for one in chosen if one.layer.id in data.features]
    for one in vectors:
        _name_places(one)
    for one in chosen:
        if one.layer.kind in ("customers", "sites"):
            _name_points(one, texts, scale)
    for one in vectors:
        _name_lines(one)
    return labels.complete


def colour_of(label: LabelStyle, theme: MapTheme) -> QColor:
    """The label's colour; the theme's muted text where it has none."""
    return QColor(label.color) if label.color else theme.muted


def halo_of(label: LabelStyle, theme: MapTheme) -> QColor | None:
    """The halo's colour: the theme's for letters in the theme's colour, None for no halo."""
    if not label.color:
        return theme.halo
    return QColor(label.halo) if label.halo else None


def _seen_classes(one: _Naming) -> NDArray[np.bool_]:
    """Features whose class is drawn."""
    layer, style = one.layer, one.style
    column = snapshot_column(one.data, layer.kind, layer.id, style.field) if style.field else None
    codes = classes_of(style, column, len(one.features))
    visible = np.array([*(each.visible for each in style.classes), False])
    return visible[codes]


def _words(one: _Naming) -> NDArray[np.object_]:
    """The label's text of each feature."""
    features, name = one.features, one.label.field
    if name == "name":
        return features.name
    if name == "category":
        return features.category
    column = snapshot_column(one.data, one.layer.kind, one.layer.id, name)
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


def _name_places(one: _Naming) -> None:
    """Places and grounds."""
    features, viewport = one.features, one.viewport
    shapes = shapes_of(features.geometry)
    words = _words(one)
    named = (words != "") & (shapes.kind != 1) & _seen_classes(one)
    if viewport.metre_per_px > VILLAGES_FROM_M_PER_PX and not one.layer.farthest:
        named &= features.category != "village"
    face = one.font
    for row in np.flatnonzero(viewport.sees(shapes.boxes) & named).tolist():
        x, y = viewport.to_px(shapes.inner[row]).tolist()
        one.name(QPointF(x, y), str(words[row]), face, beside=shapes.kind[row] == 0)


def _name_points(one: _Naming, texts: KnownTexts, scale: float) -> None:
    """Customers and sites that are drawn one by one, the higher ranks first."""
    data, layer, viewport, name = one.data, one.layer, one.viewport, one.label.field
    table = data.customers if layer.kind == "customers" else data.sites
    crowd = crowd_of(data, layer.kind, layer.id, one.style, scale)
    if not isinstance(crowd, PointLook) or not len(table):
        return
    index = crowd.index
    if index.count(viewport.bounds_xy) > 8 * MOST_POINTS:
        return
    at = index.positions(viewport.bounds_xy)
    at = at[crowd.codes[at] > 0][:MOST_POINTS]
    rows = index.rows[at]
    if name in READ:
        words = texts.of(layer.id, name, table.id[rows].tolist())
    else:
        column = snapshot_column(data, layer.kind, layer.id, name)
        words = [_text_of(column, int(row)) for row in rows.tolist()]
    face = one.font
    xy = np.column_stack([index.x[at], index.y[at]]).astype(np.float64) + index.origin
    for (x, y), word in zip(viewport.to_px(xy).tolist(), words, strict=True):
        if word:
            one.name(QPointF(x, y), word, face, beside=True)


def _name_lines(one: _Naming) -> None:
    """Roads and rivers: their names along them, again and again."""
    viewport = one.viewport
    lines = named_lines(one.features.geometry, _words(one))
    if not len(lines.text):
        return
    seen = viewport.sees(lines.boxes) & _seen_classes(one)[lines.row]
    face = lettering_font(one.label.size_px * viewport.scale, one.label.bold)
    west, _south, _east, north = viewport.bounds_xy
    left, top = west / viewport.metre_per_px, -north / viewport.metre_per_px
    whole = QRectF(0, 0, viewport.width, viewport.height)
    colour, halo = one.colour, one.halo
    for number in np.flatnonzero(seen)[:MOST_LINES].tolist():
        for place in lines.at_scale(number, viewport.metre_per_px, face):
            x, y, right, bottom = place.extent
            if whole.intersects(QRectF(x - left, y - top, right - x, bottom - y)):
                at = moved(place, left, top)
                one.labels.add_lettered(at, place, colour=colour, halo=halo)
