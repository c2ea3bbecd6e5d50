"""Coordinates as people write them: understood in full, or refused."""

from __future__ import annotations

import pytest

from gridstudio.formats.coordinates import degrees, pair


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.121E+02", 112.1),
        (" +112.1 ", 112.1),
        ("−112.1", -112.1),
        ("１１２．１", 112.1),
        ("35d06m00sN", 35.1),
        ("35deg 6min 0sec S", -35.1),
        ("112 06 00", 112.1),
        ("112:06:00", 112.1),
        ("112°06′00″E", 112.1),
        ("35°06'00\"N", 35.1),
        ("112°06.0'E", 112.1),
        ("W 12 30", -12.5),
        ("Ｅ112.5", 112.5),
        ("东经112度6分0秒", 112.1),
        ("南纬35°", -35.0),
        ("112.5E", 112.5),
    ],
)
def test_what_is_a_coordinate(text: str, value: float) -> None:
    assert degrees(text) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    "text",
    ["112,1", "112.1.5", "112.15.5", "abc12", "", "nan", "inf", "2026-11-24", "12 70 00", "east"],
)
def test_what_is_no_coordinate_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="coordinate|60"):
        degrees(text)


@pytest.mark.parametrize(
    "text", ["112.1,35.1", "(112.1, 35.1)", "112.1，35.1", "35.1N,112.1E", "112.1E 35.1N"]
)
def test_pairs(text: str) -> None:
    assert pair(text) == pytest.approx((112.1, 35.1))
