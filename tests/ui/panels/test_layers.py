"""The layer panel: switched, renamed, moved, grouped and removed by hand, in a real window."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from pytestqt.qtbot import QtBot
from shapely.geometry import LineString

from gridstudio.commands.layers import add_layer, group_layers, set_scale_range
from gridstudio.project import Project
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.panels.layer_tree import LayerTree
from tests.cases import divided_project

Open = Callable[..., MainWindow]
Spot = QAbstractItemView.DropIndicatorPosition
ROAD = LineString([(112.05, 35.05), (112.1, 35.1)])
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@pytest.fixture
def window(open_window: Open, tmp_path: Path) -> MainWindow:
    """With three layers of shapes, the second alone in a group."""
    project = divided_project(tmp_path)
    with project.edit("Layers") as edit:
        for name in ("Roads", "Rivers", "Parks"):
            layer = add_layer(project, name, "features", edit=edit)
            edit.add("features", [{"layer_id": layer, "geom": ROAD, "name": name}])
    group_layers(project, [layer_id(project, "Rivers")], "Water")
    return open_window(project)


def layer_id(project: Project, name: str) -> int:
    return next(one.id for one in project.layers() if name in (one.name, one.kind))


def names(window: MainWindow) -> list[str]:
    project = window.session.project
    assert project is not None
    return [one.name for one in project.layers() if one.name]


def tree_of(window: MainWindow) -> LayerTree:
    return window.parts.layers.tree


def id_of(window: MainWindow, name: str) -> int:
    project = window.session.project
    assert project is not None
    return layer_id(project, name)


def press(qtbot: QtBot, window: MainWindow, name: str, key: Qt.Key, **more: object) -> None:
    tree = tree_of(window)
    tree.choose(id_of(window, name))
    tree.setFocus()
    qtbot.keyClick(tree, key, **more)  # type: ignore[arg-type]


def drop(
    window: MainWindow, name: str, on: str, spot: Spot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drop a layer on another's line, at its middle or edges."""
    tree = tree_of(window)
    tree.choose(id_of(window, name))
    monkeypatch.setattr(tree, "dropIndicatorPosition", lambda: spot)
    at = QPointF(tree.visualItemRect(tree.item_of(id_of(window, on))).center())
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    tree.dropEvent(QDropEvent(at, Qt.DropAction.MoveAction, QMimeData(), buttons, keys))


def test_the_tree_shows_every_layer_topmost_first(window: MainWindow) -> None:
    tree = tree_of(window)
    top = [tree.topLevelItem(at).text(0) for at in range(tree.topLevelItemCount())]
    levels = ["County", "District", "Grid", "Micro-grid"]
    assert top == ["Sites", "Customers", "Tracks", *levels, "Parks", "Water", "Roads"]
    assert tree.item_of(id_of(window, "Rivers")).parent().text(0) == "Water"
    customers = tree.item_of(id_of(window, "customers"))
    assert customers.text(1) == "40" and customers.childCount() > 1


def test_a_click_hides_a_layer_and_the_file_keeps_it(window: MainWindow, qtbot: QtBot) -> None:
    tree, rivers = tree_of(window), id_of(window, "Rivers")
    project = window.session.project
    assert project is not None
    tree.item_of(rivers).setCheckState(0, UNCHECKED)
    assert rivers in window.map.look.hidden
    qtbot.waitUntil(lambda: tree.item_of(rivers).checkState(0) == UNCHECKED)
    assert project.undo_label == "Group layers"  # switching is no edit
    with Project.open(project.path, read_only=True) as again:
        assert again.map_data().hidden == {rivers}
    window.undo()
    assert rivers in window.map.look.hidden
    tree.item_of(rivers).setCheckState(0, CHECKED)
    assert rivers not in window.map.look.hidden


def test_names_are_switched_together(window: MainWindow) -> None:
    window.parts.layers.names.click()
    assert not window.map.look.labels
    project = window.session.project
    assert project is not None and project.view_state("names") is False
    window.session.opened.emit()
    assert not window.parts.layers.names.isChecked()


def test_f2_renames_in_place_and_undo_takes_it_back(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, window, "Roads", Qt.Key.Key_F2)
    editor = tree_of(window).findChild(QLineEdit)
    assert editor is not None and editor.text() == "Roads"
    editor.setText("Streets")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Streets" in names(window))
    window.undo()
    assert tree_of(window).item_of(id_of(window, "Roads")).text(0) == "Roads"


def test_delete_removes_a_layer_but_not_a_built_in_one(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, window, "Water", Qt.Key.Key_Delete)
    assert names(window) == ["Roads", "Parks"]
    assert window.session.project is not None
    window.undo()
    assert names(window) == ["Roads", "Rivers", "Water", "Parks"]
    press(qtbot, window, "sites", Qt.Key.Key_Delete)
    assert "hide the layer" in window.parts.status.text.text()
    assert not window.parts.layers.remove.isEnabled()
    assert "hide the layer" in window.parts.layers.remove.toolTip()


def test_a_name_is_no_markup(window: MainWindow) -> None:
    window.layer_acts.rename(id_of(window, "Roads"), "<b>Roads</b>")
    tip = tree_of(window).item_of(id_of(window, "<b>Roads</b>")).toolTip(0)
    assert "&lt;b&gt;Roads" in tip


