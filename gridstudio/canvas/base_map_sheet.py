"""A base map's themes made ready: once in metres, then for each zoom in pixels of the world and in
the detail that the zoom shows, with a spatial index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.domain import cartography
from gridstudio.domain.base_map import THEMES, Objects, Theme, Themes
from gridstudio.geometry.detail import simplified
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.tile_grid import metre_per_px, to_world_px

TOLERANCE_PX = 0.35
_HUGE_PX = 6000.0
"""Shapes larger than that are cut to the picture before Qt sees them: it counts to 32767."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """The themes with geometries in EPSG:3857 metres."""

    themes: dict[str, Theme]

    def at(self, zoom: int) -> dict[str, ShapesAtZoom]:
        """What a zoom shows of each theme."""
        return {name: _at_zoom(name, theme, zoom) for name, theme in self.themes.items()}


def sheet_of(themes: Themes) -> Sheet:
    """Take the themes of a base map, in degrees."""
    made = {}
    for name in THEMES:
        theme = themes.get(name)
        if theme is not None and len(theme):
            metres = shapely.transform(theme.geometry, to_xy)
            made[name] = Theme(metres, theme.category, theme.name, theme.number, theme.level)
    return Sheet(made)


class ShapesAtZoom:
    """Aligned: ``geometry`` in pixels of the world, ``category``, ``level``, ``area`` in square
    pixels, 0 for lines."""

    def __init__(self, geometry: Objects, category: Objects, level: NDArray[np.int8]) -> None:
        self.geometry = geometry
        self.category = category
        self.level = level
        self.area: NDArray[np.float64] = shapely.area(geometry)
        self._tree = shapely.STRtree(geometry)
        sides = shapely.bounds(geometry).reshape(-1, 2, 2)
        self._huge = ((sides[:, 1] - sides[:, 0]) > _HUGE_PX).any(axis=1)

    def __len__(self) -> int:
        return len(self.geometry)

    def within(self, box: Box) -> NDArray[np.int64]:
        """The rows that may be seen in a box of pixels, in their own order."""
        return np.sort(self._tree.query(shapely.box(*box)))

    def cut(self, rows: NDArray[np.int64], box: Box) -> Objects:
        """The shapes of some rows; huge ones only as far as they are in the box."""
        found = self.geometry[rows]
        huge = self._huge[rows]
        if huge.any():
            found[huge] = shapely.clip_by_rect(found[huge], *box)
            found = shapely.orient_polygons(found)
        return found


def _at_zoom(name: str, theme: Theme, zoom: int) -> ShapesAtZoom:
    chosen = np.isin(theme.category.astype(str), shown_categories(name, zoom))
    rows = np.flatnonzero(chosen)
    thin = simplified(theme.geometry[rows], TOLERANCE_PX * metre_per_px(zoom))
    seen = ~shapely.is_missing(thin)
    rows, thin = rows[seen], thin[seen]
    bad = ~shapely.is_valid(thin)
    thin[bad] = shapely.make_valid(thin[bad], method="structure", keep_collapsed=False)
    pixels = shapely.transform(thin, lambda xy: to_world_px(xy, zoom))
    grounds = np.flatnonzero(shapely.get_dimensions(pixels) == 2)
    # Filled by winding, so that grounds which overlap do not cancel out.
    pixels[grounds] = shapely.orient_polygons(pixels[grounds])
    return ShapesAtZoom(pixels, theme.category[rows], theme.level[rows])


def shown_categories(theme: str, zoom: int) -> list[str]:
    """The categories of a theme that a zoom shows, lines and grounds; places are none of these."""
    grounds, lines = cartography.GROUNDS.get(theme, {}), cartography.LINES.get(theme, {})
    first = {category: look.from_zoom for category, look in grounds.items()}
    first |= {category: look.from_zoom for category, look in lines.items()}
    return [category for category, from_zoom in first.items() if zoom >= from_zoom]
