"""How layers are drawn that nobody has styled: by category, calm, under the customers."""

from __future__ import annotations

from collections.abc import Iterable

from gridstudio.domain.rows import Layer
from gridstudio.domain.style import SHAPES, Style, StyleClass, Symbol
from gridstudio.domain.template import Template, Word


def _line(color: str, width_px: float, dash: tuple[float, ...] = ()) -> Symbol:
    return Symbol(color=color, outline="", outline_px=0.0, size_px=width_px, dash=dash)


def _ground(fill: str, outline: str, width_px: float, dash: tuple[float, ...] = ()) -> Symbol:
    return Symbol(color=fill, outline=outline, outline_px=width_px, size_px=width_px, dash=dash)


PLAIN = Symbol(color="#5f6b76", outline="#5f6b76", outline_px=1.4, size_px=1.4)
OTHERS = StyleClass(PLAIN)
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
)
"""Categories of the demo county; drawn in this order."""


def default_style(layer: Layer, template: Template) -> Style:
    """The style of a layer that has none of its own."""
    if layer.kind == "customers":
        return by_kind(template.kinds)
    if layer.kind == "sites":
        return by_kind(template.site_kinds)
    if layer.kind in ("areas", "tracks"):
        return Style()
    return BY_CATEGORY


def default_styles(layers: Iterable[Layer], template: Template) -> dict[int, Style]:
    """The style of each layer, by its id, where nobody has styled any."""
    return {layer.id: default_style(layer, template) for layer in layers if layer.kind != "group"}


def by_kind(words: tuple[Word, ...]) -> Style:
    """A colour and a shape for each kind of the template, grey for what is none of them."""
    kinds = tuple(
        StyleClass(
            Symbol(color=word.color or UNKNOWN, shape=SHAPES[at % len(SHAPES)]),
            label=word.name(),
            value=word.key,
        )
        for at, word in enumerate(words)
    )
    others = StyleClass(Symbol(color=UNKNOWN, shape=SHAPES[len(words) % len(SHAPES)]))
    return Style(mode="categories", field="kind", classes=(*kinds, others))


UNKNOWN = "#8a8f94"
