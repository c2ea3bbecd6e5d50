"""Running a tool: Qt's events in, its overlay out."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent

from gridstudio.canvas.viewport import Viewport
from gridstudio.tools.gesture import EventKind, MapEvent, Overlay, Tool

_BUTTONS = {
    Qt.MouseButton.LeftButton: "left",
    Qt.MouseButton.RightButton: "right",
    Qt.MouseButton.MiddleButton: "middle",
}
_HELD = {
    Qt.Key.Key_Control: "control",
    Qt.Key.Key_Shift: "shift",
    Qt.Key.Key_Alt: "alt",
}


class Gesture:
    """A tool that has been started, and what it shows now."""

    def __init__(self, tool: Tool) -> None:
        self._tool = tool
        self.overlay: Overlay = next(tool)

    def send(self, event: MapEvent) -> str | None:
        """Pass an event on; the notice (maybe "") where the gesture has ended, else None.

        What was refused stays in sight until the hand does something again.
        """
        refusal = self.overlay.refusal
        try:
            self.overlay = self._tool.send(event)
        except StopIteration as end:
            return end.value or ""
        if self.overlay.refusal is None and event.kind in ("move", "release"):
            self.overlay = replace(self.overlay, refusal=refusal)
        return None

    def close(self) -> None:
        """End it; nothing is written."""
        self._tool.close()


def held_changed(
    event: QKeyEvent, at: QPointF, viewport: Viewport, *, held: bool
) -> MapEvent | None:
    """A move on the spot, for a key that changes what a move means (Ctrl, Shift, Alt) and was
    pressed or let go just now; None for other keys."""
    name = _HELD.get(Qt.Key(event.key()))
    if name is None or event.isAutoRepeat():
        return None
    moved = map_event("move", event, at, viewport, "")
    # Qt tells of the keys that were held before.
    return replace(
        moved,
        shift=held if name == "shift" else moved.shift,
        control=held if name == "control" else moved.control,
        alt=held if name == "alt" else moved.alt,
    )


def map_event(
    kind: str, event: QMouseEvent | QKeyEvent, at: QPointF, viewport: Viewport, key: str
) -> MapEvent:
    """A Qt event as tools take it."""
    held = event.modifiers()
    mouse = event if isinstance(event, QMouseEvent) else None
    button = _BUTTONS.get(mouse.button(), "") if mouse is not None else ""
    return MapEvent(
        cast(EventKind, kind),
        viewport.to_xy((at.x(), at.y())),
        viewport.metre_per_px,
        button,  # type: ignore[arg-type]
        key,
        shift=bool(held & Qt.KeyboardModifier.ShiftModifier),
        control=bool(held & Qt.KeyboardModifier.ControlModifier),
        alt=bool(held & Qt.KeyboardModifier.AltModifier),
        held=bool(
            (mouse.buttons() if mouse is not None else QGuiApplication.mouseButtons())
            & Qt.MouseButton.LeftButton
        ),
    )
