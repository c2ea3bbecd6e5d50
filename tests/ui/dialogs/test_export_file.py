"""What the export asks."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gridstudio.ui.dialogs.export_file import ExportDialog
from gridstudio.ui.parts import choose
from tests.cases import telecom


def test_the_level_is_asked_of_areas_only_and_the_datum_always(qtbot: QtBot) -> None:
    dialog = ExportDialog(telecom())
    qtbot.addWidget(dialog)
    dialog.show()
    assert (dialog.layer(), dialog.levels(), dialog.chosen_datum()) == ("customers", (), "wgs84")
    assert not dialog.level.isVisible()
    choose(dialog.what, "areas")
    assert dialog.level.isVisible() and dialog.levels() == ()
    dialog.level.setCurrentIndex(dialog.level.findData(2))
    assert dialog.levels() == (2,)
    plain = dialog.said.text()
    choose(dialog.datum, "gcj02")
    assert dialog.chosen_datum() == "gcj02" and dialog.said.text() != plain
    choose(dialog.what, "sites")
    assert dialog.levels() == ()
