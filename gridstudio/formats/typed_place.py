"""One position as people type it: any usual form, either order, any of the four datums."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gridstudio.formats.coordinates import FULL_WIDTH, degrees
from gridstudio.i18n import _

_DATUMS = {
    "gcj02": r"gcj[-_ ]?02|gcj|火星|高德|腾讯|gaode|amap|tencent",
    "bd09": r"bd[-_ ]?09|bd|百度|baidu",
    "wgs84": r"wgs[-_ ]?84|wgs|gps",
    "cgcs2000": r"cgcs[-_ ]?2000|cgcs|国家2000|大地2000|2000坐标",
}
_MARKED = {
    datum: re.compile(rf"[(（\[]?(?:{words})(?:坐标系?)?[)）\]]?\s*[:：=]?", re.IGNORECASE)
    for datum, words in _DATUMS.items()
}
_LONGITUDE = re.compile(r"(?:longitude|lon|lng|经度)\s*[:：=]?\s*", re.IGNORECASE)
_LATITUDE = re.compile(r"(?:latitude|lat|纬度)\s*[:：=]?\s*", re.IGNORECASE)
_EAST_WEST = re.compile(r"[EW东西]", re.IGNORECASE)
_NORTH_SOUTH = re.compile(r"[NS南北]", re.IGNORECASE)
# What a position is made of; a name or an address has something else in it.
_ALPHABET = re.compile(
    r"(?:[\d\s.,;/:+\-°º′″'\"’”()]|deg|min|sec|[东西南北][经纬]|[NSEWdms度分秒东西南北])+",
    re.IGNORECASE,
)
# An s after seconds is their unit, else it is south.
_UNITS = (
    (re.compile(r"(\d)\s*(?:deg|d)", re.IGNORECASE), "°"),
    (re.compile(r"(°\s*\d+(?:\.\d+)?)\s*(?:min|m)", re.IGNORECASE), "′"),
    (re.compile(r"(′\s*\d+(?:\.\d+)?)\s*(?:sec|s)", re.IGNORECASE), "″"),
)
_DIRECTION = re.compile(r"[NSEW]|[东西南北]", re.IGNORECASE)
_TELLING = re.compile(r"\d\s*[.°º度]|\d[^\d]*[,;/\s][^\d]*\d|[NSEW东西南北]", re.IGNORECASE)
_BORDER = re.compile(r"\s+|(?<=[NSEW东西南北])(?=[\d+-])|(?<=[\d°º度′'’分″\"”秒])(?=[NSEW东西南北])"
                     r"|(?<=[°º度′'’分″\"”秒])(?=\d)|(?<=[NSEW东西南北])(?=[NSEW东西南北])",
                     re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class TypedPlace:
    """Degrees in ``datum``, which is "" where the text names none."""

    lon: float
    lat: float
    datum: str = ""


def is_meant_as_place(text: str) -> bool:
    """Whether a text is to be read as a position, rather than searched for as a name."""
    plain, datum = _without_datum(text)
    plain = _plain(plain)
    has_digits = bool(re.search(r"\d", plain))
    if not has_digits or not _ALPHABET.fullmatch(plain):
        return False
    return bool(datum) or bool(_TELLING.search(plain))


def typed_place(text: str, *, about: tuple[float, float] | None = None) -> TypedPlace:
    """Read one position. Letters (N, E, 北纬, 东经) say which number is which; without them it is
    the range, and where both orders can be meant the one nearer to ``about`` (longitude, latitude)
    or else latitude first. Raises ValueError with a translated reason."""
    plain, datum = _without_datum(text)
    first, second = _halves(_plain(plain))
    one, two = degrees(first), degrees(second)
    order = _order_by_letters(first, second) or _order_by_range(one, two, about)
    lon, lat = (one, two) if order == "lonlat" else (two, one)
    if abs(lat) > 90:
        raise ValueError(_("{number:g} is no latitude: it would be at most 90.").format(number=lat))
    if abs(lon) > 180:
        raise ValueError(
            _("{number:g} is no longitude: it would be at most 180.").format(number=lon)
        )
    return TypedPlace(lon, lat, datum)


def _without_datum(text: str) -> tuple[str, str]:
    """The text without its datum's name, and the datum."""
    for datum, words in _MARKED.items():
        rest, found = words.subn(" ", text)
        if found:
            return rest.strip(), datum
    return text.strip(), ""


def _plain(text: str) -> str:
    text = text.translate(FULL_WIDTH).replace("；", ";").replace("、", ",").replace("：", ":")
    text = text.replace("（", "(").replace("）", ")")
    text = re.sub(r"^geo:", "", text.strip(), flags=re.IGNORECASE)
    text = _LATITUDE.sub(" N", _LONGITUDE.sub(" E", text))
    for unit, sign in _UNITS:
        text = unit.sub(rf"\g<1>{sign}", text)
    return text.strip().strip("()[] ")


def _halves(text: str) -> tuple[str, str]:
    """The two coordinates of a text: at its comma, else where both sides can be read, as evenly as
    possible."""
    parts = [part.strip() for part in re.split(r"[,;/]", text) if part.strip()]
    if len(parts) == 2:
        return parts[0], parts[1]
    if len(parts) > 2:
        raise ValueError(_("There are more than two coordinates. Write decimals with a point."))
    borders = [found.span() for found in _BORDER.finditer(text)]
    splits = [(text[:start].strip(), text[end:].strip()) for start, end in borders]
    readable = [split for split in splits if all(_can_be_read(half) for half in split)]
    if not readable:
        _explain(text)
    return min(readable, key=lambda split: abs(_numbers(split[0]) - _numbers(split[1])))


def _explain(text: str) -> None:
    """Raise the reason why a text does not fall into two coordinates."""
    if _can_be_read(text):
        raise ValueError(_("That is one coordinate; a position has two: latitude and longitude."))
    degrees(text)  # says what is wrong, where it knows
    raise ValueError(_("“{text}” is no pair of coordinates").format(text=text[:40]))


def _can_be_read(half: str) -> bool:
    if len(_DIRECTION.findall(half)) > 1:
        return False  # the second one belongs to the other half
    try:
        degrees(half)
    except ValueError:
        return False
    return True


def _numbers(half: str) -> int:
    return len(re.findall(r"\d+(?:\.\d+)?", half))


def _order_by_letters(first: str, second: str) -> str:
    north = [bool(_NORTH_SOUTH.search(half)) for half in (first, second)]
    east = [bool(_EAST_WEST.search(half)) for half in (first, second)]
    if all(north) or all(east):
        raise ValueError(
            _("Both numbers have the same direction; one has to be N or S, one E or W.")
        )
    if north[0] or east[1]:
        return "latlon"
    return "lonlat" if north[1] or east[0] else ""


def _order_by_range(one: float, two: float, about: tuple[float, float] | None) -> str:
    if abs(one) > 90 and abs(two) > 90:
        raise ValueError(_("One of the two has to be a latitude, which is at most 90."))
    if abs(one) > 90:
        return "lonlat"
    if abs(two) > 90 or about is None:
        return "latlon"
    lon, lat = about
    as_latlon = abs(two - lon) + abs(one - lat)
    as_lonlat = abs(one - lon) + abs(two - lat)
    return "latlon" if as_latlon <= as_lonlat else "lonlat"
