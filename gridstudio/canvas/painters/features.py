"""Vector layers: lines, grounds and places, styled by category."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gridstudio.canvas.painters.labels import Labels
from gridstudio.canvas.painters.shapes import paths_of
from gridstudio.canvas.theme import MapTheme, font
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.snapshots import Features

POINT_PX = 3.0


@dataclass(frozen=True)
class Style:
    """How a category is drawn: ``line`` and ``fill`` colours ("" for none), the line's width."""

    line: str
    width_px: float = 1.2
    fill: str = ""
    dashed: bool = False


STYLES = {
    "motorway": Style("#d9793f", 3.0),
    "trunk": Style("#d9a93a", 2.4),
    "secondary": Style("#b59b5a", 1.8),
    "street": Style("#a39c90", 1.0),
    "local": Style("#b3aa9b", 1.0),
    "river": Style("#6aa9cf", 1.0, "#a8cde3"),
    "water": Style("#6aa9cf", 1.0, "#a8cde3"),
    "block": Style("#cbbfae", 0.6, "#e4dccf"),
    "wood": Style("#b9c9a3", 0.6, "#dfe8d0"),
    "park": Style("#a9c495", 0.6, "#cfe2bd"),
    "lake": Style("#6aa9cf", 1.0, "#a8cde3"),
    "stream": Style("#6aa9cf", 1.2),
    "township": Style("#8f7aa0", 1.2, "", True),
}
_PLAIN = Style("#5f6b76", 1.4)


def style_of(category: str) -> Style:
    """The style of a category; a plain line for one that has none."""
    return STYLES.get(category, _PLAIN)


def paint_features(
    painter: QPainter, viewport: Viewport, features: Features, opacity: float = 1.0
) -> None:
    """Paint one layer's features in view."""
    shapes = paths_of(features.geometry)
    painter.save()
    painter.setOpacity(opacity)
    painter.setTransform(viewport.transform, True)
    rows = np.flatnonzero(viewport.sees(shapes.boxes))
    for row in rows.tolist():
        geometry = features.geometry[row]
        if geometry.geom_type in ("Point", "MultiPoint"):
            continue
        style = style_of(str(features.category[row]))
        pen = QPen(QColor(style.line), style.width_px * viewport.scale)
        pen.setCosmetic(True)
        if style.dashed:
            pen.setDashPattern([6, 3, 1, 3])
        painter.setPen(pen)
        is_ground = geometry.geom_type in ("Polygon", "MultiPolygon")
        painter.setBrush(QColor(style.fill) if style.fill and is_ground else Qt.BrushStyle.NoBrush)
        painter.drawPath(shapes.paths[row])
    painter.restore()
    painter.setPen(QPen(QColor("#ffffff"), 1.0))
    painter.setBrush(QColor("#5f6b76"))
    for row in rows.tolist():
        if features.geometry[row].geom_type == "Point":
            x, y = viewport.to_px(shapes.inner[row]).tolist()
            radius = POINT_PX * viewport.scale
            painter.drawEllipse(QPointF(x, y), radius, radius)


def label_features(labels: Labels, viewport: Viewport, features: Features, theme: MapTheme) -> None:
    """Names of places and grounds, where there is room; lines stay without."""
    shapes = paths_of(features.geometry)
    for row in np.flatnonzero(viewport.sees(shapes.boxes)).tolist():
        kind = features.geometry[row].geom_type
        if not features.name[row] or kind in ("LineString", "MultiLineString"):
            continue
        if str(features.category[row]) == "village" and viewport.metre_per_px > 30:
            continue
        x, y = viewport.to_px(shapes.inner[row]).tolist()
        text = font(10.5 * viewport.scale)
        labels.add(
            QPointF(x, y),
            [str(features.name[row])],
            text,
            colour=theme.muted,
            beside=kind == "Point",
        )
