"""Selecting by an expression, in the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from gridstudio.commands import expressions
from gridstudio.ui.dialogs.expression import ExpressionDialog
from gridstudio.ui.main_window import MainWindow

Open = Callable[..., MainWindow]


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    made = open_window()
    made.actions_by_key["select_expression"].trigger()
    return made


@pytest.fixture
def dialog(window: MainWindow) -> ExpressionDialog:
    found = window.selecting.expression
    assert found is not None and found.isVisible()
    return found


def test_it_counts_while_typing_and_selects_on_enter(
    qtbot: QtBot, window: MainWindow, dialog: ExpressionDialog
) -> None:
    qtbot.keyClicks(dialog.line, "value >= 130")
    qtbot.waitUntil(lambda: "10 customers fit" in dialog.count.text())
    assert not window.session.selection
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.session.selection.customers) == 10)
    assert window.session.selection.customers == range(31, 41)
    assert "10 customers selected" in window.parts.status.text.text()
    assert dialog.isVisible(), "it stays beside the map"
    dialog.show_text("class = A")
    dialog.mode.setCurrentIndex(dialog.mode.findData("intersect"))
    dialog.select.click()
    assert window.session.selection.customers == (33, 37)
    assert window.session.settings.expressions == ["class = A", "value >= 130"]
    earlier = [dialog.earlier.item(at).text() for at in range(dialog.earlier.count())]
    assert earlier == ["class = A", "value >= 130"]


def test_twenty_are_remembered(window: MainWindow, dialog: ExpressionDialog) -> None:
    for number in range(25):
        dialog.show_text(f"value > {number}")
        dialog.select.click()
    dialog.show_text("value > 20")
    dialog.select.click()
    remembered = window.session.settings.expressions
    assert remembered[:2] == ["value > 20", "value > 24"] and len(remembered) == 20
    assert len(set(remembered)) == 20


def test_an_error_is_said_and_pointed_at(
    qtbot: QtBot, window: MainWindow, dialog: ExpressionDialog
) -> None:
    dialog.show_text("value > 5 and worth = 3")
    assert "no field “worth”" in dialog.count.text() and "and ▸worth" in dialog.count.text()
    assert dialog.count.objectName() == "refusal"
    dialog.take()
    assert dialog.line.selectedText() == "worth"
    assert not window.session.selection and not window.session.settings.expressions
    dialog.show_text("value >")
    assert dialog.count.objectName() == "muted", "it is not finished, which is no fault"


def test_words_are_offered_and_taken(
    qtbot: QtBot, window: MainWindow, dialog: ExpressionDialog
) -> None:
    line = dialog.line
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "cl")
    assert line.popup.isVisible()
    qtbot.keyClick(line.popup, Qt.Key.Key_Down)
    qtbot.keyClick(line.popup, Qt.Key.Key_Return)
    assert line.text() == "class "
    qtbot.keyClicks(line, "= ")
    options = [line.popup.model().index(at, 0).data() for at in range(4)]
    assert options == ['"A"', '"B"', '"C"', '"D"']
    line.popup.hide()
    dialog.show_text("value > 5 and")
    dialog.fields.itemClicked.emit(dialog.fields.item(3))
    assert line.text() == "value > 5 and owner "


def test_typing_on_gives_up_what_was_being_counted(
    qtbot: QtBot, window: MainWindow, dialog: ExpressionDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expressions, "STRETCH", 1)
    dialog.show_text("name contains 'Customer'")
    assert dialog.count.text() == "Counting …"
    dialog.take()
    qtbot.keyClick(dialog.line, Qt.Key.Key_Backspace)
    qtbot.keyClicks(dialog.line, " 3'")
    qtbot.waitUntil(lambda: "11 customers fit" in dialog.count.text())
    dialog.take()
    assert len(window.session.selection.customers) == 11


def test_closing_the_project_closes_it(window: MainWindow, dialog: ExpressionDialog) -> None:
    dialog.show_text("value > 5")
    window.session.detach()
    assert not dialog.isVisible()


def test_while_a_job_owns_the_file_it_says_so(
    qtbot: QtBot, window: MainWindow, dialog: ExpressionDialog
) -> None:
    project = window.session.project
    assert project is not None
    with project.lent("Import"):
        dialog.show_text("value > 5")
        assert dialog.count.text() == "“Import” is still running."
        window.map.rested.emit(QPointF(200, 150))
        assert not window.identify.tip.isVisible()
    dialog.look()
    assert "customers fit" in dialog.count.text()