def test_alt_and_arrows_move_a_layer(window: MainWindow, qtbot: QtBot) -> None:
    alt = Qt.KeyboardModifier.AltModifier
    press(qtbot, window, "Roads", Qt.Key.Key_Up, modifier=alt)
    assert names(window) == ["Rivers", "Water", "Roads", "Parks"]
    press(qtbot, window, "Roads", Qt.Key.Key_Down, modifier=alt)
    press(qtbot, window, "Roads", Qt.Key.Key_Down, modifier=alt)
    assert names(window) == ["Roads", "Rivers", "Water", "Parks"]
    assert tree_of(window).chosen() == [id_of(window, "Roads")]


@pytest.mark.parametrize(
    ("name", "on", "spot", "expected", "group"),
    [
        ("Roads", "Water", Spot.OnItem, ["Rivers", "Roads", "Water", "Parks"], "Water"),
        ("Roads", "Water", Spot.BelowItem, ["Rivers", "Roads", "Water", "Parks"], "Water"),
        ("Roads", "Rivers", Spot.BelowItem, ["Roads", "Rivers", "Water", "Parks"], "Water"),
        ("Roads", "Parks", Spot.AboveItem, ["Rivers", "Water", "Parks", "Roads"], ""),
        ("Rivers", "Roads", Spot.BelowItem, ["Rivers", "Roads", "Water", "Parks"], ""),
        ("Parks", "Roads", Spot.OnItem, ["Roads", "Parks", "Rivers", "Water"], ""),
    ],
)
def test_a_layer_is_dropped_where_the_line_shows(
    window: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    on: str,
    spot: Spot,
    expected: list[str],
    group: str,
) -> None:
    before = names(window)
    drop(window, name, on, spot, monkeypatch)
    project = window.session.project
    assert project is not None
    qtbot.waitUntil(lambda: project.undo_label == "Move layer")
    assert names(window) == expected
    parent = next(one.parent for one in project.layers() if one.name == name)
    assert parent == (id_of(window, group) if group else 0)
    window.undo()
    assert names(window) == before


def test_a_group_is_not_dropped_into_itself(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names(window)
    drop(window, "Water", "Rivers", Spot.BelowItem, monkeypatch)
    qtbot.waitUntil(lambda: "itself" in window.parts.status.text.text())
    assert names(window) == before


def test_what_is_chosen_becomes_a_group_with_a_name_to_type(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel, tree = window.parts.layers, tree_of(window)
    for name in ("Roads", "Parks"):
        tree.item_of(id_of(window, name)).setSelected(True)
    panel.group.click()
    assert names(window) == ["Rivers", "Water", "Roads", "Parks", "Group"]
    editor = tree.findChild(QLineEdit)
    assert editor is not None and editor.text() == "Group"


def test_a_layer_out_of_its_scales_is_pale_and_says_so(window: MainWindow, qtbot: QtBot) -> None:
    project, tree = window.session.project, tree_of(window)
    assert project is not None
    roads = id_of(window, "Roads")
    usual = tree.item_of(roads).foreground(0).color().name()
    set_scale_range(project, roads, 0, 2000)
    assert tree.item_of(roads).foreground(0).color().name() != usual
    assert "1 : 2,000" in tree.item_of(roads).toolTip(0)
    window.map.centre_on(112.05, 35.05, metre_per_px=0.2)
    qtbot.waitUntil(lambda: tree.item_of(roads).foreground(0).color().name() == usual)


def test_a_file_that_is_gone_is_named_with_its_layer(open_window: Open, tmp_path: Path) -> None:
    project = divided_project(tmp_path)
    lost = add_layer(project, "Map", "tiles", source="maps/lost.mbtiles")
    window = open_window(project)
    panel = window.parts.layers
    assert "lost.mbtiles is not there" in panel.tree.item_of(lost).toolTip(0)
    assert "Find the file …" in [action.text() for action in panel.menu_for([lost]).actions()]
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "lost.mbtiles").touch()
    panel.rebuild()
    assert "not there" not in panel.tree.item_of(lost).toolTip(0)


def test_the_map_goes_to_what_a_layer_shows(window: MainWindow) -> None:
    window.layer_acts.zoom_to([id_of(window, "Water")])
    west, south, east, north = window.map.view_bounds()
    assert west < 112.05 and south < 35.05 and east > 112.1 and north > 35.1
    assert east - west < 0.2
    window.layer_acts.zoom_to([id_of(window, "tracks")])
    assert "empty" in window.parts.status.text.text()


def test_a_style_that_cannot_be_used_is_said_when_the_project_opens(
    open_window: Open, tmp_path: Path
) -> None:
    project = divided_project(tmp_path)
    connection = sqlite3.connect(project.path)
    connection.execute(
        "UPDATE layer_styles SET \"styleQML\" = '<qgis/>', description = '' "
        "WHERE f_table_name = 'sites'"
    )
    connection.commit()
    connection.close()
    project.poll()
    window = open_window(project)
    assert "“Sites” is drawn plainly" in window.parts.status.text.text()


def test_in_a_project_that_is_only_read_layers_are_switched_all_the_same(
    open_window: Open, tmp_path: Path
) -> None:
    divided_project(tmp_path).close()
    path = tmp_path / "Case.gpkg"
    before = path.read_bytes()
    window = open_window(Project.open(path, read_only=True))
    sites = id_of(window, "sites")
    tree_of(window).item_of(sites).setCheckState(0, UNCHECKED)
    assert sites in window.map.look.hidden
    window.session.refresh()
    assert sites in window.map.look.hidden
    window.close()
    assert path.read_bytes() == before
