"""The scheme chooser: what it shows, what its menu does, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from gridstudio.commands.schemes import copy_scheme, set_line
from gridstudio.ui import bulk
from gridstudio.ui.dialogs.scheme import DeleteSchemeDialog, RenameSchemeDialog, SchemeDialog
from gridstudio.ui.main_window import MainWindow
from tests.ui.hand import project_of

Open = Callable[..., MainWindow]


def listed(window: MainWindow) -> list[tuple[str, bool]]:
    """The schemes at the head of the menu, and which is marked."""
    menu = window.menus["scheme"]
    menu.aboutToShow.emit()
    found = []
    for action in menu.actions():
        if action.isSeparator():
            break
        found.append((action.text(), action.isChecked()))
    return found


def shown(window: MainWindow) -> str:
    """What the button says, in full: its own text may be cut."""
    text, _gap, _keys = window.schemes.button.toolTip().removeprefix("Scheme: ").partition("  (")
    return text


def with_dialog(window: MainWindow, key: str, fill: Callable[[QDialog], None]) -> None:
    """Do an act whose dialog ``fill`` answers."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        fill(dialog)

    QTimer.singleShot(50, answer)
    window.actions_by_key[key].trigger()


def test_a_copy_is_made_renamed_and_deleted_from_the_menu(open_window: Open) -> None:
    window = open_window()
    project = project_of(window)
    assert listed(window) == [("Scheme 1", True)]
    assert shown(window) == "Scheme 1"
    assert not window.actions_by_key["scheme_delete"].isEnabled()

    def copy(dialog: QDialog) -> None:
        assert isinstance(dialog, SchemeDialog)
        assert dialog.name.text() == "Scheme 1 (copy)" and dialog.current.isChecked()
        dialog.line.setCurrentIndex(2)
        dialog.accept()

    with_dialog(window, "scheme_copy", copy)
    assert listed(window) == [
        ("Scheme 1", False),
        ("Scheme 1 (copy) · Enterprise market", True),
    ]
    assert "is made" in window.parts.status.text.text()
    assert window.session.data is not None and window.session.data.areas is project.areas()

    def rename(dialog: QDialog) -> None:
        assert isinstance(dialog, RenameSchemeDialog)
        dialog.name.setText("R&D")
        dialog.accept()

    with_dialog(window, "scheme_rename", rename)
    assert shown(window) == "R&D · Enterprise market"
    listed(window)[0]
    window.menus["scheme"].actions()[0].trigger()
    assert project.scheme_id() == 1 and "Scheme 1" in window.parts.status.text.text()
    asked: list[str] = []

    def delete(dialog: QDialog) -> None:
        assert isinstance(dialog, DeleteSchemeDialog)
        asked.append(dialog.lost.text())
        dialog.scheme.setCurrentIndex(1)
        asked.append(dialog.lost.text())
        dialog.accept()

    with_dialog(window, "scheme_delete", delete)
    assert asked == [
        "Its 4 areas go with it. “R&D” will be the current scheme. Undo brings it back.",
        "Its 4 areas go with it. Undo brings it back.",
    ]
    assert [scheme.id for scheme in project.schemes()] == [1]
    for _step in range(4):
        window.undo()
    assert listed(window) == [("Scheme 1", True)] and project.undo_label == "Test"


def test_the_market_line_is_chosen_in_a_submenu(open_window: Open) -> None:
    window = open_window()
    listed(window)
    (lines,) = [item.menu() for item in window.menus["scheme"].actions() if item.menu()]
    assert [action.text() for action in lines.actions()] == [
        "none",
        "Area market",
        "Enterprise market",
        "Social channel",
    ]
    lines.actions()[3].trigger()
    assert shown(window) == "Scheme 1 · Social channel"
    assert project_of(window).undo_label == "Set market line"


def test_a_new_scheme_is_open_ground_that_is_shown_at_once(open_window: Open) -> None:
    window = open_window()
    with_dialog(window, "scheme_new", lambda dialog: dialog.accept())
    areas = project_of(window).areas()
    assert areas.open.tolist() == [False, True]
    assert listed(window) == [("Scheme 1", False), ("Scheme 2", True)]
    assert window.map.data is not None and window.map.data.areas is areas


def test_a_name_that_is_taken_is_refused_in_words(open_window: Open) -> None:
    window = open_window()

    def ask(dialog: QDialog) -> None:
        assert isinstance(dialog, SchemeDialog)
        dialog.name.setText("scheme 1")
        dialog.accept()

    with_dialog(window, "scheme_new", ask)
    assert "already" in window.parts.status.text.text()
    assert len(project_of(window).schemes()) == 1


def test_the_list_drops_down_at_a_key(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    copy_scheme(project_of(window), 1)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    menu = window.menus["scheme"]

    def choose() -> None:
        assert menu.isVisible()
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Return)

    QTimer.singleShot(100, choose)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: project_of(window).scheme_id() == 2)


def test_switching_a_large_project_is_a_job(
    qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MANY_ROWS", 10)
    window = open_window()
    project = project_of(window)
    copy_scheme(project, 1)
    set_line(project, 2, "channel")
    for act in (lambda: window.schemes.make_current(2), window.undo, window.redo):
        before = project.scheme_id()
        act()
        assert window.runner.job is not None
        qtbot.waitUntil(lambda: window.runner.job is None)
        assert project.scheme_id() != before
        assert window.session.data is not None and window.session.data.areas is project.areas()
    assert shown(window) == "Scheme 2 · Social channel"


def test_a_long_name_leaves_the_toolbar_its_width(open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    window.show_workspace("divide")  # which has the most tools
    width = window.width()

    def rename(dialog: QDialog) -> None:
        assert isinstance(dialog, RenameSchemeDialog)
        dialog.name.setText("A very long name that nobody would ever want to read " * 3)
        dialog.accept()

    with_dialog(window, "scheme_rename", rename)
    assert window.schemes.button.text().endswith("…")
    assert window.schemes.button.toolTip().count("nobody") == 3
    assert window.minimumSizeHint().width() <= 1280 and window.width() == width
