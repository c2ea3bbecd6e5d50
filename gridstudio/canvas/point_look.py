"""Which colour, shape and size each customer has, in the order in which they are painted."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.snapshots import Customers, Sites
from gridstudio.domain.style import SHAPES
from gridstudio.domain.template import Template, Word
from gridstudio.geometry.point_index import PointIndex, build_index

UNKNOWN_COLOUR = "#8a8f94"
MOST_CODES = 127
DIAMETERS_PX = (11.0, 9.2, 7.6, 6.2)
"""Of the classes, the first the largest; the last for all that follow and for no class."""
NEAR_M_PER_PX, FAR_M_PER_PX, FAR_SHARE = 3.0, 40.0, 0.36
"""Symbols keep their size up to the first scale and shrink to that share of it at the second."""


@dataclass(frozen=True, eq=False)
class PointLook:
    """``codes (n,)`` uint8, aligned with ``index``: which symbol covers which where they overlap,
    the larger the other; ``colour_of`` says of ``colours`` and ``shapes`` which a code has.
    ``diameters`` in pixels, one per rank of the index."""

    index: PointIndex
    codes: NDArray[np.uint8]
    colours: tuple[str, ...]
    shapes: tuple[str, ...]
    diameters: tuple[float, ...]

    def colour_of(self, codes: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Which colour codes from 1 have."""
        return (codes.astype(np.int64) - 1) % len(self.colours)


_indexes: WeakKeyDictionary[Customers, PointIndex] = WeakKeyDictionary()
_site_indexes: WeakKeyDictionary[Sites, PointIndex] = WeakKeyDictionary()
_looks: WeakKeyDictionary[PointIndex, tuple[str, PointLook]] = WeakKeyDictionary()


def customer_index(customers: Customers, template: Template) -> PointIndex:
    """The customers' index, the higher classes on top; remembered as long as the snapshot lives.

    Takes 40 ms a million: a worker that opens a project makes it before the window needs it.
    """
    known = _indexes.get(customers)
    if known is None:
        classes = len(template.classes)
        rank = customers.class_.astype(np.int64)
        rank[rank < 0] = classes
        known = _indexes[customers] = build_index(customers.xy, rank, classes + 1)
    return known


def site_index(sites: Sites) -> PointIndex:
    """The sites' index; remembered as long as the snapshot lives."""
    known = _site_indexes.get(sites)
    if known is None:
        known = _site_indexes[sites] = build_index(sites.xy)
    return known


def customer_look(customers: Customers, template: Template, colouring: str) -> PointLook:
    """Customers coloured by ``colouring`` (kind or class) and sized by class."""
    index = customer_index(customers, template)
    known = _looks.get(index)
    if known is not None and known[0] == colouring:
        return known[1]
    codes = customers.class_ if colouring == "class" else customers.kind
    words = template.classes if colouring == "class" else template.kinds
    unknown = len(words)
    number = np.where(codes < 0, unknown, codes)[index.rows]
    look = PointLook(
        index,
        _covering(index, number, unknown + 1),
        tuple(colour_of(words, code) for code in range(unknown + 1)),
        tuple(shape_of(code) for code in range(unknown + 1)),
        tuple(diameter_px(rank) for rank in range(index.ranks)),
    )
    _looks[index] = colouring, look
    return look


def _covering(index: PointIndex, colour: NDArray[np.int64], colours: int) -> NDArray[np.uint8]:
    """Codes by which a rank covers the next, and by chance within a rank: were it by colour, a
    crowd would seem to consist of one kind. Each rank has slots, the more the more points it has.
    """
    sizes = np.diff(index.starts[:: len(index.starts) // index.ranks])
    slots = (sizes > 0).astype(np.int64)
    for _spare in range(MOST_CODES // colours - int(slots.sum())):
        slots[int(np.argmax(np.sqrt(sizes) / np.maximum(slots, 1)))] += 1
    codes = np.empty(len(index), dtype=np.uint8)
    base = int(slots.sum())
    for rank, (size, chances) in enumerate(zip(sizes.tolist(), slots.tolist(), strict=True)):
        base -= chances
        first = int(index.starts[rank * (len(index.starts) // index.ranks)])
        part = slice(first, first + size)
        # Knuth's multiplicative hash: the same chance for a point at every painting.
        chance = index.rows[part].astype(np.uint32) * np.uint32(2654435761) >> 16
        chance %= max(chances, 1)
        codes[part] = 1 + (base + chance) * colours + colour[part]
    return codes


def diameter_px(rank: int) -> float:
    """The symbol's diameter when near."""
    return DIAMETERS_PX[min(rank, len(DIAMETERS_PX) - 1)]


def size_share(viewport: Viewport) -> float:
    """What share of their size symbols keep at this scale: less when far out, never in jumps."""
    distance = np.log(viewport.metre_per_px * viewport.scale / NEAR_M_PER_PX)
    share = np.clip(distance / np.log(FAR_M_PER_PX / NEAR_M_PER_PX), 0.0, 1.0)
    return float(1.0 - (1.0 - FAR_SHARE) * share)


def colour_of(words: tuple[Word, ...], code: int) -> str:
    """A word's colour; grey for what the template does not know."""
    return words[code].color or UNKNOWN_COLOUR if 0 <= code < len(words) else UNKNOWN_COLOUR


def shape_of(code: int) -> str:
    """The shape that goes with a colour, so that both tell the same."""
    return SHAPES[code % len(SHAPES)]
