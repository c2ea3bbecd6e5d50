"""How layers are drawn that nobody has styled: by category, calm, under the customers."""

from __future__ import annotations

from dataclasses import replace

from gridstudio.domain.base_map_layers import LAYERS, base_map_style
from gridstudio.domain.belonging import BELONGING, STATES
from gridstudio.domain.cartography import Appearance
from gridstudio.domain.ramps import category_colors
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import SHAPES, LabelStyle, SizeBy, Style, StyleClass, Symbol
from gridstudio.domain.template import Template, Word
from gridstudio.i18n import N_, _


def _line(color: str, width_px: float, dash: tuple[float, ...] = ()) -> Symbol:
    return Symbol(color=color, outline="", outline_px=0.0, size_px=width_px, dash=dash)


def _ground(fill: str, outline: str, width_px: float, dash: tuple[float, ...] = ()) -> Symbol:
    return Symbol(color=fill, outline=outline, outline_px=width_px, size_px=width_px, dash=dash)


PLAIN = Symbol(color="#5f6b76", outline="#5f6b76", outline_px=1.4, size_px=1.4)
OTHERS = StyleClass(PLAIN)
BASE_MAP_KEYS = frozenset(plan.key for plan in LAYERS)
BY_CATEGORY = Style(
    mode="categories",
    field="category",
    classes=tuple(
        StyleClass(symbol, label=category, value=category)
        for category, symbol in {
            "wood": _ground("#dfe8d0", "#b9c9a3", 0.6),
            "park": _ground("#cfe2bd", "#a9c495", 0.6),
            "block": _ground("#e4dccf", "#cbbfae", 0.6),
            "lake": _ground("#a8cde3", "#6aa9cf", 1.0),
            "water": _ground("#a8cde3", "#6aa9cf", 1.0),
            "river": _ground("#a8cde3", "#6aa9cf", 1.0),
            "stream": _line("#6aa9cf", 1.2),
            "local": _line("#b3aa9b", 1.0),
            "street": _line("#a39c90", 1.0),
            "secondary": _line("#b59b5a", 1.8),
            "trunk": _line("#d9a93a", 2.4),
            "motorway": _line("#d9793f", 3.0),
            "township": _ground("", "#8f7aa0", 1.2, (6.0, 3.0, 1.0, 3.0)),
        }.items()
    )
    + (OTHERS,),
    label=LabelStyle("name", size_px=10.5, color=""),
)
"""Categories of the demo county; drawn in this order."""
CATEGORY_NAMES = {
    "wood": N_("Wood"),
    "park": N_("Park"),
    "block": N_("Block"),
    "lake": N_("Lake"),
    "water": N_("Water"),
    "river": N_("River"),
    "stream": N_("Stream"),
    "local": N_("Local road"),
    "street": N_("Street"),
    "secondary": N_("Secondary road"),
    "trunk": N_("Trunk road"),
    "motorway": N_("Motorway"),
    "township": N_("Township"),
}


def by_category() -> Style:
    """``BY_CATEGORY`` with its classes named in the language in force."""
    classes = tuple(
        replace(one, label=_(CATEGORY_NAMES[one.value])) if one.value else one
        for one in BY_CATEGORY.classes
    )
    return replace(BY_CATEGORY, classes=classes)


TRACKS = Style(
    classes=(StyleClass(replace(_line("#7b3fa0", 2.4), casing="#ffffff", casing_px=1.0)),)
)
"""Walks of receivers: a thin line in a colour that no road, river or border has, cased so that it
shows on dark ground, too."""
NEIGHBOURS_DIFFER = Style(label=LabelStyle("name", size_px=11.5, color="", bold=True))
"""Of areas: each in a colour of the theme that none of its neighbours has."""


AREA_COLORS = ("#8ecae6", "#b7d99b", "#f6c177", "#d9a5c7", "#b8b8e6", "#e59a8c")
AREA_OPACITY = 0.34
COLOUR_FIELD = "colour"
"""Of an area, for other programs: the number of its colour."""


