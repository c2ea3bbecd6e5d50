"""The static part of the map: which layers, in which order, with which look."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gridstudio.canvas.painters.areas import label_areas, paint_areas
from gridstudio.canvas.painters.features import label_features, paint_features
from gridstudio.canvas.painters.furniture import paint_north, paint_scale_bar
from gridstudio.canvas.painters.graticule import paint_graticule
from gridstudio.canvas.painters.labels import Labels
from gridstudio.canvas.painters.points import paint_points
from gridstudio.canvas.painters.shapes import shapes_of
from gridstudio.canvas.painters.sites import paint_sites
from gridstudio.canvas.painters.tiles import TileLayer
from gridstudio.canvas.point_look import PointLook, customer_index, customer_look
from gridstudio.canvas.theme import LIGHT, MapTheme
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.base_styles import BY_CATEGORY
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer

KEYS = ("base_map", "areas", "sites", "customers", "labels")


@dataclass(frozen=True)
class Look:
    """How the map is shown. ``hidden`` holds keys of KEYS and ``layer:<id>``; ``colouring`` is kind
    or class; ``level`` the level whose areas are filled (None: borders only)."""

    theme: MapTheme = LIGHT
    level: int | None = 1
    colouring: str = "kind"
    hidden: frozenset[str] = frozenset()
    highlight: int = 0
    furniture: bool = True
    graticule: bool = False

    def shows(self, key: str) -> bool:
        return key not in self.hidden

    def with_visible(self, key: str, visible: bool) -> Look:
        return replace(self, hidden=self.hidden - {key} if visible else self.hidden | {key})


@dataclass
class Tiles:
    """The open tile files, by path."""

    _open: dict[Path, TileLayer] = field(default_factory=dict)

    def of(self, data: MapData, layer: Layer) -> TileLayer:
        path = data.folder / layer.source
        if path not in self._open:
            self._open[path] = TileLayer(path)
        return self._open[path]

    def close(self) -> None:
        for layer in self._open.values():
            layer.close()
        self._open.clear()


def prepare(data: MapData) -> None:
    """In a worker, before the map shows new data: make what takes long and is kept."""
    customer_index(data.customers, data.template)
    for features in data.features.values():
        _shapes = shapes_of(features.geometry).metres


def paint_scene(
    painter: QPainter, viewport: Viewport, data: MapData, look: Look, tiles: Tiles
) -> None:
    """Paint everything that does not move with the mouse, bottom first."""
    paint_ground(painter, viewport, data, look, tiles)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    points = points_of(data, look)
    if points is not None:
        paint_points(painter, viewport, points)
    paint_top(painter, viewport, data, look, furniture=look.furniture)
    if look.graticule:
        paint_graticule(painter, viewport, look.theme)
    if look.furniture:
        paint_furniture(painter, viewport, look.theme)


def paint_ground(
    painter: QPainter, viewport: Viewport, data: MapData, look: Look, tiles: Tiles
) -> None:
    """Base maps, vector layers and areas."""
    theme = look.theme
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, viewport.width, viewport.height), theme.background)
    for layer in data.layers:
        if layer.kind == "tiles" and look.shows("base_map") and look.shows(f"layer:{layer.id}"):
            tiles.of(data, layer).paint(painter, viewport, layer.opacity)
    if look.shows("base_map"):
        painter.fillRect(QRectF(0, 0, viewport.width, viewport.height), theme.base_map_veil)
    for layer in _vectors(data, look):
        features = data.features[layer.id]
        paint_features(painter, viewport, features, BY_CATEGORY, layer.opacity)
    if look.shows("areas") and len(data.areas):
        paint_areas(painter, viewport, data.areas, theme, look.level, look.highlight)


def ground_parts(data: MapData) -> tuple[object, ...]:
    """What of the data the ground is painted from; equal where it needs no new painting."""
    shapes = [id(features.geometry) for features in data.features.values()]
    areas = data.areas
    return id(areas.geometry), id(areas.level), id(areas.open), data.layers, *shapes


def ground_look(look: Look) -> tuple[object, ...]:
    """What of the look the ground shows."""
    over = {"customers", "sites", "labels"}
    return id(look.theme), look.level, look.hidden - over, look.highlight


def points_of(data: MapData, look: Look) -> PointLook | None:
    """The customers as they are to be painted, None where they are hidden."""
    if not look.shows("customers") or not len(data.customers):
        return None
    return customer_look(data.customers, data.template, look.colouring)


def paint_top(
    painter: QPainter, viewport: Viewport, data: MapData, look: Look, *, furniture: bool
) -> None:
    """Sites and names, which lie over the customers. Names keep clear of the ``furniture``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.shows("sites"):
        paint_sites(painter, viewport, data.sites, data.template)
    if not look.shows("labels"):
        return
    labels = Labels(painter, look.theme)
    if furniture:
        labels.block(QRectF(0, viewport.height - 40, 220, 40))
        labels.block(QRectF(viewport.width - 48, 0, 48, 52))
    if look.shows("areas") and look.level is not None and len(data.areas):
        label_areas(labels, viewport, data.areas, look.theme, look.level)
    for layer in _vectors(data, look):
        label_features(labels, viewport, data.features[layer.id], look.theme)


def paint_furniture(painter: QPainter, viewport: Viewport, theme: MapTheme) -> None:
    """What a map needs besides its content: scale bar and north."""
    paint_scale_bar(painter, viewport, theme)
    paint_north(painter, viewport, theme)


def _vectors(data: MapData, look: Look) -> list[Layer]:
    return [
        layer for layer in data.layers if layer.kind != "tiles" and look.shows(f"layer:{layer.id}")
    ]
