"""What the import dialog makes of a file before it is tried."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gridstudio.ui.dialogs.import_file import ImportDialog
from gridstudio.ui.parts import choose
from tests.ui.conftest import Open

RING = [[[112.0, 35.0], [112.1, 35.0], [112.0, 35.1], [112.0, 35.0]]]


@pytest.fixture
def dialog(qtbot: QtBot, open_window: Open) -> Iterator[ImportDialog]:
    window = open_window()
    assert window.session.project is not None
    made = ImportDialog(window.session.project, "light", window.runner, window)
    qtbot.addWidget(made)
    yield made


@pytest.fixture
def polygons(tmp_path: Path) -> Path:
    shape = {"type": "Polygon", "coordinates": RING}
    features = [{"type": "Feature", "properties": {}, "geometry": shape}]
    path = tmp_path / "grids.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_polygons_are_taken_for_areas(dialog: ImportDialog, polygons: Path) -> None:
    assert dialog.what.currentData() == "customers"
    dialog.path.setText(str(polygons))
    assert dialog.what.currentData() == "areas"
    dialog.path.setText(str(polygons.with_suffix(".csv")))
    assert dialog.what.currentData() == "areas", "nothing is there that says otherwise"


def test_what_was_chosen_by_hand_stays(dialog: ImportDialog, polygons: Path) -> None:
    choose(dialog.what, "layer")
    dialog.what.activated.emit(dialog.what.currentIndex())
    dialog.path.setText(str(polygons))
    assert dialog.what.currentData() == "layer"


def test_what_the_act_says_stays(dialog: ImportDialog, polygons: Path) -> None:
    dialog.choose_what("sites")
    dialog.path.setText(str(polygons))
    assert dialog.what.currentData() == "sites"
