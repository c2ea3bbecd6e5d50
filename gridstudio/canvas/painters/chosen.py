"""What is selected, and what the mouse rests on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gridstudio.canvas.painters.rings import paint_rings
from gridstudio.canvas.painters.shapes import shapes_of
from gridstudio.canvas.point_look import PointLook, customer_index
from gridstudio.canvas.point_picture import PointPicture
from gridstudio.canvas.theme import MapTheme
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.ids import Ids
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.domain.snapshots import Areas, Sites
from gridstudio.domain.style import Symbol
from gridstudio.geometry.point_index import PointIndex

RING_PX, RING_WIDTH_PX = 17.0, 2.2
RINGS_AT_MOST = 600
"""More would be a tangle."""
DOTS_PX = 6.5


class ChosenPicture:
    """Rings round selected points where few are in view, dots over them where many are; a bold
    border round areas. A million selected customers cost what a million customers cost."""

    def __init__(self) -> None:
        self._crowd = PointPicture()
        self._index: PointIndex | None = None
        self._look: PointLook | None = None
        self._of: tuple[PointIndex, Ids] | None = None

    def paint(
        self,
        painter: QPainter,
        viewport: Viewport,
        data: MapData,
        selection: Selection,
        theme: MapTheme,
        *,
        resting: bool,
    ) -> None:
        """Paint the selection; while the view moves a crowd is stretched instead of painted."""
        outline_areas(painter, viewport, data.areas, selection.areas, theme.selection, 3.0)
        if len(selection.customers):
            look = self._look_of(data, selection.customers, theme)
            ratio = painter.device().devicePixelRatio()
            if look.index.count(viewport.bounds_xy) <= RINGS_AT_MOST:
                _ring_points(painter, viewport, look.index, theme.selection)
            elif resting or not self._crowd.stretch(painter, viewport):
                self._crowd.show(painter, viewport, ratio, look)
        _ring_sites(painter, viewport, data.sites, selection.sites, theme.selection)

    def _look_of(self, data: MapData, ids: Ids, theme: MapTheme) -> PointLook:
        index = customer_index(data.customers, data.template)
        colour = theme.selection.name()
        known = self._of is not None and self._of[0] is index and self._of[1] == ids
        if self._look is None or not known:
            chosen = part_of(index, data.customers.index(ids), len(data.customers))
            codes = np.ones(len(chosen), dtype=np.uint8)
            sizes = (DOTS_PX,) * chosen.ranks
            self._look = PointLook(chosen, codes, (Symbol(colour),), sizes)
            self._of = index, ids
        elif self._look.colours != (colour,):
            self._look = replace(self._look, symbols=(Symbol(colour),))
        return self._look


def part_of(index: PointIndex, rows: np.ndarray, count: int) -> PointIndex:
    """The index of some of the rows of a table of ``count``: no sorting, a few milliseconds."""
    wanted = np.zeros(count, dtype=bool)
    wanted[rows] = True
    chosen = wanted[index.rows]
    before = np.concatenate([[0], np.cumsum(chosen)])
    return replace(
        index,
        rows=index.rows[chosen],
        x=index.x[chosen],
        y=index.y[chosen],
        starts=before[index.starts],
    )


def paint_hover(
    painter: QPainter, viewport: Viewport, data: MapData, found: Selection, theme: MapTheme
) -> None:
    """A ring or a border in the accent's colour round what the mouse rests on."""
    outline_areas(painter, viewport, data.areas, found.areas, theme.accent, 2.0)
    for table, ids in ((data.customers, found.customers), (data.sites, found.sites)):
        _rings(painter, viewport.to_px(table.xy[table.index(ids)]), theme.accent)


def outline_areas(
    painter: QPainter, viewport: Viewport, areas: Areas, ids: Ids, colour: QColor, width: float
) -> None:
    """A border round areas."""
    if not len(ids):
        return
    shapes = shapes_of(areas.geometry)
    painter.save()
    painter.setTransform(viewport.transform, True)
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for row in areas.index(ids).tolist():
        painter.drawPath(shapes.path(row))
    painter.restore()


def _ring_points(painter: QPainter, viewport: Viewport, index: PointIndex, colour: QColor) -> None:
    west, south, east, north = viewport.bounds_xy
    margin = RING_PX * viewport.metre_per_px
    at = index.positions((west - margin, south - margin, east + margin, north + margin))
    xy = np.column_stack([index.x[at], index.y[at]]).astype(np.float64) + index.origin
    _rings(painter, viewport.to_px(xy), colour)


def _ring_sites(
    painter: QPainter, viewport: Viewport, sites: Sites, ids: Ids, colour: QColor
) -> None:
    if len(ids):
        px = viewport.to_px(sites.xy[sites.index(ids)])
        far = (viewport.width + 20, viewport.height + 20)
        _rings(painter, px[(px > -20).all(axis=1) & (px < far).all(axis=1)], colour)


def _rings(painter: QPainter, px: np.ndarray, colour: QColor) -> None:
    paint_rings(painter, px, RING_PX, ((colour.name(), RING_WIDTH_PX),))
