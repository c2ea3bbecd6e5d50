"""The map under a real (offscreen) mouse and keyboard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gridstudio.canvas.painters.live import GpsMarker
from gridstudio.canvas.view import MapView
from gridstudio.domain.selection import Selection
from gridstudio.errors import Refused
from gridstudio.geometry.mercator import to_xy
from gridstudio.project import Project
from gridstudio.tools.context import ToolContext
from gridstudio.tools.draw import draw
from gridstudio.tools.gesture import Overlay, Tool
from tests.cases import blank_project

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def at(view: MapView, lon: float, lat: float) -> QPoint:
    x, y = view.viewport_now.to_px(to_xy(np.array([lon, lat]))).tolist()
    return QPoint(round(x), round(y))


def click(qtbot: QtBot, view: MapView, lon: float, lat: float, keys: object = NONE) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, keys, at(view, lon, lat))


def test_the_whole_county_is_in_view(view: MapView) -> None:
    west, south, east, north = view.view_bounds()
    assert west < 112.0 and east > 112.4 and south < 35.0 and north > 35.2


def test_the_wheel_zooms_at_the_cursor(view: MapView) -> None:
    spot = QPointF(200, 150)
    before = view.viewport_now.to_xy((200, 150))
    wheel = QWheelEvent(
        spot,
        view.mapToGlobal(spot),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    scale = view.metre_per_px()
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.metre_per_px() < scale
    # Views lie on whole pixels.
    assert view.viewport_now.to_xy((200, 150)) == pytest.approx(
        before, rel=0, abs=view.metre_per_px()
    )


def test_dragging_pans(qtbot: QtBot, view: MapView) -> None:
    before = view.viewport_now.to_xy((400, 250))
    surface = view.viewport()
    qtbot.mousePress(surface, LEFT, NONE, QPoint(400, 250))
    qtbot.mouseMove(surface, QPoint(430, 260))
    qtbot.mouseMove(surface, QPoint(460, 280))
    qtbot.mouseRelease(surface, LEFT, NONE, QPoint(460, 280))
    assert view.viewport_now.to_xy((460, 280)) == pytest.approx(before, rel=0, abs=1e-6)
    assert not view.selection


def test_keys_move_and_zoom(qtbot: QtBot, view: MapView) -> None:
    x, scale = view.viewport_now.x, view.metre_per_px()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.viewport_now.x > x
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.metre_per_px() < scale
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.metre_per_px() == pytest.approx(scale)


def test_clicking_selects_the_customer_under_the_mouse(
    qtbot: QtBot, view: MapView, project: Project
) -> None:
    lon, lat = project.customers().lonlat[7]
    with qtbot.waitSignal(view.selection_changed) as heard:
        click(qtbot, view, lon, lat)
    assert heard.args == [Selection(customers=(8,))]
    lon, lat = project.customers().lonlat[8]
    click(qtbot, view, lon, lat, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection.customers == (8, 9)


def test_clicking_beside_customers_selects_the_area(
    qtbot: QtBot, view: MapView, project: Project
) -> None:
    click(qtbot, view, 112.03, 35.1)
    areas = project.areas()
    assert [areas.name[areas.row(key)] for key in view.selection.areas] == ["One"]
    view.set_level(1)
    click(qtbot, view, 112.03, 35.1)
    assert [areas.name[areas.row(key)] for key in view.selection.areas] == ["West"]


def test_a_rectangle_selects_customers(qtbot: QtBot, view: MapView) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    surface = view.viewport()
    qtbot.mousePress(surface, LEFT, control, at(view, 111.99, 35.21))
    qtbot.mouseMove(surface, at(view, 112.1, 35.1))
    qtbot.mouseRelease(surface, LEFT, control, at(view, 112.2, 34.99))
    assert len(view.selection.customers) == 20


def test_hidden_customers_are_not_picked(qtbot: QtBot, view: MapView, project: Project) -> None:
    customers = project.map_data().layer_of("customers")
    assert customers is not None
    view.set_visible(customers.id, False)
    lon, lat = project.customers().lonlat[7]
    click(qtbot, view, lon, lat)
    assert not view.selection.customers and view.selection.areas


def test_a_tool_draws_an_area_with_the_mouse(qtbot: QtBot, tmp_path: Path) -> None:
    with blank_project(tmp_path, "Blank") as project:
        view = MapView()
        qtbot.addWidget(view)
        view.resize(800, 500)
        view.show()
        view.set_data(project.map_data())
        view.zoom_all()
        view.set_tool(draw(ToolContext(project, 1)))
        for lon, lat in ((112.0, 35.0), (112.2, 35.0), (112.2, 35.2)):
            qtbot.mouseMove(view.viewport(), at(view, lon, lat))
            click(qtbot, view, lon, lat)
        with qtbot.waitSignal(view.tool_ended):
            qtbot.keyClick(view, Qt.Key.Key_Return)
        areas = project.areas()
        (drawn,) = areas.geometry[(areas.level == 1) & ~areas.open]
        assert drawn.bounds == (112.0, 35.0, 112.2, 35.2)
        assert not view.has_tool


def test_escape_ends_a_tool_and_writes_nothing(
    qtbot: QtBot, view: MapView, project: Project
) -> None:
    label = project.undo_label
    view.set_tool(draw(ToolContext(project, 2)))
    click(qtbot, view, 112.3, 35.1)
    with qtbot.waitSignal(view.tool_ended):
        qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.has_tool and project.undo_label == label


def test_keys_held_count_at_once(qtbot: QtBot, view: MapView, project: Project) -> None:
    """Ctrl and Shift change what the cursor does where it is, before it moves on."""
    seen: list[tuple[bool, bool]] = []

    def watching() -> Tool:
        while True:
            event = yield Overlay()
            seen.append((event.control, event.shift))

    view.set_tool(watching())
    qtbot.keyPress(view, Qt.Key.Key_Control)
    qtbot.keyRelease(view, Qt.Key.Key_Control)
    qtbot.keyPress(view, Qt.Key.Key_Shift)
    assert seen == [(True, False), (False, False), (False, True)]
    view.set_tool(None)


def test_a_refusal_is_told(qtbot: QtBot, view: MapView, project: Project) -> None:
    view.set_tool(draw(ToolContext(project, 2)))
    for lon, lat in ((112.02, 35.02), (112.05, 35.02), (112.05, 35.05)):
        click(qtbot, view, lon, lat)
    with qtbot.waitSignal(view.refused) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert "open ground" in heard.args[0]
    assert view.has_tool
    marked = view.grab().toImage()
    with qtbot.assertNotEmitted(view.hint):  # it stays while the hand only moves
        qtbot.mouseMove(view.viewport(), at(view, 112.06, 35.06))
    red = view.look.theme.refusal
    assert has_colour(marked, red) and has_colour(view.grab().toImage(), red)
    with qtbot.waitSignal(view.refused) as heard:  # once the hand acts again, it is old news
        qtbot.keyClick(view, Qt.Key.Key_Backspace)
    assert heard.args[0].startswith("Ended here"), "the hand makes the same triangle as yet"
    with qtbot.waitSignal(view.hint) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Backspace)
    assert "Backspace" in heard.args[0] or "km²" in heard.args[0]


def has_colour(image: QImage, colour: QColor) -> bool:
    points = [(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)]
    return any(image.pixelColor(x, y) == colour for x, y in points)


def test_a_refusal_of_an_act_is_shown_where_it_is_until_the_next_press(
    qtbot: QtBot, view: MapView
) -> None:
    red = view.look.theme.refusal
    view.show_refusal(Refused("No place."))
    assert not has_colour(view.grab().toImage(), red)
    view.centre_on(112.1, 35.1, metre_per_px=2.0)
    view.show_refusal(Refused("There.", place=(112.3, 35.05)))  # out of view: it comes into view
    assert has_colour(view.grab().toImage(), red)
    centre = view.viewport_now.to_px(to_xy(np.array((112.3, 35.05))))
    assert np.abs(centre - (view.width() / 2, view.height() / 2)).max() < 20
    click(qtbot, view, 112.3, 35.051)
    assert not has_colour(view.grab().toImage(), red)


def test_selection_and_receiver_are_painted(view: MapView) -> None:
    plain = view.grab().toImage()
    view.set_selection(Selection(customers=(1,), areas=(5,)))
    selected = view.grab().toImage()
    assert selected != plain
    view.set_gps((GpsMarker(112.2, 35.1, accuracy_m=900.0, quality="rtk", name="GPS 1"),))
    spot = at(view, 112.2, 35.1)
    assert view.grab().toImage().pixelColor(spot) == QColor("#1565c0")


def test_themes_differ(view: MapView) -> None:
    light = view.grab().toImage().pixelColor(2, 2)
    view.set_theme("dark")
    assert view.grab().toImage().pixelColor(2, 2).lightness() < light.lightness()
    view.set_look(replace(view.look, furniture=False))
    assert not view.grab().toImage().isNull()


def test_an_empty_map_is_a_background(qtbot: QtBot) -> None:
    view = MapView()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    view.zoom_all()
    assert view.grab().toImage().pixelColor(5, 5) == view.look.theme.background


def test_a_pinch_reaches_the_map(view: MapView) -> None:
    spot = QPointF(200, 150)
    under, scale = view.viewport_now.to_xy((200, 150)), view.metre_per_px()
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        spot,
        spot,
        view.mapToGlobal(spot),
        0.25,
        QPointF(),
    )
    QApplication.sendEvent(view.viewport(), pinch)
    assert view.metre_per_px() == pytest.approx(scale * 0.8)
    moved = view.viewport_now.to_xy((200, 150))
    assert moved == pytest.approx(under, rel=0, abs=view.metre_per_px())


def test_shift_and_a_drag_zoom_to_the_box(qtbot: QtBot, view: MapView) -> None:
    shift, surface = Qt.KeyboardModifier.ShiftModifier, view.viewport()
    first, last = at(view, 112.1, 35.15), at(view, 112.2, 35.05)
    press(surface, first, shift)
    drag(surface, (first + last) / 2, shift)
    drag(surface, last, shift)
    assert view.has_tool
    with qtbot.waitSignal(view.tool_ended):
        qtbot.mouseRelease(surface, LEFT, shift, last)
    west, south, east, north = view.view_bounds()
    assert (south, north) == pytest.approx((35.05, 35.15), abs=0.001)
    assert west < 112.1 and east > 112.2 and (west + east) / 2 == pytest.approx(112.15, abs=0.001)
    assert not view.has_tool and not view.selection


def press(surface: QWidget, spot: QPoint, keys: Qt.KeyboardModifier) -> None:
    send(surface, QEvent.Type.MouseButtonPress, spot, LEFT, keys)


def drag(surface: QWidget, spot: QPoint, keys: Qt.KeyboardModifier) -> None:
    send(surface, QEvent.Type.MouseMove, spot, Qt.MouseButton.NoButton, keys)


def send(
    surface: QWidget,
    kind: QEvent.Type,
    spot: QPoint,
    button: Qt.MouseButton,
    keys: Qt.KeyboardModifier,
) -> None:
    where = QPointF(spot)
    event = QMouseEvent(kind, where, QPointF(surface.mapToGlobal(spot)), button, LEFT, keys)
    QApplication.sendEvent(surface, event)


def test_back_and_forward_by_the_mouse(qtbot: QtBot, view: MapView) -> None:
    surface = view.viewport()
    with qtbot.waitSignal(view.lingered):
        view.zoom_all()
    whole = view.place()
    view.zoom_at(0.2, QPointF(100, 100))
    near = view.place()
    qtbot.mouseClick(surface, Qt.MouseButton.BackButton, NONE, QPoint(5, 5))
    assert view.place().near(whole)
    qtbot.mouseClick(surface, Qt.MouseButton.ForwardButton, NONE, QPoint(5, 5))
    assert view.place().near(near)
    view.set_data(None)
    assert not view.history.can_go_back
