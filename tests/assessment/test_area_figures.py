"""The figures that maps are coloured by, against a plain count."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.assessment.area_figures import figure_fields, figures
from gridstudio.domain.columns import Numbers
from gridstudio.geometry.geodesic import area_km2
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
        "kind.street_shop": (mine & (people.kind == 5)).sum(),
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
