"""A base map as vector layers: which themes make which layers, shown from which scale, drawn in the
cartography of the rendered base map as far as one style per layer can.

Levels of detail come from the scale ranges here and from the painter, which leaves out vertices
that cannot be seen.
"""

from __future__ import annotations

from dataclasses import dataclass

from gridstudio.domain import cartography, cartography_labels
from gridstudio.domain.cartography import Appearance, GroundLook, LineLook, ink, size_at
from gridstudio.domain.style import LabelStyle, Style, StyleClass, Symbol
from gridstudio.i18n import N_, _

GROUP = N_("OpenStreetMap")
STYLE_ZOOM = 14.3
"""Styles of layers do not change with the scale; their widths are those of this zoom."""


@dataclass(frozen=True)
class LayerPlan:
    """One layer: its key, its name in English, the theme it is of, the categories in it ((): all),
    and the scale 1 : ``farthest`` from which it shows (0: always)."""

    key: str
    name: str
    theme: str
    categories: tuple[str, ...] = ()
    farthest: float = 0.0
    labels_farthest: float = 0.0


_STREAMS = ("stream", "ditch")
_WAYS = ("track", "path")
_LOCAL = ("ramp", "residential", "service")
_MAIN = ("tertiary", "secondary", "primary", "trunk", "motorway")
_TOWNS = ("city", "town", "county", "district", "borough", "municipality")
_VILLAGES = ("village", "suburb", "island", "quarter")

LAYERS = (
    LayerPlan("landuse", N_("Land use"), "landuse", farthest=800_000),
    LayerPlan("woodland", N_("Woods and parks"), "woodland"),
    LayerPlan("streams", N_("Streams"), "water", _STREAMS, 100_000, 40_000),
    LayerPlan("water", N_("Water"), "water", labels_farthest=120_000),
    LayerPlan("buildings", N_("Buildings"), "buildings", farthest=30_000),
    LayerPlan("ways", N_("Tracks and paths"), "roads", _WAYS, 45_000, 10_000),
    LayerPlan("local", N_("Local roads"), "roads", _LOCAL, 120_000, 25_000),
    LayerPlan("roads", N_("Main roads"), "roads", _MAIN, labels_farthest=80_000),
    LayerPlan("railways", N_("Railways"), "railways", farthest=2_000_000),
    LayerPlan("borders", N_("Administrative borders"), "borders"),
    LayerPlan("hamlets", N_("Hamlets and localities"), "places", farthest=70_000),
    LayerPlan("villages", N_("Villages"), "places", _VILLAGES, 300_000),
    LayerPlan("towns", N_("Towns"), "places", _TOWNS),
)
"""Bottom first. A category goes to the first layer of its theme that names it, else to the one that
names none."""


def layer_of_category(theme: str, category: str) -> str:
    """The key of the layer that a feature belongs to. Raises KeyError for a theme without any."""
    plans = [plan for plan in LAYERS if plan.theme == theme]
    for plan in plans:
        if category in plan.categories:
            return plan.key
    for plan in plans:
        if not plan.categories:
            return plan.key
    raise KeyError(theme)


def base_map_style(key: str, appearance: Appearance) -> Style:
    """The style of the layer with that key. Raises KeyError."""
    plan = next((plan for plan in LAYERS if plan.key == key), None)
    if plan is None:
        raise KeyError(key)
    if plan.theme == "places":
        return _places(plan, appearance)
    grounds = cartography.GROUNDS.get(plan.theme, {})
    lines = cartography.LINES.get(plan.theme, {})
    symbols = {name: _ground(look, appearance) for name, look in grounds.items()}
    symbols |= {name: _line(look, appearance) for name, look in lines.items()}
    classes = tuple(
        StyleClass(symbol, label=category_word(plan.theme, name), value=name)
        for name, symbol in symbols.items()
        if layer_of_category(plan.theme, name) == key
    )
    return Style("categories", "category", classes, label=_label(plan, appearance))


