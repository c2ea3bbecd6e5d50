"""The lettering of our base maps, as values: which names from which zoom, in which size and ink.

Zooms and sizes as in ``cartography``. The rows of each table come in the order of precedence: where
two names want the same room, the earlier gets it.
"""

from __future__ import annotations

from dataclasses import dataclass

from gridstudio.domain.cartography import Ink, Stops

TEXT: Ink = ("#3b3d3c", "#d5dbe0")
QUIET_TEXT: Ink = ("#676660", "#9aa5ae")
WATER_TEXT: Ink = ("#3f7a9f", "#6fa7c4")
GREEN_TEXT: Ink = ("#5f7d4c", "#7ea283")
HALO: Ink = ("#e6ffffff", "#d91b2127")
DOT: Ink = ("#ffffff", "#1d2329")


@dataclass(frozen=True)
class Lettering:
    """One kind of name: shown from ``from_zoom`` to ``until_zoom``, sized by zoom.

    ``apart_px`` is how far from each other the same name is repeated along lines.
    """

    size: Stops
    from_zoom: int
    color: Ink = TEXT
    until_zoom: int = 99
    bold: bool = False
    italic: bool = False
    apart_px: float = 520.0
    spacing: float = 0.0
    """Between letters, in parts of the letters' height."""


PLACES: dict[str, Lettering] = {
    "city": Lettering(((6, 13), (9, 16), (12, 20), (16, 22)), 4, until_zoom=16, bold=True),
    "town": Lettering(((8, 12), (11, 14), (14, 18), (16, 19)), 8, until_zoom=17, bold=True),
    "county": Lettering(((7, 12), (10, 14)), 7, QUIET_TEXT, until_zoom=9),
    "district": Lettering(((8, 12), (11, 14)), 8, QUIET_TEXT, until_zoom=11),
    "borough": Lettering(((10, 12), (14, 15)), 10, until_zoom=15),
    "municipality": Lettering(((10, 11), (12, 12)), 10, QUIET_TEXT, until_zoom=12),
    "village": Lettering(((10, 11), (12, 12), (14, 15), (16, 17)), 10),
    "suburb": Lettering(((11, 11), (14, 14), (16, 15)), 12, QUIET_TEXT),
    "quarter": Lettering(((13, 11), (16, 14)), 13, QUIET_TEXT),
    "hamlet": Lettering(((12, 10.5), (14, 12), (16, 14)), 12, QUIET_TEXT),
    "neighbourhood": Lettering(((14, 11), (16, 13)), 14, QUIET_TEXT),
    "island": Lettering(((11, 11), (16, 13)), 11, QUIET_TEXT),
    "isolated_dwelling": Lettering(((14, 10.5), (16, 12)), 14, QUIET_TEXT),
    "locality": Lettering(((14, 10.5), (16, 12)), 14, QUIET_TEXT, italic=True),
}
"""States and provinces reach beyond any sheet of ours and bear no name."""

DOTTED = {"city": 3.6, "town": 3.0, "village": 2.0}
"""Radius of the dot beside which a place's name stands while its ground is too small to see."""
DOTTED_UNTIL = 12

WATER: dict[str, Lettering] = {
    "river": Lettering(
        ((9, 11), (12, 13), (16, 15)), 9, WATER_TEXT, italic=True, apart_px=700, spacing=0.5
    ),
    "water": Lettering(((11, 11), (16, 14)), 11, WATER_TEXT, italic=True),
    "reservoir": Lettering(((11, 11), (16, 14)), 11, WATER_TEXT, italic=True),
    "canal": Lettering(
        ((12, 11), (16, 13)), 12, WATER_TEXT, italic=True, apart_px=700, spacing=0.4
    ),
    "stream": Lettering(
        ((13, 10.5), (16, 12)), 13, WATER_TEXT, italic=True, apart_px=700, spacing=0.3
    ),
}

ROADS: dict[str, Lettering] = {
    "motorway": Lettering(((12, 10.5), (16, 13)), 12, QUIET_TEXT),
    "trunk": Lettering(((12, 10.5), (16, 13)), 12, QUIET_TEXT),
    "primary": Lettering(((13, 10.5), (16, 13)), 13, QUIET_TEXT),
    "secondary": Lettering(((13, 10.5), (16, 12.5)), 13, QUIET_TEXT),
    "tertiary": Lettering(((14, 10.5), (16, 12.5)), 14, QUIET_TEXT),
    "residential": Lettering(((15, 10.5), (16, 11.5), (18, 13)), 15, QUIET_TEXT),
    "service": Lettering(((16, 10.5), (18, 12)), 16, QUIET_TEXT),
    "track": Lettering(((16, 10), (18, 11.5)), 16, QUIET_TEXT),
    "path": Lettering(((17, 10), (18, 11)), 17, QUIET_TEXT),
}

GREEN: dict[str, Lettering] = {
    "park": Lettering(((13, 10.5), (16, 12)), 13, GREEN_TEXT),
    "wood": Lettering(((12, 10.5), (16, 12.5)), 12, GREEN_TEXT, italic=True),
}


@dataclass(frozen=True)
class Plate:
    """The plate of a road's number: its ground, its letters, its rim."""

    ground: Ink
    text: Ink
    rim: Ink


_LETTERS: Ink = ("#ffffff", "#f1f3f5")
_RIM: Ink = ("#ffffff", "#1d2329")
_PALE = Plate(("#fdfcf8", "#2b333b"), ("#5d5b53", "#b9c3cb"), ("#b9b1a0", "#515c66"))

PLATES_OF_CHINA = {
    "G": Plate(("#b7604f", "#8a4a3d"), _LETTERS, _RIM),
    "S": Plate(("#bd9136", "#86692c"), _LETTERS, _RIM),
}
"""National roads red, provincial ones yellow, as the signs are; counties' and townships' pale.
Expressways are G and S too, green on the road: they are told from the rest by their line."""
EXPRESSWAY = Plate(("#5f8f6c", "#3f6a4d"), _LETTERS, _RIM)
PLATES: dict[str, Plate] = {
    "motorway": Plate(("#5b7fa6", "#3f5e80"), _LETTERS, _RIM),
    "trunk": _PALE,
    "primary": _PALE,
    "secondary": _PALE,
    "tertiary": _PALE,
}
"""Elsewhere, by class of road; other classes bear no plate."""
PLATES_FROM = {"motorway": 8, "trunk": 9, "primary": 10, "secondary": 12, "tertiary": 14}
PLATES_APART_PX = 460.0
LONGEST_NUMBER = 6
