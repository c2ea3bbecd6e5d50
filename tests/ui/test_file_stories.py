"""Stories of projects: opened, damaged, read by others, reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gridstudio.domain.selection import Selection
from gridstudio.domain.template import Template
from gridstudio.i18n import set_language
from gridstudio.project import Project
from tests.cases import blank_project, divided_project, square
from tests.ui.conftest import Open
from tests.ui.hand import area_named, click, texts, trigger


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


def test_an_empty_project_opens(open_window: Open, tmp_path: Path) -> None:
    window = open_window(blank_project(tmp_path, "Empty"))
    for workspace in ("collect", "divide", "team", "map", "operate"):
        window.show_workspace(workspace)
    set_language("en")
    assert window.windowTitle() == "Empty — GridStudio"
