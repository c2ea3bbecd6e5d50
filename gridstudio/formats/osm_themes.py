"""Which OpenStreetMap tags make up which theme of the base map, and the themes made from them.

The tags follow the OpenStreetMap wiki, "Map features". Every key here is a column that
``resources/osm/osmconf.ini`` asks GDAL for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Objects = NDArray[np.object_]
Columns = Mapping[str, Objects]

THEMES = (
    "landuse", "woodland", "water", "buildings", "railways", "roads", "borders", "places",
)  # fmt: skip
"""In the order of drawing, the lowest first."""


@dataclass(frozen=True)
class Rule:
    """What the values of one key mean: their category, "" for "not in this theme".

    ``others`` is the category of values that are not listed; None leaves them to the next rule.
    """

    key: str
    categories: Mapping[str, str] = field(default_factory=dict)
    others: str | None = None


@dataclass(frozen=True)
class OsmTheme:
    """Aligned arrays ``(n,)``: shapes in degrees WGS-84, category and name (both text, a missing
    name is "")."""

    geometry: Objects
    category: Objects
    name: Objects

    def __len__(self) -> int:
        return len(self.geometry)

    def rows(self, chosen: NDArray[np.bool_]) -> OsmTheme:
        return OsmTheme(self.geometry[chosen], self.category[chosen], self.name[chosen])


def joined(parts: list[OsmTheme]) -> OsmTheme:
    """One after the other; at least one is needed."""
    return OsmTheme(
        np.concatenate([part.geometry for part in parts]),
        np.concatenate([part.category for part in parts]),
        np.concatenate([part.name for part in parts]),
    )


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
            motorway="motorway motorway_link",
            trunk="trunk trunk_link",
            primary="primary primary_link",
            secondary="secondary secondary_link",
            tertiary="tertiary tertiary_link",
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


CATEGORIES = {theme: _categories(theme) for theme in THEMES}
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


def has_value(values: Objects) -> NDArray[np.bool_]:
    """Which texts are there; those that GDAL does not have are None."""
    return np.array([bool(value) for value in values], dtype=bool)


def _blank(columns: Columns) -> Objects:
    return np.full(len(next(iter(columns.values()))), "", dtype=object)
