"""Vector layers: lines, grounds and places, each class of its style in one stroke."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gridstudio.canvas.painters.points import marker_ratio, paint_marker
from gridstudio.canvas.painters.shapes import shapes_of
from gridstudio.canvas.painters.strokes import faded, fill, stroke
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.columns import Column, classes_of
from gridstudio.domain.snapshots import Features
from gridstudio.domain.style import Style, Symbol


def paint_features(
    painter: QPainter,
    viewport: Viewport,
    features: Features,
    style: Style,
    column: Column | None,
    opacity: float = 1.0,
) -> None:
    """Paint one layer's features in view; the classes in the order of the style, the last on top
    of the others. ``column`` is that of the style's field."""
    shapes = shapes_of(features.geometry)
    rows = np.flatnonzero(viewport.sees(shapes.boxes))
    codes = classes_of(style, column, len(features))[rows]
    _paint_casings(painter, viewport, features, style, rows, codes, opacity)
    for code, line in enumerate(style.classes):
        chosen = rows[codes == code]
        if len(chosen) and line.visible:
            with faded(painter, viewport, opacity * line.symbol.opacity) as inner:
                _paint_class(inner, viewport, features, chosen, line.symbol)


def _paint_casings(
    painter: QPainter,
    viewport: Viewport,
    features: Features,
    style: Style,
    rows: NDArray[np.int64],
    codes: NDArray[np.int16],
    opacity: float,
) -> None:
    """Both sides of lines, below all of the lines. Lines that are drawn thinner than they should
    be, since one is far out, have none."""
    shapes = shapes_of(features.geometry)
    for code, line in enumerate(style.classes):
        symbol = line.symbol
        chosen = rows[(codes == code) & (shapes.kind[rows] == 1)]
        width = shapes.width_px(symbol.size_px, viewport.metre_per_px * viewport.scale)
        if not (symbol.is_cased and line.visible and len(chosen)) or width < 0.7 * symbol.size_px:
            continue
        seen = shapes.at_scale(chosen, viewport.metre_per_px)
        pen = _pen(symbol.casing, (width + 2 * symbol.casing_px) * viewport.scale, ())
        with faded(painter, viewport, opacity * symbol.opacity) as inner:
            stroke(inner, seen, viewport, pen)


def _paint_class(
    painter: QPainter,
    viewport: Viewport,
    features: Features,
    rows: NDArray[np.int64],
    symbol: Symbol,
) -> None:
    shapes = shapes_of(features.geometry)
    kind = shapes.kind[rows]
    line_px = shapes.width_px(symbol.size_px, viewport.metre_per_px * viewport.scale)
    for wanted, colour, width in (
        (2, symbol.outline, symbol.outline_px),
        (1, symbol.color, line_px),
    ):
        chosen = rows[kind == wanted]
        if not len(chosen):
            continue
        seen = shapes.at_scale(chosen, viewport.metre_per_px)
        if wanted == 2 and symbol.color:
            fill(painter, seen, viewport, QColor(symbol.color))
        if colour and width:
            stroke(painter, seen, viewport, _pen(colour, width * viewport.scale, symbol.dash))
    places = rows[kind == 0]
    if len(places):
        _paint_places(painter, viewport, shapes.inner[places], symbol)


def _pen(colour: str, width: float, dash: tuple[float, ...]) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    if dash:
        pen.setDashPattern(dash)
    return pen


def _paint_places(
    painter: QPainter, viewport: Viewport, xy: NDArray[np.float64], symbol: Symbol
) -> None:
    ratio = marker_ratio(painter)
    diameter = round(max(symbol.size_px, 5.0) * viewport.scale, 2)
    for x, y in viewport.to_px(xy).tolist():
        paint_marker(painter, x, y, symbol, diameter, ratio)
