"""One story on the demo county and on a real one: look, split, undo, record, report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gridstudio.canvas.demo_files import make_demo
from gridstudio.commands.check import check
from gridstudio.commands.imports import ImportOptions, run_import
from gridstudio.commands.projects import new_project
from gridstudio.domain.selection import Selection
from gridstudio.geometry.mercator import to_xy
from gridstudio.project import Project
from gridstudio.ui.main_window import MainWindow
from tests.shared_data import shared_data

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def demo_county(folder: Path) -> Project:
    make_demo(folder / "demo.gpkg", customers=400)
    return Project.open(folder / "demo.gpkg")


def real_county(folder: Path) -> Project:
    """新绛县 with its townships as districts, and some customers inside."""
    source = shared_data("admin_cn/xinjiang_county_140825/140825.json")
    project = new_project(folder / "xinjiang.gpkg", name="新绛县")
    options = ImportOptions("areas", level="district", datum="gcj02")
    assert run_import(project, source, options).added == 9
    inner = shapely.point_on_surface(project.areas().geometry[1:])
    spread = np.linspace(-0.003, 0.003, 12)[:, None, None] + shapely.get_coordinates(inner)
    lonlat = spread.reshape(-1, 2)
    with project.edit("Customers") as edit:
        edit.add_points("customers", lonlat, {"name": [f"客户{n}" for n in range(len(lonlat))]})
    return project


@pytest.mark.parametrize("county", [demo_county, real_county])
def test_the_main_job(
    qtbot: QtBot,
    open_window: Callable[..., MainWindow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    county: Callable[[Path], Project],
) -> None:
    project = county(tmp_path)
    window = open_window(project)
    assert int((project.owners().area == 0).sum()) == 0
    window.show_workspace("divide")
    window.show_level(1)
    window.map.zoom_all()
    areas = project.areas()
    district = int(areas.at_level(1)[0])
    shape = areas.geometry[areas.row(district)]

    def click(lon: float, lat: float) -> None:
        x, y = window.map.viewport_now.to_px(to_xy(np.array([lon, lat]))).tolist()
        at = QPoint(round(x), round(y))
        qtbot.mouseMove(window.map.viewport(), at)
        qtbot.mouseClick(window.map.viewport(), LEFT, NONE, at)

    window.session.select(Selection(areas=(district,)))
    count = len(areas)
    window.actions_by_key["split"].trigger()
    middle = shapely.point_on_surface(shape)
    _west, south, _east, north = shape.bounds
    click(middle.x, south - 0.01)
    click(middle.x, north + 0.01)
    qtbot.keyClick(window.map, Qt.Key.Key_Return)
    assert project.undo_label == "Split area"
    assert len(project.areas()) > count
    assert check(project) == []
    assert sum(row.customers for row in window.parts.areas.model.rows) == len(project.customers())
    window.actions_by_key["undo"].trigger()
    assert len(project.areas()) == count
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "out"))
    window.show_workspace("map")
    window.actions_by_key["report"].trigger()
    qtbot.waitUntil(lambda: len(list((tmp_path / "out").glob("*.[px]*"))) == 2)
    qtbot.waitUntil(lambda: window.runner.job is None)
