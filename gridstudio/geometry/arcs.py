"""The borders of a coverage as arcs: chains of edges from one node where borders meet to the next.

Edges that may not move, and those of other levels, are no part of arcs; where they meet an arc it
ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.arranging import has_ground
from gridstudio.geometry.coverage import Coverage, Ground
from gridstudio.geometry.edge_table import Edges, edges_of
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.rings import Ring, nodes, rebuilt
from gridstudio.geometry.rounding import DECIMALS

Ints = NDArray[np.int64]
Node = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Arcs:
    """``node (k, 2)`` are all positions in whole billionths of a degree; ``chains`` the numbers of
    the nodes of each arc; those from number ``rings`` on are rings that meet nothing, with the
    first node repeated; ``still (m, 2)`` the edges that are in no arc, as numbers of nodes."""

    coverage: Coverage
    node: Ints
    chains: tuple[Ints, ...]
    rings: int
    still: Ints

    def __len__(self) -> int:
        return len(self.chains)

    @property
    def count(self) -> int:
        """How many vertices all borders have."""
        return len(self.node)

    @property
    def middle_y(self) -> float:
        """Of all borders, in EPSG:3857 metres."""
        lonlat = self.node / 10.0**DECIMALS
        return float(to_xy(lonlat)[:, 1].mean()) if len(lonlat) else 0.0

    def nodes_of(self, at: int) -> Ints:
        """The positions ``(n, 2)`` of one arc."""
        found: Ints = self.node[self.chains[at]]
        return found

    def is_closed(self, at: int) -> bool:
        """Whether it is a ring, no node of which has to stay."""
        return at >= self.rings

    def areas_with(self, points: Sequence[Ints], changed: Sequence[int]) -> dict[int, MultiPolygon]:
        """The areas that have one of the arcs ``changed``, made of the ``points`` of each arc."""
        first: dict[tuple[Node, Node], Ints] = {}
        inner: set[Node] = set()
        for at in changed:
            was, now = self.nodes_of(at).tolist(), points[at]
            listed = [(lon, lat) for lon, lat in was]
            first[listed[0], listed[1]] = np.vstack([[len(listed) - 1, 0], now])
            first[listed[-1], listed[-2]] = np.vstack([[len(listed) - 1, 0], now[::-1]])
            inner.update(listed[1:-1])
        touched = self._touched(changed)
        return {
            held.id: rebuilt(held.geometry, lambda ring: _walked(ring, first, inner))
            for held in self.coverage.grounds.values()
            if held.id in touched
        }

    def _touched(self, changed: Sequence[int]) -> set[int]:
        pairs = np.concatenate(
            [np.column_stack([c[:-1], c[1:]]) for c in (self.chains[at] for at in changed)]
            or [np.empty((0, 2), dtype=np.int64)]
        )
        low_first = np.sort(pairs, axis=1)
        keys = low_first[:, 0] * len(self.node) + low_first[:, 1]
        edges, held = self._edges
        rows = np.unique(edges.shape[np.isin(edges.key, keys)]).tolist()
        return {held[row].id for row in rows}

    @cached_property
    def _edges(self) -> tuple[Edges, list[Ground]]:
        return _all_edges(self.coverage)


def arcs_of(coverage: Coverage, level: int | None, *, outer: bool = False) -> Arcs:
    """The arcs of the borders of a level, None for all; those of the county only with ``outer``."""
    edges, held = _all_edges(coverage)
    key, where = np.unique(edges.key, return_inverse=True)
    where = where.reshape(-1)
    ends = np.column_stack(np.divmod(key, max(len(edges.node), 1)))
    levels = np.array([item.level for item in held], dtype=np.int64)
    locked = np.array(
        [item.locked or item.level in coverage.locked_levels for item in held], dtype=bool
    )
    free = np.zeros(len(key), dtype=bool)
    of_level = np.ones(len(edges.shape), bool) if level is None else levels[edges.shape] == level
    free[where[of_level]] = True
    free[where[locked[edges.shape]]] = False
    if not outer:
        free[where[levels[edges.shape] == 0]] = False
    chains, rings = _chains(ends, free, len(edges.node))
    return Arcs(coverage, edges.node, (*chains, *rings), len(chains), ends[~free])


def _all_edges(coverage: Coverage) -> tuple[Edges, list[Ground]]:
    held = [item for item in coverage.grounds.values() if has_ground(item)]
    return edges_of([item.geometry for item in held]), held


def _chains(ends: Ints, free: NDArray[np.bool_], count: int) -> tuple[list[Ints], list[Ints]]:
    """Free edges strung together, and rings of them; a chain ends where not exactly two edges meet,
    or one that is not free."""
    degree = np.bincount(ends.ravel(), minlength=count)
    loose = np.bincount(ends[free].ravel(), minlength=count)
    passing = (degree == 2) & (loose == 2)
    beside: dict[int, list[int]] = {}
    for one, other in ends[free].tolist():
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    chains, seen = [], set()

    def follow(start: int, second: int) -> list[int]:
        chain = [start, second]
        while passing[chain[-1]] and chain[-1] != start:
            one, other = beside[chain[-1]]
            chain.append(other if one == chain[-2] else one)
        return chain

    for start in beside:
        if passing[start]:
            continue
        for second in beside[start]:
            if (start, second) in seen:
                continue
            chain = follow(start, second)
            seen |= {(start, second), (chain[-1], chain[-2])}
            chains.append(np.array(chain, dtype=np.int64))
    visited = {node for chain in chains for node in chain.tolist()}
    rings = []
    for start in beside:  # what meets nothing
        if start not in visited:
            chain = follow(start, beside[start][0])
            visited |= {*chain}
            rings.append(np.array(chain, dtype=np.int64))
    return chains, rings


def _walked(ring: Ring, first: dict[tuple[Node, Node], Ints], inner: set[Node]) -> Ring:
    """A closed ring with its arcs replaced. Of an arc ``first`` has, under its first edge either
    way, how many edges it had, and below that its points now."""
    listed = [(lon, lat) for lon, lat in nodes(ring).tolist()][:-1]
    start = next((at for at, node in enumerate(listed) if node not in inner), 0)
    listed = listed[start:] + listed[:start]
    listed.append(listed[0])
    made: list[Node] = []
    at = 0
    while at < len(listed) - 1:
        arc = first.get((listed[at], listed[at + 1]))
        if arc is None:
            made.append(listed[at])
            at += 1
        else:
            made += [(lon, lat) for lon, lat in arc[1:-1].tolist()]
            at += int(arc[0, 0])
    made.append(made[0])
    return np.round(np.array(made) / 10.0**DECIMALS, DECIMALS)
