"""Stories of customers and areas, from opening on, told to the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gridstudio.commands.check import check
from gridstudio.commands.demo_files import recording_of
from gridstudio.domain.selection import Selection
from gridstudio.gps.stream import checksum_of
from gridstudio.ui.dialogs.import_file import ImportDialog
from gridstudio.ui.dialogs.record import RecordDialog
from gridstudio.ui.dialogs.scheme import SchemeDialog
from gridstudio.ui.dialogs.targets import TargetsDialog
from gridstudio.ui.parts import choose
from gridstudio.ui.tables.customers import CLASS, NAME, VALUE
from tests.cases import divided_project
from tests.ui.conftest import Open
from tests.ui.hand import area_named, click, spot, texts, trigger

LEFT = Qt.MouseButton.LeftButton


def test_a_customer_clicked_on_the_map_is_shown_edited_and_undone(
    qtbot: QtBot, open_window: Open
) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    lon, lat = project.customers().lonlat[7]
    click(qtbot, window, lon, lat)
    qtbot.waitUntil(lambda: "Customer 7" in texts(window))
    assert window.parts.customers.table.selectionModel().selectedRows()[0].row() == 7
    line = next(
        item
        for item in window.parts.inspector.widget().findChildren(QLineEdit)
        if item.text() == "Customer 7"
    )
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "=Renamed")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert project.customer(8).name == "=Renamed"
    assert window.actions_by_key["undo"].text() == "Undo Edit customer"
    trigger(window, "undo")
    assert project.customer(8).name == "Customer 7"
    qtbot.waitUntil(lambda: "Customer 7" in texts(window))
    assert window.actions_by_key["redo"].text() == "Redo Edit customer"


def test_a_grid_is_drawn_on_open_ground_with_the_mouse(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    window.show_workspace("divide")
    window.show_level(2)
    trigger(window, "draw")
    for lon, lat in ((112.2, 35.0), (112.3, 35.0), (112.3, 35.2), (112.2, 35.2)):
        click(qtbot, window, lon, lat)
    qtbot.keyClick(window.map, Qt.Key.Key_Return)
    drawn = area_named(window, "Grid 3")
    assert window.map.has_tool, "the tool goes on until Esc"
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert not window.map.has_tool
    row = next(item for item in window.parts.areas.model.rows if item.id == drawn)
    assert row.customers == int((project.owners().area == drawn).sum()) > 0
    assert check(project) == []
    trigger(window, "undo")
    assert "Grid 3" not in list(project.areas().name)


def test_split_merge_and_delete(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    window.show_workspace("divide")
    assert not window.actions_by_key["split"].isEnabled()
    assert "Select an area" in window.actions_by_key["split"].toolTip()
    click(qtbot, window, 112.03, 35.11)
    assert window.session.selection.areas == (area_named(window, "One"),)
    trigger(window, "split")
    click(qtbot, window, 111.98, 35.12)
    click(qtbot, window, 112.14, 35.12)
    qtbot.keyClick(window.map, Qt.Key.Key_Return)
    assert project.undo_label == "Split area"
    new = area_named(window, "Grid 3")
    window.session.select(Selection(areas=(area_named(window, "Two"), new)))
    trigger(window, "merge")
    assert project.undo_label == "Merge areas"
    window.session.select(Selection(areas=(area_named(window, "One"),)))
    trigger(window, "delete")
    assert project.undo_label == "Delete area"
    assert check(project) == []


def test_a_copy_is_divided_otherwise_and_compared(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    """An alternative is tried out beside what is in force, looked at, and given up."""
    window = open_window(divided_project(tmp_path, customers=400))
    project = window.session.project
    assert project is not None
    window.show_workspace("divide")
    start, label = project.owners().area.tolist(), project.undo_label

    def copy() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SchemeDialog)
        dialog.name.setText("Alternative")
        dialog.accept()

    QTimer.singleShot(50, copy)
    trigger(window, "scheme_copy")
    qtbot.waitUntil(lambda: "Alternative" in window.schemes.button.toolTip())
    window.session.select(Selection(areas=(area_named(window, "One"),)))
    trigger(window, "split")
    click(qtbot, window, 111.95, 35.05)
    click(qtbot, window, 112.15, 35.05)
    qtbot.keyClick(window.map, Qt.Key.Key_Return)
    south = project.customers().lonlat[:, 1] < 35.05
    west = project.customers().lonlat[:, 0] < 112.1
    trigger(window, "scheme_compare")
    compared = window.schemes.comparison
    assert compared is not None
    qtbot.waitUntil(lambda: compared.found is not None)
    found = compared.customers
    shown = sorted(found.customer_at(row) for row in range(found.rowCount()))
    assert shown == project.customers().id[south & west].tolist() and len(shown) > 20
    window.schemes.make_current(1)
    assert project.owners().area.tolist() == start
    while project.undo_label != label:
        window.undo()
        assert check(project) == []
    assert project.owners().area.tolist() == start and len(project.schemes()) == 1
    qtbot.waitUntil(lambda: window.schemes.comparison is None)
    assert "Scheme 1" in window.schemes.button.toolTip()


def test_targets_are_set_and_a_border_is_pulled_until_both_sides_meet_them(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window(divided_project(tmp_path, customers=400))
    project = window.session.project
    assert project is not None
    window.show_workspace("divide")

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TargetsDialog)
        dialog.table.selectRow(0)  # customers
        dialog.share.setValue(10)
        dialog.suggest.click()
        dialog.accept()

    QTimer.singleShot(50, fill)
    window.parts.areas.targets.click()
    (target,) = project.targets()
    assert (target.level, target.indicator, *target.bounds) == (2, "customers", 90, 100, 110)

    rows, table = window.parts.areas.model.rows, window.parts.areas.sorted

    def listed() -> list[str]:
        column = 4  # after code, name, parent and deviation
        cells = [str(table.data(table.index(at, column))) for at in range(table.rowCount())]
        return [cell for at, cell in enumerate(cells) if rows[at].id and not rows[at].open]

    assert listed() == ["▲ 120", "▼ 80"]
    window.gestures.nodes()
    view = window.map.viewport()
    qtbot.mouseMove(view, spot(window, 112.1, 35.1))
    qtbot.mousePress(view, LEFT, pos=spot(window, 112.1, 35.1))
    qtbot.mouseMove(view, spot(window, 112.085, 35.1))
    counts = next(row for row in window.parts.balance.rows if row.label == "Customers")
    assert [cell.broken for cell in counts.cells] == [False, False] and counts.note == "ideal 100"
    qtbot.mouseRelease(view, LEFT, pos=spot(window, 112.085, 35.1))
    assert not any(mark in cell for cell in listed() for mark in "▲▼")
    assert "change owner: One −" in window.parts.status.outcome.text()
    window.parts.status.undo.click()
    assert listed() == ["▲ 120", "▼ 80"]


def test_a_refusal_is_said_with_its_reason(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.show_workspace("divide")
    window.session.select(
        Selection(areas=tuple(sorted((area_named(window, "One"), area_named(window, "East")))))
    )
    trigger(window, "merge")
    assert "same area above" in window.parts.status.text.text()


def test_the_demo_receiver_records_a_customer(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    project = divided_project(tmp_path)
    lines = []
    for second in range(60):
        body = f"GPGGA,0130{second:02d}.00,3506.0000,N,11203.0000,E,2,09,0.9,700.0,M,0.0,M,,"
        lines.append(f"${body}*{checksum_of(body.encode()):02X}\r\n")
    recording_of(project.path).write_text("".join(lines), encoding="ascii")
    window = open_window(project)
    window.gps.list_ports()
    assert window.gps.device() == "demo", "nothing likelier is plugged in"
    window.gps.start()
    qtbot.waitUntil(lambda: window.gps.position() is not None)
    assert "Good" in window.gps.cards[0].words.text()
    before = len(project.customers())

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RecordDialog)
        dialog.form.name.setText("Found by GPS")
        choose(dialog.form.kind, "street_shop")
        dialog.save.click()

    QTimer.singleShot(200, fill)
    trigger(window, "record")
    assert len(project.customers()) == before + 1
    customer = project.customer(int(project.customers().id[-1]))
    assert (customer.name, customer.kind) == ("Found by GPS", "street_shop")
    assert customer.fix is not None and customer.fix.quality == 2
    assert (customer.lon, customer.lat) == (112.05, 35.1)
    assert project.undo_label == "Record customer"
    window.gps.stop()
    assert window.gps.position() is None


def test_recording_without_a_receiver_says_why_not(open_window: Open) -> None:
    window = open_window()
    trigger(window, "record")
    assert "start a receiver" in window.parts.status.text.text()


def test_a_csv_is_tried_and_imported(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    path = tmp_path / "customers.csv"
    path.write_text(
        "名称,经度,纬度,级别\n甲,112.05,35.1,A级\n乙,999,35.1,B级\n", encoding="gb18030"
    )

    def choose_and_accept(dialog: ImportDialog) -> int:
        dialog.path.setText(str(path))
        assert not dialog.ok.isEnabled(), "no datum yet"
        choose(dialog.datum, "wgs84")
        dialog.try_out()
        assert not dialog.ok.isEnabled(), "one after the other"
        qtbot.waitUntil(dialog.ok.isEnabled)
        assert (
            "1 added" in dialog.outcome.toPlainText() and "Line 3" in dialog.outcome.toPlainText()
        )
        assert len(project.customers()) == 40
        dialog.path.setText(str(path.with_name("absent.csv")))
        dialog.try_out()
        qtbot.waitUntil(dialog.ok.isEnabled)
        assert "absent.csv" in dialog.outcome.toPlainText()
        dialog.path.setText(str(path))
        return int(dialog.DialogCode.Accepted)

    monkeypatch.setattr(ImportDialog, "exec", choose_and_accept)
    trigger(window, "import")
    qtbot.waitUntil(lambda: len(project.customers()) == 41)
    qtbot.waitUntil(lambda: window.runner.job is None)
    assert project.customer(41).name == "甲"
    assert window.parts.customers.model.rowCount() == 41
    trigger(window, "undo")
    assert len(project.customers()) == 40


def test_the_table_sorts_filters_and_selects(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    table = window.parts.customers
    model = table.model

    def first(column: int) -> str:
        return str(model.data(model.index(0, column)))

    table.table.horizontalHeader().setSortIndicator(VALUE, Qt.SortOrder.DescendingOrder)
    assert first(VALUE) == "139.00"
    table.table.horizontalHeader().setSortIndicator(NAME, Qt.SortOrder.AscendingOrder)
    assert first(NAME) == "Customer 0"
    table.text.setText("Customer 3")
    table.apply_filter()
    assert model.rowCount() == 11
    table.text.clear()
    choose(table.class_, "")
    table.class_.setCurrentIndex(2)
    table.apply_filter()
    assert {model.data(model.index(row, CLASS)) for row in range(model.rowCount())} == {"B"}
    table.class_.setCurrentIndex(0)
    table.apply_filter()
    table.table.selectRow(4)
    assert window.session.selection.customers == model.ids_of([4])
    assert window.map.selection == window.session.selection


def test_searching_finds_areas_customers_and_positions(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.search.setText("Customer 12")
    window.search.go()
    assert window.session.selection.customers == (13,)
    window.search.setText("Two")
    window.search.go()
    assert window.session.selection.areas == (area_named(window, "Two"),)
    window.search.setText("35.05, 112.33")
    window.search.go()
    west, south, east, north = window.map.view_bounds()
    assert west < 112.33 < east and south < 35.05 < north
