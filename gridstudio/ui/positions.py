"""Positions as people write them."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$")


def in_words(lon: float, lat: float) -> str:
    """Decimal degrees, and degrees, minutes, seconds below."""
    return f"{lat:.6f}, {lon:.6f}\n{_dms(lat, 'NS')}  {_dms(lon, 'EW')}"


def read(text: str) -> tuple[float, float] | None:
    """Longitude and latitude of “35.6, 112.4” (latitude first, or either way where only one order
    can be meant); None where the text is no position."""
    found = _NUMBER.match(text)
    if found is None:
        return None
    first, second = float(found.group(1)), float(found.group(2))
    if abs(first) <= 90 and abs(second) <= 180:
        return second, first
    if abs(second) <= 90 and abs(first) <= 180:
        return first, second
    return None


def _dms(value: float, signs: str) -> str:
    seconds = round(abs(value) * 3600, 2)
    degrees, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{degrees:.0f}°{minutes:02.0f}′{seconds:05.2f}″{signs[value < 0]}"
