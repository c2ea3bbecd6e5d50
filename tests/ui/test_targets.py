"""Acts of the window on targets: the map in their colours, the card's menu, the list's button."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gridstudio.canvas.legend import legend_items
from gridstudio.canvas.scene import Look
from gridstudio.commands.area_facts import keep_area_facts
from gridstudio.commands.areas import move_node
from gridstudio.commands.columns import layer_fields
from gridstudio.commands.targets import set_targets
from gridstudio.domain.columns import Texts
from gridstudio.domain.targets import Target
from gridstudio.project import Project
from gridstudio.ui.main_window import MainWindow
from tests.cases import divided_project

Open = Callable[..., MainWindow]
GRID = 2


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return divided_project(tmp_path, customers=400)


def column(window: MainWindow, key: str) -> Texts:
    data = window.session.data
    assert data is not None
    layer = data.layer_of("areas", GRID)
    assert layer is not None
    found = data.columns[(layer.id, f"judgement.{key}")]
    assert isinstance(found, Texts)
    return found


def judged(window: MainWindow, key: str) -> dict[str, str]:
    data, found = window.session.data, column(window, key)
    assert data is not None
    return {
        str(name): found.texts[code]
        for name, code in zip(data.areas.name, found.codes.tolist(), strict=True)
        if code >= 0
    }


def pixels(window: MainWindow) -> np.ndarray:
    window.map.finish()
    image = window.map.grab().toImage()
    spots = [
        image.pixelColor(x, y)
        for x in range(0, image.width(), 7)
        for y in range(0, image.height(), 7)
    ]
    return np.array([(one.red(), one.green(), one.blue()) for one in spots])


def test_the_map_is_coloured_by_the_target_and_follows_each_edit(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    window = open_window(project)
    window.show_workspace("divide")
    act = window.actions_by_key["by_target"]
    assert not act.isEnabled() and "Set a target" in act.toolTip()
    set_targets(project, [Target(GRID, "customers", 75, 100, 125)])
    assert act.isEnabled()
    act.trigger()
    assert act.isChecked() and judged(window, "customers") == {"One": "1", "Two": "-1"}
    before = column(window, "customers")
    move_node(project, (112.1, 35.1), (112.03, 35.1))
    assert judged(window, "customers") == {"One": "-2", "Two": "2"}
    assert column(window, "customers") is not before
    set_targets(project, [Target(GRID, "customers", ideal=10)])
    assert judged(window, "customers") == {"One": "1", "Two": "1"}
    act.trigger()
    assert not act.isChecked()
    project.undo()
    assert window.targets.coloured(), "a style is an act like any other"
    set_targets(project, [Target(GRID, "customers")])
    data = window.session.data
    assert data is not None and not any("judgement" in field for _layer, field in data.columns)


def test_over_is_red_and_under_is_blue_on_the_map(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    window = open_window(project)
    set_targets(project, [Target(GRID, "customers", 90, 100, 110)])
    move_node(project, (112.1, 35.1), (112.03, 35.1))
    window.actions_by_key["by_target"].trigger()
    window.map.zoom_to(project.areas().geometry[0].bounds)
    qtbot.wait(200)
    seen = pixels(window).astype(int)
    red, blue = seen[:, 0] - seen[:, 2], seen[:, 2] - seen[:, 0]
    assert (red > 60).sum() > 20 and (blue > 60).sum() > 20


def test_the_legend_names_what_occurs(open_window: Open, project: Project) -> None:
    window = open_window(project)
    set_targets(project, [Target(GRID, "customers", 90, 100, 110)])
    move_node(project, (112.1, 35.1), (112.03, 35.1))
    window.actions_by_key["by_target"].trigger()
    data = window.session.data
    assert data is not None
    layer = data.layer_of("areas", GRID)
    items = legend_items(data, Look(level=GRID))
    own = [(one.text, one.count) for one in items if layer is not None and one.layer == layer.id]
    assert own[:2] == [("▲ over maximum", 1), ("▼ under minimum", 1)]


def test_other_programs_read_the_judgement_as_a_number(open_window: Open, project: Project) -> None:
    window = open_window(project)
    set_targets(project, [Target(GRID, "customers", 90, 100, 110)])
    move_node(project, (112.1, 35.1), (112.03, 35.1))
    window.actions_by_key["by_target"].trigger()
    keep_area_facts(project, window.session.data)
    with sqlite3.connect(project.path) as other:
        rows = other.execute('SELECT name, "judgement.customers" FROM areas_grid').fetchall()
    other.close()
    assert {row for row in rows if row[0]} == {("One", -2.0), ("Two", 2.0)}


def test_the_style_dialog_offers_the_target(open_window: Open, project: Project) -> None:
    window = open_window(project)
    set_targets(project, [Target(GRID, "class.AB", 90)])
    data = window.session.data
    assert data is not None
    layer = data.layer_of("areas", GRID)
    assert layer is not None
    offered = {one.key: one for one in layer_fields(project, data, layer)}
    assert offered["judgement.class.AB"].name == "Target: AB customers"
    assert len(offered["judgement.class.AB"].words) == 5
    assert "judgement.customers" not in offered
