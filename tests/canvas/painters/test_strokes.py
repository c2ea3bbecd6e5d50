"""Many lines in little time, and the same picture as all at once."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.painters.features import feature_steps
from gridstudio.canvas.painters.shapes import path_of, shapes_of
from gridstudio.canvas.painters.strokes import faded, fill, stroke
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.columns import texts_of
from gridstudio.domain.snapshots import Features
from gridstudio.domain.style import Style, StyleClass, Symbol
from gridstudio.geometry.mercator import to_lonlat

VIEW = Viewport(0.0, 0.0, 1.0, 200, 200)


@pytest.fixture(autouse=True)
def application() -> None:
    ensure_application()


def canvas() -> tuple[QImage, QPainter]:
    image = QImage(200, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return image, painter


def crooked(count: int) -> np.ndarray:
    chance = np.random.default_rng(4)
    return shapely.linestrings(chance.uniform(-90, 90, (count, 5, 2)))


def pixels(image: QImage) -> np.ndarray:
    flat = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(200, 200, 4)
    return flat.astype(int)


@pytest.mark.parametrize("width", [0.8, 3.0])
def test_a_few_at_a_time_look_like_all_at_once(width: float) -> None:
    lines = crooked(60)
    pen = QPen(QColor("#205080"), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    made = []
    for at_once in (True, False):
        image, painter = canvas()
        if at_once:
            painter.strokePath(path_of(lines, VIEW), pen)
        else:
            stroke(painter, lines, VIEW, pen)
        painter.end()
        made.append(pixels(image))
    # Only where edges of two lines blend do they differ.
    assert np.mean(np.abs(made[0] - made[1]).max(axis=-1) > 40) < 0.02
    assert (made[0] < 128).any()


def test_grounds_are_all_filled() -> None:
    grounds = shapely.box(*np.random.default_rng(5).uniform(-80, 60, (2, 300)), 70, 70)
    grounds = shapely.orient_polygons(grounds)
    image, painter = canvas()
    fill(painter, grounds, VIEW, QColor("#205080"))
    painter.end()
    assert image.pixelColor(160, 40).name() == "#205080"
    assert image.pixelColor(195, 100).name() == "#ffffff"


def test_faded_strokes_that_cross_are_no_darker_there() -> None:
    cross = np.array(
        [shapely.LineString([(-80, 0), (80, 0)]), shapely.LineString([(0, -80), (0, 80)])] * 20
    )
    image, painter = canvas()
    with faded(painter, VIEW, 0.5) as inner:
        stroke(inner, cross, VIEW, QPen(QColor("black"), 9))
    painter.end()
    assert image.pixelColor(100, 100) == image.pixelColor(60, 100)
    assert 120 <= image.pixelColor(100, 100).red() <= 135


def test_lines_get_thinner_where_they_would_cover_everything() -> None:
    lines = shapely.transform(crooked(3000), lambda xy: to_lonlat(100 * xy))
    shapes = shapes_of(lines)
    widths = [shapes.width_px(4.0, metre_per_px) for metre_per_px in (0.001, 0.2, 1.0, 50.0)]
    assert widths == sorted(widths, reverse=True)
    assert (widths[0], widths[-1]) == (4.0, 1.0)
    assert shapes.width_px(0.6, 50.0) == 0.6
    few = shapes_of(lines[:50])
    assert few.width_px(4.0, 50.0) == 4.0


def test_casings_lie_below_all_lines() -> None:
    """Two roads that cross: the junction is open, both sides have their casing."""
    ways = np.array(
        [shapely.LineString([(-80, 0), (80, 0)]), shapely.LineString([(0, -80), (0, 80)])]
    )
    geometry = shapely.transform(ways, to_lonlat)
    features = Features(np.array([1, 2]), geometry, *(np.array(["a", "b"], dtype=object),) * 2)
    road = Symbol("#ffffff", "", 0.0, 9.0, casing="#805020", casing_px=2.0)
    style = Style("categories", "category", (StyleClass(road, "", "a"), StyleClass(road, "", "b")))
    image, painter = canvas()
    for _step in feature_steps(painter, VIEW, features, style, texts_of(features.category)):
        pass
    painter.end()
    assert image.pixelColor(50, 105).name() == "#805020"
    assert image.pixelColor(105, 50).name() == "#805020"
    assert {image.pixelColor(x, 100).name() for x in range(30, 170)} == {"#ffffff"}
    assert {image.pixelColor(100, y).name() for y in range(30, 170)} == {"#ffffff"}
