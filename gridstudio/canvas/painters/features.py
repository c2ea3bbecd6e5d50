"""Vector layers: lines, grounds and places, each class of its style in one stroke."""

from __future__ import annotations

from collections.abc import Iterator

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

AT_ONCE = 512
"""Some 2 to 4 ms of roads or buildings."""


def feature_steps(
    painter: QPainter,
    viewport: Viewport,
    features: Features,
    style: Style,
    column: Column | None,
    opacity: float = 1.0,
) -> Iterator[None]:
    """Paint one layer's features in view, AT_ONCE at every step: a crowded layer takes longer than
    a frame. Classes in the order of the style, the last on top of the others; ``column`` is that of
    the style's field."""
    shapes = shapes_of(features.geometry)
    rows = np.flatnonzero(viewport.sees(shapes.boxes))
    codes = classes_of(style, column, len(features))[rows]
    yield from _casing_steps(painter, viewport, features, style, rows, codes, opacity)
    for code, line in enumerate(style.classes):
        chosen = rows[codes == code]
        if len(chosen) and line.visible:
            with faded(painter, viewport, opacity * line.symbol.opacity) as inner:
                yield from _class_steps(inner, viewport, features, chosen, line.symbol)


def _casing_steps(
    painter: QPainter,
    viewport: Viewport,
    features: Features,
    style: Style,
    rows: NDArray[np.int64],
    codes: NDArray[np.int16],
    opacity: float,
) -> Iterator[None]:
    """Both sides of lines, below all of the lines. Lines that are drawn thinner than they should
    be, since one is far out, have none."""
    shapes = shapes_of(features.geometry)
    for code, line in enumerate(style.classes):
        symbol = line.symbol
        chosen = rows[(codes == code) & (shapes.kind[rows] == 1)]
        width = shapes.width_px(symbol.size_px, viewport.metre_per_px * viewport.scale)
        if not (symbol.is_cased and line.visible and len(chosen)) or width < 0.7 * symbol.size_px:
            continue
        pen = _pen(symbol.casing, (width + 2 * symbol.casing_px) * viewport.scale, ())
        with faded(painter, viewport, opacity * symbol.opacity) as inner:
            for some in _parts(chosen):
                stroke(inner, shapes.at_scale(some, viewport.metre_per_px), viewport, pen)
                yield


def _class_steps(
    painter: QPainter,
    viewport: Viewport,
    features: Features,
    rows: NDArray[np.int64],
    symbol: Symbol,
) -> Iterator[None]:
    shapes = shapes_of(features.geometry)
    kind = shapes.kind[rows]
    line_px = shapes.width_px(symbol.size_px, viewport.metre_per_px * viewport.scale)
    for wanted, colour, width in (
        (2, symbol.outline, symbol.outline_px),
        (1, symbol.color, line_px),
    ):
        chosen = rows[kind == wanted]
        if wanted == 2 and symbol.color:
            for some in _parts(chosen):
                seen = shapes.at_scale(some, viewport.metre_per_px)
                fill(painter, seen, viewport, QColor(symbol.color))
                yield
        if colour and width:
            pen = _pen(colour, width * viewport.scale, symbol.dash)
            for some in _parts(chosen):
                stroke(painter, shapes.at_scale(some, viewport.metre_per_px), viewport, pen)
                yield
    places = rows[kind == 0]
    if len(places):
        _paint_places(painter, viewport, shapes.inner[places], symbol)


def _parts(rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    for first in range(0, len(rows), AT_ONCE):
        yield rows[first : first + AT_ONCE]


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
