"""The edges of many shapes as numbers: which of them do not cancel, and which hang together.

Edges are compared as ``rings`` compares them, by their ends in whole billionths of a degree; here
all shapes are looked at together in arrays, so that a county takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridstudio.geometry.rounding import DECIMALS

Ints = NDArray[np.int64]
Objects = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Edges:
    """``node (k, 2)`` in whole billionths of a degree; ``ends (n, 2)`` numbers of nodes, the lower
    first; ``shape (n,)`` which of the shapes each edge is of. Edges of no length are left out."""

    node: Ints
    ends: Ints
    shape: Ints

    def take(self, mask: NDArray[np.bool_] | Ints) -> Edges:
        """Some of the edges, by a mask or by their numbers."""
        return Edges(self.node, self.ends[mask], self.shape[mask])

    @property
    def key(self) -> Ints:
        """One number for each edge, equal for edges with the same ends."""
        return self.ends[:, 0] * len(self.node) + self.ends[:, 1]

    def lines(self) -> Objects:
        """Each edge as a line in degrees."""
        place = self.node / 10.0**DECIMALS
        made: Objects = shapely.linestrings(place[self.ends])
        return made

    def stray(self) -> NDArray[np.bool_]:
        """Which edges occur an odd number of times: none, where shapes and the shape that they
        tile are all there."""
        _key, place, count = np.unique(self.key, return_inverse=True, return_counts=True)
        odd: NDArray[np.bool_] = (count % 2 == 1)[place.reshape(-1)]
        return odd

    def clusters(self) -> Ints:
        """A number for each edge; edges that share nodes, over however many others, have one."""
        from scipy.sparse import coo_array  # slow to import
        from scipy.sparse.csgraph import connected_components

        count = len(self.node)
        one = np.ones(len(self.ends))
        graph = coo_array((one, (self.ends[:, 0], self.ends[:, 1])), shape=(count, count))
        _count, label = connected_components(graph, directed=False)
        found: Ints = label[self.ends[:, 0]].astype(np.int64)
        return found


def edges_of(shapes: Sequence[BaseGeometry] | Objects) -> Edges:
    """All edges of polygons in degrees, those of one shape after another."""
    listed = np.empty(len(shapes), dtype=object)
    listed[:] = list(shapes)
    parts, part_of = shapely.get_parts(listed, return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    coords, at = shapely.get_coordinates(rings, return_index=True)
    whole = np.rint(coords * 10.0**DECIMALS).astype(np.int64)
    node, number = numbered(whole)
    same = at[1:] == at[:-1]
    ends = np.column_stack([number[:-1], number[1:]])[same]
    shape = part_of[ring_of[at[:-1][same]]]
    long = ends[:, 0] != ends[:, 1]
    return Edges(node, np.sort(ends[long], axis=1), shape[long].astype(np.int64))


def numbered(whole: Ints) -> tuple[Ints, Ints]:
    """The different positions, and of each position given which it is."""
    if not len(whole):
        return whole.reshape(0, 2), np.empty(0, dtype=np.int64)
    order = np.lexsort((whole[:, 1], whole[:, 0]))
    ordered = whole[order]
    first = np.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)])
    number = np.empty(len(whole), dtype=np.int64)
    number[order] = np.cumsum(first) - 1
    return ordered[first], number
