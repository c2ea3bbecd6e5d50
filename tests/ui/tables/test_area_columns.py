"""What the list of areas says of figures that have a target, and of those that have none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from gridstudio.commands.pins import pin, pinned
from gridstudio.commands.targets import set_targets
from gridstudio.domain.selection import Selection
from gridstudio.domain.targets import Judgement, Target
from gridstudio.project import Project
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.pins import pin_menu
from gridstudio.ui.tables.area_model import JUDGED, RAW, tint
from gridstudio.ui.tables.area_table import AreaTable
from tests.cases import divided_project

Open = Callable[..., MainWindow]
GRID = 2


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = divided_project(tmp_path, customers=100)
    areas = project.areas()
    two = areas.geometry[list(areas.name).index("Two")]
    point = two.representative_point()
    with project.edit("More in Two") as edit:
        edit.add_points("customers", np.array([(point.x, point.y)] * 30), {"class": ["A"] * 30})
    return project


def headings(table: AreaTable) -> list[str]:
    model = table.sorted
    across = (model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount()))
    return [str(text).replace("\n", " ") for text in across]


def cell(
    table: AreaTable, name: str, heading: str, role: int = Qt.ItemDataRole.DisplayRole
) -> object:
    model, column = table.sorted, headings(table).index(heading)
    names = [str(model.data(model.index(row, 1))) for row in range(model.rowCount())]
    return model.data(model.index(names.index(name), column), role)


def shown(window: MainWindow) -> AreaTable:
    window.show_workspace("divide")
    return window.parts.areas


def test_over_and_under_are_coloured_and_signed(open_window: Open, project: Project) -> None:
    set_targets(project, [Target(GRID, "customers", 35, 40, 45)])
    table = shown(open_window(project))
    assert cell(table, "Two", "Customers") == f"▲ {cell(table, 'Two', 'Customers', RAW)}"
    assert cell(table, "Two", "Customers", JUDGED) is Judgement.OVER
    assert str(cell(table, "One", "Customers")).startswith("▼ ")
    under, over = tint(Judgement.UNDER), tint(Judgement.OVER)
    assert under is not None and over is not None
    assert under.blue() > under.red() and over.red() > over.blue(), "too little is blue"
    tip = str(cell(table, "Two", "Customers", Qt.ItemDataRole.ToolTipRole))
    assert "ideal 40" in tip and "over maximum" in tip
    assert cell(table, "open ground", "Customers", JUDGED) is None, "nobody runs open ground"
    assert cell(table, "Two", "Value", JUDGED) is None, "without a target there is no judgement"


def test_the_list_is_painted_in_the_colour_of_the_judgement(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    set_targets(project, [Target(GRID, "customers", 35, 40, 45)])
    table = shown(open_window(project))
    qtbot.wait(20)
    model, column = table.sorted, headings(table).index("Customers")
    names = [str(model.data(model.index(row, 1))) for row in range(model.rowCount())]

    def ground(name: str) -> QColor:
        place = table.table.visualRect(model.index(names.index(name), column))
        picture = table.table.viewport().grab(place).toImage()
        return picture.pixelColor(2, 2)

    assert ground("One").blue() > ground("One").red() + 20
    assert ground("Two").red() > ground("Two").blue() + 20


@pytest.mark.parametrize("target", [Target(GRID, "customers", ideal=40), None])
def test_areas_are_sorted_by_how_far_they_are_off(
    open_window: Open, project: Project, target: Target | None
) -> None:
    if target is not None:
        set_targets(project, [target])
    table = shown(open_window(project))
    heading = "Off mean" if target is None else "Off target"
    off = headings(table).index(heading)
    table.table.sortByColumn(off, Qt.SortOrder.DescendingOrder)
    names = [str(table.sorted.data(table.sorted.index(row, 1))) for row in range(3)]
    assert names == ["Two", "One", "open ground"], "what cannot be off comes last"
    one, two = (int(cell(table, name, "Customers", RAW)) for name in ("One", "Two"))  # type: ignore[call-overload]
    reference = 40 if target else (one + two) / 2
    assert cell(table, "Two", heading, RAW) == pytest.approx(two / reference - 1)


def test_any_figure_can_be_the_one_whose_deviation_is_listed(
    open_window: Open, project: Project
) -> None:
    set_targets(project, [Target(GRID, "value", ideal=1000)])
    window = open_window(project)
    table = shown(window)
    assert table.deviation.itemData(0) == "value", "figures with a target come first"
    table.deviation.setCurrentIndex(0)
    table.deviation.activated.emit(0)
    assert cell(table, "One", "Off target")
    table.rebuild()
    assert table.deviation.currentData() == "value", "that is remembered"
    assert project.view_state("deviation_figure") == "value"


def test_the_footer_tells_how_even_the_level_is(open_window: Open, project: Project) -> None:
    table = shown(open_window(project))
    column = table.model._columns[headings(table).index("Customers")]
    counts = [cell(table, name, "Customers", RAW) for name in ("One", "Two")]
    small, large = sorted(int(count) for count in counts)  # type: ignore[call-overload]
    mean, off = (small + large) / 2, (large - small) / 2
    assert table.footer.lines(column) == (f"{small} – {large}", f"{mean:.0f} ± {off:.0f}")
    assert table.footer.lines(table.model._columns[1]) == ("", "")


def test_pinned_figures_are_columns_and_stay(open_window: Open, project: Project) -> None:
    window = open_window(project)
    table = shown(window)
    assert "AB customers" not in headings(table)
    menu = pin_menu(window.session, window)
    assert menu.sizeHint().height() < window.height() // 2, "kinds and sites are submenus"
    submenus = [one.title() for one in menu.findChildren(QMenu)]
    assert submenus == ["Customers by kind", "Sites", "Roads, distances and markets"]
    next(one for one in menu.actions() if one.text() == "AB customers").trigger()
    assert "AB customers" in headings(table)
    assert int(str(cell(table, "Two", "AB customers"))) >= 30
    assert [one.key for one in pinned(project)] == ["class.AB"]
    version = project.version
    next(one for one in menu.actions() if one.text() == "AB customers").trigger()
    assert "AB customers" not in headings(table) and project.version == version


def test_a_pin_of_another_template_is_passed_over(project: Project) -> None:
    with project:
        pin(project, ["class.XY", "density"])
        assert [one.key for one in pinned(project)] == ["density"]
        project.keep_view_state("pinned_figures", "damaged")
        assert pinned(project) == ()


def test_a_target_in_ways_to_the_store_is_judged_too(open_window: Open, project: Project) -> None:
    with project.edit("Store") as edit:
        edit.add_points("sites", np.array([(112.02, 35.1)]), {"kind": ["own_store"]})
    set_targets(project, [Target(GRID, "store_mean_km", maximum=8)])
    window = open_window(project)
    table = shown(window)
    assert table.deviation.itemData(0) == "store_mean_km"
    table.deviation.setCurrentIndex(0)
    table.deviation.activated.emit(0)
    assert cell(table, "One", "Off target", JUDGED) is Judgement.GOOD
    assert cell(table, "Two", "Off target", JUDGED) is Judgement.OVER
    area = project.areas()
    two = int(area.id[list(area.name).index("Two")])
    window.session.select(Selection(areas=(two,)))
    window.parts.inspector.rebuild()
    said = [label.text() for label in window.parts.inspector.findChildren(QLabel)]
    assert any(text.startswith("▲ ") for text in said)
    menu = pin_menu(window.session, window)
    more = menu.findChildren(QMenu)[-1]
    next(one for one in more.actions() if "Mean way" in one.text()).trigger()
    heading = next(text for text in headings(table) if text.startswith("Mean way"))
    assert str(cell(table, "Two", heading)).startswith("▲ ")
    column = table.model._columns[headings(table).index(heading)]
    assert " – " in table.footer.lines(column)[0]


def test_targets_change_the_list_at_once(open_window: Open, project: Project) -> None:
    table = shown(open_window(project))
    assert "▲" not in str(cell(table, "Two", "Customers"))
    set_targets(project, [Target(GRID, "customers", maximum=10)])
    assert "▲" in str(cell(table, "Two", "Customers"))
    project.undo()
    assert "▲" not in str(cell(table, "Two", "Customers"))
