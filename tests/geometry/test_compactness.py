"""Ground, border and shape of areas, against figures known from elsewhere."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from gridstudio.geometry.compactness import ground_of, grounds_after
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


@given(st.integers(0, 10_000))
def test_what_has_changed_is_measured_as_if_it_were_new(seed: int) -> None:
    random = np.random.default_rng(seed)
    was, now = [], []
    for middle in random.uniform((110, 20), (114, 40), (3, 2)):
        ring = np.round(middle + np.random.default_rng(1).uniform(-0.05, 0.05, (12, 2)), 9)
        was.append(MultiPolygon([shapely.convex_hull(shapely.MultiPoint(ring))]))
        hole = was[-1].buffer(-0.01 * random.uniform(0, 3))
        shapes = (was[-1], was[-1].difference(hole), was[-1].union(box(*middle, *(middle + 0.1))))
        chosen = shapes[random.integers(0, 3)]
        chosen = MultiPolygon([chosen]) if isinstance(chosen, Polygon) else chosen
        now.append(shapely.transform(chosen, lambda lonlat: np.round(lonlat, 9)))
    known = [ground_of(shape) for shape in was]
    for found, shape in zip(grounds_after(known, was, now), now, strict=True):
        anew = ground_of(shape)
        assert found.km2 == pytest.approx(anew.km2, rel=1e-12)
        assert found.perimeter_km == pytest.approx(anew.perimeter_km, rel=1e-12)
    assert grounds_after([], [], []) == []
