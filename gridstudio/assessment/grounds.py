"""How large the areas are: measured once, and after an edit only those that it changed."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from gridstudio.domain.snapshots import Areas
from gridstudio.geometry.compactness import Ground, ground_of


@dataclass(frozen=True, eq=False)
class Grounds:
    """``of`` has the ground of each area by row; ``measured`` says how many were measured for it,
    and not taken over from the moment before."""

    areas: Areas
    of: tuple[Ground, ...]
    measured: int


_KEPT = 4
_latest: deque[Grounds] = deque(maxlen=_KEPT)
"""Of the newest moments: the working scheme's and those it is compared with."""


def grounds(areas: Areas) -> Grounds:
    """The ground of every area of a snapshot."""
    kept = tuple(_latest)  # a report's worker may add to them meanwhile
    for known in kept:
        if known.areas is areas:
            return known
    shapes = {
        id(shape): one
        for known in kept
        for shape, one in zip(known.areas.geometry, known.of, strict=True)
    }
    # A patched snapshot keeps the very shapes that an edit has not touched.
    fresh = sum(id(shape) not in shapes for shape in areas.geometry)
    made = tuple(shapes.get(id(shape)) or ground_of(shape) for shape in areas.geometry)
    found = Grounds(areas, made, fresh)
    _latest.append(found)
    return found
