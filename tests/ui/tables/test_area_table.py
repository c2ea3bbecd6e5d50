"""The table of areas: what stands in it and in which order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.tables.area_table import AreaTable

Open = Callable[..., MainWindow]


def cells(table: AreaTable, heading: str) -> list[str]:
    model = table.sorted
    headings = [
        str(model.headerData(at, Qt.Orientation.Horizontal)).replace("\n", " ")
        for at in range(model.columnCount())
    ]
    column = headings.index(heading)
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def test_decimals_stand_in_line(open_window: Open) -> None:
    window = open_window()
    for workspace in ("divide", "team", "operate"):
        window.show_workspace(workspace)
        ground = cells(window.parts.areas, "km²")
        assert ground and all(len(text.partition(".")[2]) == 2 for text in ground)
    assert all(len(text.partition(".")[2]) == 1 for text in cells(window.parts.areas, "per km²"))
    assert all("." not in text for text in cells(window.parts.areas, "Value"))


@pytest.mark.parametrize("order", [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder])
def test_areas_without_a_code_come_last(open_window: Open, order: Qt.SortOrder) -> None:
    window = open_window()
    window.show_workspace("divide")
    table = window.parts.areas
    table.table.sortByColumn(0, order)
    codes = cells(table, "Code")
    named = [code for code in codes if code]
    assert "" in codes, "the case has open ground"
    assert codes == [*named, *[""] * (len(codes) - len(named))]
    assert named == sorted(named, reverse=order == Qt.SortOrder.DescendingOrder)


def test_choosing_a_row_selects_the_area_and_back(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.show_workspace("team")
    table = window.parts.areas
    row = cells(table, "Name").index("Two")
    table.table.selectRow(row)
    (chosen,) = window.session.selection.areas
    assert next(item for item in table.model.rows if item.id == chosen).name == "Two"
    assert window.map.selection.areas == (chosen,)
    row = cells(table, "Name").index("One")
    one = next(item for item in table.model.rows if item.name == "One")
    window.session.select(type(window.session.selection)(areas=(one.id,)))
    assert [index.row() for index in table.table.selectionModel().selectedRows()] == [row]
