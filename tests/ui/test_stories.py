"""Stories from opening to the report, told to the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from gridstudio.app import grab_screenshot
from gridstudio.commands.check import check
from gridstudio.commands.demo_files import recording_of
from gridstudio.domain.selection import Selection
from gridstudio.domain.template import Template
from gridstudio.geometry.mercator import to_xy
from gridstudio.gps.stream import checksum_of
from gridstudio.i18n import set_language
from gridstudio.project import Project
from gridstudio.settings import Settings
from gridstudio.ui.actions import ACTS
from gridstudio.ui.dialogs.import_file import ImportDialog
from gridstudio.ui.dialogs.record import RecordDialog
from gridstudio.ui.dialogs.scheme import SchemeDialog
from gridstudio.ui.dialogs.targets import TargetsDialog
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.parts import choose
from gridstudio.ui.tables.customers import CLASS, NAME, VALUE
from tests.cases import blank_project, divided_project, square

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
Open = Callable[..., MainWindow]


def spot(window: MainWindow, lon: float, lat: float) -> QPoint:
    x, y = window.map.viewport_now.to_px(to_xy(np.array([lon, lat]))).tolist()
    return QPoint(round(x), round(y))


def click(qtbot: QtBot, window: MainWindow, lon: float, lat: float, keys: object = NONE) -> None:
    at = spot(window, lon, lat)
    qtbot.mouseMove(window.map.viewport(), at)
    qtbot.mouseClick(window.map.viewport(), LEFT, keys, at)


def area_named(window: MainWindow, name: str) -> int:
    areas = window.session.project.areas()  # type: ignore[union-attr]
    return int(areas.id[list(areas.name).index(name)])


def texts(window: MainWindow) -> str:
    labels = window.parts.inspector.widget().findChildren(QLabel)
    return "\n".join(label.text() for label in labels)


def trigger(window: MainWindow, key: str) -> None:
    action = window.actions_by_key[key]
    assert action.isEnabled(), action.toolTip()
    action.trigger()


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


def test_another_program_is_noticed(qtbot: QtBot, open_window: Open) -> None:
    import sqlite3

    window = open_window()
    project = window.session.project
    assert project is not None
    other = sqlite3.connect(project.path)
    other.execute("DELETE FROM customers WHERE id <= 5")
    other.commit()
    other.close()
    window.session.poll()
    assert "Another program" in window.parts.status.text.text()
    assert window.parts.customers.model.rowCount() == 35


def test_a_read_only_project_says_why_nothing_can_be_edited(
    open_window: Open, tmp_path: Path
) -> None:
    divided_project(tmp_path).close()
    window = open_window(Project.open(tmp_path / "Case.gpkg", read_only=True))
    assert window.parts.banner.isVisible()
    assert "reading only" in window.parts.banner_text.text()
    assert not window.actions_by_key["import"].isEnabled()
    assert "reading only" in window.actions_by_key["import"].toolTip()


def test_the_report_is_saved(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(out))
    window.show_workspace("map")
    trigger(window, "report")
    qtbot.waitUntil(lambda: len(list(out.iterdir())) == 2)
    qtbot.waitUntil(lambda: window.runner.job is None)
    assert sorted(path.suffix for path in out.iterdir()) == [".pdf", ".xlsx"]


def test_a_broken_project_is_a_sentence_and_the_old_one_stays(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    broken = tmp_path / "broken.gpkg"
    broken.write_text("no database")
    window.files.open_path(broken)
    qtbot.waitUntil(lambda: "no SQLite" in window.parts.status.text.text())
    assert window.session.project is not None
    assert window.session.project.name == "Case"


INVENTED = """
key = "parcels"
en = "Parcel service"
zh_CN = "快递"
levels = [
  { key = "realm", en = "Realm", zh_CN = "总区", prefix = "R" },
  { key = "shire", en = "Shire", zh_CN = "分区", prefix = "S" },
]
kinds = [ { key = "locker", en = "Parcel locker", zh_CN = "快递柜", color = "#aa3377" } ]
classes = [ { key = "gold", en = "Golden", zh_CN = "金" } ]
site_kinds = [ { key = "depot", en = "Sorting depot", zh_CN = "分拣站" } ]
roles = [ { key = "rider", en = "Rider", zh_CN = "骑手" } ]
settings = [ { key = "hill", en = "Hilly", zh_CN = "山地" } ]
census = [ { key = "drops", en = "Drops per day", zh_CN = "日投递量", type = "number" } ]
"""


def test_an_invented_template_gives_the_window_its_words(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    template = Template.parse(INVENTED)
    project = Project.create(
        tmp_path / "parcels.gpkg", name="Parcels", template=template, border=square(0, 0, 4, 2)
    )
    with project.edit("Add") as edit:
        import shapely

        row = {"name": "Locker 1", "kind": "locker", "class": "gold"}
        edit.add("customers", [row | {"geom": shapely.Point(112.1, 35.1)}])
    window = open_window(project)
    window.show_workspace("divide")
    assert window.parts.level.itemText(0) == "Shire"
    model = window.parts.customers.model
    assert [model.data(model.index(0, column)) for column in (1, 2)] == ["Parcel locker", "Golden"]
    window.session.select(Selection(customers=(1,)))
    qtbot.waitUntil(lambda: "Drops per day" in texts(window))
    trigger(window, "draw")
    for lon, lat in ((112.0, 35.0), (112.2, 35.0), (112.2, 35.2), (112.0, 35.2)):
        click(qtbot, window, lon, lat)
    qtbot.keyClick(window.map, Qt.Key.Key_Return)
    assert area_named(window, "Shire 1")


@pytest.mark.parametrize("workspace", ["collect", "divide", "team", "map", "operate"])
def test_screenshots_of_every_workspace(tmp_path: Path, workspace: str) -> None:
    divided_project(tmp_path).close()
    before = (tmp_path / "Case.gpkg").read_bytes()
    out = tmp_path / "out.png"
    theme = "dark" if workspace in ("team", "map") else "light"
    grab_screenshot(
        tmp_path / "Case.gpkg",
        out,
        workspace=workspace,
        lang="zh_CN",
        size=(1280, 800),
        theme=theme,
    )
    from PySide6.QtGui import QImage

    picture = QImage(str(out))
    assert (picture.width(), picture.height()) == (1280, 800)
    assert (tmp_path / "Case.gpkg").read_bytes() == before
    assert Settings.load().theme == "light" and str(tmp_path) not in str(Settings.load().recent)


def test_an_empty_project_opens(open_window: Open, tmp_path: Path) -> None:
    window = open_window(blank_project(tmp_path, "Empty"))
    for workspace in ("collect", "divide", "team", "map", "operate"):
        window.show_workspace(workspace)
    set_language("en")
    assert window.windowTitle() == "Empty — GridStudio"


def test_nothing_is_clipped_in_a_small_window(qtbot: QtBot, open_window: Open) -> None:
    """The inspector's fields end inside the panel, in every workspace at 1280 × 800."""
    window = open_window()
    window.session.select(Selection(customers=(1,)))
    qtbot.waitUntil(lambda: "Customer 0" in texts(window))
    inspector = window.parts.inspector
    assert inspector.widget().width() <= inspector.viewport().width()
    window.session.select(Selection(areas=(area_named(window, "One"),)))
    qtbot.waitUntil(lambda: "One" in texts(window))
    assert inspector.widget().width() <= inspector.viewport().width()


def test_no_two_acts_share_a_shortcut() -> None:
    """Qt would then do neither."""
    keys = [act.shortcut for act in ACTS if act.shortcut]
    assert [key for key in keys if keys.count(key) > 1] == []


def test_workspaces_have_shortcuts(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for key, workspace in ((Qt.Key.Key_2, "divide"), (Qt.Key.Key_5, "operate")):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda wanted=workspace: window.parts.workspace == wanted)
