"""Getting about in the real window: places typed, coordinates copied, scales."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from gridstudio.commands import views
from gridstudio.geometry.datum import from_wgs84
from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.project import Project
from gridstudio.settings import Settings
from gridstudio.ui.dialogs.bookmarks import BookmarksDialog
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.positions import DATUM_NAMES, FORMS, read

Open = Callable[..., MainWindow]


def middle(window: MainWindow) -> tuple[float, float]:
    view = window.map.viewport_now
    lon, lat = to_lonlat([view.x, view.y]).tolist()
    return lon, lat


def type_into_search(qtbot: QtBot, window: MainWindow, text: str) -> None:
    window.search.setFocus()
    window.search.setText(text)
    qtbot.keyClick(window.search, Qt.Key.Key_Return)


def move_cursor(window: MainWindow, lon: float, lat: float) -> None:
    """Sent rather than simulated: Qt tells of no move to where the cursor is already."""
    x, y = window.map.viewport_now.to_px(to_xy([lon, lat])).tolist()
    surface, none = window.map.viewport(), Qt.MouseButton.NoButton
    where = QPointF(x, y)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        where,
        surface.mapToGlobal(where),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(surface, event)


def test_a_typed_place_is_marked_and_its_reading_shown(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    lon, lat = from_wgs84([112.15, 35.1], "gcj02").tolist()
    type_into_search(qtbot, window, f"gcj {lat:.7f}, {lon:.7f}")
    pin = window.map.pin
    assert pin is not None
    assert (pin.lon, pin.lat) == pytest.approx((112.15, 35.1), abs=1e-6)
    assert pin.lines == (f"GCJ-02  {lat:.6f}, {lon:.6f}", "WGS-84  35.100000, 112.150000")
    assert middle(window) == pytest.approx((112.15, 35.1), abs=1e-4)
    assert "GCJ-02" in window.parts.status.text.text()
    window.search.clear()
    assert window.map.pin is None


def test_escape_takes_the_mark_away(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    type_into_search(qtbot, window, "35.1N 112.1E")
    before = window.map.grab().toImage()
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert window.map.pin is None and window.map.grab().toImage() != before


def test_a_refused_place_says_why(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    here = middle(window)
    type_into_search(qtbot, window, "112.1, 95.5")
    assert "at most 90" in window.parts.status.text.text()
    assert window.map.pin is None and middle(window) == here


def test_the_status_bar_shows_the_datum_that_was_chosen(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    box = window.parts.status.coordinates
    move_cursor(window, 112.1, 35.1)
    plain = box.text.text()
    assert box.datum.text() == "WGS-84"
    for datum, name in DATUM_NAMES.items():
        for form in FORMS:
            box.choose(datum=datum, form=form)
            assert box.datum.text() == name
            first, again = read(f"{name} {box.text.text()}"), read(plain)
            assert first is not None and again is not None
            assert length_m([(first.lon, first.lat), (again.lon, again.lat)]) < 0.5
            assert box.text.sizeHint().width() <= box.text.width()


def test_the_choice_is_remembered(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.session.remembers = True
    window.parts.status.coordinates.choose(datum="bd09", form="dms")
    stored = Settings.load()
    assert (stored.coordinate_datum, stored.coordinate_form) == ("bd09", "dms")


def test_coordinates_are_copied_as_they_are_shown(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    move_cursor(window, 112.1, 35.1)
    window.parts.status.coordinates.choose(datum="gcj02")
    window.actions_by_key["copy_place"].trigger()
    shown = window.parts.status.coordinates.text.text()
    assert QApplication.clipboard().text() == shown
    assert "GCJ-02" in window.parts.status.text.text()


def test_the_maps_menu_copies_every_form(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    menu = window.navigation.menu(112.1, 35.1)
    copying = menu.actions()[0].menu()
    assert copying is not None
    entries = [action for action in copying.actions() if not action.isSeparator()]  # type: ignore[attr-defined]
    assert len(entries) == len(DATUM_NAMES) * len(FORMS)
    texts = set()
    for entry in entries:
        entry.trigger()
        texts.add(QApplication.clipboard().text())
    assert len(texts) == 6  # CGCS2000 is written as WGS-84
    menu.deleteLater()


def test_a_scale_is_typed(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    here, box = middle(window), window.parts.status.scale
    box.lineEdit().setFocus()
    box.lineEdit().selectAll()
    qtbot.keyClicks(box.lineEdit(), "1:25000")
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert window.map.viewport_now.denominator == pytest.approx(25_000)
    assert box.currentText() == "1 : 25,000"
    assert middle(window) == pytest.approx(here, abs=1e-4)
    west, _south, east, _north = window.map.view_bounds()
    width_m = length_m([(west, here[1]), (east, here[1])])
    inches = window.map.width() / 96
    assert width_m == pytest.approx(25_000 * inches * 0.0254, rel=0.004)


def test_what_is_no_scale_is_refused(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    before, box = window.map.metre_per_px(), window.parts.status.scale
    box.lineEdit().setFocus()
    box.lineEdit().selectAll()
    qtbot.keyClicks(box.lineEdit(), "wide")
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert "no scale" in window.parts.status.text.text()
    assert window.map.metre_per_px() == before


def test_the_overview_follows_and_moves_the_map(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.show_workspace("map")
    overview = window.navigation.overview
    assert overview is not None and not overview.isVisible()
    window.actions_by_key["overview"].trigger()
    assert overview.isVisible() and window.actions_by_key["overview"].isChecked()
    overview.grab()
    window.navigation.show_scale(50_000)
    before = overview.frame()
    target = QPoint(40, 60)
    qtbot.mouseClick(overview, Qt.MouseButton.LeftButton, pos=target)
    after = overview.frame()
    assert after.center().x() == pytest.approx(40, abs=1)
    assert after.center().y() == pytest.approx(60, abs=1)
    assert after.center() != before.center()
    assert after.width() == pytest.approx(before.width(), abs=0.1)
    window.actions_by_key["overview"].trigger()
    assert not overview.isVisible()


def test_the_overview_draws_the_county_once(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.show_workspace("map")
    overview = window.navigation.overview
    assert overview is not None
    overview.set_wanted(True)
    first = overview.grab().toImage()
    drawn = overview._drawn
    window.navigation.show_scale(20_000)
    assert overview.grab().toImage() != first
    assert overview._drawn is drawn


def test_the_graticule_is_switched(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.map.finish()
    plain = window.map.grab().toImage()
    window.actions_by_key["graticule"].trigger()
    assert window.map.grab().toImage() != plain
    window.actions_by_key["graticule"].trigger()
    assert window.map.grab().toImage() == plain


def test_a_view_is_bookmarked_and_found_again(
    qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    window.map.centre_on(112.1, 35.1, metre_per_px=3.0)
    here = window.map.place()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("R&D park", True))
    window.actions_by_key["bookmark"].trigger()
    window.map.zoom_all()
    bookmarks = window.navigation.bookmarks
    assert bookmarks is not None
    entry = bookmarks.menu.actions()[-1]
    assert entry.text() == "R&&D park" and entry.shortcut().toString() == "Alt+1"
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.map.place().near(here)


def test_bookmarks_are_managed_in_their_dialog(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    for name in ("a", "b"):
        views.add_bookmark(project, name, window.map.place())
    gone_to: list[str] = []
    dialog = BookmarksDialog(project, lambda one: gone_to.append(one.name), window)
    dialog.list.item(0).setText("b")
    assert "already" in dialog.problem.text() and dialog.list.item(0).text() == "a"
    dialog.list.item(0).setText("c")
    assert [one.name for one in views.bookmarks(project)] == ["c", "b"]
    dialog.list.setCurrentRow(1)
    dialog.delete_button.click()
    assert [one.name for one in views.bookmarks(project)] == ["c"]
    dialog.show_button.click()
    assert gone_to == ["c"]
    dialog.deleteLater()


def test_the_last_view_is_there_again(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    path = project.path
    window.map.centre_on(112.15, 35.08, metre_per_px=2.5)
    here = window.map.place()
    window.session.detach()
    again = open_window(Project.open(path))
    qtbot.waitUntil(lambda: again.map.place().near(here))


def test_a_file_that_was_only_looked_at_stays_as_it_is(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    window.map.centre_on(112.15, 35.08)
    window.session.detach()
    with Project.open(project.path) as again:
        assert views.last_view(again) is not None
    content = project.path.read_bytes()
    second = open_window(Project.open(project.path))
    qtbot.wait(50)
    second.session.detach()
    assert project.path.read_bytes() == content
