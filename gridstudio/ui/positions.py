"""Positions as people read and type them, in the datum and form that they chose."""

from __future__ import annotations

from dataclasses import dataclass

from gridstudio.errors import UserError
from gridstudio.formats.typed_place import is_meant_as_place, typed_place
from gridstudio.geometry.datum import from_wgs84, to_wgs84

DATUM_NAMES = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "bd09": "BD-09", "cgcs2000": "CGCS2000"}
FORMS = ("decimal", "dms")


@dataclass(frozen=True)
class Reading:
    """A typed position: degrees WGS-84, and the datum that the text named ("" for none)."""

    lon: float
    lat: float
    datum: str = ""


def written(lon: float, lat: float, *, datum: str = "wgs84", form: str = "decimal") -> str:
    """Degrees WGS-84 in another datum, latitude first: decimal (six places, 0.1 m), or degrees,
    minutes and seconds with their letters (a hundredth of a second, 0.3 m)."""
    shown_lon, shown_lat = from_wgs84([lon, lat], datum).tolist()
    if form == "dms":
        return f"{_dms(shown_lat, 'NS')}  {_dms(shown_lon, 'EW')}"
    return f"{shown_lat:.6f}, {shown_lon:.6f}"


def in_words(lon: float, lat: float) -> str:
    """Decimal degrees, and degrees, minutes, seconds below."""
    return f"{written(lon, lat)}\n{written(lon, lat, form='dms')}"


def read(text: str, *, about: tuple[float, float] | None = None) -> Reading | None:
    """The position that a text means; None where it is a name to search for. ``about`` (longitude,
    latitude) decides where both orders can be meant. Raises UserError with the reason."""
    if not is_meant_as_place(text):
        return None
    try:
        found = typed_place(text, about=about)
    except ValueError as error:
        raise UserError(str(error)) from None
    lon, lat = to_wgs84([found.lon, found.lat], found.datum or "wgs84").tolist()
    return Reading(lon, lat, found.datum)


def _dms(value: float, signs: str) -> str:
    seconds = round(abs(value) * 3600, 2)
    degrees, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{degrees:.0f}°{minutes:02.0f}′{seconds:05.2f}″{signs[value < 0]}"
