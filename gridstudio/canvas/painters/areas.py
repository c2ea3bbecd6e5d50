"""Areas: soft fills that differ between neighbours, borders by level, open ground hatched."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from shapely.geometry.base import BaseGeometry

from gridstudio.canvas.painters.labels import Labels
from gridstudio.canvas.painters.shapes import path_of, shapes_of
from gridstudio.canvas.painters.vector import for_paper, hatch
from gridstudio.canvas.theme import MapTheme, font
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.snapshots import Areas, Ints
from gridstudio.domain.style import LabelStyle, Symbol
from gridstudio.geometry.colouring import colour_numbers, colour_seeds
from gridstudio.i18n import _

_BORDER_PX = (2.6, 2.0, 1.2, 0.8)
_fill_numbers: dict[int, tuple[weakref.ref[NDArray[np.object_]], NDArray[np.int64]]] = {}
"""By the array of shapes, which any edit of an area makes anew."""


def fill_areas(
    painter: QPainter,
    viewport: Viewport,
    areas: Areas,
    theme: MapTheme,
    level: int,
    highlight: int = 0,
    symbols: Sequence[Symbol | None] | None = None,
) -> None:
    """Fill the areas of a level, by the symbol of each ``(n,)`` (None: not at all) or, without
    symbols, so that neighbours differ; those outside the area ``highlight`` (0: none) are pale."""
    shapes = shapes_of(areas.geometry)
    seen = viewport.sees(shapes.boxes)
    colours = _symbol_colours(symbols) if symbols is not None else _theme_colours(areas, theme)
    fine = for_paper(painter)
    painter.save()
    if not fine:
        painter.setTransform(viewport.transform, True)
    for row in np.flatnonzero(seen & shown(areas, level)).tolist():
        pale = bool(highlight) and not _belongs(areas, row, highlight)
        # An undivided area stands for ground that is still open at this level.
        is_open = bool(areas.open[row]) or int(areas.level[row]) < level
        colour = None if is_open else colours[row]
        if fine:
            _fill_on_paper(painter, viewport, shapes.metres[row], theme, colour, pale)
        else:
            _fill(painter, viewport, shapes.path(row), theme, colour, pale)
    painter.restore()


def _theme_colours(areas: Areas, theme: MapTheme) -> list[QColor]:
    fills = [QColor(fill) for fill in theme.fills]
    for fill in fills:
        fill.setAlphaF(theme.fill_opacity)
    return [fills[number] for number in fill_numbers(areas).tolist()]


def _symbol_colours(symbols: Sequence[Symbol | None]) -> list[QColor]:
    made: dict[Symbol | None, QColor] = {None: QColor(0, 0, 0, 0)}
    for symbol in symbols:
        if symbol is not None and symbol not in made:
            made[symbol] = QColor(symbol.color) if symbol.color else QColor(0, 0, 0, 0)
            made[symbol].setAlphaF(symbol.opacity if symbol.color else 0.0)
    return [made[symbol] for symbol in symbols]


def paint_borders(
    painter: QPainter, viewport: Viewport, areas: Areas, theme: MapTheme, level: int
) -> None:
    """Draw the borders of the areas of a level."""
    shapes = shapes_of(areas.geometry)
    rows = np.flatnonzero(viewport.sees(shapes.boxes) & (areas.level == level))
    colour = theme.county_border if level == 0 else theme.border
    width = _BORDER_PX[min(level, len(_BORDER_PX) - 1)] * viewport.scale
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path_of(shapes.at_scale(rows, viewport.metre_per_px), viewport), pen)


def shown(areas: Areas, level: int) -> NDArray[np.bool_]:
    """The areas that stand for their ground at a level: those of it, and undivided ones above."""
    undivided = ~np.isin(areas.id, areas.parent) & (areas.level < level)
    standing: NDArray[np.bool_] = (areas.level == level) | undivided
    return standing


def label_areas(
    labels: Labels,
    viewport: Viewport,
    areas: Areas,
    theme: MapTheme,
    level: int,
    label: LabelStyle,
    locked_levels: Collection[int] = (),
) -> None:
    """A text in the middle of each area of a level that has room for it; with the name goes the
    code. On the screen a lock stands over the names of areas whose borders are locked."""
    shapes = shapes_of(areas.geometry)
    rows = np.flatnonzero(viewport.sees(shapes.boxes) & shown(areas, level))
    size = shapes.boxes[:, 2:] - shapes.boxes[:, :2]
    texts = getattr(areas, label.field, areas.name)
    face = font(label.size_px * viewport.scale, bold=label.bold)
    colour = QColor(label.color) if label.color else theme.text
    halo = theme.halo if not label.color else QColor(label.halo) if label.halo else None
    for row in sorted(rows.tolist(), key=lambda r: -float(size[r].prod())):
        room_px = float(size[row, 0]) / viewport.metre_per_px * 1.05
        x, y = viewport.to_px(shapes.inner[row]).tolist()
        if areas.open[row] or areas.level[row] < level:
            text = font(10.5 * viewport.scale)
            labels.add(QPointF(x, y), [_("open ground")], text, colour=theme.muted, room_px=room_px)
            continue
        lines = [str(texts[row] or areas.code[row])]
        with_code = label.field == "name" and areas.name[row] and areas.code[row]
        if with_code and room_px > 90 * viewport.scale:
            lines.append(str(areas.code[row]))
        if not lines[0]:
            continue
        at = QPointF(x, y)
        if labels.add(at, lines, face, colour=colour, halo=halo, room_px=room_px) and (
            areas.locked[row] or level in locked_levels
        ):
            labels.lock_over(at, len(lines), face, colour=colour, halo=halo)


def fill_numbers(areas: Areas) -> NDArray[np.int64]:
    """A colour number for each area, such that neighbours of a level differ."""
    known = _fill_numbers.get(id(areas.geometry))
    if known is not None and known[0]() is areas.geometry:
        return known[1]
    return colour_as(areas, seeds_of(areas))


def seeds_of(areas: Areas) -> Ints:
    """What the colour of each area follows from ``(n,)``."""
    return colour_seeds(areas.id, areas.code, areas.name)


def colour_as(areas: Areas, seeds: Ints) -> NDArray[np.int64]:
    """Colour these areas by other ``seeds`` ``(n,)`` than their own: those of their partners in
    another scheme, so that the same area has the same colour on both maps, whatever it is called
    there. Returns the colour numbers."""
    key = id(areas.geometry)
    numbers = colour_numbers(seeds, areas.geometry, areas.level, areas.open)
    kept = weakref.ref(areas.geometry, partial(_forget, _fill_numbers, key))
    _fill_numbers[key] = (kept, numbers)
    return numbers


def _forget(
    numbers: dict[int, tuple[weakref.ref[NDArray[np.object_]], NDArray[np.int64]]],
    key: int,
    _gone: object,
) -> None:
    numbers.pop(key, None)


def _fill(
    painter: QPainter,
    viewport: Viewport,
    path: QPainterPath,
    theme: MapTheme,
    fill: QColor | None,
    pale: bool,
) -> None:
    """Fill with a colour, or hatch (None)."""
    painter.setPen(Qt.PenStyle.NoPen)
    colour = _fill_colour(theme, fill, pale)
    if fill is None:
        brush = QBrush(colour, Qt.BrushStyle.BDiagPattern)
        brush.setTransform(viewport.transform.inverted()[0])  # the hatch keeps its pixels
    else:
        brush = QBrush(colour)
    painter.fillPath(path, brush)


def _fill_on_paper(
    painter: QPainter,
    viewport: Viewport,
    ground: BaseGeometry,
    theme: MapTheme,
    fill: QColor | None,
    pale: bool,
) -> None:
    """The same for paper: in pixels, since files have too few digits for metres; the hatch as
    lines, since a pattern would shrink with the dots."""
    colour = _fill_colour(theme, fill, pale)
    if fill is None:
        lines = hatch(ground, viewport)
        painter.strokePath(path_of(np.array([lines]), viewport), QPen(colour, 0.7 * viewport.scale))
    else:
        painter.fillPath(path_of(np.array([ground]), viewport), QBrush(colour))


def _fill_colour(theme: MapTheme, fill: QColor | None, pale: bool) -> QColor:
    colour = QColor(theme.open_ground if fill is None else fill)
    if fill is None:
        colour.setAlphaF(0.16 if pale else 0.5)
    else:
        colour.setAlphaF(fill.alphaF() * (0.25 if pale else 1.0))
    return colour


def _belongs(areas: Areas, row: int, highlight: int) -> bool:
    while True:
        if int(areas.id[row]) == highlight:
            return True
        parent = areas.index([int(areas.parent[row])])
        if not len(parent):
            return False
        row = int(parent[0])
