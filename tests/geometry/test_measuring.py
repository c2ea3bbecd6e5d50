"""Figures on the ellipsoid against published ones and pyproj."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pyproj import Geod

from gridstudio.geometry.geodesic import circle, distances_m, near_distances_m
from gridstudio.geometry.measuring import legs, ring_area_m2

GEOD = Geod(ellps="WGS84")


def dms(degrees: int, minutes: int, seconds: float) -> float:
    return math.copysign(abs(degrees) + minutes / 60 + seconds / 3600, degrees)


def test_a_published_line() -> None:
    """Flinders Peak to Buninyong, the worked example of Geoscience Australia's Vincenty pages
    (GRS80, whose flattening differs from WGS-84's in the ninth digit): 54,972.271 m,
    306° 52' 05.37"."""
    flinders = dms(144, 25, 29.52440), dms(-37, 57, 3.72030)
    buninyong = dms(143, 55, 35.38390), dms(-37, 39, 10.15610)
    found = legs([flinders, buninyong])
    assert found.total_m == pytest.approx(54_972.271, abs=0.002)
    assert found.bearing_deg[0] == pytest.approx(dms(306, 52, 5.37), abs=1e-5)


def test_a_degree_along_the_equator_and_a_quarter_meridian() -> None:
    assert legs([(10, 0), (11, 0)]).total_m == pytest.approx(math.pi / 180 * 6_378_137)
    assert legs([(112, 0), (112, 90)]).total_m == pytest.approx(10_001_965.729, abs=0.001)


@pytest.mark.parametrize(
    ("end", "bearing"),
    [((0, 1), 0.0), ((1, 0), 90.0), ((0, -1), 180.0), ((-1, 0), 270.0)],
)
def test_bearings_turn_clockwise_from_north(end: tuple[int, int], bearing: float) -> None:
    assert legs([(112.0, 0.0), (112.0 + end[0], end[1])]).bearing_deg[0] == pytest.approx(bearing)


def test_pieces_add_up_and_a_ring_closes() -> None:
    line = np.random.default_rng(3).uniform((112.0, 35.0), (112.6, 35.6), (12, 2))
    open_, closed = legs(line), legs(line, closed=True)
    assert open_.total_m == pytest.approx(GEOD.line_length(line[:, 0], line[:, 1]))
    assert len(closed.length_m) == 12
    back = GEOD.inv(*line[-1], *line[0])[2]
    assert closed.total_m - open_.total_m == pytest.approx(back)


def test_points_on_each_other_have_no_bearing() -> None:
    found = legs([(112, 35), (112, 35), (112.1, 35)])
    assert found.length_m[0] == 0 and math.isnan(found.bearing_deg[0])
    assert legs([(112, 35)]).total_m == 0 and legs([]).total_m == 0


def test_areas() -> None:
    ring = np.array([(112.0, 35.0), (112.5, 35.0), (112.5, 35.4), (112.0, 35.4)])
    area = abs(GEOD.polygon_area_perimeter(ring[:, 0], ring[:, 1])[0])
    assert ring_area_m2(ring) == ring_area_m2(ring[::-1]) == pytest.approx(area)
    assert ring_area_m2(ring[:2]) == 0
    # A small square at the equator, where it is as good as flat.
    side = 0.001
    flat = (side * math.pi / 180) ** 2 * 6_378_137 * 6_335_439.327
    assert ring_area_m2([(0, 0), (side, 0), (side, side), (0, side)]) == pytest.approx(flat, 1e-6)


@pytest.mark.parametrize("lat", [0.0, 35.0, -55.0])
def test_near_distances_are_as_good_as_they_say(lat: float) -> None:
    rng = np.random.default_rng(2)
    around = circle(112.0, lat, 100_000.0, 500)
    spots = np.array([112.0, lat]) + (around - [112.0, lat]) * rng.uniform(0.01, 1, (500, 1))
    true = distances_m(112.0, lat, spots)
    assert near_distances_m(112.0, lat, spots) == pytest.approx(true, rel=3e-5)
    assert distances_m(112.0, lat, around) == pytest.approx(100_000.0, abs=1e-6)


def test_near_distances_across_the_date_line() -> None:
    spot = np.array([[-179.9, 10.0]])
    assert near_distances_m(179.9, 10.0, spot) == pytest.approx(
        distances_m(179.9, 10.0, spot), rel=1e-5
    )