def _ground(look: GroundLook, appearance: Appearance) -> Symbol:
    outline = "" if look.outline is None else ink(look.outline, appearance)
    width = 0.7 if outline else 0.0
    return Symbol(ink(look.fill, appearance), outline, width, size_px=max(width, 1.0))


def _line(look: LineLook, appearance: Appearance) -> Symbol:
    width = max(0.6, round(size_at(look.width, STYLE_ZOOM), 1))
    cased = look.casing is not None and look.cased_from <= STYLE_ZOOM and not look.sleepers
    fill = look.fill if cased or look.thin is None else look.thin
    dash = tuple(round(length / width, 2) for length in look.dash)
    casing = ink(look.casing, appearance) if cased and look.casing is not None else ""
    edge = look.casing_px if casing else 0.0
    fill_ink = ink(fill, appearance)
    return Symbol(fill_ink, "", 0.0, width, dash=dash, casing=casing, casing_px=edge)


def _label(plan: LayerPlan, appearance: Appearance) -> LabelStyle | None:
    inks = {
        "water": cartography_labels.WATER_TEXT,
        "roads": cartography_labels.QUIET_TEXT,
    }
    if plan.theme not in inks:
        return None
    halo = ink(cartography.LAND, appearance)
    return LabelStyle(
        "name", 11.0, ink(inks[plan.theme], appearance), halo, farthest=plan.labels_farthest
    )


def _places(plan: LayerPlan, appearance: Appearance) -> Style:
    """A dot for each place, larger for towns, and its name."""
    text, halo = cartography_labels.TEXT, ink(cartography.LAND, appearance)
    size, dot, quiet = {
        "towns": (14.0, 6.0, False), "villages": (12.0, 5.0, False), "hamlets": (11.0, 4.0, True),
    }[plan.key]  # fmt: skip
    colour = ink(cartography_labels.QUIET_TEXT if quiet else text, appearance)
    symbol = Symbol(ink(cartography_labels.DOT, appearance), colour, 1.0, dot)
    label = LabelStyle("name", size, colour, halo, bold=plan.key == "towns")
    return Style("single", "", (StyleClass(symbol),), label=label)


def category_word(theme: str, category: str) -> str:
    """What a category is called in a legend, in the language in force."""
    if theme == "borders":
        return _(_BORDERS.get(category, category))
    return _(_WORDS.get(category, category))


_BORDERS = {
    "4": N_("Province"), "5": N_("Prefecture"), "6": N_("County"), "7": N_("District"),
    "8": N_("Township"), "9": N_("Part of a township"),
}  # fmt: skip
_WORDS = {
    "residential": N_("Residential"),
    "commercial": N_("Commercial"),
    "retail": N_("Retail"),
    "industrial": N_("Industrial"),
    "institutional": N_("Institutional"),
    "transport": N_("Transport"),
    "construction": N_("Building land"),
    "recreation": N_("Recreation"),
    "farmland": N_("Farmland"),
    "meadow": N_("Meadow"),
    "bare": N_("Bare ground"),
    "wetland": N_("Wetland"),
    "wood": N_("Woods"),
    "scrub": N_("Scrub"),
    "orchard": N_("Orchard"),
    "park": N_("Park"),
    "sea": N_("Sea"),
    "water": N_("Water"),
    "reservoir": N_("Reservoir"),
    "riverbank": N_("River bank"),
    "river": N_("River"),
    "canal": N_("Canal"),
    "stream": N_("Stream"),
    "ditch": N_("Ditch"),
    "building": N_("Building"),
    "rail": N_("Railway"),
    "light_rail": N_("Light rail"),
    "tram": N_("Tram"),
    "subway": N_("Underground"),
    "motorway": N_("Motorway"),
    "trunk": N_("Trunk road"),
    "primary": N_("Primary road"),
    "secondary": N_("Secondary road"),
    "tertiary": N_("Tertiary road"),
    "ramp": N_("Ramp"),
    "service": N_("Service road"),
    "track": N_("Track"),
    "path": N_("Path"),
}
