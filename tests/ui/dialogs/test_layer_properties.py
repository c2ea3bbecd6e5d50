"""The dialog of a layer's name, opacity and scales."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gridstudio.domain.rows import Layer
from gridstudio.ui.dialogs.layer_properties import LayerPropertiesDialog

LAYER = Layer(id=3, name="", kind="areas", opacity=0.5, nearest=1234.0)


@pytest.fixture
def seen() -> list[Layer]:
    return []


@pytest.fixture
def dialog(qtbot: QtBot, seen: list[Layer]) -> LayerPropertiesDialog:
    made = LayerPropertiesDialog(LAYER, "Grid", "", 25_000.0, seen.append)
    qtbot.addWidget(made)
    return made


def test_what_is_not_touched_stays_as_it_is(dialog: LayerPropertiesDialog) -> None:
    assert dialog.changed() == LAYER
    assert dialog.share.text() == "50 %"


def test_what_is_chosen_shows_at_once(dialog: LayerPropertiesDialog, seen: list[Layer]) -> None:
    dialog.opacity.setValue(20)
    dialog.name.setText(" Cells ")
    dialog.farthest.setCurrentText("1 : 50,000")
    assert seen[-1].opacity == 0.2 and seen[-1].farthest == 50_000
    assert dialog.changed().name == "Cells"


def test_scales_that_are_none_or_exchanged_are_refused(dialog: LayerPropertiesDialog) -> None:
    dialog.nearest.setCurrentText("near")
    assert "no scale" in dialog.problem.text() and not dialog.ok.isEnabled()
    dialog.nearest.setCurrentText("no limit")
    assert dialog.problem.text() == "" and dialog.ok.isEnabled()
    dialog.nearest.setCurrentText("1 : 10,000")
    dialog.farthest.setCurrentText("1 : 5,000")
    assert "exchange" in dialog.problem.text() and not dialog.ok.isEnabled()


def test_a_vector_layer_is_told_what_it_holds(qtbot: QtBot, seen: list[Layer]) -> None:
    layer = Layer(id=4, name="Towns", kind="features", options={"key": "towns"})
    made = LayerPropertiesDialog(layer, "Towns", "", 25_000.0, seen.append)
    qtbot.addWidget(made)
    assert made.changed() == layer
    made.holds.setCurrentIndex(made.holds.findData("administrative"))
    assert made.changed().options == {"key": "towns", "holds": "administrative"}
    made.holds.setCurrentIndex(0)
    assert made.changed() == layer
