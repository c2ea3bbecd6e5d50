"""The named things of a base map made ready for lettering: ways of one name joined into courses."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.domain.base_map import Objects, Theme


@dataclass(frozen=True)
class Spot:
    """A named point in metres; of grounds also the box of the ground (west, south, east, north)."""

    text: str
    category: str
    xy: tuple[float, float]
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Way:
    """A named line in metres: ways that meet and bear the same name."""

    text: str
    category: str
    line: shapely.LineString


def spots_of(theme: Theme | None, categories: Collection[str]) -> list[Spot]:
    """Named points and grounds, the largest grounds first."""
    if theme is None:
        return []
    dimension = shapely.get_dimensions(theme.geometry)
    rows = _named(theme, categories, theme.name) & (dimension != 1)
    found = theme.rows(np.flatnonzero(rows))
    order = np.argsort(-shapely.area(found.geometry), kind="stable")
    inner = shapely.get_coordinates(shapely.point_on_surface(found.geometry[order]))
    boxes = shapely.bounds(found.geometry[order])
    return [
        Spot(_lettered(text), str(category), (xy[0], xy[1]), (box[0], box[1], box[2], box[3]))
        for text, category, xy, box in zip(
            found.name[order], found.category[order], inner.tolist(), boxes.tolist(), strict=True
        )
    ]


def ways_of(theme: Theme | None, categories: Collection[str], texts: Objects | None) -> list[Way]:
    """Lines by category and text (``texts (n,)``: names or numbers), joined where they meet, the
    longest first."""
    if theme is None or texts is None:
        return []
    chosen = _named(theme, categories, texts) & (shapely.get_dimensions(theme.geometry) == 1)
    rows = np.flatnonzero(chosen)
    keys = [(str(theme.category[row]), _lettered(texts[row])) for row in rows.tolist()]
    groups: dict[tuple[str, str], list[int]] = {}
    for key, row in zip(keys, rows.tolist(), strict=True):
        groups.setdefault(key, []).append(row)
    found: list[Way] = []
    for (category, text), members in groups.items():
        parts = shapely.get_parts(theme.geometry[members])
        merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts)))
        found += [Way(text, category, line) for line in merged.tolist()]
    found.sort(key=lambda way: -way.line.length)
    return found


def _lettered(text: object) -> str:
    """With a plain apostrophe: Chinese fonts give the curled one the room of a whole letter."""
    return str(text).replace("\u2019", "'")


def _named(theme: Theme, categories: Collection[str], texts: Objects) -> NDArray[np.bool_]:
    of_category = np.isin(theme.category.astype(str), list(categories))
    named: NDArray[np.bool_] = of_category & (texts.astype(str) != "")
    return named
