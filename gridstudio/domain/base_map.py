"""What a base map is drawn from: themes of features, each as aligned arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Objects = NDArray[np.object_]
Levels = NDArray[np.int8]

THEMES = (
    "land", "landuse", "woodland", "water", "buildings", "railways", "roads", "borders", "places",
)  # fmt: skip
"""In the order of drawing, the lowest first. ``land`` is the ground that the map is about; without
it all ground is."""

Themes = Mapping[str, "Theme"]
"""A base map by theme; a theme that is absent has no features."""


@dataclass(frozen=True)
class Theme:
    """Aligned arrays ``(n,)``: shapes in degrees WGS-84, category, name and (of roads) number, all
    text, "" where there is none; ``level`` is 1 on a bridge, -1 in a tunnel, else 0.
    """

    geometry: Objects
    category: Objects
    name: Objects
    number: Objects = field(default_factory=lambda: np.empty(0, dtype=object))
    level: Levels = field(default_factory=lambda: np.empty(0, dtype=np.int8))

    def __post_init__(self) -> None:
        if len(self.number) != len(self.geometry):
            object.__setattr__(self, "number", np.full(len(self.geometry), "", dtype=object))
        if len(self.level) != len(self.geometry):
            object.__setattr__(self, "level", np.zeros(len(self.geometry), dtype=np.int8))

    def __len__(self) -> int:
        return len(self.geometry)

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Theme:
        return Theme(
            self.geometry[chosen],
            self.category[chosen],
            self.name[chosen],
            self.number[chosen],
            self.level[chosen],
        )


def joined(parts: list[Theme]) -> Theme:
    """One after the other; at least one is needed."""
    return Theme(
        np.concatenate([part.geometry for part in parts]),
        np.concatenate([part.category for part in parts]),
        np.concatenate([part.name for part in parts]),
        np.concatenate([part.number for part in parts]),
        np.concatenate([part.level for part in parts]),
    )
