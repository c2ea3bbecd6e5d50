"""One area against its targets, in the inspector."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gridstudio.commands.targets import set_targets
from gridstudio.domain.selection import Selection
from gridstudio.domain.targets import Target
from gridstudio.ui.main_window import MainWindow
from tests.cases import divided_project

Open = Callable[..., MainWindow]


def test_the_selected_area_stands_against_its_targets(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    project = divided_project(tmp_path, customers=400)
    window = open_window(project)
    areas = project.areas()
    one = int(areas.id[list(areas.name).index("One")])
    window.session.select(Selection(areas=(one,)))
    qtbot.wait(20)

    def texts() -> list[str]:
        return [label.text() for label in window.parts.inspector.findChildren(QLabel)]

    assert "Against targets" not in texts()
    count = int((project.owners().area == one).sum())
    set_targets(project, [Target(2, "customers", 10, 40, 50), Target(1, "value", 1)])
    qtbot.wait(20)
    assert "Against targets" in texts() and f"▲ {count}" in texts()
    assert "ideal 40" in texts() and f"+{round((count / 40 - 1) * 100)}%" in texts()
    number = next(
        label
        for label in window.parts.inspector.findChildren(QLabel)
        if label.text() == f"▲ {count}"
    )
    assert number.toolTip() == "over maximum"
    inspector = window.parts.inspector
    assert inspector.widget().width() <= inspector.viewport().width(), "nothing is cut off"
