"""Gestures of the window: what goes on after they end, and what they have to say."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gridstudio.commands.overrides import give_customers
from gridstudio.domain.selection import Selection
from gridstudio.geometry.mercator import to_xy
from gridstudio.ui.main_window import MainWindow
from tests.ui.conftest import Open
from tests.ui.hand import area_named, click, project_of, said


def test_a_hole_is_cut_filled_and_named(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.show_workspace("divide")
    window.actions_by_key["cut_hole"].trigger()
    for lon, lat in ((112.03, 35.05), (112.07, 35.05), (112.07, 35.15), (112.03, 35.15)):
        click(qtbot, window, lon, lat)
    qtbot.keyClick(window.map, Qt.Key.Key_Return)
    assert project_of(window).undo_label == "Cut a hole"
    assert window.map.has_tool, "the next hole may follow at once"
    window.actions_by_key["fill_holes"].trigger()
    click(qtbot, window, 112.05, 35.1)
    assert said(window) == "“One” has taken in the open ground."
    click(qtbot, window, 112.05, 35.1)
    assert "no hole" in said(window)
    window.actions_by_key["give_exclaves"].trigger()
    click(qtbot, window, 112.05, 35.1)
    assert "no exclave" in said(window)


def marked(window: MainWindow) -> list[str]:
    """The acts on the toolbar's buttons that are marked as running."""
    buttons = window.findChildren(QToolButton)
    return [one.defaultAction().text() for one in buttons if one.property("running")]


def test_the_toolbar_marks_the_tool_that_is_on_the_map(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.show_workspace("divide")
    assert marked(window) == []
    window.actions_by_key["cut_hole"].trigger()
    for lon, lat in ((112.03, 35.05), (112.07, 35.05), (112.07, 35.15)):
        click(qtbot, window, lon, lat)
    assert marked(window) == [window.actions_by_key["cut_hole"].text()]
    qtbot.keyClick(window.map, Qt.Key.Key_Return)
    assert marked(window) == [window.actions_by_key["cut_hole"].text()], "it goes on"
    window.actions_by_key["fill_holes"].trigger()
    assert marked(window) == [window.actions_by_key["fill_holes"].text()], "of the same button"
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert marked(window) == [] and not window.map.has_tool


def test_escape_lets_go_of_what_is_dragged_and_then_ends_the_tool(
    qtbot: QtBot, open_window: Open
) -> None:
    window = open_window()
    window.show_workspace("divide")
    project, view = project_of(window), window.map.viewport()
    label, before = project.undo_label, project.areas()
    window.actions_by_key["nodes"].trigger()
    x, y = window.map.viewport_now.to_px(to_xy((112.1, 35.1))).tolist()
    at, away = QPoint(round(x), round(y)), QPoint(round(x) + 40, round(y) + 10)
    qtbot.mouseMove(view, at)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(view, away)
    assert window.parts.balance.isVisibleTo(window.parts.inspector)
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert not window.parts.balance.isVisibleTo(window.parts.inspector)
    assert said(window) == "Let go: nothing has changed."
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=away)
    assert project.undo_label == label and project.areas() is before
    assert window.map.has_tool
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert not window.map.has_tool


def test_drawing_goes_on_and_says_what_was_left_out(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.show_workspace("divide")
    window.actions_by_key["draw"].trigger()
    for lon, lat in ((112.15, 35.05), (112.28, 35.05), (112.28, 35.15), (112.15, 35.15)):
        click(qtbot, window, lon, lat)
    qtbot.keyClick(window.map, Qt.Key.Key_Return)
    assert "left out" in said(window) and window.map.has_tool
    qtbot.mouseMove(window.map.viewport(), QPoint(300, 200))
    assert "left out" in said(window), "it stays until there is something new to say"


def test_what_an_act_has_to_say_is_said(open_window: Open) -> None:
    window = open_window()
    project = project_of(window)
    customer = int(project.customers().id[3])
    give_customers(project, [customer], area_named(window, "Two"), "contract")
    window.session.select(Selection(areas=(area_named(window, "Two"),)))
    window.actions_by_key["delete"].trigger()
    assert "had been given to the area" in said(window)


def test_the_ground_of_customers_is_looked_at_first(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    project = project_of(window)
    customers = project.customers()
    ids = customers.id[abs(customers.lonlat[:, 0] - 112.136) < 0.001]
    window.session.select(Selection(customers=ids, areas=(area_named(window, "One"),)))
    label = project.undo_label
    window.actions_by_key["take_customers"].trigger()
    assert window.map.has_tool and "Enter accepts" in said(window)
    assert window.parts.balance.isVisible()
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert project.undo_label == label and not window.map.has_tool
    window.actions_by_key["take_customers"].trigger()
    qtbot.keyClick(window.map, Qt.Key.Key_Return)
    assert project.undo_label == "Take in the ground of customers"
    assert "come along: 4." in said(window)
    window.actions_by_key["take_customers"].trigger()  # they are there already
    assert "Nothing would change" in said(window) and not window.map.has_tool
