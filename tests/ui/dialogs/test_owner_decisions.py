"""Customers given to an area and decided anew, in real dialogs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gridstudio.commands.areas import draw_area
from gridstudio.commands.overrides import give_customers
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
        assert not dialog.ok.isEnabled() and "reason" in dialog.ok.toolTip()
        names = [dialog.area.itemText(at) for at in range(dialog.area.count())]
        assert names == ["G01  One", "G02  Two"]
        dialog.area.setCurrentText("G02  Two")
        qtbot.keyClicks(dialog.reason, "Head office in Two")
        dialog.expires.setChecked(True)
        dialog.until.setDate(QDate(2020, 1, 31))
        assert dialog.ok.isEnabled() and dialog.expiry() == date(2020, 1, 31)
        dialog.area.setEditText("no such area")
        assert not dialog.ok.isEnabled() and "area" in dialog.ok.toolTip()
        dialog.area.setCurrentText("G02  Two")
        dialog.accept()

    answered(action.trigger, fill)
    assert window.parts.status.text.text() == "1 customer was given to G02 Two."
    owners = project.owners()
    assert owners.area[owners.row(customer)] == area(window, "Two")
    assert project.undo_label == "Give customers to an area"

    listed = OwnerDecisionsDialog(project, date(2026, 1, 1), window.attempt, "light", window)
    qtbot.addWidget(listed)
    (line,) = [listed.list.topLevelItem(at) for at in range(listed.list.topLevelItemCount())]
    assert [line.text(at) for at in (0, 2, 3, 4, 7)] == [
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


def test_what_has_to_be_decided_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    """An expired decision is counted in the status bar; a click lists it, and deciding ends it."""
    project, status = window.session.project, window.parts.status
    assert project is not None and not status.decisions.isVisible()
    owners = project.owners()
    customers = owners.id[owners.area == area(window, "One")][:2].tolist()
    two = area(window, "Two")
    give_customers(project, customers[:1], two, "contract", expires=date(2020, 1, 31))
    give_customers(project, customers[1:], two, "contract", expires=date(2999, 1, 31))
    assert status.decisions.text() == "1 owner to be decided anew" and status.decisions.isVisible()
    window.session.select(Selection(customers=customers[:1]))
    inspector = window.parts.inspector
    qtbot.waitUntil(lambda: "to be decided anew" in said(inspector))
    assert "By decision: contract" in said(inspector) and "until 2020-01-31" in said(inspector)

    def withdraw_first(dialog: OwnerDecisionsDialog) -> None:
        line = dialog.list.topLevelItem(0)
        assert line.text(0) == "expired" and "holds until" in line.toolTip(0)
        assert line.text(6) == project.overrides()[0].created_at[:10] != ""
        line.setSelected(True)
        dialog.withdraw.click()
        dialog.reject()

    answered(status.decisions.click, withdraw_first)
    assert not status.decisions.isVisible()
    window.undo()
    assert status.decisions.isVisible()


def test_an_area_that_has_been_divided_is_chosen_anew(qtbot: QtBot, window: MainWindow) -> None:
    project = window.session.project
    assert project is not None
    two = area(window, "Two")
    owners = project.owners()
    customer = int(owners.id[owners.area == area(window, "One")][0])
    give_customers(project, [customer], two, "contract")
    draw_area(project, 3, [(112.12, 35.02), (112.18, 35.02), (112.18, 35.1), (112.12, 35.1)])
    listed = OwnerDecisionsDialog(project, date(2026, 1, 1), window.attempt, "light", window)
    qtbot.addWidget(listed)
    line = listed.list.topLevelItem(0)
    assert line.text(0) == "divided"
    line.setSelected(True)
    part = project.areas().at_level(3).tolist()[0]

    def choose(dialog: OwnerDecisionDialog) -> None:
        assert dialog.area.isEnabled() and not dialog.ok.isEnabled()
        dialog.area.setCurrentIndex(dialog.area.findData(part))
        assert dialog.ok.isEnabled()
        dialog.accept()

    answered(listed.change.click, choose)
    assert listed.list.topLevelItem(0).text(0) == "in force"
    assert project.owners().area[project.owners().row(customer)] == part


def test_very_many_are_given_by_a_job(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridstudio.ui.bulk.MANY_ROWS", 3)
    project = window.session.project
    assert project is not None
    window.session.select(Selection(customers=project.customers().id))

    def fill(dialog: OwnerDecisionDialog) -> None:
        dialog.area.setCurrentText("G02  Two")
        dialog.reason.setText("All of them")
        dialog.accept()

    answered(window.actions_by_key["give"].trigger, fill)
    qtbot.waitUntil(lambda: window.runner.job is None)
    assert (project.owners().area == area(window, "Two")).all()


def said(inspector: QWidget) -> str:
    return "\n".join(label.text() for label in inspector.findChildren(QLabel))
