"""The map as a surface: a view over snapshots, its static layers painted once and moved with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyqtgraph as pg
import shapely
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QNativeGestureEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gridstudio.canvas.composition import Composition
from gridstudio.canvas.extent import joined, layer_bounds
from gridstudio.canvas.furniture_picture import FurniturePicture
from gridstudio.canvas.ground import FOREVER_S
from gridstudio.canvas.moving import ZOOM_STEP, Move, Pan, pinch_move, wheel_move
from gridstudio.canvas.painters.chosen import ChosenPicture
from gridstudio.canvas.painters.graticule import paint_graticule
from gridstudio.canvas.painters.live import GpsMarker, paint_gps
from gridstudio.canvas.painters.pin import Pin, paint_pin
from gridstudio.canvas.picture import snapped
from gridstudio.canvas.picture_pyramid import Pyramid
from gridstudio.canvas.scene import Look
from gridstudio.canvas.theme import THEMES
from gridstudio.canvas.view_history import ViewHistory
from gridstudio.canvas.viewport import Bounds, Viewport, fitting
from gridstudio.domain.bookmarks import MapPlace
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.domain.style import Style
from gridstudio.geometry.mercator import to_lonlat, to_xy

SETTLE_MS = 60
LINGER_MS = 600
"""A view is worth going back to where the hand has rested so long."""
WORK_S = 0.008
ARRIVED_MS = 8
"""Parts of base maps that arrive meanwhile are looked at together."""
FINEST_M_PER_PX, COARSEST_M_PER_PX = 0.02, 5000.0


class Surface(pg.GraphicsView):
    """Shows snapshots in a view of the EPSG:3857 plane; keeps what is selected."""

    view_changed = Signal()
    settled = Signal()
    texts_wanted = Signal(object)
    """Labels want texts: ids of rows by layer id and field. ``learn_texts`` brings them."""
    notice = Signal(str)
    """Something about a base map that the user must know."""
    lingered = Signal()
    """The views to go back or forward to have changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.box = pg.ViewBox(lockAspect=True, enableMenu=False, enableMouse=False)
        self.box.disableAutoRange()
        self.setCentralItem(self.box)
        self.setMinimumSize(200, 160)
        self.setAcceptDrops(False)  # files dropped on the map are dropped on its window
        self.viewport().setAcceptDrops(False)
        self._composition = Composition()
        self.selection = Selection()
        self._chosen = ChosenPicture()
        self._furniture = FurniturePicture()
        self._viewport = Viewport(0.0, 0.0, 100.0, 640, 480)
        self._wanted = self._viewport
        """The view before it was moved onto whole pixels: many small steps must not drift."""
        self._gps: tuple[GpsMarker, ...] = ()
        self.pin: Pin | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._rest)
        self._work = QTimer(self)
        self._work.setSingleShot(True)
        self._work.setInterval(0)
        self._work.timeout.connect(self._work_on)
        self._texts = QTimer(self)
        self._texts.setSingleShot(True)
        self._texts.setInterval(0)
        self._texts.timeout.connect(self._ask_for_texts)
        self._arrivals = QTimer(self)
        self._arrivals.setSingleShot(True)
        self._arrivals.setInterval(ARRIVED_MS)
        self._arrivals.timeout.connect(self._work_on)
        queued = Qt.ConnectionType.QueuedConnection
        for fetcher in self._composition.base_maps.fetchers:
            fetcher.arrived.connect(self._arrived, queued)
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(LINGER_MS)
        self._linger.timeout.connect(self._remember_view)
        self.history = ViewHistory()
        self.item = _MapItem(self)
        self.box.addItem(self.item, ignoreBounds=True)

    # --- what is shown

    @property
    def data(self) -> MapData | None:
        return self._composition.data

    @property
    def look(self) -> Look:
        return self._composition.look

    def set_data(self, data: MapData | None) -> None:
        """Show other snapshots; the view stays where it is."""
        if data is None:
            self._gps = ()
            self.pin = None
            self.history.clear()
            self._linger.stop()
        self._composition.set_data(data, self._viewport, self.devicePixelRatioF())
        self.item.update()

    def set_look(self, look: Look) -> None:
        """Change theme, level, styles or what is visible."""
        self._composition.set_look(look, self._viewport, self.devicePixelRatioF())
        self.item.update()

    def set_visible(self, layer_id: int, visible: bool) -> None:
        """Show or hide a layer or a group in this window."""
        self.set_look(self.look.with_visible(layer_id, visible))

    def bounds_of(self, layer_ids: Iterable[int]) -> Bounds | None:
        """Where what these layers show lies, in degrees; None where they show nothing."""
        data = self.data
        if data is None:
            return None
        maps = self._composition.base_maps
        found = [layer_bounds(data, data.layer(one), maps) for one in layer_ids]
        return joined([bounds for bounds in found if bounds is not None])

    def learn_texts(self, layer_id: int, field: str, texts: dict[int, str]) -> None:
        """Texts that labels wanted, by id; rows that have none or are gone with ""."""
        self._composition.learn(layer_id, field, texts)
        self.item.update()

    def _ask_for_texts(self) -> None:
        wanted = self._composition.texts.wanted
        if wanted:
            self.texts_wanted.emit({key: sorted(ids) for key, ids in wanted.items()})

    def set_theme(self, theme: str) -> None:
        self.set_look(replace(self.look, theme=THEMES[theme]))

    def set_level(self, level: int | None) -> None:
        self.set_look(replace(self.look, level=level))

    def show_style(self, layer_id: int, style: Style | None) -> None:
        """Show a layer by a style in place of its own; None for its own again."""
        self.set_look(self.look.with_style(layer_id, style))

    def set_gps(self, markers: tuple[GpsMarker, ...]) -> None:
        """Show receivers where they are; the last lies on top."""
        self._gps = markers
        self.item.update()

    def set_pin(self, pin: Pin | None) -> None:
        """Mark a place that was asked for, or take the mark away."""
        self.pin = pin
        self.item.update()

    def set_selection(self, selection: Selection) -> None:
        """Select without telling anybody."""
        self.selection = selection
        self.item.update()

    def refresh(self) -> None:
        """Paint everything anew."""
        self._composition.refresh(self._viewport, self.devicePixelRatioF())
        self._rest()

    def use_picture(self, path: Path, pyramid: Pyramid) -> None:
        """Show a picture of a map that has been read already without reading it anew."""
        self._composition.base_maps.use(path, pyramid)

    def close_files(self) -> None:
        """Let go of the base maps' files."""
        self._composition.close()

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
        self.zoom_at(1 / ZOOM_STEP**2, self._middle())

    def zoom_out(self) -> None:
        self.zoom_at(ZOOM_STEP**2, self._middle())

    def zoom_to_box(self, first: tuple[float, float], second: tuple[float, float]) -> None:
        """Fill the view with the box between two corners in metres."""
        west, east = sorted((first[0], second[0]))
        south, north = sorted((first[1], second[1]))
        corners = to_lonlat([[west, south], [east, north]]).ravel().tolist()
        self.zoom_to((corners[0], corners[1], corners[2], corners[3]), margin=0.0)

    def move(self, move: Move) -> None:
        """Do what wheel, trackpad or key asked for."""
        if isinstance(move, Pan):
            self.pan(move.x, move.y)
        else:
            self.zoom_at(move.factor, move.at if move.at is not None else self._middle())

    def place(self) -> MapPlace:
        """What is shown now."""
        lon, lat = to_lonlat([self._wanted.x, self._wanted.y]).tolist()
        return MapPlace(lon, lat, self._wanted.metre_per_px)

    def show_place(self, place: MapPlace) -> None:
        """Show a view again."""
        self.centre_on(place.lon, place.lat, metre_per_px=place.metre_per_px)

    def go_back(self) -> None:
        """The view at which the hand rested before; nothing where there is none."""
        self._remember_view()
        self._step_to(self.history.back())

    def go_forward(self) -> None:
        """The view from which one has gone back."""
        self._step_to(self.history.forward())

    def _step_to(self, place: MapPlace | None) -> None:
        if place is not None:
            self.show_place(place)
            self._linger.stop()
            self.lingered.emit()

    def _remember_view(self) -> None:
        self._linger.stop()
        if self.data is not None and self.history.visit(self.place()):
            self.lingered.emit()

    def _middle(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    def centre_on(self, lon: float, lat: float, *, metre_per_px: float | None = None) -> None:
        x, y = to_xy([lon, lat]).tolist()
        scale = metre_per_px or self._viewport.metre_per_px
        self._look_at(replace(self._viewport, x=x, y=y, metre_per_px=scale))

    def show_viewport(self, viewport: Viewport) -> None:
        """Show another middle and scale; the size stays that of the widget."""
        self._look_at(viewport)

    def _look_at(self, viewport: Viewport) -> None:
        scale = min(max(viewport.metre_per_px, FINEST_M_PER_PX), COARSEST_M_PER_PX)
        before = self._viewport
        self._wanted = replace(
            viewport, metre_per_px=scale, width=max(self.width(), 1), height=max(self.height(), 1)
        )
        self._viewport = snapped(self._wanted, self.devicePixelRatioF())
        if scale != before.metre_per_px:
            self._composition.begin_zoom(before, self.devicePixelRatioF())
        west, south, east, north = self._viewport.bounds_xy
        self.box.setRange(QRectF(west, south, east - west, north - south), padding=0)
        self.item.prepare()
        self._settle.start()
        self._linger.start()
        self.view_changed.emit()

    def zoom_at(self, factor: float, at: QPointF) -> None:
        """Zoom so that what is under ``at`` stays there."""
        view = self._wanted
        scale = min(max(view.metre_per_px * factor, FINEST_M_PER_PX), COARSEST_M_PER_PX)
        x, y = view.to_xy((at.x(), at.y()))
        middle_x = x + (view.width / 2 - at.x()) * scale
        middle_y = y - (view.height / 2 - at.y()) * scale
        self._look_at(replace(view, x=middle_x, y=middle_y, metre_per_px=scale))

    def pan(self, by_x: float, by_y: float) -> None:
        view = self._wanted
        x, y = view.x - by_x * view.metre_per_px, view.y + by_y * view.metre_per_px
        self._look_at(replace(view, x=x, y=y))

    def wheelEvent(self, event: QWheelEvent) -> None:
        move = wheel_move(event)
        if move is not None:
            self.move(move)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Fingers on a trackpad come as an event of their own kind."""
        if isinstance(event, QNativeGestureEvent):
            move = pinch_move(event)
            if move is not None:
                self.move(move)
            event.accept()
            return True
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        if event is not None:
            super().resizeEvent(event)
        if hasattr(self, "item"):
            self._look_at(self._wanted)

    # --- painting

    def paint_map(self, painter: QPainter) -> None:
        """Paint in pixels of the widget; called by the item that fills the view."""
        ratio = self.devicePixelRatioF()
        resting = not self._settle.isActive()
        if not self._composition.show(painter, self._viewport, ratio, resting=resting):
            self._work.start()
        if self.data is None:
            return
        if resting and self._composition.texts.wanted:
            self._texts.start()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.look.theme
        if self.selection:
            self._chosen.paint(
                painter, self._viewport, self.data, self.selection, theme, resting=resting
            )
        for marker in self._gps:
            paint_gps(painter, self._viewport, marker)
        if self.look.graticule:
            paint_graticule(painter, self._viewport, theme)
        if self.look.furniture:
            self._furniture.paint(painter, self._viewport, theme, ratio)
        if self.pin is not None:
            paint_pin(painter, self._viewport, self.pin, theme)
        self.paint_hand(painter)

    def paint_hand(self, painter: QPainter) -> None:
        """What the hand is doing; painted last. A plain surface has no hand."""

    def _work_on(self) -> None:
        """Paint some more of the ground between two events."""
        worked = self._composition.work(self._viewport, self.devicePixelRatioF(), WORK_S)
        if worked.complete:
            self.settled.emit()
        elif not worked.waiting:
            self._work.start()
        if worked.painted:
            self.item.update()
        self._tell()

    def _arrived(self) -> None:
        if not self._arrivals.isActive():
            self._arrivals.start()

    def _tell(self) -> None:
        for text in self._composition.base_maps.notices():
            self.notice.emit(text)

    def finish(self) -> None:
        """Paint at once what is still missing: for a picture of the window."""
        self._rest()
        self._composition.work(self._viewport, self.devicePixelRatioF(), FOREVER_S)
        self._tell()

    def _rest(self) -> None:
        self._settle.stop()
        self._composition.rest()
        self.item.update()


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
