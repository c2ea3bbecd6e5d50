"""The static part of the map: which layers, in which order, with which look."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.crowd import Crowd, crowd_of, paint_crowd
from gridstudio.canvas.line_names import named_lines
from gridstudio.canvas.names import KnownTexts, paint_names
from gridstudio.canvas.painters.areas import fill_areas, paint_borders
from gridstudio.canvas.painters.features import feature_steps
from gridstudio.canvas.painters.furniture import paint_north, paint_scale_bar
from gridstudio.canvas.painters.graticule import paint_graticule
from gridstudio.canvas.painters.shapes import shapes_of
from gridstudio.canvas.painters.sites import paint_sites
from gridstudio.canvas.painters.unowned import paint_unowned
from gridstudio.canvas.painters.vector import paint_as_picture
from gridstudio.canvas.point_look import customer_index
from gridstudio.canvas.theme import LIGHT, MapTheme
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.base_styles import default_style, neighbours_differ
from gridstudio.domain.belonging import BELONGING
from gridstudio.domain.columns import classes_of
from gridstudio.domain.fields import snapshot_column
from gridstudio.domain.layer_tree import BASE_MAPS, Shown
from gridstudio.domain.map_data import MapData
from gridstudio.domain.night import by_night
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import Style, Symbol


@dataclass(frozen=True)
class Look:
    """How the map is shown. ``hidden`` holds the ids of layers and groups that are switched off in
    this window (``MapData.hidden`` where it opens), ``labels`` whether names are shown; ``level``
    is the level whose areas are filled (None: borders only); ``styles`` are shown in place of the
    layers' own, by layer id: what a style would look like.
    """

    theme: MapTheme = LIGHT
    level: int | None = 1
    hidden: frozenset[int] = frozenset()
    labels: bool = True
    highlight: int = 0
    furniture: bool = True
    graticule: bool = False
    styles: tuple[tuple[int, Style], ...] = ()

    def style_of(self, data: MapData, layer: Layer) -> Style:
        """The style by which a layer is shown."""
        known = dict(self.styles).get(layer.id) or data.styles.get(layer.id)
        style = known or default_style(layer, data.template)
        return by_night(layer, style) if self.theme.night else style

    def with_style(self, layer_id: int, style: Style | None) -> Look:
        """With a style in place of the layer's own; None for its own again."""
        others = tuple(pair for pair in self.styles if pair[0] != layer_id)
        return replace(self, styles=others if style is None else (*others, (layer_id, style)))

    def with_visible(self, layer_id: int, visible: bool) -> Look:
        hidden = self.hidden - {layer_id} if visible else self.hidden | {layer_id}
        return replace(self, hidden=hidden)

    def shows(self, data: MapData, kind: str, level: int | None = None) -> bool:
        """Whether a layer of a kind (for areas: that of ``level``) is switched on."""
        layer = data.layer_of(kind, level)
        return layer is not None and any(one.layer is layer for one in data.shown(self.hidden))


def prepare(data: MapData) -> None:
    """In a worker, before the map shows new data: make what takes long and is kept."""
    customer_index(data.customers, data.template)
    for layer_id, features in data.features.items():
        _shapes = shapes_of(features.geometry).metres
        style = data.styles.get(layer_id)
        if style is not None and style.label is not None and style.label.field == "name":
            named_lines(features.geometry, features.name)


def paint_scene(
    painter: QPainter, viewport: Viewport, data: MapData, look: Look, base_maps: BaseMaps
) -> None:
    """Paint everything that does not move with the mouse, bottom first."""
    for _step in scene_steps(painter, viewport, data, look, base_maps):
        pass


