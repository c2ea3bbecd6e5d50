"""Places on a network as nodes of it, and distances from there (Dijkstra, scipy)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from gridstudio.geometry.network import LEAST_M, Floats, Ints, Network

SAME_M = 0.02
"""Lines this close to a place lie on it: a snapped point is rounded, and lies on several."""
AT_NODE_M = 0.002


def ready() -> Iterator[None]:
    """Load ahead what the first way would have to wait for, some tenths of a second."""
    import scipy.sparse.csgraph  # noqa: F401

    yield


@dataclass(frozen=True)
class Hit:
    """Where a place touches the network: the edge, the place on it (plane), the node if it is one
    (else -1), and how far it is."""

    edge: int
    foot: tuple[float, float]
    node: int
    away: float


@dataclass(frozen=True, eq=False)
class Graph:
    """A network with some places in it as nodes; ``tag (m,)`` is the edge of the network that an
    edge is a part of, -1 for none."""

    nodes: Floats
    lonlat: Floats
    edges: Ints
    length: Floats
    tag: Ints

    def distances(
        self, start: int, without: Ints | None = None, limit_m: float = np.inf
    ) -> tuple[Floats, Ints]:
        """From a node to all others, and the node before each on the way."""
        from scipy.sparse import csr_array  # slow, not needed for the first window
        from scipy.sparse.csgraph import dijkstra

        kept = slice(None) if without is None else np.delete(np.arange(len(self.edges)), without)
        one, other = self.edges[kept].T
        count = len(self.nodes)
        matrix = csr_array((self.length[kept], (one, other)), shape=(count, count))
        found, before = dijkstra(
            matrix, directed=False, indices=start, return_predecessors=True, limit=limit_m
        )
        return found, before.astype(np.int64)

    def edges_along(self, nodes: Ints) -> Ints:
        """The edges between the nodes of a way, in order."""
        on_way = np.zeros(len(self.nodes), dtype=bool)
        on_way[nodes] = True
        near = np.flatnonzero(on_way[self.edges].all(axis=1))
        keys = self._keys(self.edges[near])
        order = np.argsort(keys)
        wanted = self._keys(np.column_stack([nodes[:-1], nodes[1:]]))
        found: Ints = near[order[np.searchsorted(keys[order], wanted)]]
        return found

    def _keys(self, pairs: Ints) -> Ints:
        found: Ints = pairs.min(axis=1) * len(self.nodes) + pairs.max(axis=1)
        return found


def touching(net: Network, place: Floats, tolerance_m: float) -> list[Hit]:
    """The lines at a place: those nearest within the tolerance, and all that lie as near."""
    spot = net.plane.xy(place)
    near, away = _within(net, spot, max(tolerance_m, SAME_M))
    if not len(near):
        return []
    nearest = int(away.argmin())
    foot = _foot_on(net, int(near[nearest]), shapely.Point(spot))
    found, _away = _within(net, np.array(foot), SAME_M)
    return [
        _hit(net, edge, shapely.Point(foot), float(away[nearest]))
        for edge in sorted(found.tolist())
    ]


def _within(net: Network, spot: Floats, reach_m: float) -> tuple[Ints, Floats]:
    """The edges of lines within a distance of a place in the plane, and how far they are."""
    near = net.near(spot, reach_m)
    away = shapely.distance(shapely.linestrings(net.nodes[net.edges[near]]), shapely.Point(spot))
    return near[away <= reach_m], away[away <= reach_m]


def _foot_on(net: Network, edge: int, spot: shapely.Point) -> tuple[float, float]:
    line = shapely.LineString(net.nodes[net.edges[edge]])
    foot = line.interpolate(line.project(spot))
    return float(foot.x), float(foot.y)


def _hit(net: Network, edge: int, spot: shapely.Point, away: float) -> Hit:
    foot = _foot_on(net, edge, spot)
    ends = net.edges[edge]
    gaps = np.hypot(*(net.nodes[ends] - foot).T)
    nearest = int(gaps.argmin())
    if gaps[nearest] <= AT_NODE_M:
        x, y = net.nodes[ends[nearest]].tolist()
        return Hit(edge, (x, y), int(ends[nearest]), away)
    return Hit(edge, foot, -1, away)


@dataclass(frozen=True)
class Placed:
    """The nodes of places: ``points`` of each, and ``feet`` of each place on the edges that were
    cut for it."""

    points: list[int]
    feet: dict[tuple[int, int], int]


def opened(net: Network, places: Sequence[tuple[Floats, list[Hit]]]) -> tuple[Graph, Placed]:
    """The network with places as nodes: edges that they touch are cut there."""
    lonlat: list[Floats] = [net.lonlat]
    points: list[int] = []
    feet: dict[tuple[int, int], int] = {}
    count = len(net.lonlat)
    cuts: dict[int, list[tuple[float, int]]] = {}
    links: list[tuple[int, int, float]] = []
    for number, (place, hits) in enumerate(places):
        at, count = count, count + 1
        points.append(at)
        lonlat.append(place.reshape(1, 2))
        seen: set[int] = set()
        for hit in hits:
            node = hit.node
            if node < 0:
                node, count = count, count + 1
                lonlat.append(net.plane.stored(np.array([hit.foot])))
                gap = np.hypot(*(net.nodes[net.edges[hit.edge][0]] - hit.foot))
                cuts.setdefault(hit.edge, []).append((float(gap), node))
                feet[number, hit.edge] = node
            if node not in seen:
                links.append((at, node, max(hit.away, LEAST_M)))
                seen.add(node)
    edges, tags, lengths = [], [], []
    for edge, stops in cuts.items():
        start, end = net.edges[edge].tolist()
        chain = [(0.0, start), *sorted(stops), (float(net.length[edge]), end)]
        for (one_at, one), (other_at, other) in zip(chain, chain[1:], strict=False):
            edges.append((one, other))
            tags.append(edge)
            lengths.append(max(other_at - one_at, LEAST_M))
    for at, node, away in links:
        edges.append((at, node))
        tags.append(-1)
        lengths.append(away)
    whole = np.delete(np.arange(len(net.edges)), list(cuts))
    every = np.concatenate(lonlat)
    graph = Graph(
        net.plane.xy(every),
        every,
        np.concatenate([net.edges[whole], np.array(edges, dtype=np.int64).reshape(-1, 2)]),
        np.concatenate([net.length[whole], np.array(lengths)]),
        np.concatenate([np.where(net.kind[whole] >= 0, whole, -1), np.array(tags, dtype=np.int64)]),
    )
    return graph, Placed(points, feet)


def walked(before: Ints, start: int, last: int) -> Ints:
    """The nodes of the way to ``last``, the start first."""
    nodes = [last]
    while nodes[-1] != start:
        nodes.append(int(before[nodes[-1]]))
    return np.array(nodes[::-1], dtype=np.int64)
