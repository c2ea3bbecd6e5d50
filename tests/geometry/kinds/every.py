"""What a kind's picture says by itself: which cells hang together, who meets at a corner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from shapely.geometry import MultiPolygon

from gridstudio.geometry.coverage import Coverage
from tests.geometry.drawn import drawn, rows_of
from tests.geometry.kinds.kinds import KINDS, Names

MET: set[str] = set()
"""The functions that meet every kind in a test of theirs."""


def every_kind(*functions: str) -> Callable[[Any], Any]:
    """A test of these functions that is done with each kind."""
    MET.update(functions)
    return pytest.mark.parametrize("kind", KINDS)


def of(kind: str) -> tuple[Coverage, Names]:
    return drawn(*KINDS[kind])


@dataclass(frozen=True)
class Piece:
    """Cells of one letter that hang together by their sides, as a mask over the picture, south
    first; ``beside`` the letters beside it with the number of sides, "" beyond the county."""

    letter: str
    mask: NDArray[np.bool_]
    beside: dict[str, int]

    @property
    def size(self) -> int:
        return int(self.mask.sum())

    @property
    def middle(self) -> tuple[float, float]:
        south, west = np.argwhere(self.mask)[0].tolist()
        return west + 0.5, south + 0.5

    @property
    def ground(self) -> shapely.Geometry:
        cells = [shapely.box(x, y, x + 1, y + 1) for y, x in np.argwhere(self.mask).tolist()]
        return shapely.union_all(cells)


def letters(kind: str) -> NDArray[np.str_]:
    """The first level's letters, south first."""
    return np.array([[*row] for row in rows_of(KINDS[kind][0])])[::-1]


def pieces(kind: str) -> Iterator[Piece]:
    """The pieces of the first level's areas."""
    grid = letters(kind)
    for letter in np.unique(grid).tolist():
        label, count = ndimage.label(grid == letter)
        for number in range(1, count + 1):
            yield Piece(letter, label == number, _beside(grid, label == number))


def _beside(grid: NDArray[np.str_], mask: NDArray[np.bool_]) -> dict[str, int]:
    framed, inside = np.pad(grid, 1, constant_values=""), np.pad(mask, 1)
    found: dict[str, int] = {}
    for way in ((0, 1), (0, -1), (1, 1), (1, -1)):
        beyond = np.roll(inside, way[1], axis=way[0]) & ~inside
        for letter in framed[beyond].tolist():
            found[letter] = found.get(letter, 0) + 1
    return found


def corners(kind: str) -> Iterator[tuple[tuple[float, float], set[str], bool]]:
    """Every corner of cells, the letters of the first level that meet there, and whether it is on
    the county's border."""
    framed = np.pad(letters(kind), 1, constant_values="")
    for south in range(framed.shape[0] - 1):
        for west in range(framed.shape[1] - 1):
            around = {*framed[south : south + 2, west : west + 2].ravel().tolist()}
            yield (float(west), float(south)), around - {""}, "" in around


def of_level(coverage: Coverage, level: int) -> dict[int, MultiPolygon]:
    return {key: held.geometry for key, held in coverage.grounds.items() if held.level == level}
