"""Selections that follow from the data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from gridstudio.commands.selecting import customers_of_areas, inverted, selection_bounds
from gridstudio.domain.ids import Ids
from gridstudio.domain.selection import Selection
from tests.cases import divided_project
from tests.map_data_case import county_case

DATA = county_case(customers=300)


@pytest.mark.parametrize("area_id", [1, 2, 3, 4, 6])
def test_the_customers_of_an_area_of_any_level(area_id: int) -> None:
    ground = DATA.areas.geometry[DATA.areas.row(area_id)]
    found = customers_of_areas(DATA, Ids([area_id]))
    for ids, table in ((found.customers, DATA.customers), (found.sites, DATA.sites)):
        inside = shapely.intersects_xy(ground, table.lonlat[:, 0], table.lonlat[:, 1])
        assert ids == table.id[inside].tolist()
    assert not found.areas, "deleting the customers must not delete the ground"


def test_an_override_moves_no_customer() -> None:
    (given,) = np.flatnonzero(DATA.owners.area == 4)[:1]
    area, override = DATA.owners.area.copy(), DATA.owners.by_override.copy()
    area[given], override[given] = 5, True
    data = replace(DATA, owners=replace(DATA.owners, area=area, by_override=override))
    customer = int(data.customers.id[given])
    assert customer in customers_of_areas(data, Ids([4])).customers
    assert customer not in customers_of_areas(data, Ids([5])).customers


def test_several_areas_and_a_customer_on_their_border(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Move") as edit:
            edit.update("customers", 1, {"geom": shapely.Point(112.1, 35.1)})
        data = project.map_data()
        one, two = (int(data.areas.id[list(data.areas.name).index(n)]) for n in ("One", "Two"))
        first = customers_of_areas(data, Ids([one])).customers
        second = customers_of_areas(data, Ids([two])).customers
        assert 1 in first and 1 not in second, "the touching area with the lowest id"
        both = customers_of_areas(data, Ids([one, two]))
        assert both.customers == first | second
        assert not (first & second)


def test_inverting_turns_customers_round() -> None:
    some = Selection(customers=(3, 5), sites=(1,), areas=(2,))
    others = inverted(DATA, some)
    assert len(others.customers) == 298 and 3 not in others.customers
    assert inverted(DATA, others) == Selection(customers=(3, 5))


def test_bounds_of_all_that_is_selected() -> None:
    west, south, east, north = selection_bounds(DATA, Selection(areas=(4,))) or (0, 0, 0, 0)
    assert (west, south, east, north) == pytest.approx((110.0, 25.05, 110.1, 25.1))
    lon, lat = DATA.customers.lonlat[7]
    wider = selection_bounds(DATA, Selection(customers=(8,), areas=(4,)))
    assert wider == pytest.approx(
        (min(lon, west), min(lat, south), max(lon, east), max(lat, north))
    )
    assert selection_bounds(DATA, Selection()) is None
