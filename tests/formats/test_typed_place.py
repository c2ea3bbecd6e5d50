"""Positions as people type them into the search box."""

from __future__ import annotations

import pytest

from gridstudio.formats.typed_place import TypedPlace, is_meant_as_place, typed_place

PLACE = (112.4, 35.6)


@pytest.mark.parametrize(
    "text",
    [
        "35.6, 112.4",
        "35.6 112.4",
        "112.4,35.6",
        "112.4 35.6",
        "35.6，112.4",
        "35.6；112.4",
        "35.6/112.4",
        "(35.6, 112.4)",
        "（35.6，112.4）",
        "geo:35.6,112.4",
        "35.6N 112.4E",
        "35.6N112.4E",
        "112.4E, 35.6N",
        "N35.6 E112.4",
        "N35.6E112.4",
        "E112.4N35.6",
        "３５．６，１１２．４",
        "北纬35.6 东经112.4",
        "东经112.4°北纬35.6°",
        "东经112.4度，北纬35.6度",
        "35°36′00″N 112°24′00″E",
        "35°36'0\"N, 112°24'0\"E",
        "35°36′00″112°24′00″",
        "35°36′N 112°24′E",
        "35°36.0' 112°24.0'",
        "35 36 00 112 24 00",
        "35 36 112 24",
        "35 36 00 N, 112 24 00 E",
        "35:36:00 112:24:00",
        "112:24:00, 35:36:00",
        "北纬35度36分0秒，东经112度24分0秒",
        "北纬35度36分0秒东经112度24分0秒",
        "35d36m00sN 112d24m00sE",
        "lat=35.6 lon=112.4",
        "lng: 112.4, lat: 35.6",
        "经度：112.4 纬度：35.6",
        "纬度35.6，经度112.4",
    ],
)
def test_usual_forms(text: str) -> None:
    assert is_meant_as_place(text)
    found = typed_place(text)
    assert (found.lon, found.lat) == pytest.approx(PLACE)
    assert found.datum == ""


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("gcj 35.6,112.4", "gcj02"),
        ("GCJ-02: 35.6, 112.4", "gcj02"),
        ("火星坐标 35.6 112.4", "gcj02"),
        ("高德112.4,35.6", "gcj02"),
        ("35.6,112.4 (gcj02)", "gcj02"),
        ("百度坐标：112.4, 35.6", "bd09"),
        ("bd09 35.6 112.4", "bd09"),
        ("112.4,35.6 BD-09", "bd09"),
        ("WGS84 35.6N 112.4E", "wgs84"),
        ("cgcs2000 112.4 35.6", "cgcs2000"),
    ],
)
def test_a_datum_may_be_named(text: str, datum: str) -> None:
    assert is_meant_as_place(text)
    found = typed_place(text)
    assert (found.lon, found.lat, found.datum) == pytest.approx((*PLACE, datum))


def test_south_and_west_are_negative() -> None:
    assert typed_place("35.6S 112.4W") == TypedPlace(-112.4, -35.6)
    assert typed_place("-35.6, -112.4") == TypedPlace(-112.4, -35.6)


def test_where_both_orders_can_be_meant_the_county_decides() -> None:
    kashgar = (75.99, 39.47)
    assert typed_place("75.99, 39.47").lat == 75.99
    for text in ("75.99, 39.47", "39.47, 75.99"):
        found = typed_place(text, about=(76.1, 39.4))
        assert (found.lon, found.lat) == kashgar


@pytest.mark.parametrize(
    "text",
    ["人民路12号", "365便利店", "12-3", "13800138000", "No. 5", "G208", "东方红", "sunshine", "",
     "一中", "Grid 3"],
)  # fmt: skip
def test_names_and_addresses_are_searched_for(text: str) -> None:
    assert not is_meant_as_place(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("112.4, 95.2", "at most 90"),
        ("35.6, 190", "at most 180"),
        ("35.6", "two: latitude and longitude"),
        ("35,6, 112,4", "more than two"),
        ("35.6N, 36.1N", "same direction"),
        ("35 70 00, 112 24 00", "60 minutes"),
        ("gcj 112.4", "two: latitude and longitude"),
        ("35.6.1, 112.4", "no coordinate"),
    ],
)
def test_a_refusal_says_why(text: str, reason: str) -> None:
    assert is_meant_as_place(text)
    with pytest.raises(ValueError, match=reason):
        typed_place(text)
