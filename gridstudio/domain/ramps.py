"""Colours for classes and heat, all readable by the colour-blind; a test simulates that.

Sources: viridis, magma, inferno, plasma (van der Walt, Smith, Firing) and cividis (Nuñez, Anderton,
Renslow 2018) are matplotlib's, in the public domain (CC0); names with a capital are ColorBrewer's
(Cynthia Brewer, Pennsylvania State University, Apache License 2.0), of those that she marks as
safe for the colour-blind; the colours of categories are Paul Tol's "muted" scheme (2021).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

SEQUENTIAL = {
    "viridis": "440154 472c7c 3b528b 2c728e 21908d 28ae80 5dc963 abdc32 fde725",
    "cividis": "00204d 06366e 414d6b 61646f 7d7c78 9c9577 beaf6f e1cc5d ffea46",
    "plasma": "0d0887 4c03a1 7e03a8 a92396 cb4778 e66b5d f89541 fdc328 f0f921",
    "inferno": "000004 210c4a 570f6e 89226a bb3755 e35932 f98d0a f9ca32 fcffa4",
    "magma": "000004 1d1047 50127b 822581 b6377a e65164 fb8761 fec387 fcfdbf",
    "YlGnBu": "ffffd9 edf8b1 c7e9b4 7fcdbb 41b6c4 1d91c0 225ea8 253494 081d58",
    "YlOrRd": "ffffcc ffeda0 fed976 feb24c fd8d3c fc4e2a e31a1c bd0026 800026",
    "Blues": "f7fbff deebf7 c6dbef 9ecae1 6baed6 4292c6 2171b5 08519c 08306b",
    "greys": "fafafa dbdbdb bdbdbd 9e9e9e 808080 616161 424242 242424 050505",
}
"""From few to many; nine colours at even distances."""

DIVERGING = {
    "RdBu": "b2182b d6604d f4a582 fddbc7 f7f7f7 d1e5f0 92c5de 4393c3 2166ac",
    "PuOr": "b35806 e08214 fdb863 fee0b6 f7f7f7 d8daeb b2abd2 8073ac 542788",
    "BrBG": "8c510a bf812d dfc27d f6e8c3 f5f5f5 c7eae5 80cdc1 35978f 01665e",
}
"""From one end over a middle to the other."""

RAMPS = SEQUENTIAL | DIVERGING

CATEGORY_COLORS = (
    "#332288", "#ddcc77", "#117733", "#cc6677", "#88ccee", "#882255", "#44aa99", "#999933",
    "#aa4499",
)  # fmt: skip
"""For categories that have no colour of their own, in this order."""

RGB = tuple[int, int, int]


@lru_cache(maxsize=64)
def stops(ramp: str) -> tuple[RGB, ...]:
    """The colours of a ramp, at even distances; those of viridis for a name that is none."""
    colors = RAMPS.get(ramp, RAMPS["viridis"]).split()
    return tuple(_rgb(color) for color in colors)


def color_at(ramp: str, share: float) -> str:
    """The colour at ``share`` (0 to 1) of the way along a ramp, as "#rrggbb"."""
    known = stops(ramp)
    at = min(max(share, 0.0), 1.0) * (len(known) - 1)
    first = min(int(at), len(known) - 2)
    red, green, blue = (
        round(one + (other - one) * (at - first))
        for one, other in zip(known[first], known[first + 1], strict=True)
    )
    return f"#{red:02x}{green:02x}{blue:02x}"


def class_colors(ramp: str, classes: int) -> list[str]:
    """So many colours along a ramp, as far apart as they can be."""
    if classes == 1:
        return [color_at(ramp, 0.5)]
    return [color_at(ramp, at / (classes - 1)) for at in range(classes)]


def category_colors(count: int) -> Sequence[str]:
    """Colours for so many categories; after nine they come again (shapes then tell them apart)."""
    return [CATEGORY_COLORS[at % len(CATEGORY_COLORS)] for at in range(count)]


def _rgb(color: str) -> RGB:
    red, green, blue = bytes.fromhex(color)
    return red, green, blue
