"""Which keys a running tool gets, and which keep what they mean in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from gridstudio.canvas.typing import pasted, tool_key
from gridstudio.tools.gesture import Entry, Overlay

KEYS, HELD = Qt.Key, Qt.KeyboardModifier
IDLE = Overlay()
DRAWING = Overlay(begins="0123456789@", undoes=True)
TYPING = Overlay(begins="0123456789@", entry=Entry((0.0, 0.0), "12"), undoes=True)


def pressed(key: Qt.Key, text: str = "", held: Qt.KeyboardModifier = HELD.NoModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, held, text)


@pytest.mark.parametrize(
    ("event", "idle", "drawing", "typing"),
    [
        (pressed(KEYS.Key_Return), "Enter", "Enter", "Enter"),
        (pressed(KEYS.Key_Backspace), "Backspace", "Backspace", "Backspace"),
        (pressed(KEYS.Key_Escape), "", "", "Escape"),
        (pressed(KEYS.Key_Tab), "", "Tab", "Tab"),
        (pressed(KEYS.Key_5, "5"), "", "5", "5"),
        (pressed(KEYS.Key_At, "@", HELD.ShiftModifier), "", "@", "@"),
        (pressed(KEYS.Key_At, "@", HELD.ControlModifier | HELD.AltModifier), "", "@", "@"),
        (pressed(KEYS.Key_N, "n"), "", "", "n"),
        (pressed(KEYS.Key_Space, " "), "", "", " "),
        (pressed(KEYS.Key_unknown, "，"), "", "", "，"),
        (pressed(KEYS.Key_Z, "\x1a", HELD.ControlModifier), "", "Undo", "Undo"),
        (pressed(KEYS.Key_1, "1", HELD.ControlModifier), "", "", ""),
        (pressed(KEYS.Key_F11), "", "", ""),
        (pressed(KEYS.Key_Left), "", "", ""),
    ],
)
def test_who_gets_a_key(
    qapp: QApplication, event: QKeyEvent, idle: str, drawing: str, typing: str
) -> None:
    assert [tool_key(event, one) for one in (IDLE, DRAWING, TYPING)] == [idle, drawing, typing]


def test_redo_is_the_tools_while_it_has_something_to_bring_back(qapp: QApplication) -> None:
    event = pressed(KEYS.Key_Z, "", HELD.ControlModifier | HELD.ShiftModifier)
    assert tool_key(event, DRAWING) == ""
    assert tool_key(event, Overlay(redoes=True)) == "Redo"


def test_one_line_of_what_was_copied_is_typed() -> None:
    assert pasted(" 35.1, 112.2\nand more", DRAWING) == "35.1, 112.2"
    assert pasted("35.1, 112.2", IDLE) == ""
