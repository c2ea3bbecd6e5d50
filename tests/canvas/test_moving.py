"""Wheel, trackpad and keys: what each means for the view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QInputDevice,
    QNativeGestureEvent,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QWheelEvent,
)

from gridstudio.canvas.moving import (
    FINE_STEP,
    PAN_STEP_PX,
    ZOOM_STEP,
    Pan,
    Zoom,
    key_move,
    pinch_move,
    wheel_move,
)

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
AT = QPointF(200, 150)


def wheel(
    angle: tuple[int, int] = (0, 0),
    pixels: tuple[int, int] = (0, 0),
    keys: Qt.KeyboardModifier = NONE,
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
) -> QWheelEvent:
    return QWheelEvent(
        AT, AT, QPoint(*pixels), QPoint(*angle), Qt.MouseButton.NoButton, keys, phase, False
    )


def test_a_notch_of_the_wheel_zooms_at_the_cursor() -> None:
    assert wheel_move(wheel((0, 120))) == Zoom(1 / ZOOM_STEP, AT)
    assert wheel_move(wheel((0, -240))) == Zoom(ZOOM_STEP**2, AT)


def test_control_makes_the_wheel_fine() -> None:
    assert wheel_move(wheel((0, 120), keys=CONTROL)) == Zoom(1 / FINE_STEP, AT)


def test_a_wheel_whose_axis_the_system_has_turned_still_zooms() -> None:
    assert wheel_move(wheel((120, 0))) == Zoom(1 / ZOOM_STEP, AT)


@pytest.mark.parametrize("phase", [Qt.ScrollPhase.ScrollUpdate, Qt.ScrollPhase.ScrollMomentum])
def test_two_fingers_pan_by_their_pixels(phase: Qt.ScrollPhase) -> None:
    assert wheel_move(wheel((8, 24), (12, -30), phase=phase)) == Pan(12, -30)


def test_the_ends_of_a_scroll_move_nothing() -> None:
    for phase in (Qt.ScrollPhase.ScrollBegin, Qt.ScrollPhase.ScrollEnd):
        assert wheel_move(wheel(phase=phase)) is None
    assert wheel_move(wheel()) is None


def test_two_fingers_with_control_zoom_smoothly() -> None:
    move = wheel_move(wheel((0, 0), (0, 160), CONTROL, Qt.ScrollPhase.ScrollUpdate))
    assert move == Zoom(0.5, AT)


def test_a_trackpad_without_pixels_pans_by_its_angle() -> None:
    pad = QPointingDevice(
        "pad",
        7,
        QInputDevice.DeviceType.TouchPad,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Scroll,
        2,
        2,
        "",
        QPointingDeviceUniqueId(),
    )
    event = QWheelEvent(
        AT,
        AT,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
        Qt.MouseEventSource.MouseEventNotSynthesized,
        pad,
    )
    assert wheel_move(event) == Pan(0, 60)


def pinch(kind: Qt.NativeGestureType, value: float, delta: QPointF) -> QNativeGestureEvent:
    device = QPointingDevice.primaryPointingDevice()
    return QNativeGestureEvent(kind, device, 2, AT, AT, AT, value, delta)


def test_a_pinch_zooms_between_the_fingers() -> None:
    kinds = Qt.NativeGestureType
    assert pinch_move(pinch(kinds.ZoomNativeGesture, 0.25, QPointF())) == Zoom(0.8, AT)
    assert pinch_move(pinch(kinds.PanNativeGesture, 0, QPointF(3, 4))) == Pan(3, 4)
    assert pinch_move(pinch(kinds.SmartZoomNativeGesture, 1, QPointF())) == Zoom(0.5, AT)
    assert pinch_move(pinch(kinds.RotateNativeGesture, 5, QPointF())) is None
    assert pinch_move(pinch(kinds.EndNativeGesture, 0, QPointF())) is None


def test_keys_pan_and_zoom() -> None:
    assert key_move(Qt.Key.Key_Right, NONE) == Pan(-PAN_STEP_PX, 0)
    far = key_move(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(far, Pan) and far.y < -PAN_STEP_PX
    assert key_move(Qt.Key.Key_PageUp, NONE) == key_move(Qt.Key.Key_Plus, NONE)
    assert key_move(Qt.Key.Key_PageDown, NONE) == Zoom(ZOOM_STEP**2)
    assert key_move(Qt.Key.Key_A, NONE) is None
