"""Indicators in the window: in the inspector at once, and by a job where they would take long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gridstudio.commands.customers import move_site, set_class
from gridstudio.commands.indicators import all_indicators
from gridstudio.commands.layers import set_style
from gridstudio.commands.pins import pinned_keys
from gridstudio.domain.base_styles import default_style
from gridstudio.domain.selection import Selection
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.panels.indicator_list import IndicatorList
from gridstudio.ui.pins import pin_menu
from tests.cases import SOUTH, WEST
from tests.commands.test_indicators import county

HORIZONTAL = Qt.Orientation.Horizontal

Open = Callable[..., MainWindow]


def listed(window: MainWindow) -> dict[str, str]:
    found = window.parts.inspector.findChildren(IndicatorList)
    return dict(found[-1].lines) if found else {}


def grid(window: MainWindow, code: str) -> int:
    areas = window.session.data.areas  # type: ignore[union-attr]
    return int(areas.id[areas.code == code][0])


def test_all_groups_stand_in_the_inspector(qtbot: QtBot, open_window: Open, tmp_path: Path) -> None:
    window = open_window(county(tmp_path))
    window.session.select(Selection(areas=[grid(window, "G02")]))
    qtbot.waitUntil(lambda: "Compactness" in listed(window))
    lines = listed(window)
    assert lines["East town"] == "100%"
    assert lines["Enterprise group, class AB"] != "" and lines["Street shop"] != ""
    assert lines["G5"].endswith(" km") and lines["Lane"].endswith(" km")
    assert lines["Farthest customer"].endswith(" km")
    assert int(lines["Scale (people or households)"]) > 0
    assert "Full" in lines["Competitor penetration"]
    before = lines["D"]
    project = window.session.project
    assert project is not None
    people = project.owners().id[project.owners().area == grid(window, "G02")]
    classes = project.customers().class_[project.customers().index(people)]
    set_class(project, [int(people[classes < 3][0])], "D")
    qtbot.waitUntil(lambda: listed(window).get("D") == str(int(before) + 1))


def test_much_work_is_done_by_a_job_and_shown_then(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridstudio.commands.indicators.AT_ONCE_CUSTOMERS", 3)
    window = open_window(county(tmp_path))
    window.session.select(Selection(areas=[grid(window, "G01")]))
    qtbot.waitUntil(lambda: "Compactness" in listed(window))
    assert window.runner.job is None


def test_a_map_coloured_by_the_way_to_the_store(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridstudio.commands.indicators.AT_ONCE_CUSTOMERS", 3)
    window = open_window(county(tmp_path))
    project, data = window.session.project, window.session.data
    assert project is not None and data is not None
    layer = data.layer_of("areas", 2)
    assert layer is not None
    field = "indicator.store_mean_km"
    style = replace(default_style(layer, data.template), mode="graduated", field=field)
    set_style(project, layer.id, style)

    def known() -> int:
        column = window.session.data.columns.get((layer.id, field))  # type: ignore[union-attr]
        return int(np.isfinite(column.values).sum()) if column is not None else -1  # type: ignore[union-attr]

    assert known() == 0
    qtbot.waitUntil(lambda: known() == 2)


@pytest.mark.parametrize("at_once", [3, 200_000])
def test_pinned_indicators_are_columns_of_the_list(
    qtbot: QtBot,
    open_window: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    at_once: int,
) -> None:
    """At once, or as soon as a job has computed them; and they follow edits."""
    monkeypatch.setattr("gridstudio.commands.indicators.AT_ONCE_CUSTOMERS", at_once)
    window = open_window(county(tmp_path))
    window.show_workspace("divide")
    window.show_level(2)
    menu = pin_menu(window.session, window)
    more = menu.findChildren(QMenu)[-1]
    (store,) = [one for one in more.actions() if one.text().startswith("Mean way")]
    store.trigger()
    model = window.parts.areas.model

    def column() -> list[str]:
        heads = [str(model.headerData(at, HORIZONTAL)) for at in range(model.columnCount())]
        at = next(at for at, head in enumerate(heads) if head.startswith("Mean\n"))
        return [str(model.data(model.index(row, at))) for row in range(model.rowCount())]

    qtbot.waitUntil(lambda: column()[:2] != ["", ""])
    project = window.session.project
    assert project is not None
    known = all_indicators(project, project.map_data(), 2).of

    def wanted() -> list[str]:
        ids = [item.id for item in model.rows]
        return [f"{known[key].store_km.mean:,.2f}" if key in known else "" for key in ids]

    assert column() == wanted() and "" in column()
    before = column()
    move_site(project, 1, WEST + 0.02, SOUTH + 0.02)
    known = all_indicators(project, project.map_data(), 2).of
    qtbot.waitUntil(lambda: column() == wanted())
    assert column() != before
    store.trigger()
    assert pinned_keys(project) == set()
