"""Customers as symbols and as a crowd."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QColor, QImage, QPainter

from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.painters.point_raster import rasterise
from gridstudio.canvas.painters.points import paint_points
from gridstudio.canvas.picture import blank_image, snapped
from gridstudio.canvas.point_look import PointLook
from gridstudio.canvas.point_picture import PointPicture
from gridstudio.canvas.scene import Look, points_of
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.domain.base_styles import customers_by
from gridstudio.domain.map_data import MapData
from tests.map_data_case import EAST, NORTH, SOUTH, WEST, county_case

SIZE = 400, 300


@pytest.fixture(scope="module")
def look() -> PointLook:
    ensure_application()
    data = county_case(customers=20_000)
    return look_of(data, "kind")


@pytest.fixture
def view() -> Viewport:
    return snapped(fitting((WEST, SOUTH, EAST, NORTH), *SIZE, margin=0.1), 1.0)


def look_of(data: MapData, colouring: str) -> PointLook:
    layer = data.layer_of("customers")
    assert layer is not None
    styled = Look().with_style(layer.id, customers_by(data.template, colouring))
    points = points_of(data, styled, fitting((WEST, SOUTH, EAST, NORTH), *SIZE))
    assert points is not None and isinstance(points.look, PointLook)
    return points.look


def shown(picture: PointPicture, view: Viewport, look: PointLook, ratio: float = 1.0) -> np.ndarray:
    """What the picture paints, as ARGB ``(height, width)``."""
    image = blank_image(round(view.width * ratio), round(view.height * ratio), ratio)
    painter = QPainter(image)
    picture.show(painter, view, ratio, look)
    painter.end()
    return pixels(image)


def pixels(image: QImage) -> np.ndarray:
    return np.frombuffer(image.bits(), np.uint32).reshape(image.height(), image.width()).copy()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_moved_picture_is_the_picture_painted_anew(
    look: PointLook, view: Viewport, ratio: float
) -> None:
    moving = PointPicture()
    shown(moving, view, look, ratio)
    random = np.random.default_rng(1)
    for across, down in random.integers(-90, 90, (12, 2)).tolist():
        metre = view.metre_per_px
        view = snapped(replace(view, x=view.x + across * metre, y=view.y + down * metre), ratio)
        moved = shown(moving, view, look, ratio)
        anew = shown(PointPicture(), view, look, ratio)
        assert (moved != anew).mean() < 1e-4  # a point on a pixel's edge may fall either way


def test_a_part_is_the_same_as_in_the_whole(look: PointLook, view: Viewport) -> None:
    whole = np.empty((300, 400), np.uint32)
    rasterise(look, view, 1.0, (0, 0), whole)
    part = np.empty((120, 90), np.uint32)
    rasterise(look, view, 1.0, (200, 100), part)
    assert (whole[100:220, 200:290] != part).mean() < 1e-4


def test_each_point_shows_in_its_pixel(look: PointLook, view: Viewport) -> None:
    out = np.empty((300, 400), np.uint32)
    rasterise(look, view, 1.0, (0, 0), out)
    index = look.index
    xy = np.column_stack([index.x, index.y]).astype(float) + index.origin
    column, line = np.floor(view.to_px(xy)).astype(int).T
    inside = (column >= 0) & (column < 400) & (line >= 0) & (line < 300)
    assert inside.sum() > 10_000
    assert (out[line[inside], column[inside]] >> 24 == 255).mean() > 0.999


def test_the_first_class_covers_the_others(view: Viewport) -> None:
    data = county_case(customers=20_000)
    look = look_of(data, "class")
    out = np.empty((300, 400), np.uint32)
    rasterise(look, view, 1.0, (0, 0), out)
    first = QColor(data.template.classes[0].color).rgba()
    px = np.floor(view.to_px(data.customers.xy[data.customers.class_ == 0])).astype(int)
    inside = (px >= 0).all(axis=1) & (px < SIZE).all(axis=1)
    column, line = px[inside].T
    assert (out[line, column] == first).mean() > 0.999


def test_within_a_class_no_kind_hides_the_others(look: PointLook, view: Viewport) -> None:
    """All kinds are as frequent: in a crowd each must be about as often on top."""
    far = snapped(replace(view, metre_per_px=view.metre_per_px * 4), 1.0)
    out = np.empty((300, 400), np.uint32)
    rasterise(look, far, 1.0, (0, 0), out)
    seen = [int((out == QColor(name).rgba()).sum()) for name in look.colours[:7]]
    assert min(seen) > 0.1 * max(seen)


def test_few_are_symbols_with_their_shapes(view: Viewport) -> None:
    ensure_application()
    data = county_case(customers=60)
    look = look_of(data, "kind")
    image = blank_image(*SIZE, 1.0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_points(painter, view, look)
    painter.end()
    colours = {QColor(image.pixel(x, y)).name() for x in range(400) for y in range(300)}
    assert {QColor(kind.color).name() for kind in data.template.kinds} <= colours
    assert len({symbol.shape for symbol in look.symbols}) >= 7


def test_symbols_of_a_view_that_stays_are_painted_twice_at_most(
    look: PointLook, view: Viewport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under a drag the same view is shown again and again."""
    from gridstudio.canvas import point_picture

    painted = []
    paint = point_picture.paint_symbols
    monkeypatch.setattr(
        point_picture,
        "paint_symbols",
        lambda *given: (painted.append(given[1]), paint(*given)),
    )
    near = snapped(replace(view, metre_per_px=view.metre_per_px / 40), 1.0)
    picture = PointPicture()
    first = shown(picture, near, look)
    assert len(np.unique(first)) > 5 and len(painted) == 1
    for _time in range(5):
        again = shown(picture, near, look)
        assert np.abs(again.view(np.uint8).astype(int) - first.view(np.uint8)).max() <= 2
    assert len(painted) == 2
    elsewhere = replace(near, x=near.x + 50 * near.metre_per_px)
    moved = shown(picture, elsewhere, look)
    assert len(painted) == 3 and (moved != first).any()
