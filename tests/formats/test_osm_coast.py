"""Sea and land, told by the side of the coast. Coasts run with the land on their left."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridstudio.formats.osm_coast import sea_of

BOX = (120.0, 30.0, 121.0, 31.0)
NOTHING = np.empty(0, dtype=object)


def lines(*ways: list[tuple[float, float]]) -> np.ndarray:
    return np.array([shapely.LineString(way) for way in ways], dtype=object)


def area(sea: np.ndarray) -> float:
    return float(shapely.area(sea).sum())


def at(sea: np.ndarray, x: float, y: float) -> bool:
    return bool(shapely.contains_xy(sea, x, y).any())


def test_the_sea_is_on_the_right() -> None:
    """Northward the land lies in the west."""
    coast = lines([(120.4, 29.9), (120.4, 30.5)], [(120.4, 30.5), (120.4, 31.2)])
    sea = sea_of(coast, NOTHING, BOX)
    assert area(sea) == pytest.approx(0.6)
    assert at(sea, 120.9, 30.5) and not at(sea, 120.2, 30.5)
    other = sea_of(shapely.reverse(coast), NOTHING, BOX)
    assert area(other) == pytest.approx(0.4)
    assert not at(other, 120.9, 30.5)


def test_islands_are_dry() -> None:
    coast = lines([(120.4, 29.9), (120.4, 31.1)])
    islands = np.array([shapely.box(120.6, 30.4, 120.7, 30.5)], dtype=object)
    sea = sea_of(coast, islands, BOX)
    assert area(sea) == pytest.approx(0.59)
    assert not at(sea, 120.65, 30.45)


def test_round_islands_alone_is_sea() -> None:
    islands = np.array([shapely.box(120.6, 30.4, 120.7, 30.5)], dtype=object)
    assert area(sea_of(NOTHING, islands, BOX)) == pytest.approx(0.99)
    far = np.array([shapely.box(125.6, 30.4, 125.7, 30.5)], dtype=object)
    assert len(sea_of(NOTHING, far, BOX)) == 0


def test_a_coast_that_the_extract_cuts_short_is_led_on_to_the_edge() -> None:
    coast = lines([(120.4, 30.05), (120.4, 30.9)])
    sea = sea_of(coast, NOTHING, BOX)
    assert area(sea) == pytest.approx(0.6)


def test_two_coasts_make_a_strait() -> None:
    coast = lines([(120.2, 29.9), (120.2, 31.1)], [(120.8, 31.1), (120.8, 29.9)])
    sea = sea_of(coast, NOTHING, BOX)
    assert area(sea) == pytest.approx(0.6)
    assert at(sea, 120.5, 30.5) and not at(sea, 120.1, 30.5) and not at(sea, 120.9, 30.5)


def test_inland_there_is_none() -> None:
    assert len(sea_of(NOTHING, NOTHING, BOX)) == 0
    assert len(sea_of(lines([(130.0, 29.9), (130.0, 31.1)]), NOTHING, BOX)) == 0
