"""The figures beside the border under the hand, in a real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gridstudio.geometry.mercator import to_xy
from gridstudio.i18n import set_language
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.panels.balance import BalanceCard, Line
from tests.cases import divided_project

LEFT = Qt.MouseButton.LeftButton


def spot(window: MainWindow, lon: float, lat: float) -> QPoint:
    x, y = window.map.viewport_now.to_px(to_xy(np.array([lon, lat]))).tolist()
    return QPoint(round(x), round(y))


def drag_the_border(qtbot: QtBot, window: MainWindow, end: tuple[float, float]) -> BalanceCard:
    """Press on the node that One and Two share, and pull it; the button stays down."""
    window.show_workspace("divide")
    qtbot.wait(30)
    window.gestures.nodes()
    view = window.map.viewport()
    qtbot.mouseMove(view, spot(window, 112.1, 35.1))
    qtbot.mousePress(view, LEFT, pos=spot(window, 112.1, 35.1))
    qtbot.mouseMove(view, spot(window, *end))
    return window.parts.balance


def line(card: BalanceCard, label: str) -> Line:
    return next(line for line in card.lines if line.label == label)


def test_both_sides_are_told_while_the_button_is_down(
    qtbot: QtBot, open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = open_window(divided_project(tmp_path, customers=400))
    project = window.session.project
    assert project is not None
    version = project.version
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    assert card.isVisible() and project.version == version
    assert card.lines[0].figures == ("One", "Two")
    counts = line(card, "Customers")
    lost, gained = counts.changes
    assert lost.startswith("−") and gained == lost.replace("−", "+")
    named = [line for line in card.lines if "One → Two" in line.aside]
    assert 1 <= len(named) <= 6 and named[0].text.startswith("Customer ")

    qtbot.mouseRelease(window.map.viewport(), LEFT, pos=spot(window, 112.05, 35.1))
    assert not card.isVisible() and project.version > version
    areas, owners = project.areas(), project.owners()
    for name, shown in zip(("One", "Two"), counts.figures, strict=True):
        area = int(areas.id[list(areas.name).index(name)])
        assert int((owners.area == area).sum()) == int(shown)


def test_escape_leaves_everything_as_it_was(
    qtbot: QtBot, open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = open_window(divided_project(tmp_path, customers=400))
    project = window.session.project
    assert project is not None
    version = project.version
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert not card.isVisible()
    qtbot.mouseRelease(window.map.viewport(), LEFT, pos=spot(window, 112.05, 35.1))
    assert project.version == version


def test_sums_of_money_are_short_in_both_languages(
    qtbot: QtBot, open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = open_window(divided_project(tmp_path, customers=400))
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    assert line(card, "Value").figures[0].endswith("k")
    set_language("zh_CN")
    qtbot.mouseMove(window.map.viewport(), spot(window, 112.06, 35.1))
    assert line(card, "价值").figures[0].endswith("万")
