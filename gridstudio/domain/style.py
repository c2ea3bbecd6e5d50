"""How the features of a layer are drawn: symbols, the classes that choose them, labels. Qt-free.

Sizes are pixels of 1/96 inch. Colours are "#rrggbb", "" for none. Shapes bear QGIS's names of its
simple markers, since styles travel to QGIS and back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

SHAPES = (
    "circle", "square", "triangle", "diamond", "star", "pentagon", "hexagon", "cross_fill",
)  # fmt: skip
"""Filled shapes that tell themselves apart in black and white."""

Mode = Literal["single", "categories", "graduated", "heat", "cluster"]


@dataclass(frozen=True)
class Symbol:
    """One look. ``color`` fills markers and grounds and is the colour of lines; ``outline`` runs
    around markers and grounds. ``casing`` runs along both sides of lines, ``casing_px`` wide on
    each; all casings of a layer lie below all of its lines, so that roads meet openly.

    ``size_px`` is a marker's diameter or a line's width; ``dash`` holds lengths of strokes and gaps
    in widths of the line (empty: solid); ``opacity`` 0 to 1.
    """

    color: str = "#5f6b76"
    outline: str = "#ffffff"
    outline_px: float = 1.0
    size_px: float = 7.0
    shape: str = "circle"
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    casing: str = ""
    casing_px: float = 0.0

    @property
    def is_cased(self) -> bool:
        return bool(self.casing) and self.casing_px > 0

    def with_color(self, color: str) -> Symbol:
        return replace(self, color=color)


@dataclass(frozen=True)
class StyleClass:
    """One line of the legend.

    By category: ``value`` is the field's text, None for all others. Graduated: ``lower`` <= x <
    ``upper``, the last class with its upper end.
    """

    symbol: Symbol
    label: str = ""
    value: str | None = None
    lower: float = 0.0
    upper: float = 0.0
    visible: bool = True


@dataclass(frozen=True)
class SizeBy:
    """Symbols sized by a second field.

    By category: ``sizes`` pairs a value's text with a diameter in pixels; other values keep the
    symbol's own. By number, where ``largest`` is not 0: the ground of a symbol is proportional to
    the value, ``most_px`` its diameter at ``largest`` and above; none is smaller than ``least_px``.
    """

    field: str
    sizes: tuple[tuple[str, float], ...] = ()
    largest: float = 0.0
    least_px: float = 3.0
    most_px: float = 18.0

    def diameter_px(self, value: float) -> float:
        """The diameter for a number; ``least_px`` where it is not known."""
        if not value > 0 or self.largest <= 0:
            return self.least_px
        return max(self.least_px, self.most_px * math.sqrt(min(value / self.largest, 1.0)))


@dataclass(frozen=True)
class LabelStyle:
    """Texts beside or along features. Shown where 1 : ``farthest`` or nearer (0: always). ``color``
    "" is that of the map's theme, and so is the halo then; a ``halo`` "" is none."""

    field: str
    size_px: float = 11.0
    color: str = "#26323c"
    halo: str = "#ffffff"
    bold: bool = False
    farthest: float = 0.0


@dataclass(frozen=True)
class Style:
    """A layer's style.

    ``field`` is the attribute by which categories and graduated classes are chosen, or the weight
    of a heat map ("" counts features). ``classes`` has one entry for mode single. ``ramp`` names a
    colour ramp (graduated, heat). ``radius_px`` is the reach of a heat map or cluster. Of these
    two, 1 : ``symbols_from`` and nearer shows each feature by its symbol (0: never).
    """

    mode: Mode = "single"
    field: str = ""
    classes: tuple[StyleClass, ...] = (StyleClass(Symbol()),)
    size_by: SizeBy | None = None
    label: LabelStyle | None = None
    ramp: str = "viridis"
    radius_px: float = 18.0
    symbols_from: float = 0.0


NEUTRAL = "#3b5468"


def cluster_symbol(style: Style) -> Symbol:
    """The disc that stands for several points: in the colour of the one class there is, in none of
    theirs where there are several."""
    symbol = style.classes[0].symbol if style.classes else Symbol()
    return symbol.with_color(NEUTRAL) if style.field or not symbol.color else symbol
