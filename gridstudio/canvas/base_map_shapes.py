"""Grounds and lines of a base map, painted by the tables of ``domain.cartography``."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gridstudio.canvas.base_map_sheet import Box, ShapesAtZoom
from gridstudio.canvas.painters.shapes import path_of
from gridstudio.canvas.painters.strokes import fill, stroke
from gridstudio.domain.base_map import Objects
from gridstudio.domain.cartography import (
    BORDERS,
    GROUNDS,
    LAND,
    RAILWAYS,
    ROADS,
    WATER_LINES,
    Appearance,
    GroundLook,
    Ink,
    LineLook,
    ink,
    size_at,
)

MARGIN_PX = 40.0
"""How far beside a picture a line may lie whose width still reaches into it."""
_TUNNEL_DASH_PX = (5.0, 3.0)
_SLEEPERS_PX = (7.0, 7.0)

Layers = dict[str, ShapesAtZoom]


class ShapePainter:
    """Paints what is seen of a base map in one box of pixels of the world, at one zoom."""

    def __init__(
        self, painter: QPainter, layers: Layers, box: Box, zoom: int, appearance: Appearance
    ) -> None:
        self._painter = painter
        self._layers = layers
        self._box = (
            box[0] - MARGIN_PX, box[1] - MARGIN_PX, box[2] + MARGIN_PX, box[3] + MARGIN_PX,
        )  # fmt: skip
        self._zoom = zoom
        self._appearance: Appearance = appearance
        self._rows = {name: layer.within(self._box) for name, layer in layers.items()}

    def paint(self) -> None:
        """Everything but the names, the lowest first."""
        self._grounds(("land",))
        self._grounds(("landuse", "woodland"))
        self._grounds(("water",))
        for category, look in WATER_LINES.items():
            self._line(self._shapes("water", category, dimension=1), look)
        self._grounds(("buildings",))
        for level in (-1, 0, 1):
            self._ways("roads", ROADS, level)
            self._ways("railways", RAILWAYS, level)
        self._borders()

    # --- grounds

    def _grounds(self, themes: Iterable[str]) -> None:
        """The grounds of themes together, the largest first; neighbours in that order that look
        alike in one stroke."""
        found: list[tuple[float, str, str, int]] = []
        for theme in themes:
            if theme not in self._layers:
                continue
            layer, rows = self._layers[theme], self._rows[theme]
            rows = rows[layer.area[rows] > 0]
            found += [
                (-area, theme, category, row)
                for area, category, row in zip(
                    layer.area[rows].tolist(), layer.category[rows].tolist(), rows.tolist(),
                    strict=True,
                )
            ]  # fmt: skip
        found.sort()
        for theme, category, run in _runs(found):
            look = GROUNDS[theme][category]
            self._ground(self._layers[theme].cut(np.array(run), self._box), look)

    def _ground(self, geometries: Objects, look: GroundLook) -> None:
        fill(self._painter, geometries, None, self._colour(look.fill))
        if look.outline is not None and self._zoom >= look.outline_from:
            stroke(self._painter, geometries, None, self._pen(look.outline, 0.7))

    # --- lines

    def _ways(self, theme: str, looks: dict[str, LineLook], level: int) -> None:
        """All casings below all fills, so that junctions are open."""
        shapes = {category: self._shapes(theme, category, level) for category in looks}
        for category, look in looks.items():
            if self._zoom >= look.cased_from and look.casing is not None:
                pen = self._pen(look.casing, self._width(look) + 2 * look.casing_px)
                if level:
                    # A round end would lap over the road that the bridge carries on.
                    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                if level < 0:
                    pen.setDashPattern([length / pen.widthF() for length in _TUNNEL_DASH_PX])
                stroke(self._painter, shapes[category], None, pen)
        for category, look in looks.items():
            self._line(shapes[category], look, pale=level < 0)

    def _line(self, shapes: Objects, look: LineLook, *, pale: bool = False) -> None:
        if not len(shapes) or self._zoom < look.from_zoom:
            return
        cased = self._zoom >= look.cased_from
        width = self._width(look)
        if look.sleepers and cased:
            self._sleepers(shapes, look, width)
            return
        colour = look.thin if look.thin is not None and not cased else look.fill
        pen = self._pen(colour, width, look.dash)
        if pale:
            pen.setColor(_between(pen.color(), self._colour(LAND)))
        stroke(self._painter, shapes, None, pen)

    def _sleepers(self, shapes: Objects, look: LineLook, width: float) -> None:
        if look.casing is not None:
            pen = self._pen(look.casing, width + 2 * look.casing_px)
            stroke(self._painter, shapes, None, pen)
        stroke(self._painter, shapes, None, self._pen(look.fill, width, _SLEEPERS_PX))

    def _borders(self) -> None:
        shapes = {level: self._shapes("borders", level) for level in BORDERS}
        for level, look in BORDERS.items():
            glow = size_at(look.glow_width, self._zoom)
            if look.glow is not None and glow > 0:
                # In one: it shines through, and would be darker where two meet.
                self._painter.strokePath(path_of(shapes[level]), self._pen(look.glow, glow))
        for level, look in BORDERS.items():
            self._line(shapes[level], look)

    def _shapes(
        self, theme: str, category: str, level: int | None = None, dimension: int | None = None
    ) -> Objects:
        if theme not in self._layers:
            return np.empty(0, dtype=object)
        layer, rows = self._layers[theme], self._rows[theme]
        rows = rows[layer.category[rows] == category]
        if level is not None:
            rows = rows[layer.level[rows] == level]
        if dimension is not None:
            rows = rows[shapely.get_dimensions(layer.geometry[rows]) == dimension]
        return layer.cut(rows, self._box)

    def _width(self, look: LineLook) -> float:
        return size_at(look.width, self._zoom)

    def _colour(self, pair: Ink) -> QColor:
        return QColor(ink(pair, self._appearance))

    def _pen(self, pair: Ink, width: float, dash: tuple[float, ...] = ()) -> QPen:
        pen = QPen(self._colour(pair), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
        if dash:
            pen.setDashPattern([length / width for length in dash])
        return pen


def _between(one: QColor, other: QColor) -> QColor:
    """Half of each: opaque, so that what is below does not show through."""
    return QColor(
        (one.red() + other.red()) // 2,
        (one.green() + other.green()) // 2,
        (one.blue() + other.blue()) // 2,
    )


def _runs(
    found: list[tuple[float, str, str, int]],
) -> Iterable[tuple[str, str, list[int]]]:
    """Neighbours of one theme and category together, in their order."""
    run: list[int] = []
    for at, (_area, theme, category, row) in enumerate(found):
        run.append(row)
        last = at + 1 == len(found) or found[at + 1][1:3] != (theme, category)
        if last:
            yield theme, category, run
            run = []
