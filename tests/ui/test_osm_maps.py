"""A base map from OpenStreetMap, made in the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridstudio.commands.base_map_osm import TileOptions
from gridstudio.ui.dialogs.osm_base_map import OsmBaseMapDialog
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.osm_maps import make_layers, make_tiles
from gridstudio.ui.parts import choose
from tests.osm_extract import written_town

Open = Callable[..., MainWindow]


def idle(window: MainWindow) -> bool:
    return window.runner.job is None


def layer_names(window: MainWindow) -> list[str]:
    data = window.session.data
    assert data is not None
    return [layer.name for layer in data.layers]


def test_tiles_become_the_lowest_layer_in_one_undo_step(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    out = project.path.parent / "town.mbtiles"
    make_tiles(window, project, written_town(tmp_path), out, TileOptions((12, 14)))
    qtbot.waitUntil(lambda: idle(window))
    (layer,) = [one for one in project.layers() if one.kind == "tiles"]
    assert (layer.name, layer.source, layer.datum) == ("town", "town.mbtiles", "wgs84")
    assert project.layers()[0] == layer
    assert out.exists()
    project.undo()
    assert layer not in project.layers()


def test_cancelled_in_the_middle_nothing_is_kept(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    before = project.layers()
    out = tmp_path / "town.mbtiles"
    make_tiles(window, project, written_town(tmp_path), out, TileOptions((8, 18)))
    qtbot.waitUntil(lambda: window.runner.share > 0.2)
    window.runner.cancel()
    qtbot.waitUntil(lambda: idle(window))
    assert project.layers() == before
    assert not list(tmp_path.glob("*town.mbtiles*"))


def test_layers_are_added_while_the_window_lives_on(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    make_layers(window, project, written_town(tmp_path), TileOptions(language="en"))
    qtbot.waitUntil(lambda: idle(window))
    names = layer_names(window)
    assert {"OpenStreetMap", "Main roads", "Buildings", "Towns"} <= set(names)
    assert project.undo_label == "Base map from OpenStreetMap"
    window.undo()
    assert "OpenStreetMap" not in layer_names(window)


def test_the_act_in_the_menu_asks_and_makes(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    source = written_town(tmp_path)

    def answer() -> None:
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, OsmBaseMapDialog)
        asked.path.setText(str(source))
        asked.last.setCurrentIndex(12)
        asked.ok.click()

    QTimer.singleShot(100, answer)
    window.actions_by_key["osm_base_map"].trigger()
    qtbot.waitUntil(lambda: idle(window) and "town" in layer_names(window))
    assert (window.session.folder / "town.mbtiles").exists()


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> OsmBaseMapDialog:
    made = OsmBaseMapDialog(tmp_path, "light")
    qtbot.addWidget(made)
    return made


def test_the_dialog_waits_for_an_extract(dialog: OsmBaseMapDialog, tmp_path: Path) -> None:
    assert not dialog.ok.isEnabled()
    dialog.path.setText(str(tmp_path / "nowhere.osm"))
    assert not dialog.ok.isEnabled() and "no such file" in dialog.estimate.text()
    (tmp_path / "notes.osm").write_text("Not a map.", "utf-8")
    dialog.path.setText(str(tmp_path / "notes.osm"))
    assert not dialog.ok.isEnabled() and "no OpenStreetMap file" in dialog.estimate.text()


def test_the_dialog_proposes_a_place_for_the_tiles(
    dialog: OsmBaseMapDialog, tmp_path: Path
) -> None:
    dialog.path.setText(str(written_town(tmp_path)))
    assert dialog.ok.isEnabled()
    assert dialog.out() == tmp_path / "town.mbtiles"
    assert not dialog.may_replace()
    dialog.target.setText(str(tmp_path / "other"))
    assert dialog.out() == tmp_path / "other.mbtiles"
    assert dialog.options() == TileOptions((8, 15), "light", dialog.names.currentData())


def test_the_dialog_counts_the_tiles_and_refuses_too_many(
    dialog: OsmBaseMapDialog, tmp_path: Path
) -> None:
    box = '<bounds minlon="110" minlat="35.5" maxlon="112.1" maxlat="36.5"/>'
    source = written_town(tmp_path, box)
    dialog.path.setText(str(source))
    dialog.last.setCurrentIndex(10)
    assert "tiles, about" in dialog.estimate.text() and dialog.ok.isEnabled()
    assert "1 : " in dialog.last.currentText()
    dialog.last.setCurrentIndex(18)
    assert "Choose a smaller last zoom" in dialog.estimate.text()
    assert not dialog.ok.isEnabled()
    choose(dialog.kind, "layers")
    assert dialog.ok.isEnabled() and "one undo" in dialog.estimate.text()
