"""The change book in the window: since the last change and since opening."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from gridstudio.commands.areas import move_node
from gridstudio.commands.change_book import Span
from gridstudio.reports.change_book import write_change_book
from gridstudio.ui.dialogs.change_book import ChangeBookDialog
from gridstudio.ui.main_window import MainWindow
from tests.cases import divided_project


def test_moved_customers_are_listed_shown_and_saved(
    qtbot: QtBot, open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = open_window(divided_project(tmp_path, customers=400))
    session, project = window.session, window.session.project
    assert project is not None
    action = window.actions_by_key["change_book"]
    assert not action.isEnabled() and "Nothing has changed" in action.toolTip()
    start = project.owners().area
    move_node(project, (112.1, 35.1), (112.06, 35.1))
    middle = project.owners().area
    move_node(project, (112.06, 35.1), (112.02, 35.1))
    assert action.isEnabled()
    first, last = session.at_opening, session.before_last
    assert first is not None and last is not None
    spans = [Span("last", lambda: last), Span("opening", lambda: first)]
    dialog = ChangeBookDialog(project, spans, "light", window)
    qtbot.addWidget(dialog)
    now = project.owners().area
    assert dialog.customers.topLevelItemCount() == np.count_nonzero(middle != now)
    dialog.since.setCurrentIndex(1)
    moved = project.customers().id[start != now]
    assert dialog.customers.topLevelItemCount() == len(moved)
    assert dialog.areas.topLevelItemCount() == 1
    assert dialog.areas.topLevelItem(0).text(2) == str(len(moved))
    shown: list[object] = []
    dialog.selected.connect(shown.append)
    dialog.show_button.click()
    assert sorted(np.asarray(shown[0]).tolist()) == moved.tolist()
    target = tmp_path / "book.xlsx"
    write_change_book(project, dialog.before, target)
    sheet = CalamineWorkbook.from_path(str(target)).get_sheet_by_name("Customers who moved")
    assert len(sheet.to_python()) == len(moved) + 1


def test_the_workbook_is_written_by_a_job(
    qtbot: QtBot,
    open_window: Callable[..., MainWindow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window(divided_project(tmp_path, customers=400))
    project, target = window.session.project, tmp_path / "moved.xlsx"
    assert project is not None
    move_node(project, (112.1, 35.1), (112.05, 35.1))
    before = window.session.at_opening
    assert before is not None
    dialog = ChangeBookDialog(project, [Span("opening", lambda: before)], "light", window)
    qtbot.addWidget(dialog)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    window.owners._save(dialog)
    qtbot.waitUntil(lambda: window.runner.job is None and target.exists())
    sheet = CalamineWorkbook.from_path(str(target)).get_sheet_by_name("Customers who moved")
    assert len(sheet.to_python()) == dialog.customers.topLevelItemCount() + 1
