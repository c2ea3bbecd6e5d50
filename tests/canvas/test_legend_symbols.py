"""Swatches can be told from the panel that they stand on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.legend_symbols import EDGE, area_swatch
from gridstudio.domain.style import Symbol


@pytest.mark.parametrize("color", ["#ffffff", "#f7f7f7", "#14191f"])
def test_a_ground_without_outline_has_an_edge(color: str) -> None:
    ensure_application()
    image = area_swatch(Symbol(color=color, outline="", opacity=0.5), 4.0).toImage()
    middle = image.height() // 2
    row = [image.pixelColor(x, middle) for x in range(image.width())]
    assert QColor(EDGE) in row


def test_a_ground_with_an_outline_keeps_it() -> None:
    ensure_application()
    image = area_swatch(Symbol(color="#ffffff", outline="#ff0000", outline_px=2), 4.0).toImage()
    middle = image.height() // 2
    row = [image.pixelColor(x, middle) for x in range(image.width())]
    assert QColor("#ff0000") in row and QColor(EDGE) not in row
