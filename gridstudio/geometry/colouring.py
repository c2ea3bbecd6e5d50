"""Colours for areas such that neighbours differ."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

COLOURS = 8


def colour_numbers(
    geometry: NDArray[np.object_], level: NDArray[np.int16], open_: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """A number from 0 to 7 for each area ``(n,)`` of shapely geometries, such that areas of one
    level that touch have different ones as far as eight go; open ground counts for nothing."""
    numbers = np.zeros(len(geometry), dtype=np.int64)
    tree = shapely.STRtree(geometry)
    first, second = tree.query(geometry, predicate="intersects")
    for row in range(len(geometry)):
        near = second[(first == row) & (second < row)]
        near = near[(level[near] == level[row]) & ~open_[near]]
        used = set(numbers[near].tolist())
        # Starting at the row's own number spreads the colours over the map.
        around = (number % COLOURS for number in range(row, row + COLOURS))
        numbers[row] = next((number for number in around if number not in used), row % COLOURS)
    return numbers
