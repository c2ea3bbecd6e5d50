"""How a selection is painted: rings for few, dots for a crowd."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from gridstudio.canvas.painters import chosen
from gridstudio.canvas.painters.chosen import ChosenPicture, paint_hover, part_of
from gridstudio.canvas.point_look import customer_index
from gridstudio.canvas.theme import DARK, LIGHT, MapTheme
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.geometry.point_index import build_index
from tests.map_data_case import EAST, NORTH, SOUTH, WEST, county_case

VIEW = fitting((WEST, SOUTH, EAST, NORTH), 600, 300, margin=0.05)


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """Pixmaps need one."""


def painted(
    picture: ChosenPicture,
    data: MapData,
    selection: Selection,
    view: Viewport = VIEW,
    theme: MapTheme = LIGHT,
    *,
    resting: bool = True,
) -> QImage:
    image = QImage(view.width, view.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    picture.paint(painter, view, data, selection, theme, resting=resting)
    painter.end()
    return image


def at(image: QImage, data: MapData, row: int, across: float = 0.0) -> QColor:
    x, y = VIEW.to_px(data.customers.xy[row]).tolist()
    return image.pixelColor(round(x + across), round(y))


def test_few_have_rings_round_them() -> None:
    data = county_case(customers=30)
    image = painted(ChosenPicture(), data, Selection(customers=(5,)))
    assert at(image, data, 4) == QColor("white")
    rim = [at(image, data, 4, across) for across in (8.0, 8.5, 9.0)]
    assert any(colour.red() > 200 > 160 > colour.green() for colour in rim)


def test_a_crowd_has_dots_on_those_selected_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen, "RINGS_AT_MOST", 10)
    monkeypatch.setattr("gridstudio.canvas.point_picture.SYMBOLS_AT_MOST", 10)
    data = county_case(customers=60)
    some = Selection(customers=data.customers.id[::2])
    picture = ChosenPicture()
    image = painted(picture, data, some)
    assert at(image, data, 0) == at(image, data, 2) == LIGHT.selection
    alone = [
        row
        for row in range(1, 60, 2)
        if np.hypot(*(data.customers.xy[::2] - data.customers.xy[row]).T).min()
        > 12 * VIEW.metre_per_px
    ]
    assert alone and all(at(image, data, row) == QColor("white") for row in alone)
    assert at(painted(picture, data, some, theme=DARK), data, 0) == DARK.selection
    fewer = Selection(customers=data.customers.id[2::2])
    assert at(painted(picture, data, fewer), data, 0) != LIGHT.selection


def test_while_the_view_moves_a_crowd_is_stretched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen, "RINGS_AT_MOST", 10)
    monkeypatch.setattr("gridstudio.canvas.point_picture.SYMBOLS_AT_MOST", 10)
    data = county_case(customers=400)
    everybody = Selection(customers=data.customers.id)
    picture = ChosenPicture()
    painted(picture, data, everybody)
    nearer = replace(VIEW, metre_per_px=VIEW.metre_per_px / 1.5)
    moving = painted(picture, data, everybody, nearer, resting=False)
    assert moving != painted(picture, data, everybody, nearer)


def test_a_part_of_an_index_is_the_index_of_the_part() -> None:
    data = county_case(customers=500)
    index = customer_index(data.customers, data.template)
    rows = np.arange(0, 500, 3)
    part = part_of(index, rows, 500)
    fresh = build_index(data.customers.xy[rows])
    west, south, east, north = index.bounds
    for bounds in (index.bounds, (west, south, (west + east) / 2, north), (0.0, 0.0, 1.0, 1.0)):
        found, wanted = part.rows[part.positions(bounds)], fresh.rows[fresh.positions(bounds)]
        assert np.sort(found).tolist() == np.sort(rows[wanted]).tolist()
    assert len(part) == len(rows) and part.ranks == index.ranks


def test_what_the_mouse_rests_on_is_ringed() -> None:
    data = county_case(customers=30)
    image = QImage(VIEW.width, VIEW.height, QImage.Format.Format_ARGB32_Premultiplied)
    for found in (Selection(customers=(5,)), Selection(sites=(3,)), Selection(areas=(4,))):
        image.fill(QColor("white"))
        painter = QPainter(image)
        paint_hover(painter, VIEW, data, found, LIGHT)
        painter.end()
        bits = np.frombuffer(image.constBits(), dtype=np.uint32)
        assert (bits != 0xFFFFFFFF).sum() > 40
