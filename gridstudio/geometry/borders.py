"""Borders as a network: which edges run from one junction to the next, and how to get about.

At each level the borders are those of the areas that stand for their ground there: the areas of the
level, and those above that nobody has divided. A junction is a node where three or more of their
edges meet.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import hypot, inf

import numpy as np
import shapely

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import ROUNDING_DEG, Coverage, Ground
from gridstudio.geometry.edge_rows import edge_rows
from gridstudio.geometry.rings import (
    Edge,
    Node,
    Point,
    all_nodes,
    edges,
    node_of,
    point_of,
    undirected,
)
from gridstudio.geometry.rounding import DECIMALS
from gridstudio.i18n import _

Bounds = tuple[float, float, float, float]
_NO_EDGES = np.empty((0, 4), dtype=np.int64)


@dataclass(frozen=True)
class Border:
    """Edges in a row: ``nodes`` from end to end, at ``level``. One that runs round an area without
    meeting a junction ends where it begins."""

    nodes: tuple[Node, ...]
    level: int

    @property
    def closed(self) -> bool:
        """Whether it comes back to where it began, be there a junction or not."""
        return self.nodes[0] == self.nodes[-1]

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Undirected, in the order of the nodes."""
        pairs = zip(self.nodes, self.nodes[1:], strict=False)
        return tuple(undirected(start, end) for start, end in pairs)

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north in degrees."""
        points = [point_of(node) for node in self.nodes]
        lon, lat = zip(*points, strict=True)
        return min(lon), min(lat), max(lon), max(lat)


class Network:
    """The borders of a level, for walking along them."""

    def __init__(self, grounds: Iterable[Ground]) -> None:
        self._ends: dict[Node, list[Node]] = {}
        every: set[Edge] = set()
        for ground in grounds:
            every |= edges(ground.geometry)
        for start, end in sorted(every):
            self._ends.setdefault(start, []).append(end)
            self._ends.setdefault(end, []).append(start)

    def __contains__(self, node: Node) -> bool:
        return node in self._ends

    def beside(self, node: Node) -> list[Node]:
        """The nodes at the other ends of a node's edges."""
        return self._ends.get(node, [])

    def is_junction(self, node: Node) -> bool:
        """Whether more or fewer than two edges meet at a node."""
        return len(self.beside(node)) != 2

    def through(self, edge: Edge) -> tuple[Node, ...]:
        """The nodes of the border that an edge belongs to, from junction to junction. A border that
        meets none begins and ends at a node of the edge."""
        back = self._onward(edge[1], edge[0])
        if back[-1] == edge[1] and not self.is_junction(edge[1]):
            return tuple(reversed(back))
        return (*reversed(back[1:]), *self._onward(edge[0], edge[1])[1:])

    def _onward(self, before: Node, start: Node) -> list[Node]:
        """From ``before`` over ``start`` to the next junction, or once round to ``before``."""
        path = [before, start]
        while not self.is_junction(path[-1]) and path[-1] != before:
            ahead = [node for node in self.beside(path[-1]) if node != path[-2]]
            path.append(ahead[0] if ahead else path[-2])
        return path

    def ways_from(self, start: Node) -> Mapping[Node, Node]:
        """The node before each on the shortest way along borders from ``start``."""
        before: dict[Node, Node] = {start: start}
        length: dict[Node, float] = {start: 0.0}
        heap = [(0.0, start)]
        while heap:
            sum_, node = heapq.heappop(heap)
            if sum_ > length[node]:
                continue
            for end in self.beside(node):
                longer = sum_ + hypot(node[0] - end[0], node[1] - end[1])
                if longer < length.get(end, inf):
                    length[end], before[end] = longer, node
                    heapq.heappush(heap, (longer, end))
        return before


def standing(coverage: Coverage, level: int, bounds: Bounds | None = None) -> list[Ground]:
    """The areas that stand for their ground at a level: those of it, and undivided ones above."""
    parents = {ground.parent for ground in coverage.grounds.values()}
    near = coverage.grounds.values() if bounds is None else coverage.near(bounds)
    return [
        ground
        for ground in near
        if ground.level == level or (ground.level < level and ground.id not in parents)
    ]


