"""The table of actions holds together: one key each, one shortcut each, a menu for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridstudio.i18n import _, set_language
from gridstudio.ui.actions import ACTS, MENUS, WORKSPACE_WORDS
from gridstudio.ui.acts.act import WORKSPACES
from gridstudio.ui.main_window import MainWindow
from tests.cases import divided_project


def twice(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_no_two_acts_share_a_key_or_a_shortcut() -> None:
    assert twice([act.key for act in ACTS]) == []
    keys = [QKeySequence(act.shortcut).toString() for act in ACTS if act.shortcut]
    keys += [f"Ctrl+{number}" for number in range(1, len(WORKSPACES) + 1)]
    assert all(keys) and twice(keys) == []


def test_every_act_has_a_menu_and_known_workspaces() -> None:
    menus = {key for key, _text in MENUS}
    for act in ACTS:
        assert act.menu in {*menus, "bookmarks"}  # a menu of its own, under View
        assert set(act.workspaces) <= set(WORKSPACES) == set(WORKSPACE_WORDS)
        assert not act.workspaces or act.icon, f"{act.key} is a tool without an icon"


def test_a_shortcut_that_cannot_be_used_now_says_why(
    qtbot: QtBot, open_window: Callable[..., MainWindow]
) -> None:
    window = open_window()
    window.show_workspace("divide")
    qtbot.keyClick(window.map, Qt.Key.Key_X)  # no area is selected
    assert not window.map.has_tool
    assert window.parts.status.text.text() == window.acts.by_key["split"].toolTip().split("\n")[1]
    window.session.say("")
    qtbot.keyClick(window.map, Qt.Key.Key_J)  # nobody's
    assert window.parts.status.text.text() == ""


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_every_menu_opens_by_a_letter_that_no_act_has_with_alt(lang: str) -> None:
    set_language(lang)
    try:
        titles = [_(text) for _key, text in MENUS]
    finally:
        set_language("en")
    letters = [title[title.index("&") + 1].upper() for title in titles]
    assert twice(letters) == []
    alt = {act.shortcut[4:] for act in ACTS if act.shortcut.startswith("Alt+")}
    assert not alt & {*letters}


def test_alt_let_go_over_a_tool_does_not_lead_into_the_menus(
    qtbot: QtBot, open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    def taken() -> bool:
        pressed = QKeyEvent(
            QEvent.Type.ShortcutOverride, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier
        )
        pressed.ignore()
        QApplication.sendEvent(window.map, pressed)
        return pressed.isAccepted()

    window = open_window(divided_project(tmp_path))
    assert not taken(), "without a tool it is the menu's"
    window.gestures.nodes()
    assert taken()
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert not taken()
