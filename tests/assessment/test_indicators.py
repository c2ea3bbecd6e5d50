from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from shapely.geometry import GeometryCollection, LineString, MultiLineString, Point, box

from gridstudio.assessment.indicators import Indicators, class_halves, indicators
from gridstudio.domain.map_data import MapData
from gridstudio.domain.snapshots import Features
from gridstudio.geometry.geodesic import length_m
from tests.map_data_case import county_case, features_of


def at_level(data: MapData, level: int, *layers: Features) -> dict[int, Indicators]:
    return indicators(
        data.areas, data.owners, data.customers, data.sites, layers, data.template, level
    )


def test_administrative_areas_by_their_share_of_the_ground() -> None:
    data = county_case()
    district = at_level(data, 1, data.features[1])[2]
    assert [(item.name, round(item.share, 3)) for item in district.administrative] == [
        ("West town", 0.75),
        ("East town", 0.25),
    ]


def test_a_border_drawn_twice_is_not_ground() -> None:
    town = features_of([box(110.19999, 25.0, 110.3, 25.1)], ["township"], ["Neighbour"])
    assert at_level(county_case(), 1, town)[2].administrative == ()


def test_roads_are_measured_within_the_area() -> None:
    """The trunk road runs from 110.05 to 110.25; the district ends at 110.2."""
    data = county_case()
    road = at_level(data, 1, data.features[1])[2].roads[0]
    within = length_m([(110.05, 25.07), (110.2, 25.07)]) / 1000
    assert (road.category, road.name) == ("trunk", "G321")
    assert road.km == pytest.approx(within, rel=1e-6)


def test_roads_add_up_by_name_and_come_by_rank() -> None:
    lines = [
        LineString([(110.01, 25.01), (110.02, 25.01)]),
        MultiLineString([[(110.03, 25.01), (110.04, 25.01)], [(110.19, 25.01), (110.29, 25.01)]]),
        LineString([(110.01, 25.02), (110.02, 25.02)]),
        LineString([(110.01, 25.03), (110.02, 25.03)]),
    ]
    layer = features_of(lines, ["street", "street", "trunk", "river"], ["Long", "Long", "", "Li"])
    found = at_level(county_case(), 1, layer)[2]
    assert [(road.category, road.name) for road in found.roads] == [
        ("trunk", ""),
        ("street", "Long"),
    ]
    tenth = length_m([(110.01, 25.01), (110.02, 25.01)]) / 1000
    assert found.road_km()["street"] == pytest.approx(3 * tenth, rel=1e-6)


def test_collections_and_touching_lines_do_no_harm() -> None:
    mixed = GeometryCollection([Point(110.1, 25.05), box(110.0, 25.0, 110.1, 25.1)])
    edge = LineString([(110.2, 25.1), (110.3, 25.1)])
    layer = features_of([mixed, edge], ["township", "trunk"], ["Mixed", "Edge"])
    found = at_level(county_case(), 1, layer)[2]
    assert [item.name for item in found.administrative] == ["Mixed"]
    assert found.roads == ()


def test_counts_equal_the_customers_and_sites_of_the_area() -> None:
    data = county_case()
    found = at_level(data, 2)
    assert set(found) == {4, 5}
    mine = data.owners.area == 4
    kinds = [int(np.sum(mine & (data.customers.kind == code))) for code in range(7)]
    assert list(found[4].kinds.values()) == kinds
    assert sum(len(ids) for ids in at_level(data, 0)[1].sites.values()) == 40
    assert found[4].administrative == () and found[4].roads == ()


def test_key_accounts_are_the_first_kind_by_halves_of_the_classes() -> None:
    data = county_case()
    found = at_level(data, 0)[1].key_accounts
    groups = data.customers.class_[data.customers.kind == 0]
    assert found == (("AB", int(np.sum(groups < 2))), ("CD", int(np.sum(groups >= 2))))


@pytest.mark.parametrize(("count", "halves"), [(4, (2, 2)), (3, (2, 1)), (1, (1, 0)), (0, (0, 0))])
def test_class_halves(count: int, halves: tuple[int, int]) -> None:
    template = county_case().template
    classes = template.classes[:count]
    larger, smaller = class_halves(replace(template, classes=classes))
    assert (len(larger), len(smaller)) == halves
