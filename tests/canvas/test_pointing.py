"""What dialogs point at: it is seen on the map, however small, and gone when cleared."""

from __future__ import annotations

import numpy as np
import shapely
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot
from shapely.geometry import MultiPolygon

from gridstudio.canvas.pointing import FLASHES, Pointing
from gridstudio.canvas.theme import LIGHT
from gridstudio.canvas.viewport import fitting

BOUNDS = (112.0, 35.0, 112.1, 35.1)
NOTHING = MultiPolygon()


def box(west: float, south: float, side: float) -> MultiPolygon:
    return MultiPolygon([shapely.box(west, south, west + side, south + side)])


def painted(pointing: Pointing) -> int:
    """How many pixels are not white."""
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    pointing.paint(painter, fitting(BOUNDS, 400, 400, margin=0.0), LIGHT)
    painter.end()
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    return int((pixels != 0xFFFFFFFF).sum())


def test_grounds_are_filled_and_tiny_ones_ringed(qtbot: QtBot) -> None:
    calls: list[int] = []
    pointing = Pointing(lambda: calls.append(1))
    assert painted(pointing) == 0
    pointing.show_grounds([box(112.02, 35.02, 0.05)], [(112.045, 35.045)])
    large = painted(pointing)
    assert large > 20_000
    pointing.show_grounds([box(112.05, 35.05, 1e-7)], [(112.05, 35.05)])
    assert 20 < painted(pointing) < 2_000, "a ring round what is smaller than a pixel"
    pointing.show_grounds([NOTHING], [(112.05, 35.05)])
    assert 20 < painted(pointing) < 2_000, "and round a place without ground"
    pointing.show_grounds([NOTHING], [None])
    assert painted(pointing) == 0 and len(calls) == 4


def test_lines_before_and_after(qtbot: QtBot) -> None:
    pointing = Pointing(lambda: None)
    line = np.array([shapely.LineString([(112.01, 35.05), (112.09, 35.05)])], dtype=object)
    far = np.array([shapely.LineString([(113.0, 35.0), (113.1, 35.0)])], dtype=object)
    pointing.show_lines(line, line[:0])
    dashed = painted(pointing)
    pointing.show_lines(line[:0], line)
    assert 0 < dashed < painted(pointing)
    pointing.show_lines(far, far)
    assert painted(pointing) == 0


def test_a_flash_ends_by_itself_and_stays_marked(qtbot: QtBot) -> None:
    calls: list[int] = []
    pointing = Pointing(lambda: calls.append(1))
    pointing.flash(box(112.02, 35.02, 0.01), (112.025, 35.025))
    qtbot.waitUntil(lambda: len(calls) == FLASHES + 1)
    qtbot.wait(400)
    assert len(calls) == FLASHES + 1 and painted(pointing) > 0
    pointing.clear()
    assert painted(pointing) == 0
