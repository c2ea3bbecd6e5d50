"""The map as a surface: a view over snapshots, its static layers painted once and moved with it."""

from __future__ import annotations

from dataclasses import replace

import pyqtgraph as pg
import shapely
from PySide6.QtCore import QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gridstudio.canvas.painters.live import GpsMarker, paint_gps, paint_selection
from gridstudio.canvas.scene import Look, Tiles, paint_scene
from gridstudio.canvas.selection import Selection
from gridstudio.canvas.theme import THEMES
from gridstudio.canvas.viewport import Bounds, Viewport, fitting
from gridstudio.domain.map_data import MapData
from gridstudio.geometry.mercator import to_xy

ZOOM_STEP = 1.25
SETTLE_MS = 60
FINEST_M_PER_PX, COARSEST_M_PER_PX = 0.02, 5000.0


class Surface(pg.GraphicsView):
    """Shows snapshots in a view of the EPSG:3857 plane; keeps what is selected."""

    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.box = pg.ViewBox(lockAspect=True, enableMenu=False, enableMouse=False)
        self.box.disableAutoRange()
        self.setCentralItem(self.box)
        self.setMinimumSize(200, 160)
        self.look = Look()
        self.data: MapData | None = None
        self.selection = Selection()
        self._viewport = Viewport(0.0, 0.0, 100.0, 640, 480)
        self._tiles = Tiles()
        self._gps: GpsMarker | None = None
        self._static: tuple[QImage, Viewport] | None = None
        self._stale = True
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self.item = _MapItem(self)
        self.box.addItem(self.item, ignoreBounds=True)

    # --- what is shown

    def set_data(self, data: MapData | None) -> None:
        """Show other snapshots; the view stays where it is."""
        self.data = data
        if data is None:
            self._tiles.close()
            self._gps = None
        self.refresh()

    def set_look(self, look: Look) -> None:
        """Change theme, level, colouring or what is visible."""
        self.look = look
        self.refresh()

    def set_visible(self, key: str, visible: bool) -> None:
        """Show or hide a layer: one of scene.KEYS or ``layer:<id>``."""
        self.set_look(self.look.with_visible(key, visible))

    def set_theme(self, theme: str) -> None:
        self.set_look(replace(self.look, theme=THEMES[theme]))

    def set_level(self, level: int | None) -> None:
        self.set_look(replace(self.look, level=level))

    def set_colouring(self, colouring: str) -> None:
        self.set_look(replace(self.look, colouring=colouring))

    def set_gps(self, marker: GpsMarker | None) -> None:
        self._gps = marker
        self.item.update()

    def set_selection(self, selection: Selection) -> None:
        """Select without telling anybody."""
        self.selection = selection
        self.item.update()

    def refresh(self) -> None:
        """Paint the static layers anew at the next paint."""
        self._settle.stop()
        self._stale = True
        self.item.update()

    def close_files(self) -> None:
        """Let go of the tile files."""
        self._tiles.close()

    def close(self) -> bool:
        """Close as any widget does: pyqtgraph's own way takes the viewport from under Qt."""
        self.close_files()
        return QWidget.close(self)

    # --- the view

    @property
    def viewport_now(self) -> Viewport:
        return self._viewport

    def view_bounds(self) -> Bounds:
        """West, south, east, north in degrees."""
        return self._viewport.bounds

    def metre_per_px(self) -> float:
        return self._viewport.metre_per_px

    def zoom_to(self, bounds: Bounds, *, margin: float = 0.04) -> None:
        """Fit degrees into the view."""
        self._look_at(fitting(bounds, self.width(), self.height(), margin=margin))

    def zoom_all(self) -> None:
        """Fit the county, or whatever there is."""
        bounds = content_bounds(self.data)
        if bounds is not None:
            self.zoom_to(bounds)

    def zoom_in(self) -> None:
        self.zoom_at(1 / ZOOM_STEP**2, QPointF(self.width() / 2, self.height() / 2))

    def zoom_out(self) -> None:
        self.zoom_at(ZOOM_STEP**2, QPointF(self.width() / 2, self.height() / 2))

    def centre_on(self, lon: float, lat: float, *, metre_per_px: float | None = None) -> None:
        x, y = to_xy([lon, lat]).tolist()
        scale = metre_per_px or self._viewport.metre_per_px
        self._look_at(replace(self._viewport, x=x, y=y, metre_per_px=scale))

    def _look_at(self, viewport: Viewport) -> None:
        scale = min(max(viewport.metre_per_px, FINEST_M_PER_PX), COARSEST_M_PER_PX)
        self._viewport = replace(
            viewport, metre_per_px=scale, width=max(self.width(), 1), height=max(self.height(), 1)
        )
        west, south, east, north = self._viewport.bounds_xy
        self.box.setRange(QRectF(west, south, east - west, north - south), padding=0)
        self.item.prepare()
        self._settle.start()
        self.view_changed.emit()

    def zoom_at(self, factor: float, at: QPointF) -> None:
        """Zoom so that what is under ``at`` stays there."""
        view = self._viewport
        scale = min(max(view.metre_per_px * factor, FINEST_M_PER_PX), COARSEST_M_PER_PX)
        x, y = view.to_xy((at.x(), at.y()))
        middle_x = x + (view.width / 2 - at.x()) * scale
        middle_y = y - (view.height / 2 - at.y()) * scale
        self._look_at(replace(view, x=middle_x, y=middle_y, metre_per_px=scale))

    def pan(self, by_x: float, by_y: float) -> None:
        view = self._viewport
        x, y = view.x - by_x * view.metre_per_px, view.y + by_y * view.metre_per_px
        self._look_at(replace(view, x=x, y=y))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        if event is not None:
            super().resizeEvent(event)
        if hasattr(self, "item"):
            self._look_at(self._viewport)

    # --- painting

    def paint_map(self, painter: QPainter) -> None:
        """Paint in pixels of the widget; called by the item that fills the view."""
        if self.data is None:
            painter.fillRect(QRectF(0, 0, self.width(), self.height()), self.look.theme.background)
            return
        if self._stale or self._static is None:
            self._static = (self._painted(self.data), self._viewport)
            self._stale = False
        self._blit(painter, *self._static)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.look.theme
        if self.selection:
            paint_selection(painter, self._viewport, self.data, self.selection, theme)
        if self._gps is not None:
            paint_gps(painter, self._viewport, self._gps)
        self.paint_hand(painter)

    def paint_hand(self, painter: QPainter) -> None:
        """What the hand is doing; painted last. A plain surface has no hand."""

    def _painted(self, data: MapData) -> QImage:
        ratio = self.devicePixelRatioF()
        view = self._viewport
        picture = QImage(
            max(1, round(view.width * ratio)),
            max(1, round(view.height * ratio)),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        try:
            paint_scene(painter, view, data, self.look, self._tiles)
        finally:
            painter.end()
        return picture

    def _blit(self, painter: QPainter, picture: QImage, painted: Viewport) -> None:
        """The static picture where it belongs now; between two paintings it is moved and scaled."""
        if painted == self._viewport:
            painter.drawImage(QPointF(0, 0), picture)
            return
        painter.fillRect(QRectF(0, 0, self.width(), self.height()), self.look.theme.background)
        west, south, east, north = painted.bounds_xy
        left, top = self._viewport.to_px([west, north]).tolist()
        right, bottom = self._viewport.to_px([east, south]).tolist()
        painter.drawImage(QRectF(left, top, right - left, bottom - top), picture)


class _MapItem(pg.GraphicsObject):
    """Fills the view and hands its painting to the map."""

    def __init__(self, view: Surface) -> None:
        super().__init__()
        self._view = view
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption, False)

    def boundingRect(self) -> QRectF:
        west, south, east, north = self._view.viewport_now.bounds_xy
        return QRectF(west, south, east - west, north - south)

    def prepare(self) -> None:
        """The view has changed, and with it the ground that this item fills."""
        self.prepareGeometryChange()
        self.update()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.save()
        painter.resetTransform()
        self._view.paint_map(painter)
        painter.restore()


def content_bounds(data: MapData | None) -> Bounds | None:
    """West, south, east, north in degrees of the areas, else of the customers and sites."""
    if data is None:
        return None
    if len(data.areas):
        west, south, east, north = shapely.total_bounds(data.areas.geometry).tolist()
        return west, south, east, north
    for table in (data.customers, data.sites):
        if len(table):
            low, high = table.lonlat.min(axis=0) - 0.005, table.lonlat.max(axis=0) + 0.005
            return float(low[0]), float(low[1]), float(high[0]), float(high[1])
    return None
