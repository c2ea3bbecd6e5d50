"""When garbage is collected."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gridstudio.ui.collector import Collector


def test_a_drag_does_not_stop_for_what_is_old(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[int] = []
    widget, parent = QWidget(), QObject()
    qtbot.addWidget(widget)
    collector = Collector(parent)
    try:
        widget.show()
        with monkeypatch.context() as patch:
            patch.setattr(gc, "get_count", lambda: (9999, 99, 99))
            patch.setattr(gc, "collect", collected.append)
            collector.collect()
            left, spot = Qt.MouseButton.LeftButton, QPoint(5, 5)
            QTest.mousePress(widget.windowHandle(), left, pos=spot)
            collector.collect()
            QTest.mouseRelease(widget.windowHandle(), left, pos=spot)
            collector.collect()
        assert collected == [2, 1, 2]
    finally:
        collector.stop()
    assert gc.isenabled()
