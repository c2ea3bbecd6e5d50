"""Which OpenStreetMap tags make up which theme of the base map, and the themes made from them.

The tags follow the OpenStreetMap wiki, "Map features". Every key here is a column that
``resources/osm/osmconf.ini`` asks GDAL for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gridstudio.domain.base_map import THEMES as BASE_MAP_THEMES
from gridstudio.domain.base_map import Levels, Objects

Columns = Mapping[str, Objects]

THEMES = tuple(theme for theme in BASE_MAP_THEMES if theme != "land")
"""In the order of drawing. OpenStreetMap has no ground of its own, only what covers it."""


@dataclass(frozen=True)
class Rule:
    """What the values of one key mean: their category, "" for "not in this theme".

    ``others`` is the category of values that are not listed; None leaves them to the next rule.
    """

    key: str
    categories: Mapping[str, str] = field(default_factory=dict)
    others: str | None = None


def _meanings(**categories: str) -> dict[str, str]:
    """``category="value value"`` the other way round: value to category."""
    return {value: name for name, values in categories.items() for value in values.split()}


PLACE_RULES = {
    "places": (
        Rule("place", {kind: kind for kind in (
            "country", "state", "province", "region", "county", "district", "municipality",
            "city", "borough", "suburb", "quarter", "neighbourhood",
            "town", "village", "hamlet", "isolated_dwelling", "locality", "island",
        )}),
    ),
}  # fmt: skip

LINE_RULES = {
    "water": (
        Rule("waterway", _meanings(
            river="river", canal="canal", stream="stream", ditch="ditch drain",
        )),
    ),
    "railways": (
        Rule("abandoned", {"yes": ""}),
        Rule("disused", {"yes": ""}),
        Rule("railway", _meanings(
            rail="rail narrow_gauge funicular",
            light_rail="light_rail monorail", tram="tram", subway="subway",
        )),
    ),
    "roads": (
        Rule("highway", _meanings(
            motorway="motorway",
            trunk="trunk",
            primary="primary",
            secondary="secondary",
            tertiary="tertiary tertiary_link",
            ramp="motorway_link trunk_link primary_link secondary_link",
            residential="residential unclassified living_street pedestrian road",
            service="service busway",
            track="track",
            path="path footway cycleway bridleway steps",
        )),
    ),
}  # fmt: skip
"""Of lines. Roads planned or being built (``highway=construction``) are not on the map."""

GROUND_RULES = {
    "landuse": (
        Rule("landuse", _meanings(
            residential="residential",
            commercial="commercial",
            retail="retail",
            industrial="industrial quarry landfill port",
            institutional="education institutional religious military cemetery",
            transport="railway garages depot",
            construction="construction brownfield greenfield",
            recreation="recreation_ground village_green",
            farmland="farmland farmyard farm greenhouse_horticulture plant_nursery allotments "
            "vineyard",
            meadow="meadow grass",
        )),
        Rule("amenity", _meanings(institutional="school university college kindergarten hospital")),
        Rule("natural", _meanings(
            meadow="grassland heath fell",
            bare="bare_rock scree sand beach shingle glacier",
            wetland="wetland",
        )),
    ),
    "woodland": (
        Rule("natural", _meanings(wood="wood", scrub="scrub")),
        Rule("landuse", _meanings(wood="forest", orchard="orchard plantation")),
        Rule("leisure", _meanings(park="park garden")),
    ),
    "water": (
        Rule("water", _meanings(riverbank="river canal stream", reservoir="reservoir basin")),
        Rule("natural", _meanings(water="water")),
        Rule("waterway", _meanings(riverbank="riverbank")),
        Rule("landuse", _meanings(reservoir="reservoir basin", water="aquaculture salt_pond")),
    ),
    "buildings": (Rule("building", {"no": ""}, others="building"),),
}  # fmt: skip
"""Of grounds."""

BORDER_RULES = (Rule("admin_level", {level: level for level in "456789"}),)

_ALL_RULES: tuple[Mapping[str, tuple[Rule, ...]], ...] = (
    GROUND_RULES, LINE_RULES, PLACE_RULES, {"borders": BORDER_RULES},
)  # fmt: skip


def _categories(theme: str) -> tuple[str, ...]:
    rules = [rule for layer in _ALL_RULES for rule in layer.get(theme, ())]
    named = [name for rule in rules for name in (*rule.categories.values(), rule.others) if name]
    return tuple(dict.fromkeys(named))


SEA = "sea"
"""Water that no feature maps: it is made from the coast."""

CATEGORIES = {theme: _categories(theme) for theme in THEMES}
CATEGORIES["water"] += (SEA,)
"""For each theme every category it can have, for styles and legends."""


def categories_of(rules: Iterable[Rule], columns: Columns) -> Objects:
    """The category of each row ``(n,)``, "" where it is not in the theme. The first rule that knows
    a row's value decides; of several values ("forest;meadow") the first counts."""
    found = _blank(columns)
    decided = np.zeros(len(found), dtype=bool)
    for rule in rules:
        values = columns[rule.key]
        for row in np.flatnonzero(has_value(values) & ~decided).tolist():
            category = rule.categories.get(values[row].partition(";")[0].strip(), rule.others)
            if category is not None:
                found[row], decided[row] = category, True
    return found


def first_text(columns: Columns, keys: Iterable[str]) -> Objects:
    """For each row the text of the first of ``keys`` that it has, else ""."""
    found = _blank(columns)
    for key in keys:
        open_rows = has_value(columns[key]) & ~found.astype(bool)
        found[open_rows] = columns[key][open_rows]
    return found


def levels_of(columns: Columns) -> Levels:
    """1 on a bridge, -1 in a tunnel, else 0, for each row ``(n,)``; other keys than ``bridge`` and
    ``tunnel`` do not say which of two crossing ways is seen."""
    bridge, tunnel = (
        np.array([value not in (None, "", "no") for value in columns[key]], dtype=bool)
        for key in ("bridge", "tunnel")
    )
    level: Levels = bridge.astype(np.int8) - (tunnel & ~bridge).astype(np.int8)
    return level


def has_value(values: Objects) -> NDArray[np.bool_]:
    """Which texts are there; those that GDAL does not have are None."""
    return np.array([bool(value) for value in values], dtype=bool)


def _blank(columns: Columns) -> Objects:
    return np.full(len(next(iter(columns.values()))), "", dtype=object)
