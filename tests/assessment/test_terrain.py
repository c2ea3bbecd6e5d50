"""Roads and administrative areas of layers, whatever these are called."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import GeometryCollection, LineString, MultiLineString, Point, box

from gridstudio.assessment.terrain import cover_of, differing_boxes, lengths_km, terrain_of
from gridstudio.geometry.geodesic import length_m
from tests.map_data_case import features_of, rectangle

AREA = rectangle(110.0, 25.0, 110.1, 25.1)
ROAD = LineString([(110.02, 25.05), (110.08, 25.05)])


def test_a_layer_that_is_said_to_hold_administrative_areas_needs_no_categories() -> None:
    towns = features_of([box(110.0, 25.0, 110.05, 25.1), ROAD], ["", ""], ["West", "Lane"])
    assert cover_of(AREA, terrain_of([(towns, "")])).administrative == ()
    found = cover_of(AREA, terrain_of([(towns, "administrative")]))
    assert [(item.name, round(item.share, 2)) for item in found.administrative] == [("West", 0.5)]
    assert found.roads == ()


def test_a_layer_that_is_said_to_hold_roads() -> None:
    lines = features_of([ROAD, ROAD], ["", "trunk"], ["Lane", "G5"])
    found = cover_of(AREA, terrain_of([(lines, "roads")]))
    assert [(road.category, road.name) for road in found.roads] == [
        ("trunk", "G5"),
        ("road", "Lane"),
    ]


def test_a_layer_that_is_said_to_hold_nothing_of_the_kind() -> None:
    both = features_of([ROAD, box(110, 25, 111, 26)], ["trunk", "township"], ["G5", "Town"])
    found = cover_of(AREA, terrain_of([(both, "nothing")]))
    assert found.roads == () and found.administrative == ()


def test_tracks_and_rivers_are_no_roads() -> None:
    lines = features_of([ROAD, ROAD], ["track", "river"], ["", ""])
    assert cover_of(AREA, terrain_of([(lines, "")])).roads == ()


def test_parts_of_one_administrative_area_count_together() -> None:
    parts = features_of(
        [box(110.0, 25.0, 110.02, 25.1), box(110.08, 25.0, 110.1, 25.1)],
        ["township"] * 2,
        ["Two"] * 2,
    )
    (found,) = cover_of(AREA, terrain_of([(parts, "")])).administrative
    assert found.share == pytest.approx(0.4, rel=1e-6)


def test_lengths_of_lines_and_collections() -> None:
    shapes = np.empty(4, dtype=object)
    two = MultiLineString([[(110, 25), (110.1, 25)], [(110, 26), (110, 26.1)]])
    shapes[:] = [
        ROAD,
        GeometryCollection([Point(0, 0), GeometryCollection([two])]),
        Point(1, 1),
        None,
    ]
    parts = [length_m(line.coords) / 1000 for line in (ROAD, *two.geoms)]
    found = lengths_km(shapes)
    assert found == pytest.approx([parts[0], parts[1] + parts[2], 0, 0], rel=1e-9)


def test_where_two_terrains_differ() -> None:
    first = features_of([ROAD, AREA], ["trunk", "township"], ["G5", "Town"])
    renamed = features_of([ROAD, AREA], ["trunk", "township"], ["G6", "Town"])
    river = LineString([(110.0, 25.0), (110.1, 25.1)])
    more = features_of([ROAD, AREA, river], ["trunk", "township", "river"], ["G5", "Town", ""])
    one, other = terrain_of([(first, "")]), terrain_of([(renamed, "")])
    assert differing_boxes(one, one).tolist() == []
    assert np.unique(differing_boxes(one, other), axis=0).tolist() == [list(ROAD.bounds)]
    assert differing_boxes(one, terrain_of([(more, "")])).tolist() == []
