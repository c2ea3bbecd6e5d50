"""Customers without owner in the window: counted, listed, selected, shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from gridstudio.commands.areas import delete_areas
from gridstudio.commands.customers import move_customer
from gridstudio.commands.info import info
from gridstudio.domain.belonging import ON_OPEN_GROUND, WITHOUT_OWNER
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.tables import customers
from gridstudio.ui.tables.order import OWNER
from tests.cases import SOUTH, WEST

Open = Callable[..., MainWindow]


def shown_ids(window: MainWindow) -> list[int]:
    model = window.parts.customers.model
    return list(model.ids_of(range(model.rowCount())))


def test_the_status_bar_counts_and_lists_them(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    project, status = window.session.project, window.parts.status
    assert project is not None
    assert not status.unowned.isVisible()
    assert not window.actions_by_key["select_unowned"].isEnabled()
    move_customer(project, 3, WEST - 0.1, SOUTH)
    move_customer(project, 4, WEST - 0.1, SOUTH + 0.02)
    assert status.unowned.isVisible() and status.unowned.text() == "2 without owner"
    assert "lowest id" in status.unowned.toolTip()
    window.show_workspace("divide")
    status.unowned.click()
    table = window.parts.customers
    assert table.isVisible() and shown_ids(window) == [3, 4]
    assert list(window.session.selection.customers) == [3, 4]
    assert table.model.data(table.model.index(0, OWNER)) == "without owner"
    lon, lat = project.customers().lonlat[2].tolist()
    bounds = window.map.viewport_now.bounds
    assert bounds[0] < lon < bounds[2] and bounds[1] < lat < bounds[3]
    assert info(project)["customers_without_owner"] == 2
    window.undo()
    assert status.unowned.text() == "1 without owner" and shown_ids(window) == [3]
    window.undo()
    assert not status.unowned.isVisible()


@pytest.mark.parametrize("few", [10, 50_000])
def test_the_filter_follows_an_edit_of_areas(
    open_window: Open, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Deleting a grid makes open ground of it, and nobody has edited a customer."""
    monkeypatch.setattr(customers, "FEW_ROWS", few)
    window = open_window()
    project = window.session.project
    assert project is not None
    window.parts.customers.show_only(ON_OPEN_GROUND)
    before = shown_ids(window)
    areas, owners = project.areas(), project.owners()
    (grid,) = areas.id[areas.code == "G01"].tolist()
    mine = owners.id[owners.area == grid].tolist()
    delete_areas(project, [grid])
    assert sorted(shown_ids(window)) == sorted([*before, *mine]) and mine
    window.undo()
    assert sorted(shown_ids(window)) == sorted(before)
    window.parts.customers.show_only(WITHOUT_OWNER)
    assert shown_ids(window) == []


def test_those_on_open_ground_are_selected(open_window: Open) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    window.actions_by_key["select_open_ground"].trigger()
    chosen = window.session.selection.customers
    areas = project.areas()
    owner = project.owners().area[project.customers().index(chosen)]
    assert len(chosen) and areas.open[areas.index(sorted(set(owner.tolist())))].all()
