"""The preview of polygons: the map, the repairs, the tolerance, the columns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from gridstudio.commands.columns import map_data
from gridstudio.commands.imports import run_import
from gridstudio.commands.layers import switch_layer
from gridstudio.ui.dialogs.preview_areas import PreviewAreasDialog
from gridstudio.ui.runner import Runner
from tests.cases import blank_project
from tests.commands.test_import_cleaning import CLEANING, written


def test_the_preview_follows_and_is_what_is_imported(qtbot: QtBot, tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        source, runner = written(tmp_path), Runner()
        dialog = PreviewAreasDialog(project, source, CLEANING, map_data(project), runner, "light")
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(dialog.ok.isEnabled)
        assert dialog.repairs.topLevelItemCount() > 3
        assert dialog.areas.topLevelItemCount() == 6
        assert dialog.refused.topLevelItemCount() == 1, "the polygon that others cover"
        assert dialog.columns["name"].currentData() == "name"
        # A click shows the place.
        before = dialog.map.viewport_now
        line = dialog.repairs.topLevelItem(1)
        assert line is not None
        dialog.repairs.itemClicked.emit(line, 0)
        qtbot.waitUntil(lambda: dialog.map.viewport_now != before)
        # Less tolerance: the gap of 18 m is left open.
        words = [dialog.repairs.topLevelItem(at).text(0) for at in range(3)]  # type: ignore[union-attr]
        dialog.clean.setValue(1.0)
        assert not dialog.ok.isEnabled()
        qtbot.waitUntil(dialog.ok.isEnabled)
        now = [
            dialog.repairs.topLevelItem(at).text(0)  # type: ignore[union-attr]
            for at in range(dialog.repairs.topLevelItemCount())
        ]
        assert now != words and any("Left open" in text for text in now)
        # A column that is not to be used.
        dialog.columns["name"].setCurrentIndex(0)
        qtbot.waitUntil(dialog.ok.isEnabled)
        assert dialog.areas.topLevelItem(0).text(2) == ""  # type: ignore[union-attr]
        assert len(project.areas()) == 2, "nothing is written yet"
        dialog.ok.click()
        assert dialog.result() == QDialog.DialogCode.Accepted
        report = run_import(project, source, dialog.options())
        assert report.added == 5
        project.undo()
        assert len(project.areas()) == 2


def test_the_map_shows_what_the_window_shows_at_the_level_that_is_read(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with blank_project(tmp_path) as project:
        sites = next(one for one in project.layers() if one.kind == "sites")
        switch_layer(project, sites.id, False)
        data, wish = map_data(project), replace(CLEANING, level="grid")
        dialog = PreviewAreasDialog(project, written(tmp_path), wish, data, Runner(), "light")
        qtbot.addWidget(dialog)
        qtbot.waitUntil(lambda: not dialog._running)
        assert dialog.map.look.hidden == data.hidden == {sites.id}
        assert dialog.map.look.level == 2
