"""A ring is as large on every device, and empty within."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.painters.rings import ring_pixmap


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_ring_is_its_last_stroke_on_the_line_and_nothing_within(ratio: float) -> None:
    ensure_application()
    pixmap = ring_pixmap(12.0, (("#ffffff", 6.0), ("#ff0000", 3.0)), ratio)
    image, middle = pixmap.toImage(), pixmap.width() // 2
    assert image.pixelColor(middle, middle).alpha() == 0
    assert image.pixelColor(middle + round(6 * ratio), middle) == QColor("#ff0000")
    assert pixmap.width() / ratio == pytest.approx(20, abs=1)
