"""The table of customers as it behaves with a million of them, told with forty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from gridstudio.canvas.selection import Selection
from gridstudio.commands import customers as acts
from gridstudio.domain.rows import Customer
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.tables import customers
from gridstudio.ui.tables.order import ADDRESS, CLASS, NAME, VALUE
from tests.cases import blank_project
from tests.ui.hand import project_of

Open = Callable[..., MainWindow]
UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def window(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """Whose table takes its forty customers for many."""
    monkeypatch.setattr(customers, "FEW_ROWS", 10)
    yield open_window()


def names(window: MainWindow) -> list[str]:
    model = window.parts.customers.model
    return [str(model.data(model.index(row, NAME))) for row in range(model.rowCount())]


def sort(qtbot: QtBot, window: MainWindow, column: int, order: Qt.SortOrder = UP) -> None:
    window.parts.customers.table.horizontalHeader().setSortIndicator(column, order)
    qtbot.waitUntil(lambda: window.runner.job is None)


def test_many_names_are_sorted_by_a_job(qtbot: QtBot, window: MainWindow) -> None:
    before = names(window)
    window.parts.customers.table.horizontalHeader().setSortIndicator(NAME, DOWN)
    assert window.runner.job is not None and names(window) == before
    qtbot.waitUntil(lambda: window.runner.job is None)
    assert names(window) == sorted(before, reverse=True)
    window.parts.customers.table.horizontalHeader().setSortIndicator(NAME, UP)
    assert window.runner.job is None, "the order is known by now"
    assert names(window) == sorted(before)


def test_what_is_edited_stays_where_it_is(qtbot: QtBot, window: MainWindow) -> None:
    sort(qtbot, window, NAME)
    row = names(window).index("Customer 7")
    acts.edit_customer(project_of(window), 8, name="AAA")
    assert names(window)[row] == "AAA"
    sort(qtbot, window, NAME, DOWN)
    sort(qtbot, window, ADDRESS)
    sort(qtbot, window, NAME)
    assert names(window)[0] == "AAA", "sorted anew, it is where it belongs"


def test_a_new_customer_stands_at_the_end_and_a_deleted_one_is_gone(
    qtbot: QtBot, window: MainWindow
) -> None:
    sort(qtbot, window, NAME, DOWN)
    before, project = names(window), project_of(window)
    acts.record_customer(project, Customer(0, 112.05, 35.1, name="New"))
    assert names(window) == [*before, "New"]
    acts.remove_customers(project, [1, 5])
    gone = {"Customer 0", "Customer 4"}
    assert names(window) == [name for name in [*before, "New"] if name not in gone]
    project.undo()
    assert sorted(names(window)) == sorted([*before, "New"])
    sort(qtbot, window, VALUE)
    sort(qtbot, window, NAME, DOWN)
    assert names(window) == sorted([*before, "New"], reverse=True)


def test_what_no_longer_passes_the_filter_goes(qtbot: QtBot, window: MainWindow) -> None:
    table, project = window.parts.customers, project_of(window)
    table.class_.setCurrentIndex(2)
    table.text.setText("customer")
    table.apply_filter()
    shown = names(window)
    (first, *_rest) = table.model.ids_of([0])
    acts.set_class(project, [first], "A")
    assert names(window) == shown[1:]
    project.undo()
    assert sorted(names(window)) == sorted(shown)
    acts.edit_customer(project, first, name="Someone else")
    assert sorted(names(window)) == sorted(shown[1:])
    classes = {table.model.data(table.model.index(row, CLASS)) for row in range(len(shown) - 1)}
    assert classes == {"B"}


def test_selecting_all_asks_for_no_cell(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt's headers look at every row to learn whether a column is selected as a whole."""
    table = window.parts.customers
    asked = 0
    plain = customers.CustomerModel.columnCount

    def counting(self: customers.CustomerModel, *parents: object) -> int:
        nonlocal asked
        asked += 1
        return plain(self)

    def cost_of_all() -> int:
        nonlocal asked
        table.table.clearSelection()
        qtbot.wait(20)
        asked = 0
        table.table.selectAll()
        qtbot.wait(50)
        return asked

    monkeypatch.setattr(customers.CustomerModel, "columnCount", counting)
    many = cost_of_all()
    assert len(window.session.selection.customers) == 40
    table.text.setText("Customer 1")
    table.apply_filter()
    assert table.model.rowCount() == 11
    assert many <= cost_of_all() + 20, "not once more for each row"


def test_the_map_s_selection_is_shown_and_scrolled_to(window: MainWindow) -> None:
    table = window.parts.customers
    window.session.select(Selection(customers=(3, 4, 39)))
    chosen = table.table.selectionModel()
    assert sorted(index.row() for index in chosen.selectedRows()) == [2, 3, 38]
    flags = QItemSelectionModel.SelectionFlag
    chosen.select(table.model.index(0, 0), flags.ClearAndSelect | flags.Rows)
    assert window.session.selection.customers == (1,)


def test_an_empty_table_sorts(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customers, "FEW_ROWS", -1)
    window = open_window(blank_project(tmp_path, "Empty"))
    sort(qtbot, window, NAME)
    assert names(window) == []
    ordered = project_of(window).ordered_ids("customers", "name")
    assert ordered.dtype == np.int64 and len(ordered) == 0
