"""Linked files are read beside the window, and again when another program writes them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from gridstudio.commands.import_report import ImportOptions
from gridstudio.ui.main_window import MainWindow
from tests.commands.test_linked import PLACES, write

Open = Callable[..., MainWindow]


def shown(window: MainWindow) -> int:
    data = window.session.data
    assert data is not None
    layer = data.layer_of("linked")
    return len(data.features[layer.id]) if layer is not None and layer.id in data.features else -1


def test_a_linked_file_is_shown_and_followed(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    path = write(tmp_path / "places.geojson", PLACES)
    window.layer_acts.link(path, ImportOptions(what="layer", datum="wgs84"))
    qtbot.waitUntil(lambda: shown(window) == 2)
    write(path, PLACES[:1])
    os.utime(path, ns=(1, 1))
    window.session.poll()
    qtbot.waitUntil(lambda: shown(window) == 1)
    path.unlink()
    window.session.poll()
    qtbot.waitUntil(lambda: shown(window) == 0)
    layer = window.session.data.layer_of("linked")  # type: ignore[union-attr]
    assert layer is not None
    tip = window.parts.layers.tree.item_of(layer.id).toolTip(0)
    assert "places.geojson is not there" in tip
    window.undo()
    assert shown(window) == -1
