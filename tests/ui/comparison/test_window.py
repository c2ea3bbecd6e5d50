"""The window that compares two schemes: what it shows, how its maps move, what it follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from gridstudio.canvas.painters.areas import fill_numbers
from gridstudio.commands.areas import set_area, split_area
from gridstudio.commands.scheme_comparison import case_of, compared
from gridstudio.commands.schemes import copy_scheme, delete_scheme, make_current, new_scheme
from gridstudio.domain.columns import Numbers
from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.project import Project
from gridstudio.ui.comparison import differing, window
from gridstudio.ui.comparison.differing import CLASS, NAME, OWNER_A, OWNER_B, VALUE
from gridstudio.ui.comparison.maps import of_scheme
from gridstudio.ui.comparison.window import ComparisonWindow
from gridstudio.ui.dialogs.change_book import ChangeBookDialog
from gridstudio.ui.main_window import MainWindow
from tests.cases import divided_project
from tests.ui.hand import project_of

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
Open = Callable[..., MainWindow]


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


@pytest.fixture
def main(open_window: Open, tmp_path: Path) -> Iterator[MainWindow]:
    """Scheme 1, and its copy, current, in which a part is cut off “One”."""
    project = divided_project(tmp_path, customers=400)
    copy_scheme(project, 1, "Copy", current=True)
    split_area(project, id_of(project, "One"), [(111.9, 35.05), (112.15, 35.05)])
    yield open_window(project)


def opened(qtbot: QtBot, main: MainWindow) -> ComparisonWindow:
    main.actions_by_key["scheme_compare"].trigger()
    shown = main.schemes.comparison
    assert shown is not None
    qtbot.waitUntil(lambda: shown.found is not None and shown.maps.maps[0].width() > 300)
    return shown


def cell(model: Any, row: int, column: int) -> str:
    return str(model.data(model.index(row, column)))


def test_areas_and_customers_are_listed(qtbot: QtBot, main: MainWindow) -> None:
    shown, project = opened(qtbot, main), project_of(main)
    assert (shown.a.currentText(), shown.b.currentText()) == ("Copy", "Scheme 1")
    expected = compared(case_of(project, 2, 1, 2))
    differ = project.customers().id[expected.book.rows].tolist()
    assert shown.customers.rowCount() == len(differ) > 20
    assert shown.tabs.tabText(1) == f"Customers who differ: {len(differ)}"
    assert str(len(differ)) in shown.summary.text()
    rows = range(shown.customers.rowCount())
    assert sorted(shown.customers.customer_at(row) for row in rows) == differ
    values = [float(cell(shown.customers, row, VALUE)) for row in rows]
    assert values == sorted(values, reverse=True), "the most valuable first"
    assert {cell(shown.customers, row, OWNER_A) for row in rows} == {"G03 Grid 3"}
    assert {cell(shown.customers, row, OWNER_B) for row in rows} == {"G01 One"}
    areas = [[cell(shown.areas, row, column) for column in range(7)] for row in range(4)]
    count = len(differ)
    one = expected.pairs.customers[:, 1].tolist()
    assert areas[0][:4] == ["G01", "One", "G01", "One"] and areas[0][6] == f"+{count}"
    assert areas[2] == ["G03", "Grid 3", "", "", str(count), "–", f"−{count}"]
    assert areas[3][1] == "open or without owner" and areas[3][6] == "0" and sum(one) == 400
    for view, side in zip(shown.maps.maps, expected.whole, strict=True):
        assert view.data is not None and view.data.areas.id.tolist() == side.areas.id.tolist()
        assert sorted(view.selection.customers) == differ
        assert view.data.owners.area.tolist() == side.owners.area.tolist()
        assert (view.data.owners.area > 0).all(), "on open ground, too: nobody is without any"
    assert "Copy" in shown.maps.captions[0].text() and "Grid: 3" in shown.maps.captions[0].text()


def test_the_same_area_has_the_same_colour_on_both_maps(qtbot: QtBot, main: MainWindow) -> None:
    before = fill_numbers(project_of(main).areas()).tolist()
    shown = opened(qtbot, main)
    sides = [view.data.areas for view in shown.maps.maps if view.data is not None]
    colours = [dict(zip(areas.id.tolist(), fill_numbers(areas), strict=True)) for areas in sides]
    assert shown.found is not None
    both = [pair for pair in shown.found.pairs.ids.tolist() if all(pair)]
    assert len(both) == 2 and all(colours[0][a] == colours[1][b] for a, b in both)
    assert fill_numbers(project_of(main).areas()).tolist() == before, "the main map keeps its own"


def test_the_maps_move_together_and_mark_the_mouse(qtbot: QtBot, main: MainWindow) -> None:
    shown = opened(qtbot, main)
    one, other = shown.maps.maps
    moves: list[Callable[[], object]] = [
        lambda: one.pan(37, -12),
        lambda: other.zoom_in(),
        lambda: one.zoom_at(0.7, one.rect().center().toPointF()),
        lambda: other.centre_on(112.2, 35.1, metre_per_px=3.0),
        lambda: one.zoom_all(),
    ]
    for move in moves:
        before = one.place()
        move()
        a, b = one.place(), other.place()
        assert a != before
        assert a.lon == pytest.approx(b.lon, abs=1e-9) and a.lat == pytest.approx(b.lat, abs=1e-9)
        assert a.metre_per_px == b.metre_per_px
    # Many small steps do not make them part.
    for step in range(50):
        (one, other)[step % 2].pan(0.3, 0.4)
    assert one.place().lon == pytest.approx(other.place().lon, abs=1e-9)
    at = QPointF(100, 80)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, at, one.mapToGlobal(at), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, NONE,
    )  # fmt: skip
    QApplication.sendEvent(one.viewport(), moved)
    x, y = one.viewport_now.to_xy((at.x(), at.y()))
    assert other.twin == pytest.approx(tuple(to_lonlat([x, y]).tolist()), abs=1e-9)
    assert one.twin is None
    one.left.emit()
    assert other.twin is None


def test_what_is_chosen_in_a_table_is_shown_on_both_maps(qtbot: QtBot, main: MainWindow) -> None:
    shown, project = opened(qtbot, main), project_of(main)
    row = [line.codes[0] for line in shown.areas.lines].index("G01")
    shown.area_table.setCurrentIndex(shown.sorted_areas.mapFromSource(shown.areas.index(row, 0)))
    line = shown.areas.lines[row]
    for view, area in zip(shown.maps.maps, (line.a, line.b), strict=True):
        assert list(view.selection.areas) == [area] and len(view.selection.customers)
    west, south, east, north = shown.maps.maps[1].view_bounds()
    assert west < 112.0 < 112.1 < east and south < 35.0 < 35.2 < north and north - south < 0.4
    shown.tabs.setCurrentIndex(1)
    shown.customer_table.setCurrentIndex(shown.customers.index(2, 0))
    customer = shown.customers.customer_at(2)
    lon, lat = project.customers().lonlat[project.customers().row(customer)].tolist()
    for view in shown.maps.maps:
        assert view.pin is not None and (view.pin.lon, view.pin.lat) == (lon, lat)
        assert view.place().lon == pytest.approx(lon) and view.metre_per_px() <= 2.0
        assert not len(view.selection.areas)


def test_a_click_on_a_map_is_found_in_the_tables(qtbot: QtBot, main: MainWindow) -> None:
    shown, project = opened(qtbot, main), project_of(main)
    view = shown.maps.maps[1]
    view.zoom_all()

    def click(lon: float, lat: float) -> None:
        x, y = view.viewport_now.to_px(to_xy([lon, lat])).tolist()
        qtbot.mouseClick(view.viewport(), LEFT, NONE, QPoint(round(x), round(y)))

    customer = shown.customers.customer_at(5)
    click(*project.customers().lonlat[project.customers().row(customer)].tolist())
    assert shown.tabs.currentWidget() is shown.customer_table
    assert shown.customers.customer_at(shown.customer_table.currentIndex().row()) == customer
    view.zoom_all()
    click(112.195, 35.195)
    assert shown.tabs.currentWidget() is shown.area_table
    source = shown.sorted_areas.mapToSource(shown.area_table.currentIndex())
    assert shown.areas.lines[source.row()].codes == ("G02", "G02")


def test_every_column_sorts(
    qtbot: QtBot, main: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, project = opened(qtbot, main), project_of(main)
    header = shown.customer_table.horizontalHeader()
    rows = range(shown.customers.rowCount())
    for column in (NAME, CLASS, OWNER_A, OWNER_B):
        header.setSortIndicator(column, Qt.SortOrder.AscendingOrder)
        texts = [cell(shown.customers, row, column) for row in rows]
        assert texts == sorted(texts)
    # Of very many the order of the names is read by a job.
    monkeypatch.setattr(differing, "FEW_ROWS", 3)
    shown.compare()
    assert not shown.customers.sorts_at_once(NAME)
    header.setSortIndicator(NAME, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: main.runner.job is None and shown.customers.sorts_at_once(NAME))
    texts = [cell(shown.customers, row, NAME) for row in rows]
    assert texts == sorted(texts, reverse=True)
    shown.area_table.sortByColumn(6, Qt.SortOrder.AscendingOrder)
    first = shown.sorted_areas.index(0, 0).data()
    assert first == "G03"
    assert project.scheme_id() == 2


def test_other_schemes_and_levels_are_chosen(qtbot: QtBot, main: MainWindow) -> None:
    shown, project = opened(qtbot, main), project_of(main)
    differ = shown.customers.rowCount()
    shown.swap.click()
    assert (shown.a.currentText(), shown.b.currentText()) == ("Scheme 1", "Copy")
    assert shown.customers.rowCount() == differ
    assert cell(shown.customers, 0, OWNER_B) == "G03 Grid 3"
    shown.level.setCurrentIndex(0)
    shown.level.activated.emit(0)
    assert shown.customers.rowCount() == 0 and "0 customers" in shown.summary.text()
    fresh = new_scheme(project, "Fresh")
    qtbot.waitUntil(lambda: shown.a.count() == 3)
    shown.b.setCurrentIndex(shown.b.findData(fresh))
    shown.b.activated.emit(2)
    assert shown.customers.rowCount() == 400
    shown.a.setCurrentIndex(shown.a.findData(fresh))
    shown.a.activated.emit(2)
    assert shown.b.currentText() != "Fresh", "nothing is compared with itself"


def test_it_follows_edits_and_closes_with_the_last_pair(qtbot: QtBot, main: MainWindow) -> None:
    shown, project = opened(qtbot, main), project_of(main)
    set_area(project, id_of(project, "Two"), name="Second")
    qtbot.waitUntil(lambda: cell(shown.areas, 1, 1) == "Second")
    make_current(project, 1)
    qtbot.waitUntil(lambda: main.map.data is not None and len(main.map.data.areas) == 6)
    assert shown.a.currentText() == "Copy", "what was chosen stays"
    delete_scheme(project, 2)
    qtbot.waitUntil(lambda: main.schemes.comparison is None)
    project.undo()
    again = opened(qtbot, main)
    assert again is not shown and again.customers.rowCount() > 20
    main.session.detach()
    assert main.schemes.comparison is None


def test_many_customers_are_compared_by_a_job(
    qtbot: QtBot, main: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "FEW_CUSTOMERS", 10)
    main.actions_by_key["scheme_compare"].trigger()
    shown = main.schemes.comparison
    assert shown is not None and shown.found is None and main.runner.job is not None
    assert shown.summary.text() == "Compare two schemes … 0%"
    shown.level.setCurrentIndex(0)
    shown.level.activated.emit(0)  # while the first still runs: as soon as it has ended
    qtbot.waitUntil(lambda: shown.found is not None and shown.found.level == 1)
    assert main.runner.job is None


def test_the_workbook_and_the_change_book(
    qtbot: QtBot, main: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = opened(qtbot, main)
    target = tmp_path / "comparison"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    shown.save.click()
    qtbot.waitUntil(lambda: "is saved" in shown.summary.text())
    book = CalamineWorkbook.from_path(str(target.with_suffix(".xlsx")))
    rows = book.get_sheet_by_name("Customers who differ").to_python()
    assert len(rows) == shown.customers.rowCount() + 1
    books: list[Any] = []
    monkeypatch.setattr(ChangeBookDialog, "exec", lambda dialog: books.append(dialog))
    shown.book.click()
    assert books[0].customers.topLevelItemCount() == shown.customers.rowCount()
    assert books[0].since.currentText() == "from “Copy” to “Scheme 1”"
    main.actions_by_key["change_book"].trigger()
    assert books[1].since.itemText(0) == "from “Scheme 1” to “Copy”"
    assert books[1].customers.topLevelItemCount() == shown.customers.rowCount()


def test_only_one_scheme_is_nothing_to_compare(open_window: Open) -> None:
    action = open_window().actions_by_key["scheme_compare"]
    assert not action.isEnabled() and "copy it first" in action.toolTip()


def test_a_style_that_follows_figures_stays_with_the_current_scheme(
    qtbot: QtBot, main: MainWindow
) -> None:
    """Figures of areas are those of the current scheme's: they would fit no other's."""
    data = main.session.data
    assert data is not None
    layer = data.layer_of("areas", 2)
    assert layer is not None
    data.columns[(layer.id, "indicator:customers")] = Numbers(np.zeros(len(data.areas)))
    found = compared(case_of(project_of(main), 1, 2, 2))
    made = of_scheme(data, found.a)
    assert made.columns == {} and made.customers is data.customers
    assert len(made.areas) == 6 and len(data.areas) == 7