def scene_steps(
    painter: QPainter, viewport: Viewport, data: MapData, look: Look, base_maps: BaseMaps
) -> Iterator[None]:
    """The same a layer at a time, for large pictures: between two steps the window may breathe."""
    yield from ground_steps(painter, viewport, data, look, base_maps)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    points = points_of(data, look, viewport)
    if points is not None:
        painter.setOpacity(points.opacity)
        paint_crowd(painter, viewport, points.look)
        painter.setOpacity(1.0)
    yield
    paint_top(painter, viewport, data, look, base_maps, furniture=look.furniture)
    if look.graticule:
        paint_graticule(painter, viewport, look.theme)
    if look.furniture:
        paint_furniture(painter, viewport, look.theme)


def ground_steps(
    painter: QPainter, viewport: Viewport, data: MapData, look: Look, base_maps: BaseMaps
) -> Iterator[None]:
    """Paint the layers that lie under the customers (base maps, shapes, areas) a layer, and of
    crowded layers a part, at a time."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, viewport.width, viewport.height), look.theme.background)
    items = _shown(data, look, viewport)
    under = [item for item in items if item.layer.id in _under(data)]
    veiled = max((at for at, one in enumerate(under) if one.layer.kind in BASE_MAPS), default=-1)
    for at, item in enumerate(under):
        yield from _layer_steps(painter, viewport, data, look, base_maps, item)
        if at == veiled:
            whole = QRectF(0, 0, viewport.width, viewport.height)
            bases = [one.layer for one in under if one.layer.kind in BASE_MAPS]
            dark = look.theme.night and base_maps.all_dark(data, bases)
            painter.fillRect(whole, look.theme.thin_veil if dark else look.theme.base_map_veil)
        yield


def _layer_steps(
    painter: QPainter,
    viewport: Viewport,
    data: MapData,
    look: Look,
    base_maps: BaseMaps,
    item: Shown,
) -> Iterator[None]:
    layer = item.layer
    if layer.kind in BASE_MAPS:
        base_map = base_maps.of(data, layer)
        paint_as_picture(
            painter, viewport, lambda inner: base_map.paint(inner, viewport, item.opacity)
        )
    elif layer.id in data.features:
        features, style = data.features[layer.id], look.style_of(data, layer)
        column = snapshot_column(data, layer.kind, layer.id, style.field)
        yield from feature_steps(painter, viewport, features, style, column, item.opacity)
    elif layer.kind == "areas" and look.level is None:
        _paint_areas(painter, viewport, data, look, item, filled=False)
    elif layer.kind == "areas" and layer.options.get("level", 0) <= look.level:
        filled = layer.options.get("level", 0) == look.level
        _paint_areas(painter, viewport, data, look, item, filled=filled)
    elif layer.kind == "sites":
        painter.setOpacity(item.opacity)
        style = look.style_of(data, layer)
        column = snapshot_column(data, "sites", layer.id, style.field)
        paint_sites(painter, viewport, data.sites, data.template, style, column)
        painter.setOpacity(1.0)


def _paint_areas(
    painter: QPainter, viewport: Viewport, data: MapData, look: Look, item: Shown, *, filled: bool
) -> None:
    if not len(data.areas):
        return
    level = int(item.layer.options.get("level", 0))
    painter.setOpacity(item.opacity)
    if filled:
        symbols = area_symbols(data, item.layer, look.style_of(data, item.layer))
        fill_areas(painter, viewport, data.areas, look.theme, level, look.highlight, symbols)
    paint_borders(painter, viewport, data.areas, look.theme, level)
    painter.setOpacity(1.0)


def area_symbols(data: MapData, layer: Layer, style: Style) -> list[Symbol | None] | None:
    """The symbol of each area by the style, None for those of no class; None where neighbours just
    are to differ."""
    if neighbours_differ(style):
        return None
    column = snapshot_column(data, "areas", layer.id, style.field)
    drawn = [one.symbol if one.visible else None for one in style.classes]
    codes = classes_of(style, column, len(data.areas)).tolist()
    return [drawn[code] if code >= 0 else None for code in codes]


def ground_parts(data: MapData) -> tuple[object, ...]:
    """What of the data the ground is painted from; equal where it needs no new painting."""
    under = _under(data)
    # Which of them are switched on is the look's to say.
    layers = tuple(replace(layer, visible=True) for layer in data.layers if layer.id in under)
    groups = tuple(replace(one, visible=True) for one in data.layers if one.kind == "group")
    drawn: list[object] = []
    for layer in layers:
        style = data.styles.get(layer.id)
        drawn.append(style)
        if layer.id in data.features:
            drawn.append(id(data.features[layer.id].geometry))
        elif layer.kind == "areas" and style is not None and not neighbours_differ(style):
            drawn.append(id(data.areas))
    drawn += [id(column) for (layer_id, _), column in data.columns.items() if layer_id in under]
    areas = data.areas
    return id(areas.geometry), id(areas.level), id(areas.open), layers, groups, *drawn


def ground_look(data: MapData | None, look: Look) -> tuple[object, ...]:
    """What of the look the ground shows."""
    hidden = look.hidden
    if data is not None:
        groups = {layer.id for layer in data.layers if layer.kind == "group"}
        hidden &= _under(data) | groups
    return id(look.theme), look.level, hidden, look.highlight, look.styles


@dataclass(frozen=True, eq=False)
class Points:
    """The customers as they are to be painted, and how opaque."""

    look: Crowd
    opacity: float


def points_of(data: MapData, look: Look, viewport: Viewport) -> Points | None:
    """The customers as they are to be painted, None where they do not show."""
    if not len(data.customers):
        return None
    for item in _shown(data, look, viewport):
        if item.layer.kind == "customers":
            scale = data.denominator(viewport.metre_per_px * viewport.scale)
            style = look.style_of(data, item.layer)
            crowd = crowd_of(data, "customers", item.layer.id, style, scale)
            return Points(crowd, item.opacity)
    return None


def paint_top(
    painter: QPainter,
    viewport: Viewport,
    data: MapData,
    look: Look,
    base_maps: BaseMaps,
    *,
    furniture: bool,
    texts: KnownTexts | None = None,
    seconds: float = math.inf,
) -> bool:
    """The layers over the customers, and all names, which keep clear of the ``furniture``;
    ``texts`` are those that have been read. Whether ``seconds`` were enough for all names."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    items = _shown(data, look, viewport)
    under = _under(data)
    for item in items:
        if item.layer.kind == "customers" and look.style_of(data, item.layer).field != BELONGING:
            paint_unowned(painter, viewport, data)
    for item in items:
        if item.layer.id not in under:
            for _step in _layer_steps(painter, viewport, data, look, base_maps, item):
                pass
    if look.labels:
        blocked = []
        if furniture:
            blocked.append(QRectF(0, viewport.height - 40, 220, 40))
            blocked.append(QRectF(viewport.width - 48, 0, 48, 52))
        styles = [(item, look.style_of(data, item.layer)) for item in items]
        known = KnownTexts(data.texts) if texts is None else texts
        return paint_names(
            painter, viewport, data, styles, look.theme, look.level, known, blocked, seconds
        )
    return True


def paint_furniture(painter: QPainter, viewport: Viewport, theme: MapTheme) -> None:
    """What a map needs besides its content: scale bar and north."""
    paint_scale_bar(painter, viewport, theme)
    paint_north(painter, viewport, theme)


def _shown(data: MapData, look: Look, viewport: Viewport) -> tuple[Shown, ...]:
    return data.shown(look.hidden, viewport.metre_per_px * viewport.scale)


def base_layers(data: MapData, look: Look, viewport: Viewport) -> list[Layer]:
    """The base maps that are part of the ground in a view, the lowest first."""
    under = _under(data)
    items = (item.layer for item in _shown(data, look, viewport))
    return [layer for layer in items if layer.kind in BASE_MAPS and layer.id in under]


def _under(data: MapData) -> frozenset[int]:
    """The layers under the customers."""
    found: set[int] = set()
    for layer in data.layers:
        if layer.kind == "customers":
            break
        found.add(layer.id)
    return frozenset(found)
