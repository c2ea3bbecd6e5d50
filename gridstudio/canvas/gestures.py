"""Running a tool: Qt's events in, its overlay out."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from gridstudio.canvas.viewport import Viewport
from gridstudio.tools.gesture import EventKind, MapEvent, Overlay, Tool

_BUTTONS = {
    Qt.MouseButton.LeftButton: "left",
    Qt.MouseButton.RightButton: "right",
    Qt.MouseButton.MiddleButton: "middle",
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


def map_event(
    kind: str, event: QMouseEvent | QKeyEvent, at: QPointF, viewport: Viewport, key: str
) -> MapEvent:
    """A Qt event as tools take it."""
    held = event.modifiers()
    button = _BUTTONS.get(event.button(), "") if isinstance(event, QMouseEvent) else ""
    return MapEvent(
        cast(EventKind, kind),
        viewport.to_xy((at.x(), at.y())),
        viewport.metre_per_px,
        button,  # type: ignore[arg-type]
        key,
        shift=bool(held & Qt.KeyboardModifier.ShiftModifier),
        control=bool(held & Qt.KeyboardModifier.ControlModifier),
        alt=bool(held & Qt.KeyboardModifier.AltModifier),
    )
