"""A real window with a real project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridstudio.project import Project
from gridstudio.settings import Settings
from gridstudio.ui import style
from gridstudio.ui.main_window import MainWindow
from tests.cases import divided_project

Open = Callable[..., MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Open]:
    """Makes a window; with ``project`` it shows that, else the divided case."""
    made: list[MainWindow] = []

    def make(project: Project | None = None, *, theme: str = "light") -> MainWindow:
        style.apply(qapp, theme)
        window = MainWindow(Settings(theme=theme, language="en"), quiet=True)
        made.append(window)
        window.resize(1280, 800)
        window.show()
        window.session.attach(project or divided_project(tmp_path))
        qtbot.wait(30)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    qtbot.wait(10)
    qapp.setStyleSheet("")
