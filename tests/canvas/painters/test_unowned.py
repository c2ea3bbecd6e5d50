"""Customers without owner are ringed on the map and stand in the legend."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.legend import legend_items
from gridstudio.canvas.painters.unowned import RING_PX, paint_unowned
from gridstudio.canvas.scene import Look
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.domain.base_styles import customers_by
from gridstudio.domain.belonging import UNOWNED_COLOR
from gridstudio.domain.map_data import MapData
from tests.map_data_case import EAST, NORTH, SOUTH, county_case, customers_at, owners_in

BOUNDS = (EAST - 0.01, SOUTH, EAST + 0.05, NORTH)
OUTSIDE = (EAST + 0.02, 25.05)


@pytest.fixture
def data() -> MapData:
    """One customer in the county and one east of it."""
    ensure_application()
    case = county_case()
    people = customers_at(np.array([[EAST - 0.005, 25.05], OUTSIDE]))
    return replace(case, customers=people, owners=owners_in(case.areas, people))


def painted(data: MapData, view: Viewport) -> QImage:
    image = QImage(round(view.width), round(view.height), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_unowned(painter, view, data)
    painter.end()
    return image


def is_ringed(image: QImage, x: float, y: float) -> bool:
    colour = QColor(image.pixel(round(x + RING_PX / 2), round(y)))
    wanted = QColor(UNOWNED_COLOR)
    return abs(colour.red() - wanted.red()) + abs(colour.green() - wanted.green()) < 60


def test_a_ring_round_those_outside_and_round_nobody_else(data: MapData) -> None:
    view = fitting(BOUNDS, 400, 400)
    image = painted(data, view)
    inside, outside = view.to_px(data.customers.xy).tolist()
    assert is_ringed(image, *outside)
    assert not is_ringed(image, *inside)


def test_a_project_without_areas_has_no_rings(data: MapData) -> None:
    areas = data.areas
    none = replace(areas, **{name: getattr(areas, name)[:0] for name in areas.__dataclass_fields__})
    view = fitting(BOUNDS, 400, 400)
    image = painted(replace(data, areas=none), view)
    assert not is_ringed(image, *view.to_px(data.customers.xy[1]).tolist())


def test_the_legend_counts_them_once(data: MapData) -> None:
    lines = {item.text: item.count for item in legend_items(data, Look(level=2))}
    assert lines["Without owner"] == 1
    layer = data.layer_of("customers")
    assert layer is not None
    look = Look(level=2).with_style(layer.id, customers_by(data.template, "belonging"))
    items = [item for item in legend_items(data, look) if item.layer == layer.id]
    assert [(item.text, item.count) for item in items[:2]] == [
        ("On open ground", 1),
        ("Without owner", 1),
    ]
