"""Clusters as they are painted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QPainter

from gridstudio.canvas.crowd import crowd_of
from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.painters.clusters import ClusterLook, paint_clusters, short_count
from gridstudio.canvas.painters.heat import HeatLook
from gridstudio.canvas.picture import blank_image
from gridstudio.canvas.point_look import PointLook
from gridstudio.canvas.viewport import fitting
from gridstudio.domain.base_styles import customers_by
from gridstudio.domain.style import NEUTRAL
from gridstudio.i18n import language, set_language
from tests.map_data_case import EAST, NORTH, SOUTH, WEST, county_case


def test_a_disc_stands_over_its_points() -> None:
    ensure_application()
    data = county_case(customers=400)
    style = replace(customers_by(data.template), mode="cluster", radius_px=30.0)
    look = crowd_of(data, "customers", 0, style, None)
    assert isinstance(look, ClusterLook)
    view = fitting((WEST, SOUTH, EAST, NORTH), 400, 150)
    image = blank_image(400, 150, 1.0)
    painter = QPainter(image)
    paint_clusters(painter, view, look)
    painter.end()
    found = look.of_view(view)
    number = int(found.count.argmax())
    x, y = view.to_px(found.xy[number]).tolist()
    # Beside the figures, inside the ring.
    assert QColor(image.pixel(round(x), round(y) - 8)).name() == NEUTRAL


def test_near_enough_each_is_a_symbol() -> None:
    data = county_case(customers=50)
    for mode, far in (("cluster", ClusterLook), ("heat", HeatLook)):
        style = replace(customers_by(data.template), mode=mode, symbols_from=10_000.0)
        assert isinstance(crowd_of(data, "customers", 0, style, 20_000.0), far)
        assert isinstance(crowd_of(data, "customers", 0, style, 10_000.0), PointLook)


@pytest.mark.parametrize(
    ("lang", "count", "text"),
    [("en", 999, "999"), ("en", 12_345, "12k"), ("en", 1_250, "1.2k"), ("zh_CN", 9_999, "9999"),
     ("zh_CN", 12_345, "1.2万")],
)  # fmt: skip
def test_numbers_are_short(lang: str, count: int, text: str) -> None:
    before = language()
    set_language(lang)
    try:
        assert short_count(count) == text
    finally:
        set_language(before)
