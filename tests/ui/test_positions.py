"""Positions as the window writes and reads them."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.errors import UserError
from gridstudio.geometry.datum import from_wgs84
from gridstudio.geometry.geodesic import length_m
from gridstudio.ui.positions import DATUM_NAMES, FORMS, read, written

PLACE = (111.2123456, 35.6123456)


def test_both_forms_put_the_latitude_first() -> None:
    assert written(112.5, -35.25) == "-35.250000, 112.500000"
    assert written(112.5, -35.25, form="dms") == "35°15′00.00″S  112°30′00.00″E"


def test_sixty_seconds_are_a_minute() -> None:
    assert written(112.99999999, 35.0, form="dms") == "35°00′00.00″N  113°00′00.00″E"


@pytest.mark.parametrize("datum", list(DATUM_NAMES))
@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_read_as_the_same_place(datum: str, form: str) -> None:
    text = f"{DATUM_NAMES[datum]} {written(*PLACE, datum=datum, form=form)}"
    found = read(text)
    assert found is not None and found.datum == datum
    assert length_m(np.array([PLACE, (found.lon, found.lat)])) < 0.3


def test_a_marked_datum_is_taken_off() -> None:
    lon, lat = from_wgs84(list(PLACE), "gcj02").tolist()
    found = read(f"火星坐标 {lat:.7f},{lon:.7f}")
    assert found is not None and (found.lon, found.lat) == pytest.approx(PLACE, abs=1e-6)
    assert abs(lon - PLACE[0]) > 0.001


def test_names_are_no_positions_and_refusals_say_why() -> None:
    assert read("人民路12号") is None
    with pytest.raises(UserError, match="at most 90"):
        read("112.4, 95.2")
