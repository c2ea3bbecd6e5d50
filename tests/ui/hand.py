"""What tests do in the window as a user does, and what they read there."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gridstudio.geometry.mercator import to_xy
from gridstudio.project import Project
from gridstudio.ui.main_window import MainWindow
from tests import cases

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def spot(window: MainWindow, lon: float, lat: float) -> QPoint:
    """The pixel of a position on the map."""
    x, y = window.map.viewport_now.to_px(to_xy(np.array([lon, lat]))).tolist()
    return QPoint(round(x), round(y))


def click(qtbot: QtBot, window: MainWindow, lon: float, lat: float, keys: object = NONE) -> None:
    """Click the map there."""
    at = spot(window, lon, lat)
    qtbot.mouseMove(window.map.viewport(), at)
    qtbot.mouseClick(window.map.viewport(), LEFT, keys, at)


def project_of(window: MainWindow) -> Project:
    """The project that is open."""
    project = window.session.project
    assert project is not None
    return project


def area_named(window: MainWindow, name: str) -> int:
    """The id of the area that is called so."""
    return cases.area_named(project_of(window), name)


def said(window: MainWindow) -> str:
    """What stands in the status bar."""
    return window.parts.status.text.text()


def texts(window: MainWindow) -> str:
    """All that the inspector says."""
    labels = window.parts.inspector.widget().findChildren(QLabel)
    return "\n".join(label.text() for label in labels)


def trigger(window: MainWindow, key: str) -> None:
    """Do an act by its menu entry, which can be chosen."""
    action = window.actions_by_key[key]
    assert action.isEnabled(), action.toolTip()
    action.trigger()
