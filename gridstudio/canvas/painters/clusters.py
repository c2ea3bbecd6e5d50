"""Clusters: a disc with the number of its points; points alone as their symbol."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gridstudio.canvas.clusters import Clusters, cell_side, clusters_in, disc_px
from gridstudio.canvas.painters.points import LEAST_SHARE, marker_pixmap
from gridstudio.canvas.point_look import PointLook, size_share
from gridstudio.canvas.theme import font
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.style import Style, Symbol, cluster_symbol
from gridstudio.i18n import _, language

_AROUND = 0.25
"""Clusters are sought for so much more than the view on each side, so that it can move a while."""


@dataclass(eq=False)
class ClusterLook:
    """Points to be shown in clusters; remembers those of the last view."""

    points: PointLook
    radius_px: float
    symbol: Symbol
    _known: Clusters | None = field(default=None, repr=False)

    def of_view(self, viewport: Viewport) -> Clusters:
        """All clusters of a view, and some around it."""
        side = cell_side(viewport, self.radius_px)
        west, south, east, north = viewport.bounds_xy
        known = self._known
        # A disc may reach in from the next cell.
        wanted = west - side, south - side, east + side, north + side
        if known is None or known.side != side or not _holds(known.bounds, wanted):
            across, up = (east - west) * _AROUND, (north - south) * _AROUND
            wide = wanted[0] - across, wanted[1] - up, wanted[2] + across, wanted[3] + up
            known = self._known = clusters_in(self.points, wide, side)
        return known


def cluster_look(points: PointLook, style: Style) -> ClusterLook:
    return ClusterLook(points, style.radius_px, cluster_symbol(style))


def paint_clusters(painter: QPainter, viewport: Viewport, look: ClusterLook) -> None:
    """Paint the clusters in view, the larger over the smaller."""
    found = look.of_view(viewport)
    px = viewport.to_px(found.xy)
    reach = found.side / viewport.metre_per_px
    x, y = px[:, 0], px[:, 1]
    across, down = viewport.width + reach, viewport.height + reach
    seen = (x > -reach) & (y > -reach) & (x < across) & (y < down)
    order = found.count.argsort(kind="stable")
    order = order[seen[order]]
    ratio = painter.device().devicePixelRatio()
    radii = disc_px(found.count, found.side / viewport.metre_per_px / 2)
    for at in order.tolist():
        count = int(found.count[at])
        if count == 1:
            pixmap = _alone(look.points, int(found.alone[at]), viewport, ratio)
        else:
            text = short_count(count)
            pixmap = disc_pixmap(look.symbol, text, round(float(radii[at])), ratio)
        half = pixmap.width() / ratio / 2
        painter.drawPixmap(QPointF(x[at] - half, y[at] - half), pixmap)


def _alone(look: PointLook, place: int, viewport: Viewport, ratio: float) -> QPixmap:
    index = look.index
    rank = int(index.rank_starts.searchsorted(place, "right")) - 1
    share = max(size_share(viewport), LEAST_SHARE) * viewport.scale
    symbol = look.symbols[int(look.symbol_of(look.codes[place : place + 1])[0])]
    return marker_pixmap(symbol, round(look.diameters[rank] * share, 2), ratio)


def short_count(count: int) -> str:
    """A number of at most five characters: 12.3k."""
    # Chinese counts in ten thousands.
    unit = 10_000 if language() == "zh_CN" else 1_000
    if count < unit:
        return str(count)
    value = count / unit
    return _("{number}k").format(number=f"{value:.1f}" if value < 9.95 else f"{value:.0f}")


@lru_cache(maxsize=1024)
def disc_pixmap(symbol: Symbol, text: str, radius: float, ratio: float) -> QPixmap:
    """A disc with a pale ring and a text in it."""
    side = 2 * math.ceil(radius) + 4
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(symbol.color)
    painter.setOpacity(symbol.opacity)
    middle = QPointF(side / 2, side / 2)
    soft = QColor(colour)
    soft.setAlphaF(0.35)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(soft)
    painter.drawEllipse(middle, radius, radius)
    painter.setBrush(colour)
    ring = QColor(symbol.outline or "#ffffff")
    painter.setPen(QPen(ring, max(symbol.outline_px, 1.0)))
    painter.drawEllipse(middle, radius * 0.82, radius * 0.82)
    painter.setPen(QColor("#ffffff" if colour.lightnessF() < 0.62 else "#26323c"))
    size = min(radius * 0.7, 2.3 * radius / max(len(text), 2))
    painter.setFont(font(size, bold=True))
    painter.drawText(QRectF(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return pixmap


def _holds(outer: tuple[float, ...], inner: tuple[float, ...]) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[2] >= inner[2]
        and outer[3] >= inner[3]
    )
