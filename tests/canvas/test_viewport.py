"""The transform between ground, plane and pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from gridstudio.canvas.painters.graticule import paint_graticule
from gridstudio.canvas.theme import LIGHT
from gridstudio.canvas.viewport import SCREEN_PX_M, Viewport, fitting
from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.mercator import to_lonlat, to_xy


def test_a_scale_is_true_on_the_ground() -> None:
    x, y = to_xy([112.0, 35.6]).tolist()
    view = Viewport(x, y, 7.0, 1000, 800).at_denominator(50_000)
    assert view.denominator == pytest.approx(50_000)
    across = to_lonlat([view.to_xy((0, 400)), view.to_xy((1000, 400))])
    along = to_lonlat([view.to_xy((500, 0)), view.to_xy((500, 800))])
    for line, pixels in ((across, 1000), (along, 800)):
        assert length_m(line) == pytest.approx(50_000 * pixels * SCREEN_PX_M, rel=0.005)


def test_the_graticule_lies_where_its_degrees_are() -> None:
    view = fitting((112.0, 35.0, 112.4, 35.25), 800, 600)
    picture = QImage(800, 600, QImage.Format.Format_RGB32)
    picture.fill(LIGHT.background)
    painter = QPainter(picture)
    paint_graticule(painter, view, LIGHT)
    painter.end()
    x, y = view.to_px(to_xy(np.array([112.25, 35 + 5 / 60]))).tolist()
    clear = [picture.pixelColor(round(x) + by, 333) for by in (-5, 5)]
    assert all(colour == LIGHT.background for colour in clear)
    for column, line in ((int(x), 333), (333, int(y))):
        near = [
            picture.pixelColor(column + across, line + along)
            for across in (-1, 0, 1)
            for along in (-1, 0, 1)
        ]
        assert any(colour != LIGHT.background for colour in near)


def test_a_graticule_in_print_keeps_its_room() -> None:
    view = replace(fitting((112.0, 35.0, 112.4, 35.25), 1600, 1200), scale=4.0)
    picture = QImage(1600, 1200, QImage.Format.Format_RGB32)
    picture.fill(LIGHT.background)
    painter = QPainter(picture)
    paint_graticule(painter, view, LIGHT)
    painter.end()
    row = [picture.pixelColor(x, 700) != LIGHT.background for x in range(200, 1600)]
    lines = sum(1 for before, after in zip(row, row[1:], strict=False) if after and not before)
    assert 1 <= lines <= 1600 / (4 * 110)
