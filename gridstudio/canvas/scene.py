"""The static part of the map: which layers, in which order, with which look."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gridstudio.canvas.painters.areas import label_areas, paint_areas
from gridstudio.canvas.painters.features import label_features, paint_features
from gridstudio.canvas.painters.furniture import paint_north, paint_scale_bar
from gridstudio.canvas.painters.labels import Labels
from gridstudio.canvas.painters.points import paint_customers
from gridstudio.canvas.painters.sites import paint_sites
from gridstudio.canvas.painters.tiles import TileLayer
from gridstudio.canvas.theme import LIGHT, MapTheme
from gridstudio.canvas.viewport import Viewport
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


def paint_scene(
    painter: QPainter, viewport: Viewport, data: MapData, look: Look, tiles: Tiles
) -> None:
    """Paint everything that does not move with the mouse, bottom first."""
    theme = look.theme
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, viewport.width, viewport.height), theme.background)
    for layer in data.layers:
        if layer.kind == "tiles" and look.shows("base_map") and look.shows(f"layer:{layer.id}"):
            tiles.of(data, layer).paint(painter, viewport, layer.opacity)
    if look.shows("base_map"):
        painter.fillRect(QRectF(0, 0, viewport.width, viewport.height), theme.base_map_veil)
    vectors = [
        layer for layer in data.layers if layer.kind != "tiles" and look.shows(f"layer:{layer.id}")
    ]
    for layer in vectors:
        paint_features(painter, viewport, data.features[layer.id], layer.opacity)
    if look.shows("areas") and len(data.areas):
        paint_areas(painter, viewport, data.areas, theme, look.level, look.highlight)
    if look.shows("customers"):
        paint_customers(painter, viewport, data.customers, data.template, look.colouring)
    if look.shows("sites"):
        paint_sites(painter, viewport, data.sites, data.template)
    _paint_labels(painter, viewport, data, look, vectors)
    if look.furniture:
        paint_scale_bar(painter, viewport, theme)
        paint_north(painter, viewport, theme)


def _paint_labels(
    painter: QPainter, viewport: Viewport, data: MapData, look: Look, vectors: list[Layer]
) -> None:
    if not look.shows("labels"):
        return
    labels = Labels(painter, look.theme)
    if look.furniture:
        labels.block(QRectF(0, viewport.height - 40, 220, 40))
        labels.block(QRectF(viewport.width - 48, 0, 48, 52))
    if look.shows("areas") and look.level is not None and len(data.areas):
        label_areas(labels, viewport, data.areas, look.theme, look.level)
    for layer in vectors:
        label_features(labels, viewport, data.features[layer.id], look.theme)
