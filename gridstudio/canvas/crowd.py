"""Many points by a style: as symbols, as heat or in clusters, whichever it asks for at a scale."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter

from gridstudio.canvas.painters.clusters import ClusterLook, cluster_look, paint_clusters
from gridstudio.canvas.painters.heat import HeatLook, heat_look, paint_heat
from gridstudio.canvas.painters.points import paint_points
from gridstudio.canvas.picture import blank_image, pixels_of
from gridstudio.canvas.point_look import PointLook, Points, point_look, some_index
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.fields import snapshot_column
from gridstudio.domain.map_data import MapData
from gridstudio.domain.style import Style

Crowd = PointLook | HeatLook | ClusterLook
_clusters: WeakKeyDictionary[PointLook, tuple[Style, ClusterLook]] = WeakKeyDictionary()


def crowd_of(
    data: MapData, kind: str, layer_id: int, style: Style, denominator: float | None
) -> Crowd:
    """The customers or sites of a layer as they are to be shown at 1 : ``denominator``."""
    points: Points = data.customers if kind == "customers" else data.sites
    column = snapshot_column(data, kind, layer_id, style.field) if style.field else None
    near = bool(style.symbols_from) and denominator is not None
    single = near and (denominator or 0.0) <= style.symbols_from
    if style.mode == "heat" and not single:
        return heat_look(some_index(points), style, column)
    sizes = None
    if style.size_by is not None:
        sizes = snapshot_column(data, kind, layer_id, style.size_by.field)
    look = point_look(points, style, column, sizes)
    if style.mode != "cluster" or single:
        return look
    known = _clusters.get(look)
    if known is None or known[0] != style:
        known = _clusters[look] = style, cluster_look(look, style)
    return known[1]


def paint_crowd(painter: QPainter, viewport: Viewport, crowd: Crowd) -> None:
    """Paint it once, without keeping anything."""
    if isinstance(crowd, PointLook):
        paint_points(painter, viewport, crowd)
    elif isinstance(crowd, ClusterLook):
        paint_clusters(painter, viewport, crowd)
    else:
        ratio = painter.device().devicePixelRatio()
        size = QRect(0, 0, round(viewport.width * ratio), round(viewport.height * ratio))
        image = blank_image(size.width(), size.height(), ratio)
        paint_heat(crowd, viewport, ratio, (0, 0), pixels_of(image))
        painter.drawImage(QPointF(0, 0), image)
