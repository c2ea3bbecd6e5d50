"""Scale bar and north as pictures look as they do when they are painted."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.furniture_picture import FurniturePicture
from gridstudio.canvas.scene import paint_furniture
from gridstudio.canvas.theme import THEMES
from gridstudio.canvas.viewport import Viewport

GROUND = "#8899aa"
EDGES = 40
"""Of 255: letters are smoothed a little otherwise on nothing than on a ground."""


def view(metre_per_px: float = 10.0) -> Viewport:
    return Viewport(1.25e7, 4.1e6, metre_per_px, 640, 480)


def picture(ratio: float) -> tuple[QImage, QPainter]:
    image = QImage(int(640 * ratio), int(480 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(GROUND)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return image, painter


def pixels(image: QImage) -> np.ndarray:
    flat = np.frombuffer(image.constBits(), dtype=np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_pictures_are_what_they_are_pictures_of(theme: str, ratio: float) -> None:
    ensure_application()
    plain, painter = picture(ratio)
    paint_furniture(painter, view(), THEMES[theme])
    painter.end()
    shown, painter = picture(ratio)
    FurniturePicture().paint(painter, view(), THEMES[theme], ratio)
    painter.end()
    assert (pixels(plain) != pixels(picture(ratio)[0])).any(), "there is something to see"
    assert np.abs(pixels(plain) - pixels(shown)).max() <= EDGES


def test_another_view_is_painted_anew() -> None:
    ensure_application()
    furniture = FurniturePicture()
    for metre_per_px in (10.0, 37.0):
        plain, painter = picture(1.0)
        paint_furniture(painter, view(metre_per_px), THEMES["light"])
        painter.end()
        shown, painter = picture(1.0)
        furniture.paint(painter, view(metre_per_px), THEMES["light"], 1.0)
        painter.end()
        assert np.abs(pixels(plain) - pixels(shown)).max() <= EDGES
