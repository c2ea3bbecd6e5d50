"""How customers are owned: in an area, by decision, by open ground, by nobody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gridstudio.domain.belonging import (
    DECIDED,
    ON_OPEN_GROUND,
    OWNED,
    WITHOUT_OWNER,
    belonging,
    count_of,
    ids_of,
)
from gridstudio.domain.snapshots import Owners
from tests.map_data_case import areas_of, county_case, county_rows, customers_at, owners_in

DATA = county_case()


def test_each_customer_is_owned_in_one_way() -> None:
    people = customers_at(
        np.array([[110.05, 25.07], [110.25, 25.02], [110.05, 25.02], [111.0, 25.0]])
    )
    areas = DATA.areas
    owners = owners_in(areas, people)
    # In a grid; on open ground of the district's level, and of the grids'; outside the county.
    wanted = [OWNED, ON_OPEN_GROUND, ON_OPEN_GROUND, WITHOUT_OWNER]
    assert belonging(areas, owners).tolist() == wanted
    assert [count_of(areas, owners, state) for state in range(4)] == [1, 0, 2, 1]
    assert ids_of(areas, owners, WITHOUT_OWNER).tolist() == [4]


def test_a_decision_shows_wherever_the_customer_lies() -> None:
    owners = Owners(np.array([1, 2]), np.array([4, 0]), np.array([True, False]))
    assert belonging(DATA.areas, owners).tolist() == [DECIDED, WITHOUT_OWNER]


def test_on_a_border_it_is_the_touching_area_with_the_lowest_id() -> None:
    people = customers_at(
        np.array([[110.1, 25.07], [110.1, 25.05], [110.2, 25.07], [110.3, 25.05]])
    )
    assert owners_in(DATA.areas, people).area.tolist() == [4, 4, 3, 3]


def test_it_is_remembered_for_these_areas_only() -> None:
    owners = owners_in(DATA.areas, DATA.customers)
    first = belonging(DATA.areas, owners)
    assert belonging(DATA.areas, owners) is first
    closed = replace(DATA.areas, open=np.zeros(len(DATA.areas), dtype=bool))
    assert count_of(closed, owners, ON_OPEN_GROUND) == 0 < int((first == ON_OPEN_GROUND).sum())


def test_without_areas_nobody_has_an_owner() -> None:
    nothing = areas_of(county_rows()[:1])
    empty = replace(
        nothing, **{name: getattr(nothing, name)[:0] for name in nothing.__dataclass_fields__}
    )
    owners = Owners(np.array([1]), np.array([0]), np.array([False]))
    assert belonging(empty, owners).tolist() == [WITHOUT_OWNER]
