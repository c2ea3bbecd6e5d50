"""Lines of text in boxes: rather small than cut, and rather cut than over the edge."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from gridstudio.canvas.picture import pixels_of
from gridstudio.ui.panels.letters import Letters

HIGH_PX = 24


def written(letters: Letters, text: str, wide: float, *, right: bool = False) -> tuple[int, int]:
    """The first and the last column that a text darkens in a box that begins at 20."""
    image = QImage(400, HIGH_PX, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    letters.write(painter, QRectF(20, 0, wide, HIGH_PX), text, "#000000", right=right)
    painter.end()
    columns = (pixels_of(image) != 0xFFFFFFFF).any(axis=0).nonzero()[0]
    return int(columns[0]), int(columns[-1])


@pytest.fixture
def letters(qapp: QApplication) -> Letters:
    return Letters(QFont, 14, 10)


def test_a_width_is_what_the_face_says_at_any_size(letters: Letters) -> None:
    for _again in range(2):
        for text_px in (14, 20):
            letters.text_px = text_px
            for bold in (False, True):
                _face, metrics = letters.face(bold=bold)
                for text in ("", "1,234", "和平大街"):
                    assert letters.wide(text, bold=bold) == metrics.horizontalAdvance(text)
    face = letters.face()[0]
    assert letters.wide("1,234") == QFontMetricsF(face).horizontalAdvance("1,234")
    assert letters.wide("1,234", small=True) < letters.wide("1,234")


def test_what_is_too_wide_gets_small_and_then_is_cut(letters: Letters) -> None:
    text = "Customers of all classes"
    usual, small = letters.wide(text), letters.wide(text, small=True)
    left, right = written(letters, text, usual + 1)
    assert left >= 20 and right - left == pytest.approx(usual, abs=4)
    left, right = written(letters, text, usual - 1)
    assert right - left == pytest.approx(small, abs=4)
    left, right = written(letters, text, small / 2)
    assert left >= 20 and right <= 20 + small / 2 + 1


def test_the_right_side_is_the_right_side(letters: Letters) -> None:
    assert written(letters, "12", 200, right=True)[1] == pytest.approx(220, abs=3)
    assert written(letters, "12", 200)[0] == pytest.approx(20, abs=3)
