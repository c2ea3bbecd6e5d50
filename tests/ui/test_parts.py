"""Small parts look alike."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDateEdit, QDoubleSpinBox, QSpinBox
from pytestqt.qtbot import QtBot

from gridstudio.ui import style
from gridstudio.ui.parts import Line, set_in


@pytest.mark.parametrize("kind", [QSpinBox, QDoubleSpinBox, QDateEdit])
def test_the_text_of_a_box_stands_off_its_edge(
    qtbot: QtBot, qapp: QApplication, kind: type[QSpinBox | QDoubleSpinBox | QDateEdit]
) -> None:
    style.apply(qapp, "light")
    plain, box = kind(), set_in(kind())
    for one in (plain, box):
        qtbot.addWidget(one)
        one.show()
    line, other = box.lineEdit(), plain.lineEdit()
    assert line is not None and other is not None
    line.home(False)
    other.home(False)
    assert line.cursorRect().x() == other.cursorRect().x() + 8
    qapp.setStyleSheet("")


def test_a_line_without_room_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    def painted(text: str, width: int) -> bytes:
        line = Line(text)
        qtbot.addWidget(line)
        line.resize(width, 20)
        picture = line.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        assert line.text() == text
        return bytes(picture.constBits())

    long = "Click the corners of the new area. Backspace takes one back, Esc gives up."
    metrics = Line().fontMetrics()
    for width in (60, 181, 240):
        short = metrics.elidedText(long, Qt.TextElideMode.ElideRight, width)
        assert short.endswith("…")
        assert painted(long, width) == painted(short, width) != painted(long, 600)
