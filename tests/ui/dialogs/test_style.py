"""A layer is styled in the window: seen at once on the map and in the legend, one step to undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QTreeWidgetItemIterator
from pytestqt.qtbot import QtBot

from gridstudio.commands.layers import set_style
from gridstudio.domain.base_styles import customers_by
from gridstudio.domain.style import Style
from gridstudio.settings import Settings
from gridstudio.ui.dialogs.style import StyleDialog
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.parts import choose
from tests.cases import divided_project

pytestmark = pytest.mark.window


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    window = MainWindow(Settings(language="en"), quiet=True)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.session.attach(divided_project(tmp_path))
    window.show_workspace("map")
    qtbot.waitExposed(window)
    yield window
    window.close()


def opened(window: MainWindow, kind: str = "customers", level: int | None = None) -> StyleDialog:
    data = window.session.data
    assert data is not None
    layer = data.layer_of(kind, level)
    assert layer is not None
    window.styling.open(layer.id)
    assert window.styling.dialog is not None
    return window.styling.dialog


def pick(dialog: StyleDialog, mode: str, field: str) -> None:
    choose(dialog.mode, mode)
    dialog.mode.activated.emit(dialog.mode.currentIndex())
    choose(dialog.field, field)
    dialog.field.activated.emit(dialog.field.currentIndex())


def shown(window: MainWindow, kind: str = "customers", level: int | None = None) -> Style:
    data = window.map.data
    assert data is not None
    layer = data.layer_of(kind, level)
    assert layer is not None
    return window.map.look.style_of(data, layer)


def stored(window: MainWindow, kind: str = "customers", level: int | None = None) -> Style:
    project = window.session.project
    assert project is not None
    layer = project.map_data().layer_of(kind, level)
    assert layer is not None
    return project.styles()[layer.id]


def legend(window: MainWindow) -> list[str]:
    found = []
    walk = QTreeWidgetItemIterator(window.parts.layers.tree)
    while walk.value():
        found.append(walk.value().text(0))
        walk += 1
    return found


def press(dialog: StyleDialog, which: QDialogButtonBox.StandardButton, qtbot: QtBot) -> None:
    qtbot.mouseClick(dialog.buttons.button(which), Qt.MouseButton.LeftButton)


def test_customers_graduated_by_value(window: MainWindow, qtbot: QtBot) -> None:
    before = stored(window)
    dialog = opened(window)
    pick(dialog, "graduated", "value")
    dialog.classes.setValue(3)
    qtbot.waitUntil(lambda: shown(window).mode == "graduated" and len(shown(window).classes) == 3)
    assert any("–" in text for text in legend(window))
    assert stored(window) == before  # nothing is written before OK
    press(dialog, QDialogButtonBox.StandardButton.Ok, qtbot)
    assert window.styling.dialog is None
    assert stored(window).mode == "graduated" and shown(window) == stored(window)
    project = window.session.project
    assert project is not None and project.undo_label == "Style of “Customers”"
    window.actions_by_key["undo"].trigger()
    assert stored(window) == before and shown(window) == before
    window.actions_by_key["redo"].trigger()
    assert len(stored(window).classes) == 3


def test_cancel_leaves_everything_as_it_was(window: MainWindow, qtbot: QtBot) -> None:
    before = shown(window)
    dialog = opened(window)
    pick(dialog, "heat", "")
    qtbot.waitUntil(lambda: shown(window).mode == "heat")
    assert any(text.startswith("up to") or text == "few to many" for text in legend(window))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert shown(window) == before == stored(window) and window.styling.dialog is None
    assert window.session.project is not None and "Style" not in str(
        window.session.project.undo_label
    )


def test_areas_by_an_indicator(window: MainWindow, qtbot: QtBot) -> None:
    window.show_level(2)
    dialog = opened(window, "areas", 2)
    pick(dialog, "graduated", "indicator.customers")
    qtbot.waitUntil(lambda: shown(window, "areas", 2).mode == "graduated")
    data = window.map.data
    assert data is not None
    layer = data.layer_of("areas", 2)
    assert layer is not None and (layer.id, "indicator.customers") in data.columns
    press(dialog, QDialogButtonBox.StandardButton.Ok, qtbot)
    after = window.session.data
    assert after is not None and (layer.id, "indicator.customers") in after.columns


def test_classes_are_switched_off_renamed_and_merged(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window)
    table = dialog.table.table
    table.item(0, 0).setCheckState(Qt.CheckState.Unchecked)
    table.item(1, 1).setText("Markets")
    classes = dialog.style_made.classes
    assert not classes[0].visible and classes[1].label == "Markets"
    table.selectRow(2)
    qtbot.mouseClick(dialog.table.merge, Qt.MouseButton.LeftButton)
    assert len(dialog.style_made.classes) == len(classes) - 1
    table.selectRow(0)
    dialog.symbol.colour.take("#123456")
    dialog.symbol.size_px.setValue(20.0)
    made = dialog.style_made.classes
    assert made[0].symbol.color == "#123456" and made[0].symbol.size_px == 20.0
    assert made[1].symbol.color != "#123456"
    press(dialog, QDialogButtonBox.StandardButton.Ok, qtbot)
    assert stored(window).classes == made


def test_the_map_in_black_and_white_is_only_looked_at(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window)
    choose(dialog.vision, "grey")
    dialog.vision.activated.emit(dialog.vision.currentIndex())

    def grey() -> bool:
        colors = [one.symbol.color for one in shown(window).classes]
        return all(color[1:3] == color[3:5] == color[5:7] for color in colors)

    qtbot.waitUntil(grey)
    press(dialog, QDialogButtonBox.StandardButton.Ok, qtbot)
    data = window.session.data
    assert data is not None and stored(window) == customers_by(data.template) == shown(window)


def test_defaults_come_back(window: MainWindow, qtbot: QtBot) -> None:
    window.styling.customers_by("class")
    assert stored(window).field == "class"
    dialog = opened(window)
    press(dialog, QDialogButtonBox.StandardButton.RestoreDefaults, qtbot)
    press(dialog, QDialogButtonBox.StandardButton.Ok, qtbot)
    assert stored(window).field == "kind"


def test_the_panel_s_quick_switch_is_a_style_like_any_other(window: MainWindow) -> None:
    box = window.parts.layers.colouring
    assert box.currentData() == "kind"
    choose(box, "class")
    box.activated.emit(box.currentIndex())
    assert stored(window).field == "class" and shown(window) == stored(window)
    window.actions_by_key["undo"].trigger()
    assert stored(window).field == "kind" and box.currentData() == "kind"
    data = window.session.data
    layer = data.layer_of("customers") if data is not None else None
    assert layer is not None and window.session.project is not None
    set_style(window.session.project, layer.id, Style())
    assert box.currentIndex() == -1


def test_a_layer_is_styled_from_the_panel(window: MainWindow) -> None:
    data = window.session.data
    layer = data.layer_of("sites") if data is not None else None
    assert layer is not None
    panel = window.parts.layers
    panel.tree.choose(layer.id)
    assert panel.palette_button.isEnabled()
    panel.palette_button.click()
    dialog = window.styling.dialog
    assert dialog is not None and dialog.windowTitle() == "Style of “Sites”"
    assert not dialog.style_made.field or dialog.field.currentData() == "kind"


def test_closing_the_project_closes_the_dialog(window: MainWindow) -> None:
    opened(window)
    window.session.detach()
    assert window.styling.dialog is None


def test_customers_bear_their_names_when_near(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window)
    dialog.labels.on.setChecked(True)
    dialog.labels.farthest.setValue(0)
    assert dialog.style_made.label is not None and dialog.style_made.label.field == "name"
    press(dialog, QDialogButtonBox.StandardButton.Ok, qtbot)
    data, project = window.map.data, window.session.project
    assert data is not None and project is not None
    layer = data.layer_of("customers")
    assert layer is not None
    lon, lat = data.customers.lonlat[5].tolist()
    window.map.centre_on(lon, lat, metre_per_px=5.0)
    row_id = int(data.customers.id[5])

    def known() -> bool:
        return row_id in data.texts.get((layer.id, "name"), {})

    qtbot.waitUntil(known)
    (name,) = project.texts("customers", [row_id], ["name"])[row_id]
    assert data.texts[(layer.id, "name")][row_id] == name
    assert len(data.texts[(layer.id, "name")]) < len(data.customers)
