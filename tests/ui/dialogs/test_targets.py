"""The dialog of targets: typed, suggested, cleared, refused, written in one act."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gridstudio.assessment.area_figures import area_figures
from gridstudio.commands.targets import set_targets
from gridstudio.domain.targets import Target
from gridstudio.project import Project
from gridstudio.ui.dialogs.targets import TargetsDialog, parsed
from gridstudio.ui.main_window import MainWindow
from tests.cases import divided_project

Open = Callable[..., MainWindow]
GRID = 2
MINIMUM, IDEAL, MAXIMUM = 2, 3, 4


@pytest.fixture
def dialog(qtbot: QtBot, open_window: Open, tmp_path: Path) -> TargetsDialog:
    window = open_window(divided_project(tmp_path, customers=100))
    project = window.session.project
    assert project is not None
    set_targets(project, [Target(GRID, "customers", 10, 20, 30), Target(1, "value", 5)])
    made = TargetsDialog(project, GRID, window.targets._standing, "light", window)
    made.show()
    return made


def row_of(dialog: TargetsDialog, key: str) -> int:
    return [one.key for one in area_figures(dialog._project.template)].index(key)


def text(dialog: TargetsDialog, key: str, column: int) -> str:
    return dialog._cell(row_of(dialog, key), column).text()


def write(dialog: TargetsDialog, key: str, column: int, typed: str) -> None:
    dialog._cell(row_of(dialog, key), column).setText(typed)


def stored(dialog: TargetsDialog) -> dict[tuple[int, str], tuple[float | None, ...]]:
    return {(one.level, one.indicator): one.bounds for one in dialog._project.targets()}


def test_what_is_typed_is_written_in_one_act(dialog: TargetsDialog) -> None:
    project: Project = dialog._project
    assert [text(dialog, "customers", at) for at in (2, 3, 4)] == ["10", "20", "30"]
    assert text(dialog, "customers", 1).count(" · ") == 2, "how the level stands"
    write(dialog, "customers", MAXIMUM, "1,200")
    write(dialog, "density", IDEAL, "0.5")
    write(dialog, "customers", MINIMUM, "")
    dialog.level.setCurrentIndex(dialog.level.findData(1))
    assert text(dialog, "value", MINIMUM) == "5" and text(dialog, "customers", IDEAL) == ""
    write(dialog, "value", MINIMUM, " ")
    version = project.version
    dialog.accept()
    assert project.version == version + 1 and project.undo_label == "Set targets"
    assert stored(dialog) == {
        (GRID, "customers"): (None, 20.0, 1200.0),
        (GRID, "density"): (None, 0.5, None),
    }


def test_cancelling_writes_nothing(dialog: TargetsDialog) -> None:
    version = dialog._project.version
    write(dialog, "customers", MAXIMUM, "99")
    dialog.reject()
    assert dialog._project.version == version


def test_the_mean_is_suggested_for_what_is_selected(dialog: TargetsDialog) -> None:
    dialog.table.clearSelection()
    dialog.suggest.click()
    assert dialog.refusal.text(), "nothing is selected: said, not guessed"
    dialog.table.selectRow(row_of(dialog, "customers"))
    dialog.share.setValue(50)
    dialog.suggest.click()
    assert dialog.refusal.text() == ""
    mean = float(text(dialog, "customers", 1).split(" · ")[1])
    assert float(text(dialog, "customers", IDEAL)) == pytest.approx(mean, abs=1)
    assert float(text(dialog, "customers", MINIMUM)) == pytest.approx(mean / 2, abs=1)
    dialog.clear.click()
    dialog.accept()
    assert (GRID, "customers") not in stored(dialog)


def test_what_contradicts_itself_is_said_and_the_dialog_stays(dialog: TargetsDialog) -> None:
    write(dialog, "customers", MINIMUM, "40")
    dialog.accept()
    assert dialog.isVisible() and "the minimum is larger" in dialog.refusal.text()
    assert stored(dialog)[(GRID, "customers")] == (10.0, 20.0, 30.0)
    write(dialog, "customers", MINIMUM, "many")
    assert "“many” is no number" in dialog.refusal.text()
    assert text(dialog, "customers", MINIMUM) == "40", "the last that was one"


@pytest.mark.parametrize(
    ("typed", "number"), [("", None), (" 1,234.5 ", 1234.5), ("1，000", 1000.0), ("−3", -3.0)]
)
def test_numbers_are_read_as_they_are_typed(typed: str, number: float | None) -> None:
    assert parsed(typed) == number


def test_headings_stand_over_their_figures(dialog: TargetsDialog) -> None:
    table = dialog.table
    for column in range(1, table.columnCount()):
        heading = table.horizontalHeaderItem(column)
        side = Qt.Orientation.Horizontal
        shown = table.model().headerData(column, side, Qt.ItemDataRole.TextAlignmentRole)
        of_all = table.horizontalHeader().defaultAlignment()
        assert heading is not None
        assert (shown or of_all) == dialog._cell(0, column).textAlignment(), heading.text()


def test_the_first_figure_is_chosen_and_takes_what_is_typed(
    qtbot: QtBot, dialog: TargetsDialog
) -> None:
    first = area_figures(dialog._project.template)[0].key
    assert dialog.focusWidget() is dialog.table
    dialog.suggest.click()
    assert dialog.refusal.text() == "" and text(dialog, first, IDEAL) != ""
    qtbot.keyClicks(dialog.table, "7")
    assert dialog.table.state() == dialog.table.State.EditingState
