"""Ground within a distance: true on the ellipsoid to a thousandth, everywhere on its rim."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely.geometry import MultiPolygon

from gridstudio.geometry.buffering import MOST_PARTS, Source
from gridstudio.geometry.ground_area import area_km2

GEOD = Geod(ellps="WGS84")


def away_m(lon: float, lat: float, spots: np.ndarray) -> np.ndarray:
    count = len(spots)
    found = GEOD.inv(np.full(count, lon), np.full(count, lat), spots[:, 0], spots[:, 1])[2]
    return np.asarray(found)


@pytest.mark.parametrize("distance_m", [5.0, 800.0, 30_000.0, 200_000.0])
@pytest.mark.parametrize("lat", [0.0, 35.6, 60.0])
def test_round_a_point(distance_m: float, lat: float) -> None:
    ground = Source([(112.4, lat)]).within(distance_m)
    rim = shapely.get_coordinates(ground)
    away = away_m(112.4, lat, rim)
    assert away.max() == pytest.approx(distance_m, rel=1e-6)
    assert away == pytest.approx(distance_m, rel=4e-4)
    along = shapely.get_coordinates(shapely.segmentize(ground, 0.0001))
    nearest = away_m(112.4, lat, along)
    assert (nearest > distance_m * 0.999).all() and (nearest < distance_m * 1.001).all()
    if distance_m < 1000:
        assert area_km2(ground) == pytest.approx(math.pi * distance_m**2 / 1e6, rel=1e-3)


def test_round_points_far_from_each_other() -> None:
    """160 km apart: where the projection is worst."""
    spots = np.array([(112.0, 35.0), (113.4, 35.9), (111.9, 35.9)])
    ground = Source(spots).within(5000.0)
    assert len(ground.geoms) == 3
    rim = shapely.get_coordinates(ground)
    nearest = np.min([away_m(*spot, rim) for spot in spots], axis=0)
    assert nearest == pytest.approx(5000.0, rel=1e-3)


def test_round_a_long_straight_border() -> None:
    """Its edge is straight in degrees: the rim keeps its distance from every spot of it."""
    border = shapely.LineString([(112.0, 35.0), (112.6, 35.4)])
    rim = shapely.get_coordinates(Source(shapes=[border]).within(2000.0))
    spots = shapely.get_coordinates(shapely.segmentize(border, 0.0005))
    nearest = np.array([away_m(*spot, spots).min() for spot in rim[::7].tolist()])
    assert nearest == pytest.approx(2000.0, rel=1e-3)


def test_areas_are_inside_and_holes_stay_where_they_are_wide_enough() -> None:
    ring = shapely.box(112.0, 35.0, 112.2, 35.2).difference(
        shapely.box(112.05, 35.05, 112.15, 35.15)
    )
    near, far = Source(shapes=[ring]).within(1000.0), Source(shapes=[ring]).within(8000.0)
    assert shapely.covers(near, ring) and len(near.geoms[0].interiors) == 1
    assert not far.geoms[0].interiors
    assert area_km2(near) > area_km2(MultiPolygon([ring]))


def test_many_points_are_one_ground() -> None:
    rng = np.random.default_rng(1)
    spots = rng.uniform((112.0, 35.0), (112.3, 35.3), (3000, 2))
    shares: list[float] = []
    ground = Source([*spots, *spots]).within(700.0, lambda share, _text: shares.append(share))
    assert ground.is_valid and shares == sorted(shares) and len(shares) == 3
    tests = rng.uniform((111.98, 34.98), (112.32, 35.32), (1500, 2))
    nearest = np.array([away_m(*spot, spots).min() for spot in tests.tolist()])
    clear = np.abs(nearest / 700.0 - 1) > 1e-3
    held = shapely.intersects_xy(ground, tests[:, 0], tests[:, 1])
    assert (held == (nearest <= 700.0))[clear].all() and 0 < held.sum() < len(tests)


def test_how_far_a_place_is() -> None:
    source = Source([(112.0, 35.0)], [shapely.box(112.2, 35.0, 112.3, 35.1)])
    distance, spot = source.nearest((112.05, 35.0))
    assert distance == pytest.approx(away_m(112.0, 35.0, np.array([[112.05, 35.0]]))[0], rel=1e-4)
    assert spot == pytest.approx((112.0, 35.0))
    distance, spot = source.nearest((112.19, 35.05))
    assert spot == pytest.approx((112.2, 35.05), abs=1e-4) and 900 < distance < 920
    assert source.nearest((112.25, 35.05))[0] == 0


def test_what_cannot_be_measured_from() -> None:
    with pytest.raises(ValueError):
        Source()
    with pytest.raises(ValueError):
        Source([(np.nan, 35.0)], [MultiPolygon()])
    with pytest.raises(OverflowError):
        Source([(100.0, 30.0), (115.0, 35.0)])
    with pytest.raises(OverflowError):
        Source(np.random.default_rng(1).uniform(35, 36, (MOST_PARTS + 1, 2)))
    assert Source([(112.0, 35.0)]).within(0.0).is_empty
