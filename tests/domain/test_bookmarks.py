"""Views of the map as values, and as they lie in the file."""

from __future__ import annotations

import json

import pytest

from gridstudio.domain.bookmarks import MapPlace


def test_a_view_comes_back_from_the_file_as_it_was() -> None:
    place = MapPlace(112.1234567, 35.7654321, 12.345)
    assert MapPlace.from_json(json.loads(json.dumps(place.to_json()))) == place


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        "x",
        {},
        {"lon": 1, "lat": 2},
        {"lon": "x", "lat": 0, "metre_per_px": 1},
        {"lon": 181, "lat": 0, "metre_per_px": 1},
        {"lon": 0, "lat": 0, "metre_per_px": 0},
        {"lon": 0, "lat": 0, "metre_per_px": float("nan")},
    ],
)
def test_what_is_no_view_is_none(stored: object) -> None:
    assert MapPlace.from_json(stored) is None


def test_views_that_look_the_same_are_near() -> None:
    place = MapPlace(112.0, 35.0, 10.0)
    assert place.near(MapPlace(112.0002, 35.0, 10.0))
    assert not place.near(MapPlace(112.001, 35.0, 10.0))
    assert not place.near(MapPlace(112.0, 35.0, 10.1))
