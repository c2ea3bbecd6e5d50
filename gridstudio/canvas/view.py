"""The map as a widget: pan, zoom, select, and the tools' gestures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QWidget
from shapely.geometry import MultiPolygon

from gridstudio.canvas.gestures import held_changed, map_event
from gridstudio.canvas.moving import ZOOM_STEP, key_move
from gridstudio.canvas.painters.chosen import paint_hover
from gridstudio.canvas.painters.live import paint_overlay, paint_reach
from gridstudio.canvas.pointing import Pointing
from gridstudio.canvas.selection import inside, pick
from gridstudio.canvas.tool_view import ToolView
from gridstudio.canvas.typing import tool_key
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Mode, Selection, mode_of
from gridstudio.errors import UserError
from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.geometry.regions import Box, Region
from gridstudio.tools.gesture import Mark, Overlay, Tool
from gridstudio.tools.zoom_box import zoom_box

CLICK_PX = 4
REST_MS = 120


class MapView(ToolView):
    """The map under the hand: it pans, zooms and selects, and runs one tool at a time."""

    cursor_moved = Signal(float, float)
    selection_changed = Signal(object)
    menu_wanted = Signal(float, float, QPoint)
    """Degrees of the place, and where on the screen."""
    rested = Signal(QPointF)
    """The mouse has lain still at a pixel, with no tool at work."""
    stirred = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._grabbed: QPointF | None = None
        self._pressed: QPointF | None = None
        self._rubber: QPointF | None = None
        self._space_held = False
        self._tool_had_press = False
        self._reach: NDArray[np.object_] | None = None
        self.pointing = Pointing(self.item.update, self)
        """What dialogs point at."""
        self.hovered = Selection()
        self._hovering = True
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(REST_MS)
        self._still.timeout.connect(self._rests)
        self.view_changed.connect(self._stir)

    def set_tool(self, tool: Tool | None) -> None:
        self._stir()  # what the mouse rested on is not said beside a tool
        super().set_tool(tool)

    # --- input

    def event(self, event: QEvent) -> bool:
        """While a tool runs, Alt is the hand's (no snapping, removing): let go again, it does not
        lead the keyboard away into the menus."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Alt
            and self.has_tool
        ):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self._trouble = None
        self._stir()
        at = event.position()
        self._tool_had_press = self._gesture is not None
        middle = event.button() == Qt.MouseButton.MiddleButton
        if event.button() == Qt.MouseButton.BackButton:
            self.go_back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.go_forward()
        elif middle or self._space_held:
            self._grabbed = at
        elif self._gesture is not None:
            self._send("press", event, at)
        elif event.button() == Qt.MouseButton.LeftButton:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._rubber = at
            elif not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._grabbed = at
            self._pressed = at
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._cursor = at
        self._stir(again=event.buttons() == Qt.MouseButton.NoButton)
        if self._grabbed is not None:
            moved = at - self._grabbed
            if self._pressed is None or (at - self._pressed).manhattanLength() > CLICK_PX:
                self.pan(moved.x(), moved.y())
                self._grabbed = at
        elif self._rubber is not None:
            self.item.update()
        elif self._gesture is not None:
            self._send("move", event, at)
        elif self._pulls_box(event):
            self._pull_box(event)
        lon, lat = to_lonlat(list(self.viewport_now.to_xy((at.x(), at.y())))).tolist()
        self.cursor_moved.emit(lon, lat)
        event.accept()

    def _pulls_box(self, event: QMouseEvent) -> bool:
        """Shift and a drag with no tool: a box to zoom to; a click stays a click."""
        start = self._pressed
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        away = start is not None and (event.position() - start).manhattanLength() > CLICK_PX
        return shift and away

    def _pull_box(self, event: QMouseEvent) -> None:
        start, self._pressed = self._pressed, None
        self.set_tool(zoom_box(self.zoom_to_box))
        if start is not None and self._gesture is not None:
            press = map_event("press", event, start, self.viewport_now, "")
            self._gesture.send(replace(press, button="left"))
            self._send("move", event, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        pressed, self._pressed = self._pressed, None
        if self._rubber is not None:
            self._select_within(event, self._rubber, at)
            self._rubber = None
        elif self._gesture is not None and self._grabbed is None:
            self._send("release", event, at)
        elif pressed is not None and (at - pressed).manhattanLength() <= CLICK_PX:
            self._click(event, at)
        self._grabbed = None
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a place, unless the right button belongs to a tool."""
        if self._gesture is None and not self._tool_had_press and self.data is not None:
            at = event.pos()
            lon, lat = to_lonlat(list(self.viewport_now.to_xy((at.x(), at.y())))).tolist()
            self.menu_wanted.emit(lon, lat, event.globalPos())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._gesture is not None:
            self._send("double_click", event, at)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.zoom_at(1 / ZOOM_STEP**2, at)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        keys = Qt.Key
        move = key_move(key, event.modifiers())
        typed = tool_key(event, self._gesture.overlay) if self._gesture is not None else ""
        if typed:
            self._send("key", event, self._cursor, typed)
        elif key == keys.Key_Escape and self._gesture is not None:
            self.set_tool(None)
            self.last_ended_by_escape = True
            self.tool_ended.emit("")
        elif key == keys.Key_Escape and self.pin is not None:
            self.set_pin(None)
        elif key == keys.Key_Escape and self.hovered:
            self._stir()
        elif key == keys.Key_Escape and self.selection:
            self.choose(Selection(), "new")
        elif self.exchanged(event):
            pass
        elif key == keys.Key_Space:
            self._space_held = True
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif move is not None:
            self.move(move)
        elif key == keys.Key_Home:
            self.zoom_all()
        else:
            self._send_held(event, held=True)
            event.ignore()
            return
        event.accept()

    def _send_held(self, event: QKeyEvent, *, held: bool) -> None:
        """A key was pressed or let go that changes what the cursor does where it is."""
        moved = held_changed(event, self._cursor, self.viewport_now, held=held)
        if moved is not None and self._grabbed is None:
            self._pass_on(moved)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._send_held(event, held=False)
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
            shape = Qt.CursorShape.CrossCursor if self._gesture else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
        event.accept()

    # --- selecting

    def pick_at(self, at: QPointF) -> Selection:
        """What is shown at a pixel: a site, a customer, or the area there."""
        if self.data is None:
            return Selection()
        return pick(
            self.data,
            self.viewport_now,
            (at.x(), at.y()),
            level=self.look.level if self.look.shows(self.data, "areas", self.look.level) else None,
            **self._shown_points(self.data),
        )

    def _shown_points(self, data: MapData) -> dict[str, bool]:
        return {kind: self.look.shows(data, kind) for kind in ("customers", "sites")}

    def found_in(self, region: Region) -> Selection:
        """The customers and sites in a region, of those that are shown."""
        if self.data is None:
            return Selection()
        return inside(self.data, region, **self._shown_points(self.data))

    def choose(self, found: Selection, mode: Mode) -> None:
        """Select in a mode, and tell."""
        chosen = self.selection.joined(found, mode)
        self.set_selection(chosen)
        self.selection_changed.emit(chosen)

    def _click(self, event: QMouseEvent, at: QPointF) -> None:
        mode = self._mode(event)
        self.choose(self.pick_at(at), "toggle" if mode == "add" else mode)

    def _select_within(self, event: QMouseEvent, start: QPointF, end: QPointF) -> None:
        view = self.viewport_now
        (west, north), (east, south) = (
            view.to_xy((x, y))
            for x, y in (
                (min(start.x(), end.x()), min(start.y(), end.y())),
                (max(start.x(), end.x()), max(start.y(), end.y())),
            )
        )
        self.choose(self.found_in(Box((west, south, east, north))), self._mode(event))

    def _mode(self, event: QMouseEvent) -> Mode:
        held, keys = event.modifiers(), Qt.KeyboardModifier
        return mode_of(
            shift=bool(held & keys.ShiftModifier),
            alt=bool(held & keys.AltModifier),
        )

    def set_reach(self, ground: MultiPolygon | None) -> None:
        """Show ground within a distance (degrees), until it is taken away with None."""
        self._reach = None
        if ground is not None and not ground.is_empty:
            self._reach = np.empty(1, dtype=object)
            self._reach[0] = ground
        self.item.update()

    # --- what the mouse rests on

    def show_refusal(self, error: UserError) -> None:
        """Mark where and why an act was refused, until the next press; nothing without a place."""
        if error.place is None:
            return
        x, y = to_xy(np.array(error.place)).tolist()
        west, south, east, north = self.viewport_now.bounds_xy
        if not (west <= x <= east and south <= y <= north):
            self.centre_on(*error.place)
        self._trouble = Overlay(refusal=Mark((x, y), str(error)))
        self.item.update()

    def set_hovering(self, on: bool) -> None:
        """Whether the map says what the mouse rests on."""
        self._hovering = on
        self._stir()

    def set_hover(self, found: Selection) -> None:
        """Mark what the mouse rests on."""
        if found != self.hovered:
            self.hovered = found
            self.item.update()

    def _stir(self, *, again: bool = False) -> None:
        """The mouse moves: nothing is under it until it rests ``again``."""
        self._still.stop()
        self.set_hover(Selection())
        self.stirred.emit()
        if again and self._hovering and self._gesture is None:
            self._still.start()

    def _rests(self) -> None:
        self.rested.emit(self._cursor)

    def leaveEvent(self, event: QEvent) -> None:
        self._stir()
        super().leaveEvent(event)

    def paint_hand(self, painter: QPainter) -> None:
        """The tool's overlay, or the rectangle being pulled."""
        theme = self.look.theme
        if self.hovered and self.data is not None:
            paint_hover(painter, self.viewport_now, self.data, self.hovered, theme)
        if self._reach is not None:
            paint_reach(painter, self.viewport_now, self._reach, theme)
        self.pointing.paint(painter, self.viewport_now, theme)
        if self._gesture is not None:
            paint_overlay(painter, self.viewport_now, self._gesture.overlay, theme)
        if self._trouble is not None:
            paint_overlay(painter, self.viewport_now, self._trouble, theme)
        if self._rubber is not None:
            faint = QColor(theme.accent)
            faint.setAlpha(40)
            painter.setPen(QPen(theme.accent, 1.2))
            painter.setBrush(faint)
            painter.drawRect(QRectF(self._rubber, self._cursor).normalized())
