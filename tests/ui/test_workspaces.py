"""What each workspace shows, and the keys that lead there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gridstudio.app import grab_screenshot
from gridstudio.domain.selection import Selection
from gridstudio.settings import Settings
from gridstudio.ui.actions import ACTS
from tests.cases import divided_project
from tests.ui.conftest import Open
from tests.ui.hand import area_named, texts


@pytest.mark.parametrize("workspace", ["collect", "divide", "team", "map", "operate"])
def test_screenshots_of_every_workspace(tmp_path: Path, workspace: str) -> None:
    divided_project(tmp_path).close()
    before = (tmp_path / "Case.gpkg").read_bytes()
    out = tmp_path / "out.png"
    theme = "dark" if workspace in ("team", "map") else "light"
    grab_screenshot(
        tmp_path / "Case.gpkg",
        out,
        workspace=workspace,
        lang="zh_CN",
        size=(1280, 800),
        theme=theme,
    )
    from PySide6.QtGui import QImage

    picture = QImage(str(out))
    assert (picture.width(), picture.height()) == (1280, 800)
    assert (tmp_path / "Case.gpkg").read_bytes() == before
    assert Settings.load().theme == "light" and str(tmp_path) not in str(Settings.load().recent)


def test_nothing_is_clipped_in_a_small_window(qtbot: QtBot, open_window: Open) -> None:
    """The inspector's fields end inside the panel, in every workspace at 1280 × 800."""
    window = open_window()
    window.session.select(Selection(customers=(1,)))
    qtbot.waitUntil(lambda: "Customer 0" in texts(window))
    inspector = window.parts.inspector
    assert inspector.widget().width() <= inspector.viewport().width()
    window.session.select(Selection(areas=(area_named(window, "One"),)))
    qtbot.waitUntil(lambda: "One" in texts(window))
    assert inspector.widget().width() <= inspector.viewport().width()


def test_no_two_acts_share_a_shortcut() -> None:
    """Qt would then do neither."""
    keys = [act.shortcut for act in ACTS if act.shortcut]
    assert [key for key in keys if keys.count(key) > 1] == []


def test_workspaces_have_shortcuts(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for key, workspace in ((Qt.Key.Key_2, "divide"), (Qt.Key.Key_5, "operate")):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda wanted=workspace: window.parts.workspace == wanted)
