from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridstudio.assessment.totals import shown_name, totals
from gridstudio.domain.map_data import MapData
from gridstudio.domain.snapshots import Owners
from gridstudio.geometry.ground_area import area_km2
from tests.map_data_case import areas_of, county_case, county_rows, customers_at, rectangle


def rows_of(data: MapData, level: int):  # type: ignore[no-untyped-def]
    return totals(data.areas, data.owners, data.customers, data.sites, data.template, level)


def with_customers(points: list[tuple[float, float]], owner: list[int]) -> MapData:
    case = county_case()
    customers = customers_at(np.array(points, dtype=float).reshape(-1, 2))
    override = np.zeros(len(owner), dtype=bool)
    owners = Owners(customers.id, np.array(owner, dtype=np.int64), override)
    return replace(case, customers=customers, owners=owners)


def test_a_customer_counts_for_its_owner_and_all_above() -> None:
    data = with_customers([(110.05, 25.07), (110.05, 25.07), (110.25, 25.05)], [4, 5, 3])
    by_level = [{row.id: row.customers for row in rows_of(data, level)} for level in (0, 1, 2)]
    assert by_level == [{1: 3}, {2: 2, 3: 1}, {4: 1, 5: 1, 6: 0, 3: 1}]


def test_rows_cover_the_county_at_every_level() -> None:
    data = county_case()
    whole = area_km2(data.areas.geometry[0])
    for level in (0, 1, 2, 3):
        rows = rows_of(data, level)
        assert sum(row.customers for row in rows) == 200
        # A long border counts as one great circle or as several: a hair between the two.
        assert sum(row.area_km2 for row in rows) == pytest.approx(whole, rel=1e-6)
        assert sum(sum(row.sites.values()) for row in rows) == 40


def test_facts_of_a_row() -> None:
    district, opened = rows_of(county_case(), 1)
    assert (district.code, district.name, district.parent_name) == ("D01", "East", "Test county")
    assert (district.team, district.manager, district.setting) == ("Team East", "Li", "urban")
    assert district.density == pytest.approx(district.customers / district.area_km2)
    assert opened.open and opened.setting == "" and shown_name(opened) == "open ground"


def test_open_ground_comes_last_that_of_upper_levels_after_it() -> None:
    assert [row.id for row in rows_of(county_case(), 2)] == [4, 5, 6, 3]


def test_a_drawn_area_without_children_is_open_ground_below() -> None:
    rows = [
        *county_rows()[:2],
        (3, 1, 1, False, rectangle(110.2, 25.0, 110.3, 25.1), "D02", "West", "Team", "Wu"),
    ]
    row = rows_of(county_case(rows), 2)[-1]
    assert (row.id, row.open, row.code, row.parent_id, row.parent_name) == (3, True, "", 3, "West")
    assert row.team == ""


def test_those_without_owner_have_a_row_of_their_own() -> None:
    data = with_customers([(0, 0), (110.05, 25.07)], [0, 4])
    last = rows_of(data, 2)[-1]
    assert (last.id, last.customers, last.area_km2, last.density) == (0, 1, 0.0, 0.0)
    assert shown_name(last) == "without owner"
    # An owner that is no area any more counts as none.
    assert rows_of(with_customers([(0, 0)], [99]), 2)[-1].customers == 1


def test_an_owner_above_the_level_that_has_areas_below_is_none_at_the_level() -> None:
    assert rows_of(with_customers([(110.05, 25.07)], [2]), 2)[-1].id == 0


def test_value_leaves_out_what_is_not_known() -> None:
    data = with_customers([(110.05, 25.07)] * 10, [4] * 10)
    assert np.isnan(data.customers.value[9])
    assert rows_of(data, 2)[0].value == pytest.approx(np.nansum(data.customers.value))


def test_words_that_the_template_lacks_are_counted_under_no_key() -> None:
    data = with_customers([(110.05, 25.07)] * 2, [4, 4])
    customers = replace(data.customers, kind=np.array([-1, 0], dtype=np.int16))
    row = rows_of(replace(data, customers=customers), 2)[0]
    assert row.by_kind[""] == 1 and row.by_kind["enterprise_group"] == 1
    assert sum(row.by_kind.values()) == 2 and "" not in row.by_class


def test_json_has_the_agreed_keys() -> None:
    row = rows_of(county_case(), 2)[0].to_json()
    assert list(row) == [
        "code",
        "name",
        "open",
        "customers",
        "value",
        "by_class",
        "by_kind",
        "sites",
        "area_km2",
    ]
    assert list(row["by_class"]) == ["A", "B", "C", "D"]
    assert list(row["sites"]) == ["base_station", "own_store", "outlet", "landmark"]


def test_nothing_gives_nothing() -> None:
    case = county_case(customers=0)
    none = areas_of(county_rows())
    empty = replace(none, **{name: value[:0] for name, value in vars(none).items()})
    sites = replace(case.sites, **{name: value[:0] for name, value in vars(case.sites).items()})
    assert rows_of(replace(case, areas=empty, sites=sites), 1) == []
