"""All borders made simpler in the real window: the preview, then one step."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from gridstudio.commands.check import check
from gridstudio.commands.demo import write_demo
from gridstudio.project import Project
from tests.cases import telecom
from tests.commands.test_demo import paint
from tests.ui.conftest import Open


def test_the_preview_follows_and_one_step_writes_it(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "demo.gpkg"
    write_demo(path, template=telecom(), paint_tiles=paint, customers=3000)
    window = open_window(Project.open(path))
    project = window.session.project
    assert project is not None
    dialog = window.generalising.open()
    assert dialog is not None and not dialog.write.isEnabled()
    assert dialog.focusWidget() is dialog.tolerance, "what one types first"
    line = dialog.tolerance.lineEdit()
    assert line is not None and line.selectedText() == "20.0"
    qtbot.waitUntil(dialog.write.isEnabled)
    first = dialog.figures["nodes"].text()
    dialog.tolerance.setValue(400.0)
    assert not dialog.write.isEnabled(), "what was shown no longer holds"
    qtbot.waitUntil(dialog.write.isEnabled)
    assert dialog.figures["nodes"].text() != first
    dialog.select.click()
    assert f"{len(window.session.selection.customers):,}" == dialog.figures["customers"].text()
    before = project.areas()
    dialog.write.click()
    assert not dialog.isVisible() and project.areas() is not before
    assert check(project) == []
    window.undo()
    assert project.areas().geometry[0].equals_exact(before.geometry[0], 0)
