"""Locks, codes and settings of areas, in the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog
from pytestqt.qtbot import QtBot

from gridstudio.commands.areas import set_area
from gridstudio.domain.base_styles import default_style
from gridstudio.domain.selection import Selection
from gridstudio.ui.dialogs.renumber import RenumberDialog
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.tables.setting_box import EVERY
from tests.ui.tables.test_area_table import cells

Open = Callable[..., MainWindow]


def ids(window: MainWindow, *names: str) -> list[int]:
    areas = window.session.data.areas  # type: ignore[union-attr]
    return [int(areas.id[list(areas.name).index(name)]) for name in names]


def codes(window: MainWindow) -> dict[str, str]:
    areas = window.session.data.areas  # type: ignore[union-attr]
    return dict(zip(areas.name.tolist(), areas.code.tolist(), strict=True))


def locked_rows(window: MainWindow) -> list[str]:
    """The codes beside which the list shows a lock."""
    model = window.parts.areas.model
    at = [model.index(row, 0) for row in range(model.rowCount())]
    shown = [index for index in at if model.data(index, Qt.ItemDataRole.DecorationRole)]
    return [str(model.data(index)) for index in shown]


def test_a_level_is_locked_shown_and_unlocked(open_window: Open) -> None:
    window = open_window()
    window.show_workspace("divide")
    act = window.actions_by_key["lock_level"]
    assert not act.isChecked() and locked_rows(window) == []
    act.trigger()
    level = window.parts.level
    assert act.isChecked() and not level.itemIcon(level.currentIndex()).isNull()
    assert locked_rows(window) == ["G01", "G02"]
    assert level.toolTip() == "Its borders are locked."
    window.show_level(1)
    assert not act.isChecked() and locked_rows(window) == []
    window.undo()
    assert level.itemIcon(level.findData(2)).isNull()


def test_a_lock_cuts_no_letter_of_the_level_off(open_window: Open) -> None:
    window = open_window()
    window.show_workspace("divide")
    level = window.parts.level
    longest = max(range(level.count()), key=lambda at: len(level.itemText(at)))
    window.show_level(int(level.itemData(longest)))
    before = level.sizeHint().width()
    window.actions_by_key["lock_level"].trigger()
    assert level.sizeHint().width() >= before + level.iconSize().width()


def test_a_locked_area_has_its_lock_in_the_list(open_window: Open) -> None:
    window = open_window()
    window.show_workspace("divide")
    set_area(window.session.project, ids(window, "Two")[0], locked=True)  # type: ignore[arg-type]
    assert locked_rows(window) == ["G02"]


def test_several_areas_get_their_setting_in_the_inspector(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.show_workspace("divide")
    window.session.select(Selection(areas=ids(window, "One", "Two")))
    box, lock = shown_fields(qtbot, window)
    box.setCurrentIndex(box.findData("rural"))
    box.activated.emit(box.currentIndex())
    assert settings(window) == {"One": "rural", "Two": "rural"}
    box, lock = shown_fields(qtbot, window)
    assert box.currentData() == "rural"
    set_area(window.session.project, ids(window, "One")[0], setting="urban")  # type: ignore[arg-type]
    box, lock = shown_fields(qtbot, window)
    assert box.currentText() == "various" and box.currentData() is None
    lock.click()
    areas = window.session.data.areas  # type: ignore[union-attr]
    assert areas.locked[areas.index(ids(window, "One", "Two"))].all()


def shown_fields(qtbot: QtBot, window: MainWindow) -> tuple[QComboBox, QCheckBox]:
    qtbot.wait(20)
    panel = window.parts.inspector.widget()
    boxes = [box for box in panel.findChildren(QComboBox) if box.findData("rural") >= 0]
    return boxes[0], panel.findChildren(QCheckBox)[0]


def settings(window: MainWindow) -> dict[str, str]:
    data = window.session.data
    assert data is not None
    words, areas = data.template.settings, data.areas
    rows = [row for row in range(len(areas)) if areas.setting[row] >= 0]
    return {str(areas.name[row]): words[int(areas.setting[row])].key for row in rows}


def test_the_menu_of_the_list_sets_and_locks(open_window: Open) -> None:
    window = open_window()
    window.show_workspace("divide")
    window.session.select(Selection(areas=ids(window, "One", "Two")))
    menu = window.area_acts.menu()
    setting, lock, unlock = menu.actions()[:3]
    inside = setting.menu()
    assert inside is not None
    assert [act.text() for act in inside.actions()] == ["Urban", "Rural", "none"]  # type: ignore[attr-defined]
    inside.actions()[0].trigger()  # type: ignore[attr-defined]
    assert settings(window) == {"One": "urban", "Two": "urban"}
    lock.trigger()
    assert locked_rows(window) == ["G01", "G02"]
    unlock.trigger()
    assert locked_rows(window) == []
    window.session.select(Selection())
    assert not window.area_acts.menu().actions()[0].isEnabled()


def test_the_list_shows_one_setting(open_window: Open) -> None:
    window = open_window()
    window.show_workspace("divide")
    set_area(window.session.project, ids(window, "One")[0], setting="urban")  # type: ignore[arg-type]
    table = window.parts.areas
    every = cells(table, "Name")
    for key, names in (("urban", ["One"]), ("rural", []), ("", ["Two"]), (EVERY, every)):
        table.setting.setCurrentIndex(table.setting.findData(key))
        table.setting.activated.emit(table.setting.currentIndex())
        assert cells(table, "Name") == names


@pytest.mark.parametrize("accepted", [True, False])
def test_numbering_anew_shows_every_code_first(
    open_window: Open, monkeypatch: pytest.MonkeyPatch, accepted: bool
) -> None:
    window = open_window()
    set_area(window.session.project, ids(window, "One")[0], code="X7")  # type: ignore[arg-type]
    seen: list[list[str]] = []

    def answered(dialog: QDialog) -> int:
        assert isinstance(dialog, RenumberDialog)
        texts = [dialog.table.item(0, column) for column in range(3)]
        seen.append([item.text() for item in texts if item is not None])
        dialog.order_box.setCurrentIndex(3)
        assert dialog.accept_button.isEnabled() and dialog.table.rowCount() == 1
        return int(QDialog.DialogCode.Accepted if accepted else QDialog.DialogCode.Rejected)

    monkeypatch.setattr(QDialog, "exec", answered)
    window.actions_by_key["renumber"].trigger()
    assert seen == [["One", "X7", "G01"]]
    assert codes(window)["One"] == ("G01" if accepted else "X7")


def test_the_map_shows_urban_and_rural(open_window: Open) -> None:
    window = open_window()
    act = window.actions_by_key["by_setting"]
    act.trigger()
    data = window.session.data
    assert data is not None and act.isChecked()
    layer = data.layer_of("areas", 2)
    assert layer is not None
    style = data.styles[layer.id]
    assert [one.value for one in style.classes] == ["urban", "rural", None]
    colours = {one.symbol.color for one in style.classes}
    assert len(colours) == 3 and style.label == default_style(layer, data.template).label
    act.trigger()
    assert not act.isChecked()
    assert window.session.data.styles[layer.id] == default_style(layer, data.template)  # type: ignore[union-attr]
