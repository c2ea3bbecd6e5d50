"""A view of the EPSG:3857 plane that moves: zoom, pan, wheel, fingers, and back where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QNativeGestureEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gridstudio.canvas.moving import ZOOM_STEP, Move, Pan, pinch_move, wheel_move
from gridstudio.canvas.picture import snapped
from gridstudio.canvas.view_history import ViewHistory
from gridstudio.canvas.viewport import Bounds, Viewport, fitting
from gridstudio.domain.bookmarks import MapPlace
from gridstudio.geometry.mercator import to_lonlat, to_xy

LINGER_MS = 600
"""A view is worth going back to where the hand has rested so long."""
FINEST_M_PER_PX, COARSEST_M_PER_PX = 0.02, 5000.0


class MovingView(pg.GraphicsView):
    """Knows which part of the plane it shows; what is painted there is up to who inherits it."""

    view_changed = Signal()
    lingered = Signal()
    """The views to go back or forward to have changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.box = pg.ViewBox(lockAspect=True, enableMenu=False, enableMouse=False)
        self.box.disableAutoRange()
        self.setCentralItem(self.box)
        self.setMinimumSize(200, 160)
        self._viewport = Viewport(0.0, 0.0, 100.0, 640, 480)
        self._wanted = self._viewport
        """The view before it was moved onto whole pixels: many small steps must not drift."""
        self._linger = timer(self, LINGER_MS, self._remember_view)
        self.history = ViewHistory()
        self.item = _FillingItem(self)
        self.box.addItem(self.item, ignoreBounds=True)

    def paint_map(self, painter: QPainter) -> None:
        """Paint in pixels of the widget, for the item that fills the view. Empty of itself."""

    def view_moved(self, before: Viewport) -> None:
        """The view is another one now; called before anybody else is told."""

    def is_worth_remembering(self) -> bool:
        """Whether there is anything to go back to."""
        return True

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

    def forget_views(self) -> None:
        """There is nothing to go back to any more."""
        self.history.clear()
        self._linger.stop()

    def _remember_view(self) -> None:
        self._linger.stop()
        if self.is_worth_remembering() and self.history.visit(self.place()):
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
        self.view_moved(before)
        west, south, east, north = self._viewport.bounds_xy
        self.box.setRange(QRectF(west, south, east - west, north - south), padding=0)
        self.item.prepare()
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


class _FillingItem(pg.GraphicsObject):
    """Fills the view and hands its painting to the map."""

    def __init__(self, view: MovingView) -> None:
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


def timer(owner: QObject, ms: int, work: Callable[[], None]) -> QTimer:
    """A timer that does something once, so long after it was last started."""
    made = QTimer(owner)
    made.setSingleShot(True)
    made.setInterval(ms)
    made.timeout.connect(work)
    return made
