"""The footer stands under the columns, wherever the table has been scrolled to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.tables.area_footer import AreaFooter

Open = Callable[..., MainWindow]


def inked(footer: AreaFooter, left: int, right: int) -> bool:
    """Whether anything is written between two x, below the line at the top."""
    image: QImage = footer.grab().toImage()
    paper = QColor(image.pixel(1, 4))
    return any(
        QColor(image.pixel(x, y)) != paper
        for x in range(left, right)
        for y in range(4, image.height())
    )


def test_columns_fit_a_small_window(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.show_workspace("divide")
    scroll = window.parts.areas.table.horizontalScrollBar()
    qtbot.waitUntil(lambda: scroll.maximum() == 0)


def test_what_is_scrolled_out_of_sight_is_not_written(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.show_workspace("divide")
    areas = window.parts.areas
    header, view = areas.table.horizontalHeader(), areas.table.viewport()
    last = header.count() - 1
    header.resizeSection(last, view.width() // 2)
    scroll = areas.table.horizontalScrollBar()
    wider = header.length() - view.width()
    assert wider > 0, "the case scrolls"
    qtbot.waitUntil(lambda: scroll.maximum() == wider)
    right = view.x() + view.width()
    assert not inked(areas.footer, right, areas.footer.width())
    labels = view.x(), view.x() + header.sectionPosition(3) // 4
    assert inked(areas.footer, *labels)
    scroll.setValue(scroll.maximum())
    assert inked(areas.footer, right - 60, right), "the last column's figures"
    assert not inked(areas.footer, 0, view.x())
    assert not inked(areas.footer, right, areas.footer.width())
