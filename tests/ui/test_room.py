"""What a dialog leaves of the map, and showing something there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from gridstudio.geometry.mercator import to_xy
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.room import free_room, roomiest, zoom_beside
from tests.cases import divided_project

VIEW = QRect(0, 0, 600, 400)


@pytest.mark.parametrize(
    ("covered", "room"),
    [
        (QRect(400, 10, 500, 300), QRect(0, 0, 400, 400)),
        (QRect(-50, -50, 200, 300), QRect(150, 0, 450, 400)),
        (QRect(100, 250, 400, 500), QRect(0, 0, 600, 250)),
        (QRect(0, 0, 600, 130), QRect(0, 130, 600, 270)),
        (QRect(700, 0, 100, 100), VIEW),
    ],
)
def test_the_largest_rectangle_that_is_left(covered: QRect, room: QRect) -> None:
    assert free_room(VIEW, covered) == room


def test_a_dialog_goes_where_most_is_left_the_first_of_equals() -> None:
    right, foot = QPoint(100, 10), QPoint(100, 200)
    assert roomiest(VIEW, QSize(700, 500), (right, foot)) == foot
    assert roomiest(VIEW, QSize(700, 20), (QPoint(0, 380), QPoint(0, 0))) == QPoint(0, 380)


@pytest.mark.parametrize("corner", [(300, 0), (-100, 0), (0, 150), (0, -200)])
def test_what_is_shown_beside_a_dialog_is_not_hidden_by_it(
    qtbot: QtBot, open_window: Callable[..., MainWindow], tmp_path: Path, corner: tuple[int, int]
) -> None:
    window = open_window(divided_project(tmp_path))
    view, dialog = window.map, QDialog(window)
    dialog.resize(view.width(), view.height())
    dialog.show()
    dialog.move(view.mapToGlobal(QPoint(*corner)))
    bounds = (112.02, 35.03, 112.05, 35.04)
    zoom_beside(view, dialog, bounds)
    qtbot.wait(1)
    view.finish()
    covered = QRect(view.mapFromGlobal(dialog.mapToGlobal(QPoint(0, 0))), dialog.size())
    room = free_room(view.rect(), covered)
    west_south, east_north = view.viewport_now.to_px(to_xy([bounds[:2], bounds[2:]])).tolist()
    shown = QRect(
        QPoint(round(west_south[0]), round(east_north[1])),
        QPoint(round(east_north[0]), round(west_south[1])),
    )
    assert room.adjusted(-2, -2, 2, 2).contains(shown)
    assert shown.width() > 0.9 * room.width() or shown.height() > 0.9 * room.height()
