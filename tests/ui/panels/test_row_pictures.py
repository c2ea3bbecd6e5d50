"""Pictures of rows: painted once for what they say, their size and their ground."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication

from gridstudio.ui.panels.row_pictures import KEPT, RowPictures

RED, WHITE = QColor("#ff0000"), QColor("#ffffff")


def test_a_row_is_painted_once_for_all_that_makes_its_picture(qapp: QApplication) -> None:
    pictures, painted = RowPictures(), []

    def paint(painter: QPainter) -> None:
        painted.append(1)
        painter.fillRect(0, 0, 4, 4, RED)

    small, large = QSize(20, 10), QSize(30, 10)
    looks = [(small, 1.0, WHITE), (large, 1.0, WHITE), (small, 2.0, WHITE), (small, 1.0, RED)]
    for _again in range(3):
        for number, (size, ratio, ground) in enumerate(looks):
            image = pictures.of("row", size, ratio, ground, paint).toImage()
            assert (image.width(), image.height()) == (size.width() * ratio, 10 * ratio)
            assert image.pixelColor(1, 1) == RED
            assert image.pixelColor(image.width() - 1, 9) == ground, number
    assert len(painted) == len(looks)
    pictures.forget()
    pictures.of("row", small, 1.0, WHITE, paint)
    assert len(painted) == len(looks) + 1


def test_those_asked_for_last_are_kept(qapp: QApplication) -> None:
    pictures, painted = RowPictures(), []
    for row in [*range(KEPT), 0, KEPT, 0, 1]:
        pictures.of(row, QSize(2, 2), 1.0, WHITE, lambda painter, row=row: painted.append(row))
    assert painted == [*range(KEPT), KEPT, 1]
