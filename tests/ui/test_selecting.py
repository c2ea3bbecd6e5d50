"""Selecting, in the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from gridstudio.domain.selection import Selection
from gridstudio.geometry.measuring import legs
from gridstudio.tools.figures import length_words
from gridstudio.ui.identify import beside
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.panels.selection_totals import Bars, SelectionFigures
from tests.ui.hand import spot

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Open = Callable[..., MainWindow]


def drag(qtbot: QtBot, window: MainWindow, *path: tuple[float, float], keys: object = NONE) -> None:
    surface = window.map.viewport()
    spots = [spot(window, *place) for place in path]
    qtbot.mousePress(surface, LEFT, keys, spots[0])
    for place in spots[1:]:
        qtbot.mouseMove(surface, place)
    qtbot.mouseRelease(surface, LEFT, keys, spots[-1])


def trigger(window: MainWindow, key: str) -> None:
    action = window.actions_by_key[key]
    assert action.isEnabled(), action.toolTip()
    action.trigger()


def inside(window: MainWindow, west: float, south: float, east: float, north: float) -> list[int]:
    people = window.session.data.customers  # type: ignore[union-attr]
    lon, lat = people.lonlat[:, 0], people.lonlat[:, 1]
    held = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return people.id[held].tolist()  # type: ignore[no-any-return]


def test_tools_and_modes(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    session = window.session
    trigger(window, "select_rectangle")
    drag(qtbot, window, (111.99, 34.99), (112.2, 35.21))
    west = inside(window, 111.99, 34.99, 112.2, 35.21)
    assert session.selection.customers == west and len(west) == 20
    assert window.parts.status.text.text() == "20 customers selected."
    drag(qtbot, window, (112.2, 34.99), (112.3, 35.21), keys=SHIFT)
    assert len(session.selection.customers) == 32
    drag(qtbot, window, (111.99, 34.99), (112.41, 35.1), keys=ALT)
    assert session.selection.customers == inside(window, 111.99, 35.1, 112.3, 35.21)
    drag(qtbot, window, (111.99, 34.99), (112.1, 35.21), keys=SHIFT | ALT)
    assert session.selection.customers == inside(window, 111.99, 35.1, 112.1, 35.21)
    assert window.map.has_tool
    trigger(window, "select_lasso")
    corners = ((112.2, 34.99), (112.41, 34.99), (112.41, 35.21), (112.2, 35.21))
    drag(qtbot, window, *corners)
    assert session.selection.customers == inside(window, 112.2, 34.99, 112.41, 35.21)
    trigger(window, "select_circle")
    drag(qtbot, window, (112.2, 35.1), (112.3, 35.1))
    assert 0 < len(session.selection.customers) < 20
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert not window.map.has_tool and session.selection
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert not session.selection


def test_control_and_a_drag_select_without_a_tool(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    drag(qtbot, window, (111.99, 34.99), (112.1, 35.21), keys=CONTROL)
    drag(qtbot, window, (112.2, 34.99), (112.3, 35.21), keys=CONTROL | SHIFT)
    assert len(window.session.selection.customers) == 24
    drag(qtbot, window, (111.99, 34.99), (112.1, 35.21), keys=CONTROL | ALT)
    assert window.session.selection.customers == inside(window, 112.2, 34.99, 112.3, 35.21)


def test_all_none_inverted_of_areas_and_zoomed_to(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    session = window.session
    window.map.setFocus()
    trigger(window, "select_view")
    assert len(session.selection.customers) == 40
    assert not window.actions_by_key["select_areas"].isEnabled()
    trigger(window, "select_invert")
    assert not session.selection and not window.actions_by_key["select_none"].isEnabled()
    areas = session.project.areas()  # type: ignore[union-attr]
    one = int(areas.id[list(areas.name).index("One")])
    session.select(Selection(areas=(one,)))
    trigger(window, "select_areas")
    assert session.selection.customers == inside(window, 112.0, 35.0, 112.1, 35.2)
    trigger(window, "select_zoom")
    west, south, east, north = window.map.view_bounds()
    assert 111.8 < west < 112.0 and east > 112.1 and south < 35.01 and 35.19 < north < 35.3
    session.select(Selection(customers=(1,)))
    trigger(window, "select_zoom")
    west, _south, east, _north = window.map.view_bounds()
    assert 0.003 < east - west < 0.03, "a single customer is not shown through a microscope"
    trigger(window, "select_none")
    assert not session.selection


def test_the_table_selects_all_that_it_shows(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    table = window.parts.customers
    table.text.setText("Customer 3")
    table.apply_filter()
    table.table.setFocus()
    trigger(window, "select_view")
    assert len(window.session.selection.customers) == 11
    assert len(table.table.selectionModel().selectedRows()) == 11
    table.text.clear()
    table.apply_filter()
    table.table.selectAll()
    assert len(window.session.selection.customers) == 40


def test_figures_follow_the_selection(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.session.select(Selection(customers=range(1, 11), areas=window.session.data.areas.id[:2]))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: bool(window.parts.inspector.findChildren(SelectionFigures)))
    (figures,) = window.parts.inspector.findChildren(SelectionFigures)
    shown = [label.text() for label in figures.findChildren(QLabel)]
    assert {"10", "1,045", "104", "2", "40"} <= set(shown)
    classes, kinds = figures.findChildren(Bars)
    assert [(bar.text, bar.number) for bar in classes.bars] == [
        ("A", 3), ("B", 3), ("C", 2), ("D", 2),
    ]  # fmt: skip
    assert sum(bar.number for bar in kinds.bars) == 10
    assert not figures.grab().isNull()


def test_the_mouse_at_rest_is_told_what_is_under_it(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    tip, view = window.identify.tip, window.map
    lon, lat = window.session.project.customers().lonlat[7]  # type: ignore[union-attr]
    place = spot(window, lon, lat)
    qtbot.mouseMove(view.viewport(), place)
    qtbot.waitUntil(tip.isVisible)
    assert tip.title.text() == "Customer 7"
    assert view.hovered == Selection(customers=(8,)) and not view.selection
    assert view.rect().contains(tip.geometry())
    qtbot.mouseMove(view.viewport(), place + QPoint(40, 0))
    assert not tip.isVisible() and not view.hovered
    qtbot.waitUntil(tip.isVisible)
    assert tip.title.text() == "open ground"
    window.session.select(Selection(customers=(2,)))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not tip.isVisible() and window.session.selection, "Esc takes one thing away"
    trigger(window, "identify")
    assert not window.actions_by_key["identify"].isChecked()
    qtbot.mouseMove(view.viewport(), place)
    qtbot.wait(200)
    assert not tip.isVisible()
    trigger(window, "identify")
    qtbot.mouseMove(view.viewport(), place + QPoint(1, 0))
    qtbot.waitUntil(tip.isVisible)


def test_a_card_stays_inside_the_map(open_window: Open) -> None:
    window = open_window()
    room = window.map.rect()
    size = window.identify.tip.sizeHint()
    for at in (room.topLeft(), room.topRight(), room.bottomLeft(), room.bottomRight()):
        assert room.contains(beside(at.toPointF(), size, room))


def test_measuring_snaps_and_is_copied(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    view, surface = window.map, window.map.viewport()
    trigger(window, "measure_distance")
    people = window.session.data.customers  # type: ignore[union-attr]
    ends = people.lonlat[[3, 27]]
    for lon, lat in ends.tolist():
        place = spot(window, lon, lat) + QPoint(4, 3)
        qtbot.mouseMove(surface, place)
        qtbot.mouseClick(surface, LEFT, NONE, place)
    expected = f"Distance {length_words(legs(ends).total_m)}"
    assert window.parts.status.text.text().startswith(expected)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == expected
    assert view.has_tool and not view.grab().isNull()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.has_tool


def test_points_are_deleted_together_and_come_back_together(open_window: Open) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    with project.edit("Site") as edit:
        place = project.customers().lonlat[:1]
        (site_id,) = edit.add_points("sites", place, {"name": ["Hill"], "kind": ["landmark"]})
    window.session.select(Selection(customers=(1, 2), sites=(site_id,)))
    trigger(window, "delete")
    assert len(project.customers()) == 38 and len(project.sites()) == 0
    assert project.undo_label == "Delete customers and sites"
    assert not window.session.selection, "what is gone is not selected"
    trigger(window, "undo")
    assert len(project.customers()) == 40 and len(project.sites()) == 1


@pytest.mark.parametrize("size", [(760, 600), (400, 120), None])
def test_a_dialog_beside_the_map_lies_within_the_window(
    open_window: Open, size: tuple[int, int] | None
) -> None:
    window = open_window()
    dialog = QDialog(window)
    if size is not None:
        dialog.resize(*size)
    window.selecting.show_beside(dialog)
    ground = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
    assert ground.contains(QRect(dialog.pos(), dialog.size()))
