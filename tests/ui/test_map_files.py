"""The map leaves the window: clipboard, dialog, files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from gridstudio.commands.schemes import copy_scheme
from gridstudio.ui.dialogs.save_map import SaveMapDialog
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.parts import choose
from tests.other_programs import text_of_pdf

Open = Callable[..., MainWindow]
MAGIC = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}


@pytest.fixture
def dialog(open_window: Open) -> SaveMapDialog:
    window = open_window()
    subject = window.map_files.subject()
    assert subject is not None
    return SaveMapDialog(subject, window)


def test_control_c_copies_the_map_while_the_map_has_the_focus(
    qtbot: QtBot, open_window: Open
) -> None:
    window = open_window()
    QApplication.clipboard().setText("before")
    window.activateWindow()
    window.search.setFocus()
    qtbot.keyClick(window.search, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "before"
    window.map.setFocus()
    qtbot.keyClick(window.map, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    image = QApplication.clipboard().image()
    assert (image.width(), image.height()) == (2 * window.map.width(), 2 * window.map.height())
    colours = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert len(colours) > 3


def test_the_title_names_the_scheme_where_that_tells_anything(open_window: Open) -> None:
    window = open_window()
    project, subject = window.session.project, window.map_files.subject()
    assert project is not None and subject is not None and subject.title == "Case"
    copy_scheme(project, 1, "Other", current=True)
    subject = window.map_files.subject()
    assert subject is not None and subject.title == "Case · Other"


def test_the_dialog_makes_the_sheet_that_was_chosen(dialog: SaveMapDialog) -> None:
    sheet = dialog.sheet()
    assert (sheet.page, sheet.landscape, sheet.denominator) == ("A4", True, None)
    assert sheet.legend and sheet.scale_bar and sheet.north and not sheet.graticule
    assert sheet.footer == date.today().isoformat()
    choose(dialog.page, "A3")
    dialog.lie.setCurrentIndex(1)
    dialog.scale.setEditText("2.5万")
    dialog.legend.setChecked(False)
    dialog.title.setText(" T ")
    sheet = dialog.sheet()
    assert (sheet.page, sheet.landscape, sheet.denominator) == ("A3", False, 25_000)
    assert not sheet.legend and sheet.title == "T"
    assert dialog.ending() == ".pdf"
    dialog.reject()


def test_the_preview_follows_and_a_bad_scale_is_told(qtbot: QtBot, dialog: SaveMapDialog) -> None:
    first = dialog.preview.pixmap().toImage()
    dialog.graticule.setChecked(True)
    qtbot.waitUntil(lambda: dialog.preview.pixmap().toImage() != first)
    dialog.scale.setEditText("wide")
    qtbot.waitUntil(lambda: "no scale" in dialog.facts.text())
    assert not dialog._save.isEnabled()
    dialog.scale.setEditText("1 : 100,000")
    qtbot.waitUntil(lambda: "1 : 100,000" in dialog.facts.text())
    assert dialog._save.isEnabled()
    dialog.reject()


@pytest.mark.parametrize("ending", list(MAGIC))
def test_the_map_is_saved_by_a_job(
    ending: str,
    qtbot: QtBot,
    open_window: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window()
    target = tmp_path / "地图"

    def accept(dialog: SaveMapDialog) -> int:
        choose(dialog.kind, ending)
        dialog.dpi.setCurrentIndex(0)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(SaveMapDialog, "exec", accept)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    window.actions_by_key["picture"].trigger()
    written = target.with_name(target.name + ending)
    qtbot.waitUntil(lambda: "Saved" in window.parts.status.text.text())
    assert written.read_bytes().startswith(MAGIC[ending])
    if ending == ".png":
        image = QImage(str(written))
        assert image.width() == pytest.approx(297 / 25.4 * 150, abs=1)
    if ending == ".pdf":
        assert "One" in text_of_pdf(written)


def test_what_cannot_be_written_is_told(qtbot: QtBot, open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    subject = window.map_files.subject()
    assert subject is not None
    dialog = SaveMapDialog(subject, window)
    window.map_files.write(tmp_path / "absent" / "map.svg", dialog.sheet())
    qtbot.waitUntil(lambda: "cannot be written" in window.parts.status.text.text())
    dialog.reject()
