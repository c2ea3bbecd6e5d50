"""Dividing an area beside the map: the parts are seen first, then made, or not."""

from __future__ import annotations

from pathlib import Path

import shapely
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shapely.geometry import LineString

from gridstudio.commands.areas import coverage_of
from gridstudio.domain.selection import Selection
from gridstudio.geometry.checking import check
from gridstudio.ui.dialogs.divide import DivideDialog
from gridstudio.ui.dialogs.divide_parts import overlay_of
from gridstudio.ui.main_window import MainWindow
from tests.cases import add_shapes, divided_project
from tests.ui.conftest import Open


def opened(qtbot: QtBot, window: MainWindow, name: str) -> DivideDialog:
    """The dialog for an area, with its first plan."""
    areas = window.session.project.areas()  # type: ignore[union-attr]
    window.session.select(Selection(areas=[int(areas.id[list(areas.name).index(name)])]))
    window.actions_by_key["divide_area"].trigger()
    dialog = window.findChild(DivideDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.plan is not None or bool(dialog.said.text()))
    return dialog


def asked_anew(qtbot: QtBot, dialog: DivideDialog) -> None:
    qtbot.waitUntil(lambda: dialog.plan is not None and dialog.plan.asked == dialog.asked)


def areas_of(window: MainWindow, level: int) -> int:
    areas = window.session.project.areas()  # type: ignore[union-attr]
    return len(areas.at_level(level))


def test_the_parts_are_seen_and_then_made(qtbot: QtBot, open_window: Open, tmp_path) -> None:  # type: ignore[no-untyped-def]
    window = open_window(divided_project(tmp_path, customers=400))
    dialog = opened(qtbot, window, "One")
    assert dialog.table.topLevelItemCount() == 2 and window.map.has_tool
    assert dialog.table.topLevelItem(0).text(1) == "60"
    assert not dialog.whole.isEnabled() and dialog.whole.toolTip()
    dialog.number.setValue(5)
    dialog.measure.setCurrentIndex(dialog.measure.findData("ground"))
    assert not dialog.divide.isEnabled(), "not before the new parts are there"
    asked_anew(qtbot, dialog)
    assert dialog.table.topLevelItemCount() == 5
    assert areas_of(window, 2) == 2, "nothing is written yet"
    assert dialog.plan is not None
    shown = overlay_of(dialog.plan)
    assert len(shown.lines) == len(shown.labels) == 5
    qtbot.keyClick(dialog.number, Qt.Key.Key_Return)
    assert areas_of(window, 2) == 6 and not window.map.has_tool
    assert len(window.session.selection.areas) == 5
    assert "Divided into 5 parts." in window.parts.status.text.text()
    project = window.session.project
    assert project is not None and project.undo_label == "Divide into parts"
    assert check(coverage_of(project.areas())) == []


def test_enter_on_the_map_accepts_and_escape_gives_up(
    qtbot: QtBot,
    open_window: Open,
    tmp_path,  # type: ignore[no-untyped-def]
) -> None:
    window = open_window(divided_project(tmp_path, customers=400))
    dialog = opened(qtbot, window, "One")
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and not window.map.has_tool and areas_of(window, 2) == 2
    qtbot.wait(10)  # the closed dialog goes
    dialog = opened(qtbot, window, "West")
    assert dialog.whole.isEnabled()
    dialog.whole.setChecked(True)
    asked_anew(qtbot, dialog)
    assert dialog.divide.isDefault(), "Enter in the dialog divides"
    qtbot.keyClick(window.map, Qt.Key.Key_Return)
    assert areas_of(window, 1) == 3 and areas_of(window, 2) == 2
    assert not dialog.isVisible()


def test_what_cannot_be_divided_is_said_there(
    qtbot: QtBot,
    open_window: Open,
    tmp_path,  # type: ignore[no-untyped-def]
) -> None:
    window = open_window(divided_project(tmp_path, customers=0))
    dialog = opened(qtbot, window, "One")
    assert "nothing here to share" in dialog.said.text()
    assert dialog.said.objectName() == "refusal" and not dialog.divide.isEnabled()
    dialog.reject()


def test_cuts_follow_roads_where_the_map_has_some(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    project = divided_project(tmp_path, customers=400)
    road = LineString([(111.98, 35.11), (112.05, 35.12), (112.13, 35.11)])
    add_shapes(project, "Base", ("trunk", "G207", road))
    window = open_window(project)
    dialog = opened(qtbot, window, "One")
    assert dialog.roads.isEnabled() and not dialog.roads.isChecked()
    assert dialog.plan is not None
    straight = dialog.plan.shapes
    dialog.roads.setChecked(True)
    assert not dialog.divide.isEnabled()
    asked_anew(qtbot, dialog)
    assert dialog.plan.asked.roads and "straight" not in dialog.said.text()
    corners = {tuple(one) for shape in dialog.plan.shapes for one in shapely.get_coordinates(shape)}
    assert (112.05, 35.12) in corners, "a corner of the road"
    assert not any((112.05, 35.12) in map(tuple, shapely.get_coordinates(one)) for one in straight)
    dialog.divide.click()
    assert check(coverage_of(window.session.project.areas())) == []  # type: ignore[union-attr]


def test_without_roads_there_is_nothing_to_follow(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window(divided_project(tmp_path, customers=400))
    dialog = opened(qtbot, window, "West")
    assert not dialog.roads.isEnabled() and "no roads" in dialog.roads.toolTip()
    dialog.whole.setChecked(True)
    assert not dialog.roads.isEnabled() and dialog.roads.toolTip() == ""
