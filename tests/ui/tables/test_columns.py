"""Columns fill their table, and no number is cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.tables.columns import shared

Open = Callable[..., MainWindow]
_WIDTHS = st.lists(st.tuples(st.integers(20, 300), st.integers(20, 120)), min_size=1, max_size=20)


def test_what_is_left_over_goes_to_all_in_proportion() -> None:
    assert shared([100, 50, 50], [10, 10, 10], 400) == [200, 100, 100]


def test_what_is_lacking_comes_from_those_that_have_some_to_spare() -> None:
    assert shared([100, 50, 50], [100, 40, 10], 180) == [100, 46, 34]


def test_where_not_even_the_least_fits_it_scrolls() -> None:
    assert shared([100, 50], [80, 50], 60) == [80, 50]


@given(_WIDTHS, st.integers(100, 2000))
def test_the_table_is_filled_to_the_pixel(pairs: list[tuple[int, int]], room: int) -> None:
    wishes, least = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    widths = shared(wishes, least, room)
    assert all(width >= low for width, low in zip(widths, least, strict=True))
    assert sum(widths) == max(room, sum(least))


@pytest.mark.parametrize("workspace", ["collect", "divide", "team", "operate"])
def test_no_heading_is_cut_in_a_small_window(
    qtbot: QtBot, open_window: Open, workspace: str
) -> None:
    window = open_window()
    window.show_workspace(workspace)
    qtbot.wait(30)
    part = window.parts.customers if workspace == "collect" else window.parts.areas
    table = part.table
    header = table.horizontalHeader()
    assert header.count() >= 6
    assert table.horizontalScrollBar().maximum() == 0, "every column is in sight"
    bold = header.font()
    bold.setBold(True)
    for column in range(header.count()):
        text = str(table.model().headerData(column, Qt.Orientation.Horizontal))
        wide = max(QFontMetrics(bold).horizontalAdvance(line) for line in text.split("\n"))
        assert header.sectionSize(column) >= wide + 16, f"{text} and the style's padding"


def test_a_number_is_never_elided(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.show_workspace("operate")
    window.resize(900, 700)
    qtbot.wait(30)
    areas = window.parts.areas
    for column in range(areas.model.columnCount()):
        if areas.model.is_number(column):
            assert areas.table.columnWidth(column) >= areas.table.sizeHintForColumn(column)
