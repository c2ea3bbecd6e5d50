"""The inspector's fields under the hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gridstudio.domain.selection import Selection
from gridstudio.ui.main_window import MainWindow

Open = Callable[..., MainWindow]


def wheel(widget: QWidget) -> bool:
    """Three notches down over a widget; whether it took them for itself."""
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, -360),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def shown(qtbot: QtBot, window: MainWindow, selection: Selection) -> QWidget:
    window.session.select(selection)
    qtbot.wait(30)
    panel = window.parts.inspector.widget()
    assert panel is not None
    return panel


def test_scrolling_past_a_field_edits_nothing(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    area = int(project.areas().id[-2])
    for selection in (Selection(customers=(1,)), Selection(areas=(area,))):
        panel = shown(qtbot, window, selection)
        fields = [*panel.findChildren(QComboBox), *panel.findChildren(QDoubleSpinBox)]
        assert fields
        for field in fields:
            field.setFocus()
            assert not wheel(field), "it is left to the form, which scrolls"
        assert project.undo_label == "Test", "nothing since the case was made"


def test_an_area_is_renamed_and_recoded(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    areas = project.areas()
    area = int(areas.id[list(areas.name).index("Two")])
    for old, new in (("Two", "Second"), ("G02", "G77")):
        panel = shown(qtbot, window, Selection(areas=(area,)))
        line = next(item for item in panel.findChildren(QLineEdit) if item.text() == old)
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, new)
        qtbot.keyClick(line, Qt.Key.Key_Return)
    areas = project.areas()
    at = areas.row(area)
    assert (areas.name[at], areas.code[at]) == ("Second", "G77")
    window.actions_by_key["undo"].trigger()
    window.actions_by_key["undo"].trigger()
    areas = project.areas()
    assert (areas.name[at], areas.code[at]) == ("Two", "G02")


def test_a_code_that_is_taken_is_refused_and_the_old_one_stays(
    qtbot: QtBot, open_window: Open
) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    areas = project.areas()
    area = int(areas.id[list(areas.name).index("Two")])
    panel = shown(qtbot, window, Selection(areas=(area,)))
    line = next(item for item in panel.findChildren(QLineEdit) if item.text() == "G02")
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "G01")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "G01" in window.parts.status.text.text()
    assert project.areas().code[project.areas().row(area)] == "G02"
    assert project.undo_label == "Test", "nothing since the case was made"
    qtbot.wait(30)
    fields = window.parts.inspector.widget().findChildren(QLineEdit)
    assert [field.text() for field in fields][:2] == ["Two", "G02"]


def test_an_edit_leaves_the_form_where_it_is_scrolled_to(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    panel = shown(qtbot, window, Selection(customers=(1,)))
    bar = window.parts.inspector.verticalScrollBar()
    bar.setValue(bar.maximum())
    at = bar.value()
    assert at > 0
    last = panel.findChildren(QLineEdit)[-1]
    last.setFocus()
    qtbot.keyClicks(last, "2027-01")
    qtbot.keyClick(last, Qt.Key.Key_Return)
    qtbot.wait(50)
    assert window.parts.inspector.widget() is not panel, "it was made anew"
    assert abs(bar.value() - at) < 12
    fields = window.parts.inspector.widget().findChildren(QLineEdit)
    assert fields[-1].text() == "2027-01" and fields[-1].hasFocus()
    shown(qtbot, window, Selection(customers=(2,)))
    assert bar.value() == 0, "another customer is read from the top"
