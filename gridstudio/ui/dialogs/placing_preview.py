"""What the two maps of the placing dialog show: the picture alone, and the map with the picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QColor

from gridstudio.canvas.scene import Look
from gridstudio.domain.layer_tree import BASE_MAPS
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.geometry.affine import Affine
from gridstudio.geometry.georeference import MERCATOR, Placement, placement_to_dict

PREVIEW_ID = -1
FLAT = Placement(Affine(1.0, 0.0, 0.5, 0.0, -1.0, -0.5), crs=MERCATOR)
"""A pixel is a metre, the outer corner at 0, 0: the picture looked at as a picture."""


def on_bare_ground(look: Look, data: MapData) -> Look:
    """The look that lets a base map be seen: undimmed, borders for their lines alone, no points."""
    theme = replace(look.theme, base_map_veil=QColor(0, 0, 0, 0))
    points = {layer.id for layer in data.layers if layer.kind in ("customers", "sites")}
    return replace(look, theme=theme, level=None, hidden=data.hidden | points)


def picture_alone(data: MapData, path: Path) -> MapData:
    """The picture on the empty plane, placed by FLAT."""
    return replace(data, layers=(_layer(path, FLAT, 1.0),), features={})


def with_picture(
    data: MapData, path: Path, placement: Placement | None, opacity: float, without: int = 0
) -> MapData:
    """The map with the picture over its other base maps; ``without`` is the layer that is placed
    anew. No picture where it has no place yet."""
    layer = None if placement is None else _layer(path, placement, opacity)
    return over_base_maps(data, layer, without)


def over_base_maps(data: MapData, layer: Layer | None, without: int = 0) -> MapData:
    """The map with one more layer over its base maps, and one less."""
    others = tuple(one for one in data.layers if one.id != without)
    kinds = (at for at, one in enumerate(others) if one.kind not in (*BASE_MAPS, "group"))
    at = next(kinds, len(others))
    added = () if layer is None else (layer,)
    return replace(data, layers=(*others[:at], *added, *others[at:]))


def _layer(path: Path, placement: Placement, opacity: float) -> Layer:
    return Layer(
        PREVIEW_ID,
        path.name,
        "picture",
        source=str(path.resolve()),
        opacity=opacity,
        options={"placement": placement_to_dict(placement)},
    )
