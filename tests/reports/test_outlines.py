from __future__ import annotations

from dataclasses import replace

import pytest

from gridstudio.reports.outlines import cover_outlines
from tests.map_data_case import county_case


def test_outlines_of_drawn_areas_fill_the_frame() -> None:
    drawing = cover_outlines(county_case())
    assert [ring["level"] for ring in drawing["rings"]] == [0, 1, 2, 2]
    county = drawing["rings"][0]["points"]
    assert sorted({tuple(point) for point in county}) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    # In Mercator's metres a degree of latitude is longer than one of longitude, here by a tenth.
    assert drawing["ratio"] == pytest.approx(3 * 0.906, rel=0.001)


def test_north_is_up() -> None:
    north = cover_outlines(county_case())["rings"][2]["points"]
    assert max(y for _x, y in north) == pytest.approx(0.5, abs=0.001)


def test_nothing_drawn_is_an_empty_drawing() -> None:
    case = county_case()
    none = replace(case.areas, **{name: value[:0] for name, value in vars(case.areas).items()})
    assert cover_outlines(replace(case, areas=none)) == {"ratio": 1.0, "rings": []}
