"""The demo county's features as the themes of a base map, and the tiles that it is painted into."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from gridstudio.demo.county import DemoFeature
from gridstudio.domain.base_map import Theme
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.tile_grid import Bounds, TileBlock, tiles_over

ZOOMS = range(8, 15)
TOWN_ZOOMS = range(15, 17)
_TOWN_REACH_M = 5_000.0
"""Blocks this near to the town's middle are the town's (metres of the projection)."""

_MEANINGS = {
    "township": ("land", "land"),
    "wood": ("woodland", "wood"),
    "park": ("woodland", "park"),
    "block": ("landuse", "residential"),
    "water": ("water", "water"),
    "river": ("water", "river"),
    "local": ("roads", "tertiary"),
    "street": ("roads", "residential"),
    "secondary": ("roads", "secondary"),
    "trunk": ("roads", "trunk"),
    "motorway": ("roads", "motorway"),
    "seat": ("places", "town"),
    "village": ("places", "hamlet"),
}
"""Category of a demo feature: theme and category of the base map."""


def base_map_themes(features: Sequence[DemoFeature]) -> dict[str, Theme]:
    """The themes; townships are the ground, and their borders, shared ones once, are borders."""
    found: dict[str, list[tuple[DemoFeature, str]]] = {}
    for feature in features:
        theme, category = _MEANINGS[feature.category]
        if category == "river" and feature.geometry.geom_type != "LineString":
            category = "riverbank"
        found.setdefault(theme, []).append((feature, category))
    themes = {theme: _theme(rows) for theme, rows in found.items()}
    first = next(iter(np.flatnonzero(themes["places"].category == "town")), None)
    if first is not None:
        themes["places"].category[first] = "city"  # the county town
    rings = [shapely.boundary(f.geometry) for f in features if f.category == "township"]
    lines = shapely.get_parts(shapely.line_merge(shapely.union_all(rings)))
    themes["borders"] = Theme(lines, *(_same(text, len(lines)) for text in ("8", "")))
    return themes


def base_map_blocks(features: Sequence[DemoFeature]) -> list[TileBlock]:
    """All of the county up to zoom 14, the town up to 16."""
    townships = [f.geometry for f in features if f.category == "township"]
    county: Bounds = tuple(shapely.total_bounds(townships).tolist())
    blocks = [tiles_over(county, zoom) for zoom in ZOOMS]
    return blocks + [tiles_over(_town_bounds(features), zoom) for zoom in TOWN_ZOOMS]


def _theme(rows: list[tuple[DemoFeature, str]]) -> Theme:
    """A road named by its number alone (国道G527) bears the number instead."""
    geometry, category, name, number = (np.empty(len(rows), dtype=object) for _array in range(4))
    for at, (feature, meaning) in enumerate(rows):
        numbered = feature.layer == "roads" and feature.name[-1:].isdigit()
        geometry[at], category[at] = feature.geometry, meaning
        name[at] = "" if numbered else feature.name
        number[at] = feature.name[-4:] if numbered else ""
    return Theme(geometry, category, name, number)


def _same(text: str, count: int) -> np.ndarray:
    return np.full(count, text, dtype=object)


def _town_bounds(features: Sequence[DemoFeature]) -> Bounds:
    middle = next(place.geometry for place in features if place.category == "seat")
    blocks = np.array([f.geometry for f in features if f.category == "block"], dtype=object)
    boxes = shapely.bounds(blocks).reshape(-1, 2, 2)
    centres = to_xy(boxes).mean(axis=1)
    away = centres - to_xy(shapely.get_coordinates(middle))[0]
    near = np.hypot(away[:, 0], away[:, 1]) < _TOWN_REACH_M
    bounds: Bounds = tuple(shapely.total_bounds(blocks[near]).tolist())
    return bounds
