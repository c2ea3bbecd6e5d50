"""What is painted otherwise on paper."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PySide6.QtGui import QColor, QImage, QPainter
from shapely.geometry import MultiPolygon, box

from gridstudio.canvas.painters.vector import (
    BASE_MAP_RATIO,
    HATCH_PX,
    PaperImage,
    for_paper,
    hatch,
    is_vector,
    paint_as_picture,
)
from gridstudio.canvas.svg import FineSvg
from gridstudio.canvas.viewport import Viewport

VIEW = Viewport(0.0, 0.0, 10.0, 400, 300)


def test_a_hatch_stays_on_its_ground_and_its_lines_are_evenly_apart() -> None:
    ground = box(-800, -600, 700, 500).difference(box(-100, -100, 100, 100))
    lines = hatch(ground, VIEW)
    assert shapely.difference(lines, shapely.buffer(ground, 1e-6)).is_empty
    parts = shapely.get_parts(lines)
    heights = np.unique(np.round([y - x for x, y in (part.coords[0] for part in parts)], 6))
    apart = HATCH_PX * np.sqrt(2) * VIEW.metre_per_px
    assert np.diff(heights) == pytest.approx(apart)
    # A line every so often is as much ink as ground over distance.
    assert lines.length == pytest.approx(ground.area / (HATCH_PX * VIEW.metre_per_px), rel=0.05)


def test_a_hatch_runs_on_from_one_ground_to_the_next() -> None:
    left, right = box(-500, -500, 0, 500), box(0, -500, 500, 500)
    both = hatch(MultiPolygon([box(-500, -500, 500, 500)]), VIEW)
    apart = shapely.union(hatch(left, VIEW), hatch(right, VIEW))
    assert both.length == pytest.approx(apart.length)
    assert both.hausdorff_distance(apart) < 1e-6


def test_what_is_out_of_view_has_no_hatch() -> None:
    assert hatch(box(9000, 9000, 9999, 9999), VIEW).is_empty


@pytest.mark.parametrize(
    ("device", "paper", "vector"),
    [
        (QImage(50, 50, QImage.Format.Format_RGB32), False, False),
        (PaperImage(50, 50, QImage.Format.Format_RGB32), True, False),
        (FineSvg((50, 50), 3.0, "", ""), True, True),
    ],
)
def test_devices_say_what_they_are(
    qapp: object, device: QImage | FineSvg, paper: bool, vector: bool
) -> None:
    painter = QPainter(device)
    assert (for_paper(painter), is_vector(painter)) == (paper, vector)
    painter.end()


def test_pictures_on_paper_have_fewer_dots(qapp: object) -> None:
    image = PaperImage(1200, 900, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(3.0)
    ratios = []

    def paint(painter: QPainter) -> None:
        ratios.append(painter.device().devicePixelRatio())
        painter.fillRect(0, 0, 400, 300, QColor("#ff0000"))

    painter = QPainter(image)
    paint_as_picture(painter, VIEW, paint)
    painter.end()
    assert ratios == [BASE_MAP_RATIO]
    assert image.pixelColor(1199, 899) == QColor("#ff0000")
