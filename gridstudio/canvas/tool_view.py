"""The map under a tool: its events in, its overlay out, and the keys that it takes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QRegion,
)
from PySide6.QtWidgets import QApplication, QWidget

from gridstudio.canvas.gestures import Gesture, map_event
from gridstudio.canvas.painters.live import overlay_boxes
from gridstudio.canvas.surface import Surface
from gridstudio.canvas.typing import pasted, tool_key
from gridstudio.i18n import _
from gridstudio.tools.gesture import MapEvent, Overlay, Tool

REST_MS = 120
"""A hand that is still for so long rests: then a tool looks again that drags, or waits for it."""


class ToolView(Surface):
    """Runs one tool at a time; while it runs, keys that it takes are no action's."""

    hint = Signal(str)
    refused = Signal(str)
    tool_ended = Signal(str)
    tool_changed = Signal()
    """Another tool runs, or none any more."""
    figures_changed = Signal(object)
    """What letting go now would do (Moved), None where the tool moves nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gesture: Gesture | None = None
        self._cursor = QPointF()
        self.last_ended_by_escape = False
        self._trouble: Overlay | None = None
        self._resting: MapEvent | None = None
        """What the tool hears where the hand rests: a move to where it is."""
        self._stillness = QTimer(self, singleShot=True, interval=REST_MS)
        self._stillness.timeout.connect(self._hand_rests)

    @property
    def has_tool(self) -> bool:
        """Whether a tool is running."""
        return self._gesture is not None

    def set_tool(self, tool: Tool | None) -> None:
        """Start a gesture, or end the one that runs without writing (None)."""
        self._trouble = None
        self._resting = None
        if self._gesture is not None:
            self._gesture.close()
            self.figures_changed.emit(None)
        self._gesture = Gesture(tool) if tool is not None else None
        self._let_type(False)
        self.setCursor(
            Qt.CursorShape.CrossCursor if tool is not None else Qt.CursorShape.ArrowCursor
        )
        if self._gesture is not None:
            first = self._gesture.overlay
            self.hint.emit(first.hint)
            if first.trouble is not None:
                self.refused.emit(first.trouble.text)
            if first.moved is not None:
                self.figures_changed.emit(first.moved)
        self.tool_changed.emit()
        self.item.update()

    def _send(self, kind: str, event: QMouseEvent | QKeyEvent, at: QPointF, key: str = "") -> None:
        sent = map_event(kind, event, at, self.viewport_now, key)
        self._resting = replace(sent, kind="move", button="", key="", rests=True)
        self._pass_on(sent)
        if self._gesture is not None and (sent.held or self._gesture.overlay.waits):
            self._stillness.start()
        else:
            self._stillness.stop()

    def _hand_rests(self) -> None:
        """The hand is still: the tool hears it once more from the same place."""
        if self._resting is not None:
            self._pass_on(self._resting)

    def nudge(self) -> None:
        """What the tool works with has changed: it looks again at where the mouse is."""
        view = self.viewport_now
        at = view.to_xy((self._cursor.x(), self._cursor.y()))
        held = bool(QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton)
        self._pass_on(MapEvent("move", at, view.metre_per_px, held=held))

    def _pass_on(self, event: MapEvent) -> None:
        if self._gesture is None:
            return
        before = self._gesture.overlay
        ended = self._gesture.send(event)
        if ended is not None:
            self._gesture = None
            self._let_type(False)
            self.last_ended_by_escape = False
            self.setCursor(Qt.CursorShape.ArrowCursor)
            self.figures_changed.emit(None)
            self.tool_ended.emit(ended)
            self.tool_changed.emit()
        else:
            overlay = self._gesture.overlay
            self._let_type(overlay.entry is not None)
            if overlay.moved is not before.moved:
                self.figures_changed.emit(overlay.moved)
            if overlay.trouble is not None:
                if before.trouble is None or overlay.trouble.text != before.trouble.text:
                    self.refused.emit(overlay.trouble.text)
            elif overlay.hint != before.hint or before.trouble is not None:
                self.hint.emit(overlay.hint)
            if event.kind == "move":
                self._paint_over(before, overlay)
                return
        self.item.update()

    def _paint_over(self, before: Overlay, after: Overlay) -> None:
        """Paint anew where the tool's overlay was and is: the map around it has not changed, and
        to paint all of it takes longer than what a border under the hand is asked for."""
        seen = QRectF(self.viewport().rect())
        boxes = (box for one in (before, after) for box in overlay_boxes(self.viewport_now, one))
        where = QRegion()
        for box in boxes:
            where += box.intersected(seen).toAlignedRect()
        self.viewport().update(where)

    # --- keys

    def _let_type(self, on: bool) -> None:
        """Input methods work only while something is typed: they would keep the letters that are
        shortcuts."""
        if self.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled) != on:
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on)

    def event(self, event: QEvent) -> bool:
        """While a tool runs, keys that it takes are the map's own and no action's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            overlay = self._gesture.overlay if self._gesture is not None else None
            keys = QKeySequence.StandardKey
            if overlay is not None and (
                tool_key(event, overlay)
                or (overlay.figure and event.matches(keys.Copy))
                or (overlay.begins and event.matches(keys.Paste))
            ):
                event.accept()
                return True
        return bool(super().event(event))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab belongs to a tool in which one can type."""
        typing = self._gesture is not None and bool(self._gesture.overlay.begins)
        return False if typing else bool(super().focusNextPrevChild(forward))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method has made of keys, while something is being typed."""
        self._enter(event.commitString())
        event.accept()

    def _pastes(self) -> bool:
        """Type what was copied; whether the tool takes it."""
        overlay = self._gesture.overlay if self._gesture is not None else Overlay()
        text = pasted(QApplication.clipboard().text(), overlay)
        if text and overlay.entry is None:
            self._enter("\t")
        self._enter(text)
        return bool(text)

    def _enter(self, text: str) -> None:
        """Give signs to the tool as if they had been typed."""
        for sign in text:
            key = "Tab" if sign == "\t" else sign
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign)
            self._send("key", event, self._cursor, key)

    def exchanged(self, event: QKeyEvent) -> bool:
        """Copy what the tool has measured, or type what was copied; whether the key meant that."""
        keys = QKeySequence.StandardKey
        copied = event.matches(keys.Copy) and self._copies_figure()
        return copied or (event.matches(keys.Paste) and self._pastes())

    def _copies_figure(self) -> bool:
        """Copy what the tool has measured; whether there was something."""
        figure = self._gesture.overlay.figure if self._gesture is not None else ""
        if figure:
            QApplication.clipboard().setText(figure)
            self.hint.emit(_("Copied: {text}").format(text=figure))
        return bool(figure)
