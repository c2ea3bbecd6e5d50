"""Styles as a dark map shows them: those that we chose ourselves have a dark counterpart.

Colours that somebody has chosen stay as they are, and what the file keeps is always the light one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from gridstudio.domain.base_map_layers import base_map_style
from gridstudio.domain.base_styles import BASE_MAP_KEYS, BY_CATEGORY
from gridstudio.domain.fields import JUDGEMENT
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import LabelStyle, Style, StyleClass, Symbol
from gridstudio.domain.targets import Judgement, judgement_color

Symbols = dict[tuple[str | None, Symbol], Symbol]
_JUDGED = {judgement_color(one): judgement_color(one, night=True) for one in Judgement}


def by_night(layer: Layer, style: Style) -> Style:
    """The style of a layer on a dark map: judgements of targets in colours for the night, what
    nobody has styled of a light base map of ours in its dark inks and of other grounds turned dark,
    anything else unchanged."""
    if style.field.startswith(JUDGEMENT):
        return replace(style, classes=tuple(map(_judged_by_night, style.classes)))
    key = layer.options.get("base_map")
    symbols, (light, dark) = _inks(key) if key in BASE_MAP_KEYS else (_by_category(), (None, None))
    classes = tuple(
        replace(one, symbol=symbols.get((one.value, one.symbol), one.symbol))
        for one in style.classes
    )
    label = dark if light is not None and style.label == light else style.label
    return replace(style, classes=classes, label=label)


def turned(color: str) -> str:
    """A colour "#rrggbb" with its lightness turned (HSL: L becomes 1 - L), the hue as it is."""
    channels = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    shift = 255 - max(channels) - min(channels)
    return "#" + "".join(f"{channel + shift:02x}" for channel in channels)


@lru_cache(maxsize=1)
def _by_category() -> Symbols:
    """Grounds of layers that nobody has styled, which are pale by day."""
    grounds = ((one.value, one.symbol) for one in BY_CATEGORY.classes if one.symbol.outline)
    return {
        (value, symbol): replace(symbol, color=turned(symbol.color), outline=turned(symbol.outline))
        for value, symbol in grounds
        if value is not None and symbol.color
    }


def _judged_by_night(one: StyleClass) -> StyleClass:
    color = _JUDGED.get(one.symbol.color)
    return one if color is None else replace(one, symbol=one.symbol.with_color(color))


@lru_cache(maxsize=64)
def _inks(key: str) -> tuple[Symbols, tuple[LabelStyle | None, LabelStyle | None]]:
    """Of a layer of our base map: the dark symbol of each category and its light one; both labels.
    (Not whole styles: their words are in some language.)"""
    light, dark = base_map_style(key, "light"), base_map_style(key, "dark")
    pairs = zip(light.classes, dark.classes, strict=True)
    symbols = {(one.value, one.symbol): other.symbol for one, other in pairs}
    return symbols, (light.label, dark.label)
