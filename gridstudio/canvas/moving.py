"""What wheel, trackpad and keys mean for the view: values, no widget."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QWheelEvent

ZOOM_STEP = 1.25
FINE_STEP = 1.05
PAN_STEP_PX = 80.0
SCREENFUL_PX = 400.0
_NOTCH = 120
_TRACKPAD_PX_PER_NOTCH = 60.0
_PX_TO_DOUBLE = 160.0


@dataclass(frozen=True)
class Pan:
    """Move what is shown by pixels."""

    x: float
    y: float


@dataclass(frozen=True)
class Zoom:
    """Multiply metres per pixel; what is under ``at`` stays there (None: the middle)."""

    factor: float
    at: QPointF | None = None


Move = Pan | Zoom


def wheel_move(event: QWheelEvent) -> Move | None:
    """A wheel zooms at the cursor, with Ctrl in fine steps; two fingers on a trackpad move the map,
    with Ctrl they zoom (which is also how Windows and X11 tell of a pinch)."""
    fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if not _by_fingers(event):
        # Some systems turn the wheel's axis while Alt or Shift is held.
        turned = event.angleDelta().y() or event.angleDelta().x()
        notches = turned / _NOTCH or event.pixelDelta().y() / _TRACKPAD_PX_PER_NOTCH
        if not notches:
            return None
        return Zoom((FINE_STEP if fine else ZOOM_STEP) ** -notches, event.position())
    pixels = QPointF(event.pixelDelta())
    if pixels.isNull():
        pixels = QPointF(event.angleDelta()) * (_TRACKPAD_PX_PER_NOTCH / _NOTCH)
    if pixels.isNull():
        return None
    if fine:
        return Zoom(2 ** (-pixels.y() / _PX_TO_DOUBLE), event.position())
    return Pan(pixels.x(), pixels.y())


def _by_fingers(event: QWheelEvent) -> bool:
    if event.phase() != Qt.ScrollPhase.NoScrollPhase:
        return True
    device = event.device()
    return device is not None and device.type() == QInputDevice.DeviceType.TouchPad


def pinch_move(event: QNativeGestureEvent) -> Move | None:
    """A pinch zooms between the fingers, a double tap with two fingers goes twice as near."""
    kinds = Qt.NativeGestureType
    kind = event.gestureType()
    if kind == kinds.ZoomNativeGesture:
        # Each event tells by what share of its size the map is to grow.
        return Zoom(1 / max(1 + event.value(), 0.1), event.position())
    if kind == kinds.PanNativeGesture:
        return Pan(event.delta().x(), event.delta().y())
    if kind == kinds.SmartZoomNativeGesture:
        return Zoom(0.5, event.position())
    return None


def key_move(key: int, modifiers: Qt.KeyboardModifier) -> Move | None:
    """Arrows pan, with Shift by about half a screen; plus, minus, page up and page down zoom."""
    keys = Qt.Key
    step = SCREENFUL_PX if modifiers & Qt.KeyboardModifier.ShiftModifier else PAN_STEP_PX
    moves: dict[int, Move] = {
        keys.Key_Left: Pan(step, 0.0),
        keys.Key_Right: Pan(-step, 0.0),
        keys.Key_Up: Pan(0.0, step),
        keys.Key_Down: Pan(0.0, -step),
        keys.Key_Plus: Zoom(ZOOM_STEP**-2),
        keys.Key_Equal: Zoom(ZOOM_STEP**-2),
        keys.Key_PageUp: Zoom(ZOOM_STEP**-2),
        keys.Key_Minus: Zoom(ZOOM_STEP**2),
        keys.Key_PageDown: Zoom(ZOOM_STEP**2),
    }
    return moves.get(key)
