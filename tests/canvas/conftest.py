"""A map as the window has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gridstudio.canvas.view import MapView
from gridstudio.project import Project
from tests.cases import divided_project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """The divided case."""
    with divided_project(tmp_path) as opened:
        yield opened


@pytest.fixture
def view(qtbot: QtBot, project: Project) -> MapView:
    """A map of that project."""
    widget = MapView()
    qtbot.addWidget(widget)
    widget.resize(800, 500)
    widget.show()
    widget.set_data(project.map_data())
    widget.set_level(2)
    widget.zoom_all()
    return widget
