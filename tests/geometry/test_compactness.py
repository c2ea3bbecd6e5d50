"""Ground, border and shape of areas, against figures known from elsewhere."""

from __future__ import annotations

import math

import pytest
from shapely.geometry import MultiPolygon, Polygon, box

from gridstudio.geometry.compactness import ground_of
from gridstudio.geometry.geodesic import circle, length_m
from gridstudio.geometry.ground_area import area_km2


def test_a_circle_is_as_compact_as_can_be() -> None:
    found = ground_of(Polygon(circle(112.0, 35.0, 5000.0)))
    assert found.km2 == pytest.approx(math.pi * 25, rel=1e-3)
    assert found.perimeter_km == pytest.approx(2 * math.pi * 5, rel=1e-3)
    assert found.compactness == pytest.approx(1.0, rel=1e-3)


def test_a_square_on_the_equator_has_a_quarter_of_pi() -> None:
    """A degree of latitude is 0.67 % shorter than one of longitude there."""
    assert ground_of(box(112.0, 0.0, 112.1, 0.1)).compactness == pytest.approx(
        math.pi / 4, rel=1e-4
    )


def test_holes_take_ground_off_and_add_border() -> None:
    outer, hole = box(112.0, 35.0, 112.1, 35.1), box(112.04, 35.04, 112.06, 35.06)
    found = ground_of(outer.difference(hole))
    assert found.km2 == pytest.approx(area_km2(outer) - area_km2(hole), rel=1e-9)
    rings = [length_m(shape.exterior.coords) / 1000 for shape in (outer, hole)]
    assert found.perimeter_km == pytest.approx(sum(rings), rel=1e-9)


def test_parts_add_up_and_nothing_is_nothing() -> None:
    west, east = box(112.0, 35.0, 112.1, 35.1), box(113.0, 35.0, 113.1, 35.1)
    both = ground_of(MultiPolygon([west, east]))
    assert both.km2 == pytest.approx(2 * ground_of(west).km2)
    assert both.perimeter_km == pytest.approx(2 * ground_of(west).perimeter_km)
    nothing = ground_of(MultiPolygon([]))
    assert (nothing.km2, nothing.perimeter_km) == (0.0, 0.0)
    assert math.isnan(nothing.compactness)
