"""Drawing in the real window: keys that a line takes for itself, free-hand, what it snaps to."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gridstudio.geometry.mercator import to_xy
from gridstudio.tools import foresight
from gridstudio.tools.gesture import Overlay
from gridstudio.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
KEYS, HELD = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(qtbot: QtBot, open_window: Open) -> MainWindow:
    made = open_window()
    made.show_workspace("divide")
    made.map.zoom_all()
    made.map.setFocus()
    qtbot.waitUntil(made.map.hasFocus)
    made.gestures.draw()
    return made


def overlay(window: MainWindow) -> Overlay:
    gesture = window.map._gesture
    assert gesture is not None
    return gesture.overlay


def pixel(window: MainWindow, lon: float, lat: float) -> QPoint:
    x, y = window.map.viewport_now.to_px(to_xy(np.array([lon, lat]))).tolist()
    return QPoint(round(x), round(y))


def mouse(window: MainWindow, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton) -> None:
    surface = window.map.viewport()
    moves = kind == QEvent.Type.MouseMove
    held = NONE if kind == QEvent.Type.MouseButtonRelease else button
    event = QMouseEvent(
        kind,
        QPointF(at),
        surface.mapToGlobal(QPointF(at)),
        NONE if moves else button,
        held,
        HELD.NoModifier,
    )
    QApplication.sendEvent(surface, event)


def move(window: MainWindow, lon: float, lat: float, button: Qt.MouseButton = NONE) -> None:
    mouse(window, QEvent.Type.MouseMove, pixel(window, lon, lat), button)


def click(qtbot: QtBot, window: MainWindow, lon: float, lat: float) -> None:
    move(window, lon, lat)
    qtbot.mouseClick(window.map.viewport(), LEFT, HELD.NoModifier, pixel(window, lon, lat))


def test_a_length_and_bearing_are_typed_over_the_map(qtbot: QtBot, window: MainWindow) -> None:
    click(qtbot, window, 112.25, 35.05)
    move(window, 112.3, 35.1)
    qtbot.keyClicks(window.map, "2km@N45E")
    entry = overlay(window).entry
    assert entry is not None and entry.text == "2km@N45E", "N is no shortcut while one types"
    assert entry.meaning == "2.00 km · 045.0° NE"
    qtbot.keyClick(window.map, KEYS.Key_Return)
    assert overlay(window).entry is None and len(overlay(window).nodes) == 2
    assert "Typed: 2km@N45E." in window.parts.status.text.text()


def test_escape_leaves_the_entry_first_and_then_the_line(qtbot: QtBot, window: MainWindow) -> None:
    click(qtbot, window, 112.25, 35.05)
    qtbot.keyClicks(window.map, "12")
    qtbot.keyClick(window.map, KEYS.Key_Escape)
    assert window.map.has_tool and overlay(window).entry is None
    assert len(overlay(window).nodes) == 1
    qtbot.keyClick(window.map, KEYS.Key_Escape)
    assert not window.map.has_tool


def test_undo_takes_points_back_and_then_edits(qtbot: QtBot, window: MainWindow) -> None:
    project = window.session.project
    assert project is not None
    label = project.undo_label
    for lon in (112.22, 112.3, 112.35):
        click(qtbot, window, lon, 35.05)
    qtbot.keyClick(window.map, KEYS.Key_Z, HELD.ControlModifier)
    assert len(overlay(window).nodes) == 2 and project.undo_label == label
    qtbot.keyClick(window.map, KEYS.Key_Z, HELD.ControlModifier | HELD.ShiftModifier)
    assert len(overlay(window).nodes) == 3
    for _time in range(3):
        qtbot.keyClick(window.map, KEYS.Key_Z, HELD.ControlModifier)
    assert overlay(window).nodes == () and project.undo_label == label
    qtbot.keyClick(window.map, KEYS.Key_Z, HELD.ControlModifier)
    assert project.undo_label != label, "with no point left it is the project's again"


def test_tab_opens_an_entry_and_stays_on_the_map(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window.map, KEYS.Key_Tab)
    entry = overlay(window).entry
    assert entry is not None and entry.text == "" and window.map.hasFocus()
    window.map.set_tool(None)
    qtbot.keyClick(window.map, KEYS.Key_Tab)
    assert not window.map.hasFocus(), "without a tool it goes on to the next field"


def test_a_position_is_pasted(qtbot: QtBot, window: MainWindow) -> None:
    QApplication.clipboard().setText(" 112.25, 35.05\n")
    qtbot.keyClick(window.map, KEYS.Key_V, HELD.ControlModifier)
    entry = overlay(window).entry
    assert entry is not None and entry.text == "112.25, 35.05"
    qtbot.keyClick(window.map, KEYS.Key_Return)
    assert overlay(window).nodes[0] == pytest.approx(to_xy(np.array([112.25, 35.05])).tolist())


def test_input_methods_work_only_while_one_types(qtbot: QtBot, window: MainWindow) -> None:
    enabled = Qt.WidgetAttribute.WA_InputMethodEnabled
    click(qtbot, window, 112.25, 35.05)
    move(window, 112.3, 35.05)
    assert not window.map.testAttribute(enabled)
    qtbot.keyClicks(window.map, "1")
    assert window.map.testAttribute(enabled)
    event = QInputMethodEvent()
    event.setCommitString("２０＠北偏东４５°")
    QApplication.sendEvent(window.map, event)
    entry = overlay(window).entry
    assert entry is not None and entry.meaning == "120 m · 045.0° NE"
    qtbot.keyClick(window.map, KEYS.Key_Return)
    assert not window.map.testAttribute(enabled)


def test_a_drag_draws_free_hand(qtbot: QtBot, window: MainWindow) -> None:
    start = pixel(window, 112.24, 35.05)
    mouse(window, QEvent.Type.MouseButtonPress, start, LEFT)
    for step in range(1, 60):
        aside = QPoint(2 * step, round(20 * np.sin(step / 10)) + step % 2)
        mouse(window, QEvent.Type.MouseMove, start + aside, LEFT)
    assert len(overlay(window).rings[0]) > 8
    mouse(window, QEvent.Type.MouseButtonRelease, start + aside, LEFT)
    assert len(overlay(window).nodes) == 2
    assert "Free-hand" in window.parts.status.text.text()
    qtbot.keyClick(window.map, KEYS.Key_Backspace)
    assert overlay(window).nodes == ()


def test_a_hurried_hand_that_comes_to_rest_is_told_what_its_line_would_do(
    qtbot: QtBot, window: MainWindow
) -> None:
    mouse(window, QEvent.Type.MouseButtonPress, pixel(window, 112.21, 35.02), LEFT)
    for lon, lat in ((112.3, 35.02), (112.38, 35.05), (112.38, 35.15), (112.25, 35.15)):
        move(window, lon, lat, LEFT)
    assert overlay(window).moved is None, "while it hurries nobody reads figures"
    drawn = overlay(window).rings[0]
    qtbot.waitUntil(lambda: overlay(window).moved is not None)
    assert np.array_equal(overlay(window).rings[0], drawn), "the line is as it was"
    assert window.parts.balance.isVisible()
    qtbot.keyClick(window.map, KEYS.Key_Escape)
    assert window.parts.balance.isHidden()


def test_over_much_ground_a_hand_that_clicks_is_told_when_it_rests(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foresight, "LIGHT", 0)
    for lon, lat in ((112.22, 35.02), (112.3, 35.02)):
        click(qtbot, window, lon, lat)
    move(window, 112.3, 35.1)
    assert overlay(window).moved is None and overlay(window).waits
    qtbot.waitUntil(lambda: overlay(window).moved is not None)
    assert window.parts.balance.isVisible() and not overlay(window).waits
    move(window, 112.25, 34.99)
    qtbot.waitUntil(lambda: overlay(window).warning is None and not overlay(window).waits)


def test_what_would_be_refused_stands_in_the_status_bar_until_the_hand_goes_on(
    qtbot: QtBot, window: MainWindow
) -> None:
    for lon, lat in ((112.02, 35.02), (112.08, 35.02)):
        click(qtbot, window, lon, lat)
    move(window, 112.08, 35.08)
    said = window.parts.status.text
    assert said.text().startswith("Ended here, this would be refused: ")
    assert said.objectName() == "refusal"
    qtbot.keyClick(window.map, KEYS.Key_Backspace)
    assert "refused" not in said.text() and said.objectName() != "refusal"
    assert overlay(window).warning is None


def test_escape_leaves_nothing_in_the_status_bar(qtbot: QtBot, window: MainWindow) -> None:
    click(qtbot, window, 112.25, 35.05)
    click(qtbot, window, 112.3, 35.1)
    assert window.parts.status.text.text()
    qtbot.keyClick(window.map, KEYS.Key_Escape)
    assert window.parts.status.text.text() == ""


def test_snapping_is_switched_by_a_key_and_the_button_shows_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    move(window, 112.2, 35.1)
    assert overlay(window).snap is not None
    qtbot.keyClick(window.map, KEYS.Key_A)
    assert overlay(window).snap is None, "at once, not only when the mouse moves"
    assert not window.actions_by_key["snap"].isChecked()
    assert not window.session.settings.snap
    assert "A turns it on" in window.parts.status.text.text()
    qtbot.keyClick(window.map, KEYS.Key_A)
    assert overlay(window).snap is not None and window.actions_by_key["snap"].isChecked()


def entries(menu: QMenu) -> dict[str, object]:
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions() if action.text()}


def test_the_menu_says_what_counts_and_from_how_far(window: MainWindow) -> None:
    settings = window.session.settings
    menu = window.snapping.menu()
    listed = entries(menu)
    assert listed["Roads"].isChecked() and not listed["Outlines of grounds in layers"].isChecked()
    move(window, 112.2, 35.1)
    listed["Nodes of borders"].trigger()
    assert settings.snap_without == ["outline", "node"]
    assert overlay(window).snap is not None and overlay(window).snap.text == "border"
    listed["Nodes of borders"].trigger()
    assert settings.snap_without == ["outline"]
    near = entries(listed["From how far"].menu())
    near["20 pixels"].trigger()
    assert window.snapping.choice().tolerance_px == 20
    assert [text for text, one in entries(listed["From how far"].menu()).items()
            if one.isChecked()] == ["20 pixels"]  # fmt: skip
    entries(listed["Smooth free-hand lines"].menu())["As drawn"].trigger()
    assert window.snapping.choice().smoothing.rounds == 0
    menu.deleteLater()
