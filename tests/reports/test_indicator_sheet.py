"""The sheet of indicators: a row for each district and grid, with what the engine found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridstudio.assessment.area_indicators import level_indicators
from gridstudio.assessment.moment import moment_of
from gridstudio.domain.markets import Markets, market_ids
from gridstudio.geometry.compactness import ground_of
from gridstudio.reports.document import build_document
from gridstudio.reports.pages import content
from tests.map_data_case import county_case
from tests.reports.test_workbook import FACTS, Sheets, sheets_of

DATA = county_case()


def columns_of(sheets: Sheets, name: str) -> dict[str, list[str]]:
    """By heading the cells under it, "" for none."""
    cells = sheets[name]
    last = max(row for _letters, row in cells)
    heads = {letters: cell.value for (letters, row), cell in cells.items() if row == 1}
    return {
        head: [
            cells[letters, row].value if (letters, row) in cells else ""
            for row in range(2, last + 1)
        ]
        for letters, head in heads.items()
    }


def test_one_row_for_each_area_from_the_district_down() -> None:
    found = columns_of(sheets_of(DATA), "Division indicators")
    assert found["Code"] == ["D01", "G01", "G02"]
    assert found["Level"] == ["District", "Grid", "Grid"]
    grid = DATA.areas.geometry[DATA.areas.row(4)]
    assert float(found["Perimeter (km)"][1]) == pytest.approx(ground_of(grid).perimeter_km)
    assert float(found["Compactness"][1]) == pytest.approx(ground_of(grid).compactness)
    assert found["Administrative areas: share"][0] == "West town 75%, East town 25%"
    known = level_indicators(moment_of(DATA, Markets()), 2).of
    away = [float(text) for text in found["Mean way to the nearest own store (km)"][1:]]
    assert away == pytest.approx([known[4].store_km.mean, known[5].store_km.mean])
    assert [int(text) for text in found["Specialised market"][1:]] == [
        known[4].kinds["specialised_market"],
        known[5].kinds["specialised_market"],
    ]


def test_what_the_census_says_of_markets_stands_there_too() -> None:
    ids = market_ids(DATA.customers, DATA.template)
    scale = np.full(len(ids), 10, dtype=object)
    rival = np.full(len(ids), "full", dtype=object)
    facts = replace(FACTS, markets=Markets(ids, {"scale": scale, "competitor": rival}))
    document = build_document(DATA, facts, "en")
    markets = document.indicators[2].market.markets
    rows = {row[0]: row[1:] for row in content(document)["pages"][0]["indicators"]["rows"]}
    assert rows["Specialised market · Scale (people or households)"] == [f"{10 * markets}", ""]
    assert rows["Specialised market · Competitor penetration"] == [f"{markets}", f"Full {markets}"]
    assert rows["Perimeter"][0].endswith(" km")


def test_an_area_without_a_way_to_a_store_has_no_number_there() -> None:
    nobody = county_case(customers=0)
    found = columns_of(sheets_of(nobody), "Division indicators")
    assert found["Mean way to the nearest own store (km)"] == ["", "", ""]
