"""Customers within a distance, in the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gridstudio.domain.selection import Selection
from gridstudio.geometry.geodesic import distances_m
from gridstudio.ui.dialogs import within
from gridstudio.ui.dialogs.within import POINT, WithinDialog
from gridstudio.ui.main_window import MainWindow
from tests.ui.test_selecting import drag, spot

Open = Callable[..., MainWindow]


def near(window: MainWindow, place: tuple[float, float], distance_m: float) -> list[int]:
    people = window.session.data.customers  # type: ignore[union-attr]
    return people.id[distances_m(*place, people.lonlat) <= distance_m].tolist()  # type: ignore[no-any-return]


def opened(window: MainWindow) -> WithinDialog:
    window.actions_by_key["select_within"].trigger()
    found = window.selecting.within
    assert found is not None and found.isVisible()
    return found


def test_within_a_typed_distance_of_the_selection(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.session.select(Selection(customers=(1,)))
    dialog = opened(window)
    place = tuple(window.session.data.customers.lonlat[0].tolist())  # type: ignore[union-attr]
    dialog.distance.setValue(9000)
    expected = near(window, place, 9000)
    qtbot.waitUntil(lambda: dialog.figures["customers"].text() == str(len(expected)))
    assert 1 < len(expected) < 40
    assert dialog.figures["ground"].text().startswith("254.")
    dialog.select.click()
    assert window.session.selection.customers == expected
    dialog.distance.setValue(3000)
    dialog.compute()
    assert dialog.figures["customers"].text() == "1", "measured from what it was measured from"
    dialog.close()
    assert not window.map.has_tool and window.session.selection.customers == expected


def test_from_a_point_by_hand_and_kept_as_a_layer(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    dialog = opened(window)
    assert dialog.origin.currentData() == POINT and not dialog.select.isEnabled()
    place = (112.1, 35.1)
    surface = window.map.viewport()
    qtbot.mouseClick(surface, Qt.MouseButton.LeftButton, pos=spot(window, *place))
    assert dialog.select.isEnabled() and dialog.distance.value() == 500
    plain = window.map.grab().toImage()
    drag(qtbot, window, place, (112.2, 35.1), (112.25, 35.1))
    assert dialog.distance.value() == pytest.approx(13_680, rel=0.01)
    assert int(dialog.figures["customers"].text()) == len(
        near(window, place, dialog.distance.value())
    )
    assert window.map.grab().toImage() != plain
    before = len(project.layers())
    dialog.keep.click()
    assert len(project.layers()) == before + 1
    assert "was added" in window.parts.status.text.text()
    layer = next(item for item in project.layers() if item.name.startswith("Within 13."))
    dialog.origin.setCurrentIndex(dialog.origin.findData(layer.id))
    dialog.take_source()
    assert "1 features" in dialog.said.text()
    window.actions_by_key["undo"].trigger()
    assert len(project.layers()) == before and dialog.origin.findData(layer.id) < 0


def test_much_ground_is_a_job(
    qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(within, "LIVE_PARTS", 3)
    window = open_window()
    window.session.select(Selection(customers=range(1, 41)))
    dialog = opened(window)
    assert window.runner.job is not None
    qtbot.waitUntil(lambda: dialog.figures["customers"].text() == "40")
    dialog.distance.setValue(2000)
    dialog.compute()
    dialog.close()
    qtbot.waitUntil(lambda: window.runner.job is None)
    assert dialog.figures["customers"].text() == "40"


def test_nothing_to_measure_from_is_said(open_window: Open) -> None:
    window = open_window()
    dialog = opened(window)
    dialog.origin.setCurrentIndex(0)
    dialog.take_source()
    assert "select something first" in dialog.said.text()
    assert dialog.said.objectName() == "refusal" and not dialog.keep.isEnabled()
