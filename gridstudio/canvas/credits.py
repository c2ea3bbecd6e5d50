"""Whom a map names for what it is drawn from."""

from __future__ import annotations

from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.painters.tiles import TileLayer
from gridstudio.canvas.scene import Look
from gridstudio.domain.layer_tree import BASE_MAPS
from gridstudio.domain.map_data import MapData


def credits_of(data: MapData, look: Look) -> list[str]:
    """The credits that the layers shown ask for, each once, the lowest layer's first."""
    base_maps = BaseMaps()
    found: list[str] = []
    try:
        for shown in data.shown(look.hidden):
            layer = shown.layer
            text = str(layer.options.get("attribution", ""))
            if not text and layer.kind in BASE_MAPS:
                base = base_maps.of(data, layer)
                text = base.attribution if isinstance(base, TileLayer) else ""
            if text and text not in found:
                found.append(text)
    finally:
        base_maps.close()
    return found
