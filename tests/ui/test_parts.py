"""Small parts look alike."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QDateEdit, QDoubleSpinBox, QSpinBox
from pytestqt.qtbot import QtBot

from gridstudio.ui import style
from gridstudio.ui.parts import set_in


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