def neighbours_by_number(style: Style, level: int) -> Style:
    """What ``neighbours_differ`` says, in words of other programs: the county by its outline, areas
    below it by the number of their colour, open ground without."""
    outline = Symbol("", "#1f2a33", outline_px=2.0 if level == 0 else 1.2, opacity=1.0)
    if level == 0:
        return replace(style, classes=(StyleClass(outline),))
    pale = replace(outline, opacity=AREA_OPACITY)
    numbered = tuple(
        StyleClass(pale.with_color(color), value=str(number))
        for number, color in enumerate(AREA_COLORS)
    )
    classes = (*numbered, StyleClass(pale))
    return replace(style, mode="categories", field=COLOUR_FIELD, classes=classes)


def neighbours_differ(style: Style) -> bool:
    """Whether areas are coloured by nothing but their neighbours."""
    return style.mode == "single" and style.classes == NEIGHBOURS_DIFFER.classes


def default_style(layer: Layer, template: Template) -> Style:
    """The style of a layer that has none of its own."""
    if layer.kind == "customers":
        return customers_by(template)
    if layer.kind == "sites":
        return sites_by_kind(template)
    if layer.kind == "areas":
        return NEIGHBOURS_DIFFER
    if layer.kind == "tracks":
        return TRACKS
    if layer.options.get("base_map") in BASE_MAP_KEYS:
        appearance: Appearance = "dark" if layer.options.get("appearance") == "dark" else "light"
        return base_map_style(layer.options["base_map"], appearance)
    return by_category()


UNKNOWN_COLOR = "#8a8f94"
CLASS_DIAMETERS_PX = (11.0, 9.2, 7.6, 6.2)
"""Of the classes, the first the largest; the last for all that follow and for no class."""


def customers_by(template: Template, field: str = "kind") -> Style:
    """Customers by kind or class, in the template's colours, or by how they are owned; sized by
    class."""
    words = {"class": template.classes, BELONGING: STATES}.get(field, template.kinds)
    return replace(by_words(words, field), size_by=by_class(template))


def areas_by_setting(template: Template, style: Style) -> Style:
    """A layer's style with its areas coloured as urban or rural; labels stay."""
    symbol = Symbol(outline="", outline_px=0.0, opacity=AREA_OPACITY)
    colors = category_colors(len(template.settings))
    classes = tuple(
        StyleClass(symbol.with_color(word.color or color), word.name(), word.key)
        for word, color in zip(template.settings, colors, strict=True)
    )
    others = StyleClass(symbol.with_color(UNKNOWN_COLOR))
    return replace(
        style, mode="categories", field="setting", classes=(*classes, others), size_by=None
    )


def by_class(template: Template) -> SizeBy:
    """Sizes of the classes of customers."""
    sizes = tuple((word.key, class_diameter_px(at)) for at, word in enumerate(template.classes))
    return SizeBy("class", sizes)


def class_diameter_px(code: int) -> float:
    return CLASS_DIAMETERS_PX[min(code, len(CLASS_DIAMETERS_PX) - 1)]


def sites_by_kind(template: Template) -> Style:
    """Sites as squares, which bear the icon of their kind; other shapes bear none."""
    style = by_words(template.site_kinds, "kind")
    return replace(
        style,
        classes=tuple(
            replace(one, symbol=replace(one.symbol, shape="square", size_px=15.0))
            for one in style.classes
        ),
    )


def by_words(words: tuple[Word, ...], field: str) -> Style:
    """A colour and a shape for each word of the template, so that both tell the same, and grey for
    what is none of them."""
    colors = category_colors(len(words))
    classes = [
        StyleClass(_point(word.color or colors[at], at), word.name(), word.key)
        for at, word in enumerate(words)
    ]
    return Style("categories", field, (*classes, StyleClass(_point(UNKNOWN_COLOR, len(words)))))


def _point(color: str, number: int) -> Symbol:
    return Symbol(color, size_px=CLASS_DIAMETERS_PX[-1], shape=SHAPES[number % len(SHAPES)])
