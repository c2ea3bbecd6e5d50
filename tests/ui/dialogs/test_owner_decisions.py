"""Customers given to an area and decided anew, in real dialogs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridstudio.domain.selection import Selection
from gridstudio.ui.dialogs.owner_decision import OwnerDecisionDialog
from gridstudio.ui.dialogs.owner_decisions import OwnerDecisionsDialog
from gridstudio.ui.main_window import MainWindow


def answered(act: Callable[[], Any], answer: Callable[[Any], None]) -> None:
    """Run an act that opens a dialog, and answer that."""
    QTimer.singleShot(50, lambda: answer(QApplication.activeModalWidget()))
    act()


def area(window: MainWindow, name: str) -> int:
    areas = window.session.project.areas()  # type: ignore[union-attr]
    return int(areas.id[list(areas.name).index(name)])


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    return open_window()


def test_given_listed_renewed_withdrawn(qtbot: QtBot, window: MainWindow) -> None:
    project = window.session.project
    assert project is not None
    action = window.actions_by_key["give"]
    assert not action.isEnabled() and "customers first" in action.toolTip()
    owners = project.owners()
    customer = int(owners.id[owners.area == area(window, "One")][0])
    window.session.select(Selection(customers=[customer]))
    assert action.isEnabled()

    def fill(dialog: OwnerDecisionDialog) -> None:
        assert not dialog.ok.isEnabled()
        names = [dialog.area.itemText(at) for at in range(dialog.area.count())]
        assert names == ["G01  One", "G02  Two"]
        dialog.area.setCurrentText("G02  Two")
        qtbot.keyClicks(dialog.reason, "Head office in Two")
        dialog.expires.setChecked(True)
        dialog.until.setDate(QDate(2020, 1, 31))
        assert dialog.ok.isEnabled() and dialog.expiry() == date(2020, 1, 31)
        dialog.area.setEditText("no such area")
        assert not dialog.ok.isEnabled()
        dialog.area.setCurrentText("G02  Two")
        dialog.accept()

    answered(action.trigger, fill)
    owners = project.owners()
    assert owners.area[owners.row(customer)] == area(window, "Two")
    assert project.undo_label == "Give customers to an area"

    listed = OwnerDecisionsDialog(project, date(2026, 1, 1), window.attempt, "light", window)
    qtbot.addWidget(listed)
    (line,) = [listed.list.topLevelItem(at) for at in range(listed.list.topLevelItemCount())]
    assert [line.text(at) for at in (0, 2, 3, 4, 6)] == [
        "expired", "Two", "One", "Head office in Two", "2020-01-31",
    ]  # fmt: skip
    assert "1 to be decided" in listed.summary.text() and not listed.withdraw.isEnabled()
    line.setSelected(True)

    def renew(dialog: OwnerDecisionDialog) -> None:
        assert dialog.reason.text() == "Head office in Two" and not dialog.area.isEnabled()
        dialog.expires.setChecked(False)
        dialog.accept()

    answered(listed.change.click, renew)
    line = listed.list.topLevelItem(0)
    assert line.text(0) == "in force"
    line.setSelected(True)
    shown: list[int] = []
    listed.shown.connect(shown.append)
    listed.show_button.click()
    assert shown == [customer]
    line.setSelected(True)
    listed.withdraw.click()
    assert listed.list.topLevelItemCount() == 0 and project.overrides() == []
