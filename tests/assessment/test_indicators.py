from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from shapely.geometry import GeometryCollection, LineString, MultiLineString, Point, box

from gridstudio.assessment.area_indicators import level_indicators
from gridstudio.assessment.indicators import Indicators, class_halves
from gridstudio.assessment.moment import moment_of
from gridstudio.domain.map_data import MapData
from gridstudio.domain.markets import Markets, market_ids
from gridstudio.domain.snapshots import Features
from gridstudio.geometry.compactness import ground_of
from gridstudio.geometry.geodesic import distances_m, length_m
from tests.map_data_case import county_case, features_of, sites_at

COLUMNS = ("id", "geometry", "category", "name")


def at_level(data: MapData, level: int, *layers: Features) -> dict[int, Indicators]:
    """With these shapes as those of the layer "Ground", one after the other."""
    features = {}
    if layers:
        columns = ([getattr(layer, name) for layer in layers] for name in COLUMNS)
        features[1] = Features(*map(np.concatenate, columns))
    return level_indicators(moment_of(replace(data, features=features), Markets()), level).of


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


def test_shape_density_and_what_is_printed() -> None:
    data = county_case()
    found = at_level(data, 2, data.features[1])[4]
    ground = ground_of(data.areas.geometry[data.areas.row(4)])
    assert (found.ground.km2, found.ground.perimeter_km) == (ground.km2, ground.perimeter_km)
    printed = json.loads(json.dumps(found.to_json(), allow_nan=False))
    mine = int(np.sum(data.owners.area == 4))
    assert printed["customers"] == mine
    assert printed["density"] == pytest.approx(mine / ground.km2, abs=1e-4)
    assert printed["administrative"] == {"West town": 1.0}
    assert printed["roads"][0]["name"] == "G321"


def test_the_way_to_the_nearest_own_store_is_geodesic() -> None:
    data = county_case()
    found = at_level(data, 2)[5].store_km
    mine = data.customers.lonlat[data.owners.area == 5]
    stores = data.sites.lonlat[data.sites.kind == 1]
    away = np.array([distances_m(lon, lat, stores).min() for lon, lat in mine]) / 1000
    assert found.mean == pytest.approx(away.mean(), rel=1e-4)
    assert found.greatest == pytest.approx(away.max(), rel=1e-4)


def test_without_stores_or_customers_there_is_no_way() -> None:
    data = county_case()
    without = replace(data, sites=sites_at(data.sites.lonlat, kinds=1))
    assert np.isnan(at_level(without, 2)[5].store_km.mean)
    assert at_level(without, 2)[5].to_json()["nearest_store_km"] == {"mean": None, "greatest": None}
    nobody = county_case(customers=0)
    assert np.isnan(at_level(nobody, 2)[5].store_km.greatest)


def test_market_facts_are_summed_up_by_area() -> None:
    data = county_case()
    ids = market_ids(data.customers, data.template)
    scale = np.array([100 + number for number in range(len(ids))], dtype=object)
    scale[0] = None
    rival = np.array(["full" if number % 2 else "none" for number in range(len(ids))], dtype=object)
    markets = Markets(ids, {"scale": scale, "competitor": rival})
    found = level_indicators(moment_of(data, markets), 2).of[4].market
    mine = np.flatnonzero(data.owners.area[data.customers.index(ids)] == 4)
    assert found.markets == len(mine) > 0
    assert found.sums == {"scale": sum(value or 0 for value in scale[mine])}
    full = int(np.sum(mine % 2 == 1))
    assert found.choices["competitor"] == {"none": len(mine) - full, "partial": 0, "full": full}
