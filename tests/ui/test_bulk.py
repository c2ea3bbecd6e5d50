"""Acts on very many rows, told with forty."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gridstudio.domain.selection import Selection
from gridstudio.project import Project
from gridstudio.ui import bulk
from gridstudio.ui.main_window import MainWindow
from tests.ui.hand import project_of

Open = Callable[..., MainWindow]


@pytest.fixture
def window(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(bulk, "MANY_ROWS", 10)
    yield open_window()


def finished(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.runner.job is None)


def test_many_customers_are_deleted_and_brought_back_by_a_job(
    qtbot: QtBot, window: MainWindow
) -> None:
    project = project_of(window)
    window.parts.customers.choose_all()
    window.actions_by_key["delete"].trigger()
    assert window.runner.job is not None
    assert not window.actions_by_key["undo"].isEnabled(), "one act at a time"
    finished(qtbot, window)
    assert len(project.customers()) == 0 and window.parts.customers.model.rowCount() == 0
    assert project.undo_rows >= 40
    window.actions_by_key["undo"].trigger()
    assert window.runner.job is not None
    finished(qtbot, window)
    assert len(project.customers()) == 40 and window.parts.customers.model.rowCount() == 40
    window.actions_by_key["redo"].trigger()
    finished(qtbot, window)
    assert len(project.customers()) == 0


def test_few_are_deleted_at_once(window: MainWindow) -> None:
    window.session.select(Selection(customers=(1, 2, 3)))
    window.actions_by_key["delete"].trigger()
    assert window.runner.job is None
    assert len(project_of(window).customers()) == 37
    window.actions_by_key["undo"].trigger()
    assert len(project_of(window).customers()) == 40


def test_the_class_of_many_is_set_by_a_job(qtbot: QtBot, window: MainWindow) -> None:
    window.parts.customers.choose_all()
    qtbot.wait(30)
    panel = window.parts.inspector.widget()
    assert any(item.text() == "Delete customers" for item in panel.findChildren(QPushButton))
    window.parts.inspector._run_bulk(
        40,
        "Set class",
        lambda: bulk_set_class(project_of(window), "A"),
    )
    assert window.runner.job is not None
    finished(qtbot, window)
    assert set(project_of(window).customers().class_.tolist()) == {0}


def bulk_set_class(project: Project, class_: str) -> None:
    from gridstudio.commands.customers import set_class

    set_class(project, project.customers().id.tolist(), class_)


def test_the_window_does_not_read_a_file_that_is_lent(qtbot: QtBot, window: MainWindow) -> None:
    project = project_of(window)
    window.session.select(Selection(customers=(1,)))
    qtbot.wait(30)
    with project.lent("Import"):
        window.parts.customers.model.set_filter("", -1, 1)
        model = window.parts.customers.model
        assert model.data(model.index(0, 0)) == "" and model.data(model.index(0, 3)) != ""
        window.parts.inspector.rebuild()
        labels = window.parts.inspector.widget().findChildren(QLabel)
        assert [label.text() for label in labels] == ["“Import” is still running."]
    window.runner.changed.emit()  # the job has ended
    qtbot.wait(30)
    labels = window.parts.inspector.widget().findChildren(QLabel)
    assert "Customer 0" in [label.text() for label in labels]
    assert model.data(model.index(0, 0)) != ""
