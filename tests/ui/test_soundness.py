"""Checking and repairing in the real window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gridstudio.commands.check import check, findings
from gridstudio.project import Project
from gridstudio.ui.dialogs.check import DATA
from tests.commands.test_repair import damaged
from tests.ui.conftest import Open


def test_flaws_are_listed_shown_and_repaired(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(Project.open(damaged(tmp_path)))
    project = window.session.project
    assert project is not None
    dialog = window.soundness.show(findings(project))
    assert dialog.flaws.topLevelItemCount() >= 4 and not dialog.repair.isEnabled()
    dialog.wide.setValue(200.0)
    qtbot.waitUntil(dialog.repair.isEnabled)
    everything = dialog.repairs.topLevelItemCount()
    assert everything >= 3
    # A click on a flaw zooms to it.
    before = window.map.viewport_now
    first = dialog.flaws.topLevelItem(0)
    assert first is not None
    dialog.flaws.itemClicked.emit(first, 0)
    qtbot.waitUntil(lambda: window.map.viewport_now != before)
    # Only what is ticked is repaired.
    dialog.tick(False)
    assert not dialog.repair.isEnabled()
    first.setCheckState(0, Qt.CheckState.Checked)
    qtbot.waitUntil(dialog.repair.isEnabled)
    assert 1 <= dialog.repairs.topLevelItemCount() < everything
    assert dialog.chosen() == [first.data(0, DATA)]
    dialog.tick(True)
    qtbot.waitUntil(dialog.repair.isEnabled)
    dialog.repair.click()
    qtbot.waitUntil(lambda: dialog.flaws.topLevelItemCount() == 0)
    assert check(project) == [] and "seamless" in dialog.said.text()
    assert not dialog.repair.isEnabled()
    project.undo()
    assert check(project) != []


def test_a_sound_project_says_so(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    with qtbot.waitSignal(window.session.message, check_params_cb=lambda t, _p: "seamless" in t):
        window.soundness.check()
    assert window.soundness.dialog is None
