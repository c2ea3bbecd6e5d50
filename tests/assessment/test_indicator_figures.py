"""Figures for lists and maps out of the indicators, against the indicators themselves."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.assessment.area_figures import figures
from gridstudio.assessment.area_indicators import level_indicators
from gridstudio.assessment.indicator_figures import (
    every_figure,
    indicator_columns,
    indicator_fields,
)
from gridstudio.assessment.moment import moment_of
from gridstudio.domain.markets import Markets, market_ids
from tests.map_data_case import county_case

DATA = county_case()
IDS = market_ids(DATA.customers, DATA.template)
MARKETS = Markets(
    IDS,
    {
        "scale": np.full(len(IDS), 10, dtype=object),
        "competitor": np.full(len(IDS), "partial", dtype=object),
    },
)
FOUND = level_indicators(moment_of(DATA, MARKETS), 2)


def test_simple_figures_are_those_of_sums_and_ground() -> None:
    columns = indicator_columns(FOUND, DATA.areas)
    parts = DATA.areas, DATA.owners, DATA.customers, DATA.sites, DATA.template
    for key, column in figures(*parts, 2).items():
        np.testing.assert_allclose(columns[key].values, column.values, rtol=1e-12, err_msg=key)


def test_figures_of_roads_towns_stores_and_markets() -> None:
    columns = indicator_columns(FOUND, DATA.areas)
    row, one = DATA.areas.row(5), FOUND.of[5]
    wanted = {
        "administrative": 2,
        "main_road_km": one.road_km()["trunk"],
        "street_km": 0,
        "road_density": one.road_km()["trunk"] / one.ground.km2,
        "store_mean_km": one.store_km.mean,
        "store_greatest_km": one.store_km.greatest,
        "market.scale": 10 * one.market.markets,
        "market.competitor.partial": one.market.markets,
        "market.competitor.full": 0,
    }
    assert one.market.markets > 0
    for key, figure in wanted.items():
        assert columns["indicator." + key].values[row] == pytest.approx(figure), key


def test_every_field_offered_has_a_name_and_a_column_of_its_own() -> None:
    columns = indicator_columns(FOUND, DATA.areas)
    fields = indicator_fields(DATA.template)
    assert {field.key for field in fields} == set(columns)
    assert len({field.name for field in fields}) == len(fields) == len(every_figure(DATA.template))
    known = np.isfinite(columns["indicator.customers"].values)
    assert DATA.areas.id[known].tolist() == [4, 5]
