"""Lengths, bearings and positions as they are typed while a line is drawn."""

from __future__ import annotations

import pytest

from gridstudio.formats.typed_place import TypedPlace
from gridstudio.formats.typed_step import TypedCourse, typed_step

ABOUT = (112.3, 35.1)


@pytest.mark.parametrize(
    ("text", "length", "bearing", "turned"),
    [
        ("120", 120, None, False),
        ("120.5", 120.5, None, False),
        (".5km", 500, None, False),
        ("1.2km", 1200, None, False),
        ("1.2 KM", 1200, None, False),
        ("120m", 120, None, False),
        ("350米", 350, None, False),
        ("3公里", 3000, None, False),
        ("2里", 1000, None, False),
        ("@45", None, 45, False),
        ("<45", None, 45, False),
        ("45°", None, 45, False),
        ("45.5度", None, 45.5, False),
        ("45°30′", None, 45.5, False),
        ("@360", None, 0, False),
        ("N45E", None, 45, False),
        ("n 45 w", None, 315, False),
        ("S45°E", None, 135, False),
        ("S0W", None, 180, False),
        ("北偏东45°", None, 45, False),
        ("南45西", None, 225, False),
        ("NE", None, 45, False),
        ("@西北", None, 315, False),
        ("120@45", 120, 45, False),
        ("120<45", 120, 45, False),
        ("1.2km @ N30W", 1200, 330, False),
        ("120@+90", 120, 90, True),
        ("@-30", None, -30, True),
        ("１２０＠４５", 120, 45, False),
        ("120《45", 120, 45, False),
        ("1。2ｋｍ", 1200, None, False),
        ("120＜45．5", 120, 45.5, False),
    ],
)
def test_lengths_and_bearings(
    text: str, length: float | None, bearing: float | None, turned: bool
) -> None:
    found = typed_step(text, about=ABOUT)
    assert isinstance(found, TypedCourse)
    assert (found.length_m, found.bearing_deg, found.turned) == (length, bearing, turned)


@pytest.mark.parametrize(
    "text",
    ["112.35,35.12", "35.12，112.35", "112.35 35.12", "35°07′12″N 112°21′E", "北纬35.12 东经112.35",
     "N35.12 E112.35", "１１２．３５，３５．１２"],
)  # fmt: skip
def test_positions_are_read_as_everywhere(text: str) -> None:
    found = typed_step(text, about=ABOUT)
    assert isinstance(found, TypedPlace)
    assert (found.lon, found.lat) == pytest.approx((112.35, 35.12))


def test_a_datum_that_is_named_is_told() -> None:
    found = typed_step("gcj02 112.35,35.12", about=ABOUT)
    assert isinstance(found, TypedPlace) and found.datum == "gcj02"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "Type a length"),
        ("120@", "bearing is missing after the @"),
        ("120<", "bearing is missing after the <"),
        ("0", "more than zero"),
        ("2000km", "too long"),
        ("@400", "0 to 360"),
        ("N120E", "90 degrees at most"),
        ("@fast", "no bearing"),
        ("12x@45", "no length"),
        ("120 feet", "no length, bearing or position"),
        ("112.35,", "other coordinate"),
        ("112.35,95", "latitude"),
        ("1,2,3", "more than two"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        typed_step(text, about=ABOUT)
