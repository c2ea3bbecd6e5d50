"""Files in and out of the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from gridstudio.ui.dialogs.import_file import ImportDialog
from gridstudio.ui.main_window import MainWindow
from tests.cases import divided_project


@pytest.mark.parametrize("level", [1, 2])
def test_areas_are_to_be_read_at_the_level_that_is_shown(
    open_window: Callable[..., MainWindow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    level: int,
) -> None:
    window = open_window(divided_project(tmp_path))
    window.show_level(level)
    asked: list[str] = []

    def look(dialog: ImportDialog) -> QDialog.DialogCode:
        asked.append(dialog.level.currentData())
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(ImportDialog, "exec", look)
    window.files.import_file("areas")
    project = window.session.project
    assert project is not None
    assert asked == [project.template.levels[level].key]
