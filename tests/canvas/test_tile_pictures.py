"""Tiles as PNG with a palette, JPEG and WebP."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from gridstudio.canvas.tile_pictures import TileFormat, encoded, with_palette


def picture(colours: np.ndarray) -> QImage:
    """From rgb ``(height, width, 3)``."""
    height, width, _three = colours.shape
    pixels = (255 << 24) + (colours.astype(np.uint32) << [16, 8, 0]).sum(axis=-1)
    flat = pixels.astype(np.uint32).tobytes()
    return QImage(flat, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def rgb(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), dtype=np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., 2::-1].astype(int)


def test_up_to_256_colours_stay_exactly() -> None:
    colours = np.random.default_rng(1).integers(0, 256, (200, 3))
    shown = colours[np.random.default_rng(2).integers(0, 200, (31, 61))]
    made = with_palette(picture(shown))
    assert made.format() == QImage.Format.Format_Indexed8
    assert (rgb(made) == shown).all()


def test_of_more_the_common_ones_stay_and_the_others_are_near() -> None:
    gradient = np.zeros((64, 64, 3), dtype=int)
    gradient[..., 0] = np.arange(64)[None, :] * 4
    gradient[..., 1] = np.arange(64)[:, None] * 4
    gradient[:32, :32] = (10, 20, 30)
    made = rgb(with_palette(picture(gradient)))
    assert (made[:32, :32] == (10, 20, 30)).all()
    assert len(np.unique(made.reshape(-1, 3), axis=0)) <= 256


def test_a_palette_makes_png_smaller() -> None:
    lines = np.full((256, 256, 3), 240)
    lines[::16] = (200, 120, 60)
    image = picture(lines)
    assert len(encoded(image, "png")) < 2_000


@pytest.mark.parametrize(
    ("kind", "sign"), [("png", b"\x89PNG"), ("jpg", b"\xff\xd8\xff"), ("webp", b"RIFF")]
)
def test_each_format_is_what_it_says(kind: TileFormat, sign: bytes) -> None:
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor("#abcfe4"))
    data = encoded(image, kind)
    assert data.startswith(sign)
    seen = QImage.fromData(data).pixelColor(9, 9)
    assert abs(seen.red() - 0xAB) + abs(seen.green() - 0xCF) + abs(seen.blue() - 0xE4) < 9