def border_at(coverage: Coverage, level: int, near: Point, tolerance_deg: float) -> Border:
    """The whole border whose edge is nearest to ``near``, as seen at ``level``; where it is no
    border of that level, at the level above or below at which it is one.

    Raises Refused where no border is within ``tolerance_deg``, and on the county's own border.
    """
    edge = nearest_edge(coverage, near, tolerance_deg)
    holding = edges_of(coverage, edge)
    levels = {ground.level for ground in holding}
    if 0 in levels:
        raise Refused(_("The county's own border stays as it is."), place=near)
    parents = {ground.parent for ground in coverage.grounds.values()}
    stands = level in levels or any(
        held.level < level and held.id not in parents for held in holding
    )
    at = level if stands else min(levels)
    return Border(_network_around(coverage, at, holding).through(edge), at)


def _network_around(coverage: Coverage, level: int, holding: list[Ground]) -> Network:
    """All borders of a level near the areas that share an edge: the whole border is among them."""
    shapes = [ground.geometry for ground in holding]
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return Network(standing(coverage, level, (west, south, east, north)))


def passed_through(near: list[Ground], nodes: Iterable[Node]) -> frozenset[Node]:
    """Those nodes through which one border passes, at every level, and not the county's."""
    wanted = {*nodes}
    ends: dict[Node, set[Node]] = {node: set() for node in wanted}
    fixed: set[Node] = set()
    for ground in near:
        if not ground.parent:
            fixed |= wanted & all_nodes(ground.geometry)
        for start, end in edges(ground.geometry):
            if start in wanted:
                ends[start].add(end)
            if end in wanted:
                ends[end].add(start)
    return frozenset(node for node in wanted if len(ends[node]) == 2 and node not in fixed)


def nearest_edge(coverage: Coverage, near: Point, tolerance_deg: float) -> Edge:
    """The edge of any area within ``tolerance_deg`` of a place. Raises Refused where none is."""
    grounds = coverage.near((*near, *near), slack=tolerance_deg)
    rows = np.concatenate([_NO_EDGES, *(edge_rows(ground.geometry) for ground in grounds)])
    ends = rows.reshape(-1, 2, 2) / 10.0**DECIMALS
    reach = tolerance_deg + ROUNDING_DEG
    boxed = (ends.min(axis=1) <= np.array(near) + reach) & (
        ends.max(axis=1) >= np.array(near) - reach
    )
    rows = np.unique(rows[boxed.all(axis=1)], axis=0)  # in order: the lowest of equals is taken
    lines = shapely.linestrings(rows.reshape(-1, 2, 2) / 10.0**DECIMALS)
    away = shapely.distance(lines, shapely.Point(near))
    if not len(away) or away.min() > tolerance_deg:
        raise Refused(_("There is no border here."), place=near)
    (west, south), (east, north) = rows[np.argmin(away)].reshape(2, 2).tolist()
    return (west, south), (east, north)


def edges_of(coverage: Coverage, edge: Edge) -> list[Ground]:
    """The areas of all levels that have an edge."""
    place = point_of(edge[0])
    # A little wider than the spot: positions and boxes are rounded each in its own way.
    near = coverage.near((*place, *place), slack=1e-8)
    return [ground for ground in near if edge in edges(ground.geometry)]


def stretch(coverage: Coverage, level: int, start: Point, end: Point) -> Border:
    """The shortest way along borders of a level between two nodes (degrees, as stored).

    Raises Refused where one is no node of them, where no way leads from one to the other, and where
    it would run along the county's own border.
    """
    ways = Ways(coverage, level, start)
    return ways.to(end)


class Ways:
    """All shortest ways along the borders of a level from one node: found once, asked often."""

    def __init__(self, coverage: Coverage, level: int, start: Point) -> None:
        """Raises Refused where there is no node of a border. Takes some µs a vertex."""
        network = Network(standing(coverage, level))
        self._level, self.start = level, node_of(start)
        if self.start not in network:
            raise Refused(_("There is no node of a border here."), place=start)
        self._before = network.ways_from(self.start)
        county = (ground for ground in coverage.grounds.values() if not ground.parent)
        self._fixed = set().union(*(edges(ground.geometry) for ground in county))

    def to(self, end: Point) -> Border:
        """The way to a node. Raises Refused as ``stretch``."""
        node = node_of(end)
        if node not in self._before or node == self.start:
            raise Refused(_("Choose two nodes that borders of this level join."), place=end)
        path = [node]
        while path[-1] != self.start:
            path.append(self._before[path[-1]])
        found = Border(tuple(reversed(path)), self._level)
        if not self._fixed.isdisjoint(found.edges):
            raise Refused(_("The county's own border stays as it is."), place=end)
        return found
