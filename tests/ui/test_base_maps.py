"""Base maps in the real window: added, placed, dropped, dimmed in the dark, told when damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from gridstudio.commands.projects import new_project
from gridstudio.domain.rows import Layer
from gridstudio.formats.base_map_files import look_into
from gridstudio.geometry.georeference import placement_from_dict
from gridstudio.geometry.mercator import to_xy
from gridstudio.project.opening import is_project
from gridstudio.ui.dialogs.add_base_map import AddBaseMapDialog
from gridstudio.ui.dialogs.place_picture import PlacePictureDialog
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.placing import Draft
from tests.canvas.test_tiles import picture
from tests.formats.tile_files import write_folder, write_gpkg, write_mbtiles

Open = Callable[..., MainWindow]
GREY = 0x777777


def world(path: Path, **more: bytes) -> Path:
    return write_mbtiles(path, {(0, 0, 0): picture(GREY), **more})


def base_maps(window: MainWindow) -> list[Layer]:
    assert window.session.project is not None
    layers = window.session.project.layers()
    return [layer for layer in layers if layer.kind in ("tiles", "picture")]


def accept(choose: Callable[[QDialog], None]) -> Callable[[QDialog], int]:
    def exec_(dialog: QDialog) -> int:
        choose(dialog)
        dialog.done(QDialog.DialogCode.Accepted)
        return QDialog.DialogCode.Accepted

    return exec_


def test_tiles_are_added_in_their_datum_and_it_is_changed_later(
    open_window: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()

    def choose(dialog: AddBaseMapDialog) -> None:
        dialog.name.setText("Gaode")
        dialog.datum.setCurrentIndex(dialog.datum.findData("gcj02"))
        dialog.show_preview()

    monkeypatch.setattr(AddBaseMapDialog, "exec", accept(choose))
    window.base_maps.add_path(world(tmp_path / "world.mbtiles"))
    qtbot.waitUntil(lambda: len(base_maps(window)) == 1)
    (layer,) = base_maps(window)
    assert (layer.name, layer.datum, layer.source) == ("Gaode", "gcj02", "world.mbtiles")

    def to_baidu(dialog: AddBaseMapDialog) -> None:
        assert dialog.datum.currentData() == "gcj02"
        dialog.datum.setCurrentIndex(dialog.datum.findData("bd09"))

    monkeypatch.setattr(AddBaseMapDialog, "exec", accept(to_baidu))
    window.base_maps.choose_datum()
    assert base_maps(window)[0].datum == "bd09"
    window.undo()
    assert base_maps(window)[0].datum == "gcj02"
    window.undo()
    assert base_maps(window) == []


def test_several_maps_of_a_geopackage_are_offered(open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    path = tmp_path / "maps.gpkg"
    for table in ("roads", "photos"):
        write_gpkg(path, {(2, 1, 1): picture(GREY)}, table=table)
    write_gpkg(path, {(0, 0, 0): picture(0)}, table="other grid", shift_m=1e6)
    assert window.session.data is not None
    dialog = AddBaseMapDialog(look_into(path), window.session.data, "light", parent=window)
    assert [dialog.table.itemData(at) for at in range(dialog.table.count())] == ["photos", "roads"]
    dialog.reject()


def test_vector_tiles_are_refused_with_the_reason(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    said: list[str] = []
    window.session.message.connect(lambda text, _problem: said.append(text))
    window.base_maps.add_path(write_mbtiles(tmp_path / "v.mbtiles", {(0, 0, 0): b"\x1f\x8bv"}))
    qtbot.waitUntil(lambda: any("vector tiles" in text for text in said))
    assert base_maps(window) == []


def placed_by_hand(dialog: PlacePictureDialog, bounds: tuple[float, ...], px: float) -> None:
    west, south, east, north = bounds
    for column, line, lon, lat in (
        (0, 0, west, north),
        (px, 0, east, north),
        (0, px, west, south),
        (px, px, east, south),
    ):
        dialog.click_picture(column, -line)
        dialog.click_map(*to_xy([lon, lat]).tolist())


def test_a_picture_is_placed_by_clicks_and_typing_and_placed_again(
    open_window: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    path = tmp_path / "scan.png"
    path.write_bytes(picture(GREY, 400))

    def by_hand(dialog: PlacePictureDialog) -> None:
        assert not dialog.ok.isEnabled()
        placed_by_hand(dialog, (110.0, 25.0, 110.2, 25.2), 400)
        assert dialog.ok.isEnabled() and dialog.table.rowCount() == 4
        assert dialog.map.data is not None and dialog.map.data.layers[-1].id != -1
        # A fifth point, typed, and far off: it is named, and taken out again.
        dialog.click_picture(200, -100)
        dialog.typed.setText("25.0°N 110.1°E")
        dialog.take_typed()
        assert "Point 5 is probably set wrong" in dialog.outcome.text()
        dialog.table.selectRow(4)
        dialog.remove_chosen()
        assert dialog.table.rowCount() == 4

    monkeypatch.setattr(PlacePictureDialog, "exec", accept(by_hand))
    window.base_maps.add_path(path)
    qtbot.waitUntil(lambda: len(base_maps(window)) == 1)
    (layer,) = base_maps(window)
    assert (layer.kind, layer.source) == ("picture", "scan.png")
    first = placement_from_dict(layer.options["placement"])
    affine, residuals = first.fitted()
    assert residuals.max() < 30  # metres: the Mercator plane is not quite that of degrees

    def by_corners(dialog: PlacePictureDialog) -> None:
        assert dialog.table.rowCount() == 4
        dialog.method.setCurrentIndex(dialog.method.findData("corners"))
        dialog.method.activated.emit(dialog.method.currentIndex())
        dialog.click_map(*to_xy([110.3, 25.4]).tolist())
        dialog.click_map(*to_xy([110.4, 25.3]).tolist())
        assert dialog.ok.isEnabled()

    monkeypatch.setattr(PlacePictureDialog, "exec", accept(by_corners))
    window.base_maps.place_again()
    qtbot.waitUntil(lambda: base_maps(window)[0].options != layer.options)
    window.undo()
    assert placement_from_dict(base_maps(window)[0].options["placement"]) == first


def test_a_refused_placement_says_why(open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    path = tmp_path / "scan.png"
    path.write_bytes(picture(GREY, 100))
    assert window.session.data is not None
    dialog = PlacePictureDialog(
        path, Draft((100, 100)), window.session.data, window.map.viewport_now, "light"
    )
    for n in range(3):
        dialog.click_picture(10.0 * n, -10.0 * n)
        dialog.typed.setText(f"{25 + n / 100}, {110 + n / 100}")
        dialog.take_typed()
    assert "one line" in dialog.outcome.text() and not dialog.ok.isEnabled()
    dialog.crs.setEditText("no system")
    dialog.crs.lineEdit().editingFinished.emit()
    assert "no coordinate system" in dialog.outcome.text()
    dialog.typed.setText("somewhere")
    dialog.take_typed()
    assert dialog.outcome.objectName() == "refusal"
    dialog.reject()


def dropped(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, left, none = QPointF(400, 400), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    entering = QDragEnterEvent(at.toPoint(), copy, data, left, none)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(at, copy, data, left, none))
    qtbot.wait(5)


def test_a_base_map_dropped_on_the_window_is_added(
    open_window: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    monkeypatch.setattr(AddBaseMapDialog, "exec", accept(lambda _dialog: None))
    dropped(window, write_folder(tmp_path / "xyz", {(0, 0, 0): picture(GREY)}), qtbot)
    qtbot.waitUntil(lambda: len(base_maps(window)) == 1)
    (tmp_path / "photos").mkdir()
    said: list[str] = []
    window.session.message.connect(lambda text, _problem: said.append(text))
    dropped(window, tmp_path / "photos", qtbot)
    assert "no folder of tiles" in said[-1]


def test_a_project_dropped_on_the_window_is_opened(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    other = new_project(tmp_path / "other.gpkg", name="Other")
    other.close()
    dropped(window, tmp_path / "other.gpkg", qtbot)
    qtbot.waitUntil(lambda: getattr(window.session.project, "name", "") == "Other")
    assert is_project(tmp_path / "other.gpkg")
    assert not is_project(world(tmp_path / "world.mbtiles"))
    (tmp_path / "text.gpkg").write_text("no database at all")
    assert not is_project(tmp_path / "text.gpkg") and not is_project(tmp_path / "nothing")


def test_a_damaged_tile_is_reported_once_with_the_layer_s_name(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    from gridstudio.commands.base_maps import add_tiles

    window = open_window()
    said: list[str] = []
    window.session.message.connect(lambda text, _problem: said.append(text))
    tiles: dict[tuple[int, int, int], bytes | str | None] = {(0, 0, 0): picture(GREY)}
    tiles |= {(1, x, y): None for x in (0, 1) for y in (0, 1)}
    tiles |= {(9, x, y): b"\x89PNG damaged" for x in range(405, 420) for y in range(210, 230)}
    tiles |= {(9, 0, 0): picture(GREY)}
    path = write_mbtiles(tmp_path / "holes.mbtiles", tiles)
    assert window.session.project is not None
    add_tiles(window.session.project, path, datum="wgs84", name="County map")
    window.map.zoom_to((110.0, 25.0, 110.3, 25.2))
    qtbot.waitUntil(lambda: any("damaged tiles" in text for text in said))
    window.map.pan(40, 40)
    window.map.finish()
    qtbot.wait(30)
    assert ["County map" in text for text in said if "damaged tiles" in text] == [True]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_dark_theme_dims_the_base_map(open_window: Open, tmp_path: Path, theme: str) -> None:
    from gridstudio.commands.base_maps import add_tiles

    window = open_window(theme=theme)
    assert window.session.project is not None
    add_tiles(
        window.session.project,
        write_mbtiles(tmp_path / "m", {(0, 0, 0): picture(0xEEEEEE)}),
        datum="wgs84",
    )
    window.map.zoom_to((80.0, 10.0, 81.0, 11.0))
    window.map.finish()
    image = window.map.grab().toImage()
    middle = image.pixelColor(image.width() // 2, image.height() // 2).lightness()
    assert middle > 200 if theme == "light" else middle < 130


def test_what_comes_into_view_arrives_without_being_waited_for(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    """Tiles are decoded beside the window, and shown when they are there."""
    from gridstudio.commands.base_maps import add_tiles

    window = open_window()
    tiles = {(8, x, y): picture(0xCC0000) for x in range(200, 212) for y in range(104, 114)}
    assert window.session.project is not None
    add_tiles(
        window.session.project,
        write_mbtiles(tmp_path / "m", tiles),
        datum="gcj02",  # type: ignore[arg-type]
    )
    window.map.zoom_to((107.0, 27.0, 111.0, 29.0))

    def red() -> bool:
        image = window.map.grab().toImage()
        colour = image.pixelColor(image.width() // 2, 60)
        return colour.red() > 120 and colour.green() < 110

    qtbot.waitUntil(red)
