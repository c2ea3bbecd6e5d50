"""The cartography of our base maps, as values: what is drawn from which zoom, how wide, in which
colours by day and by night. Calm, since it lies under customers, areas and their names.

Zooms are those of web tiles of 256 pixels; widths are pixels of 1/96 inch. The rows of each table
are in the order of drawing, the lowest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Appearance = Literal["light", "dark"]
Ink = tuple[str, str]
"""A colour in the light and in the dark map, "#rrggbb" or "#aarrggbb"."""
Stops = tuple[tuple[float, float], ...]
"""Pairs of zoom and size; between them sizes run straight, beyond them they stay."""

LAND: Ink = ("#f5f3ed", "#1d2329")
BEYOND: Ink = ("#e9e7e0", "#171c21")
"""Ground that the map is not about, where it has a theme ``land``."""


def ink(pair: Ink, appearance: Appearance) -> str:
    return pair[0] if appearance == "light" else pair[1]


def size_at(stops: Stops, zoom: float) -> float:
    """The size at a zoom."""
    zooms, sizes = zip(*stops, strict=True)
    return float(np.interp(zoom, zooms, sizes))


@dataclass(frozen=True)
class GroundLook:
    """How grounds of one category are filled, and from which zoom; ``outline`` is drawn from
    ``outline_from`` on, a hair wide."""

    fill: Ink
    from_zoom: int = 0
    outline: Ink | None = None
    outline_from: int = 0


@dataclass(frozen=True)
class LineLook:
    """How lines of one category are drawn, from which zoom.

    ``width`` is that of the fill. From ``cased_from`` on the line has a casing of ``casing_px`` on
    either side; before that it is drawn plainly in the colour ``thin``. ``dash`` holds lengths of
    strokes and gaps in pixels. ``glow`` is a soft band under the line, as wide as its stops say.
    ``sleepers`` are light dashes within a railway, from the casing's zoom on.
    """

    fill: Ink
    width: Stops
    from_zoom: int = 0
    casing: Ink | None = None
    casing_px: float = 0.8
    cased_from: int = 99
    thin: Ink | None = None
    dash: tuple[float, ...] = ()
    glow: Ink | None = None
    glow_width: Stops = ((0, 0.0),)
    sleepers: bool = False


_WATER: Ink = ("#abcfe4", "#17384a")
_SHORE: Ink = ("#8fbbd6", "#26526a")
_WOOD: Ink = ("#d8e5c9", "#1e2f2a")

GROUNDS: dict[str, dict[str, GroundLook]] = {
    "land": {"land": GroundLook(LAND)},
    "landuse": {
        "farmland": GroundLook(("#f3efdf", "#20272a"), 10),
        "meadow": GroundLook(("#ebf0db", "#1f2a2a"), 10),
        "bare": GroundLook(("#ebe8e2", "#262b30"), 9),
        "wetland": GroundLook(("#e0eae3", "#1b2d31"), 10),
        "residential": GroundLook(("#e9e4da", "#272e35"), 8),
        "construction": GroundLook(("#e7e1d5", "#282d31"), 11),
        "commercial": GroundLook(("#ece0dc", "#2c2e36"), 10),
        "retail": GroundLook(("#f0dfda", "#302e36"), 10),
        "industrial": GroundLook(("#e5e1e8", "#29303b"), 9),
        "institutional": GroundLook(("#efe6d3", "#2b2f33"), 11),
        "transport": GroundLook(("#e3e1df", "#292f36"), 11),
        "recreation": GroundLook(("#dcebcd", "#20322b"), 11),
    },
    "woodland": {
        "scrub": GroundLook(("#e0e9d0", "#1e2c29"), 10),
        "orchard": GroundLook(("#e1eacb", "#202e2a"), 11),
        "wood": GroundLook(_WOOD, 5),
        "park": GroundLook(("#cfe4bd", "#21382d"), 10),
    },
    "water": {
        name: GroundLook(_WATER, 0, _SHORE, 13)
        for name in ("sea", "water", "reservoir", "riverbank")
    },
    "buildings": {
        "building": GroundLook(("#ddd4c7", "#323b44"), 14, ("#c8bcab", "#3e4953"), 15),
    },
}
"""Of grounds. Landuse and woodland are drawn together, the largest first."""


def _water(width: Stops, from_zoom: int) -> LineLook:
    return LineLook(_WATER, width, from_zoom, thin=("#9cc5de", "#1d4459"), cased_from=99)


WATER_LINES: dict[str, LineLook] = {
    "ditch": _water(((14, 0.7), (16, 1.2)), 14),
    "stream": _water(((12, 0.6), (14, 1.0), (16, 2.0)), 12),
    "canal": _water(((11, 0.8), (14, 2.0), (16, 4.0)), 11),
    "river": _water(((7, 0.7), (10, 1.3), (13, 2.6), (16, 6.0)), 7),
}

_WHITE: Ink = ("#ffffff", "#3d4751")
_QUIET_CASE: Ink = ("#c4bbab", "#151a1e")
_QUIET_THIN: Ink = ("#d3cbbd", "#343d46")


def _quiet(
    width: Stops, from_zoom: int, cased_from: int, thin: Ink = _QUIET_THIN, fill: Ink = _WHITE
) -> LineLook:
    return LineLook(fill, width, from_zoom, _QUIET_CASE, 0.7, cased_from, thin)


ROADS: dict[str, LineLook] = {
    "path": LineLook(
        ("#b9a78c", "#4a4f50"), ((13, 0.6), (16, 1.1), (18, 1.6)), 14, dash=(3.0, 2.2)
    ),
    "track": LineLook(
        ("#b7a17e", "#4f5352"), ((12, 0.5), (14, 0.9), (16, 1.5), (18, 2.4)), 13, dash=(6.0, 2.4)
    ),
    "service": _quiet(((13, 0.5), (14, 1.0), (15, 1.8), (16, 3.4), (18, 8.0)), 14, 15),
    "residential": _quiet(
        ((11, 0.4), (12, 0.7), (13, 1.3), (14, 2.6), (16, 6.8), (18, 15)), 12, 14
    ),
    "ramp": LineLook(
        ("#fae3b4", "#6a5a3c"),
        ((11, 0.7), (12, 1.2), (14, 2.8), (16, 5.6), (18, 11)),
        11,
        ("#c9ac68", "#15191c"),
        0.8,
        13,
        ("#dcbf7d", "#57503c"),
    ),
    "tertiary": _quiet(
        ((9, 0.4), (11, 0.8), (12, 1.4), (13, 2.4), (14, 3.8), (16, 8.0), (18, 17)),
        10,
        12,
        ("#c6bdac", "#39434d"),
        ("#ffffff", "#434e59"),
    ),
    "secondary": LineLook(
        ("#fcf0c6", "#5c553f"),
        ((8, 0.5), (10, 1.1), (12, 2.2), (14, 4.6), (16, 9.0), (18, 19)),
        9,
        ("#cdb877", "#14181b"),
        0.8,
        12,
        ("#d2bd7d", "#565141"),
    ),
    "primary": LineLook(
        ("#f9dd9c", "#75633c"),
        ((7, 0.6), (10, 1.5), (12, 2.8), (14, 5.2), (16, 9.6), (18, 20)),
        8,
        ("#c6a453", "#14181b"),
        0.9,
        11,
        ("#d8b565", "#6d5f3f"),
    ),
    "trunk": LineLook(
        ("#f5c680", "#86653a"),
        ((5, 0.6), (8, 1.2), (10, 2.0), (12, 3.2), (14, 5.8), (16, 10.5), (18, 21)),
        5,
        ("#bf8c3d", "#14181b"),
        0.9,
        10,
        ("#dca555", "#7d6239"),
    ),
    "motorway": LineLook(
        ("#eda97c", "#935c41"),
        ((5, 0.8), (8, 1.4), (10, 2.3), (12, 3.8), (14, 6.4), (16, 11.5), (18, 23)),
        5,
        ("#b3704a", "#14181b"),
        1.0,
        9,
        ("#dd8f60", "#8a573d"),
    ),
}
"""Footpaths lowest, motorways on top; within a class, bridges are above and tunnels below all."""

_RAIL: Ink = ("#96989c", "#5b656e")

RAILWAYS: dict[str, LineLook] = {
    "subway": LineLook(
        ("#a9a3b5", "#4c4c5c"), ((11, 0.8), (14, 1.3), (16, 2.0)), 11, dash=(5.0, 3.0)
    ),
    "tram": LineLook(("#a5a7aa", "#545e67"), ((13, 0.7), (16, 1.4)), 14),
    "light_rail": LineLook(("#a0a2a6", "#56606a"), ((11, 0.8), (14, 1.4), (16, 2.2)), 11),
    "rail": LineLook(
        ("#fbfaf7", "#20262c"),
        ((8, 0.8), (12, 1.1), (13, 1.4), (14, 1.8), (16, 2.6), (18, 4.0)),
        8,
        _RAIL,
        0.8,
        13,
        _RAIL,
        sleepers=True,
    ),
}

_BORDER: Ink = ("#9c8aae", "#7c7192")
_GLOW: Ink = ("#28a08fb4", "#288f83a8")


def _border(
    width: Stops, from_zoom: int, dash: tuple[float, ...], glow: Stops = ((0, 0.0),)
) -> LineLook:
    return LineLook(_BORDER, width, from_zoom, dash=dash, glow=_GLOW, glow_width=glow)


BORDERS: dict[str, LineLook] = {
    "9": _border(((12, 0.8), (16, 1.1)), 13, (2.0, 3.0)),
    "8": _border(
        ((10, 0.7), (12, 0.9), (16, 1.3)),
        10,
        (5.0, 3.0, 1.0, 3.0),
        ((10, 0.0), (13, 3.0), (16, 5.0)),
    ),
    "7": _border(
        ((9, 0.8), (12, 1.0), (16, 1.4)), 9, (6.0, 3.0, 1.0, 3.0), ((9, 2.0), (13, 4.0), (16, 6.0))
    ),
    "6": _border(
        ((8, 0.9), (12, 1.3), (16, 1.7)), 7, (8.0, 3.0, 1.5, 3.0), ((7, 2.5), (12, 5.0), (16, 8.0))
    ),
    "5": _border(
        ((6, 0.9), (12, 1.5), (16, 1.9)), 6, (9.0, 3.0, 1.5, 3.0), ((6, 3.0), (12, 6.0), (16, 9.0))
    ),
    "4": _border(
        ((4, 0.9), (12, 1.7), (16, 2.2)),
        4,
        (10.0, 3.0, 2.0, 3.0, 2.0, 3.0),
        ((4, 3.0), (12, 7.0), (16, 10)),
    ),
}
"""By OpenStreetMap's admin level, township 8 to province 4: a dashed line on a soft band."""

LINES: dict[str, dict[str, LineLook]] = {
    "water": WATER_LINES,
    "railways": RAILWAYS,
    "roads": ROADS,
    "borders": BORDERS,
}
