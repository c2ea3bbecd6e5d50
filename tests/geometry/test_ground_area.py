"""Areas on the ellipsoid, against another method, and how they add up."""

from __future__ import annotations

import pytest
import shapely
from pyproj import Geod
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.geometry.ground_area import area_km2, areas_km2
from tests.shared_data import shared_data

GEOD = Geod(ellps="WGS84")
SHORT_DEG = 5e-4
"""Over edges of 50 m the shortest way on the ground is the straight edge, to 1e-9 of an area."""


def by_karney(geometry: Polygon | MultiPolygon) -> float:
    """km² by pyproj, of edges cut up so far that it means the same ground."""
    return abs(GEOD.geometry_area_perimeter(shapely.segmentize(geometry, SHORT_DEG))[0]) / 1e6


@pytest.mark.parametrize(
    "shape",
    [
        shapely.box(112, 35, 112.4, 35.2),
        shapely.box(112, 35, 112.00001, 35.00001),
        shapely.box(-0.3, -0.2, 0.2, 0.1),
        shapely.box(75, 50, 76, 51),
        Polygon([(112, 35), (112.05, 34.9), (112.4, 35.1), (112.1, 35.3)]),
    ],
    ids=["county", "square metre", "over the equator", "a degree", "slanting"],
)
def test_an_area_is_that_of_another_method(shape: Polygon) -> None:
    assert area_km2(shape) == pytest.approx(by_karney(shape), rel=1e-7)
    assert area_km2(shapely.reverse(shape)) == pytest.approx(area_km2(shape), rel=1e-12)


def test_holes_come_off_and_parts_add_up() -> None:
    #  +---------+
    #  | +---+   |   the outer box has a hole, in which a part of its own lies
    #  | | # |   |
    #  | +---+   |
    #  +---------+
    outer, hole, inner = (
        shapely.box(112, 35, 112.4, 35.2),
        shapely.box(112.1, 35.05, 112.2, 35.1),
        shapely.box(112.12, 35.06, 112.15, 35.08),
    )
    holed = Polygon(outer.exterior.coords, [hole.exterior.coords])
    both = MultiPolygon([holed, inner])
    whole = area_km2(outer) - area_km2(hole)
    assert area_km2(holed) == pytest.approx(whole, rel=1e-12)
    found = areas_km2([both, MultiPolygon(), holed])
    assert found == pytest.approx([whole + area_km2(inner), 0, whole], rel=1e-12)
    assert areas_km2([]).shape == (0,)


def test_a_node_in_an_edge_changes_no_area() -> None:
    county = shapely.box(112, 35, 113, 36)
    noded = shapely.segmentize(county, 0.013)
    assert len(noded.exterior.coords) > 300
    assert area_km2(noded) == pytest.approx(area_km2(county), rel=1e-13)
    pieces = [shapely.box(112, 35, 112.3, 36), shapely.box(112.3, 35, 113, 36)]
    assert areas_km2(pieces).sum() == pytest.approx(area_km2(county), rel=1e-13)


def test_the_areas_of_a_real_county() -> None:
    path = shared_data("admin_cn/xinjiang_county_140825/140825.json")
    shapes = shapely.get_parts(shapely.from_geojson(path.read_text("utf-8")))
    assert len(shapes) > 5
    assert areas_km2(shapes) == pytest.approx([by_karney(shape) for shape in shapes], rel=1e-7)
