"""The figures that maps are coloured by, against a plain count."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.assessment.area_figures import (
    area_figures,
    figure_fields,
    figures,
)
from gridstudio.assessment.tally import Columns
from gridstudio.domain.columns import Numbers
from gridstudio.geometry.compactness import ground_of
from gridstudio.geometry.ground_area import area_km2
from tests.map_data_case import county_case

DATA = county_case()
PARTS = DATA.areas, DATA.owners, DATA.customers, DATA.sites, DATA.template


def test_each_figure_is_a_count_of_its_own() -> None:
    found = figures(*PARTS, 2)
    mine = DATA.owners.area == 4
    people = DATA.customers
    value = float(np.nansum(people.value[mine]))
    ground = area_km2(DATA.areas.geometry[DATA.areas.row(4)])
    wanted = {
        "customers": mine.sum(),
        "density": mine.sum() / ground,
        "value": value,
        "value_per_km2": value / ground,
        "value_per_customer": value / mine.sum(),
        "class.AB": (mine & (people.class_ <= 1)).sum(),
        "class.CD": (mine & (people.class_ >= 2)).sum(),
        "groups.AB": (mine & (people.kind == 0) & (people.class_ <= 1)).sum(),
        "groups.CD": (mine & (people.kind == 0) & (people.class_ >= 2)).sum(),
        "kind.street_shop": (mine & (people.kind == 5)).sum(),
        "perimeter_km": ground_of(DATA.areas.geometry[DATA.areas.row(4)]).perimeter_km,
        "compactness": ground_of(DATA.areas.geometry[DATA.areas.row(4)]).compactness,
        "area_km2": ground,
    }
    row = DATA.areas.row(4)
    for key, figure in wanted.items():
        assert found["indicator." + key].values[row] == pytest.approx(float(figure)), key


def test_other_levels_and_open_ground_have_none() -> None:
    known = np.isfinite(figures(*PARTS, 2)["indicator.customers"].values)
    assert DATA.areas.id[known].tolist() == [4, 5]


def test_every_field_offered_is_there() -> None:
    found = figures(*PARTS, 1)
    fields = figure_fields(DATA.template)
    assert {field.key for field in fields} == set(found)
    assert all(field.numeric and isinstance(found[field.key], Numbers) for field in fields)
    assert len({field.name for field in fields}) == len(fields)


def test_the_same_figure_follows_from_the_sums_of_a_few_rows() -> None:
    """As the card computes it while a border is under the hand."""
    columns = Columns.of(DATA.customers, DATA.sites, DATA.template)
    at = DATA.areas.row(5)
    mine = np.flatnonzero(DATA.owners.area == 5)
    lon, lat = DATA.sites.lonlat.T
    inside = (lon > 110.1) & (lon < 110.2) & (lat > 25.05)
    sites = np.flatnonzero(inside)
    one_slot = np.zeros(len(mine), dtype=np.int64), np.zeros(len(sites), dtype=np.int64)
    sums, ground = (
        columns.figures_of(columns.sums(*one_slot, 1, mine, sites)[0]),
        ground_of(DATA.areas.geometry[at]),
    )
    found = figures(*PARTS, 2)
    for one in area_figures(DATA.template):
        assert one.of(sums, ground) == pytest.approx(
            found["indicator." + one.key].values[at], nan_ok=True
        ), one.key


def test_nobody_has_no_value_per_customer() -> None:
    nobody = Columns.of(DATA.customers, DATA.sites, DATA.template).nothing
    known = {one.key: one for one in area_figures(DATA.template)}["value_per_customer"]
    assert np.isnan(known.of(nobody, ground_of(DATA.areas.geometry[0])))
