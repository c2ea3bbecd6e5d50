"""The demo county as a base map: every feature in a theme, tiles where there is something."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridstudio.demo.base_map import TOWN_ZOOMS, ZOOMS, base_map_blocks, base_map_themes
from gridstudio.demo.county import DemoCounty, build_county
from gridstudio.domain.base_map import THEMES
from gridstudio.domain.cartography import GROUNDS, LINES
from gridstudio.domain.cartography_labels import PLACES


@pytest.fixture(scope="module")
def county() -> DemoCounty:
    return build_county(0, 1)


def test_every_feature_is_in_a_theme_and_has_a_look(county: DemoCounty) -> None:
    themes = base_map_themes(county.features)
    assert set(themes) <= set(THEMES)
    counted = sum(len(theme) for name, theme in themes.items() if name != "borders")
    assert counted == len(county.features)
    for name, theme in themes.items():
        known = set(GROUNDS.get(name, {})) | set(LINES.get(name, {}))
        known |= set(PLACES) if name == "places" else set()
        assert set(theme.category) <= known, name


def test_roads_named_by_a_number_alone_bear_it_as_a_number(county: DemoCounty) -> None:
    roads = base_map_themes(county.features)["roads"]
    assert {"G527", "S331"} <= set(roads.number)
    assert not any(name[-1:].isdigit() for name in roads.name)


def test_the_first_place_is_the_county_town(county: DemoCounty) -> None:
    places = base_map_themes(county.features)["places"]
    assert np.count_nonzero(places.category == "city") == 1


def test_borders_of_neighbours_are_there_once(county: DemoCounty) -> None:
    lines = base_map_themes(county.features)["borders"].geometry
    length = shapely.length(lines).sum()
    assert shapely.length(shapely.union_all(lines)) == pytest.approx(length)


def test_the_county_to_zoom_14_and_the_town_to_16(county: DemoCounty) -> None:
    blocks = base_map_blocks(county.features)
    assert [block.zoom for block in blocks] == [*ZOOMS, *TOWN_ZOOMS]
    assert sum(map(len, blocks)) < 1_500
