"""The shortest ways from one place on a network to all others, and the other way round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.network import Floats, Ints, Network
from gridstudio.geometry.network_places import Graph, Hit, opened, touching, walked
from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import LineTarget

LONGER, LONGER_M = 4.0, 500.0
"""The other way round is first looked for up to so many times the shortest, and some metres."""


@dataclass(frozen=True)
class Followed:
    """A line on a way: its kind and name ("" for none), as the target has them, and how many metres
    of the way are along it."""

    kind: str
    name: str
    metres: float


@dataclass(frozen=True, eq=False)
class Way:
    """A way ``lonlat (n, 2)`` in degrees from one place to another, both included; ``along`` are
    the lines that it follows, in order. ``length_m`` is geodesic; ``beside_m`` is how far the two
    places are from these lines."""

    lonlat: Floats
    along: tuple[Followed, ...]
    length_m: float
    beside_m: float = 0.0


@dataclass(frozen=True, eq=False)
class Lines:
    """Some kinds of the lines of targets."""

    targets: tuple[LineTarget, ...]
    kinds: tuple[str, ...]

    def name(self, row: int) -> str:
        """Of a line, numbered through all targets."""
        for target in self.targets:
            if row < len(target.name):
                return str(target.name[row] or "")
            row -= len(target.name)
        raise IndexError(row)


class Origin:
    """A place on a network, and the shortest ways from there to everywhere."""

    def __init__(self, lines: Lines, net: Network, start: Point, tolerance_m: float) -> None:
        self._lines = lines
        self._net = net
        self.start = np.array(start)
        self._hits = touching(net, self.start, tolerance_m)
        self._dead_ends: set[int] = set()
        if self._hits:
            self._graph, self._places = opened(net, [(self.start, self._hits)])
            self._at = self._places.points[0]
            self._distance, self._before = self._graph.distances(self._at)

    @property
    def on_line(self) -> bool:
        """Whether there is a line at the place."""
        return bool(self._hits)

    def to(self, hits: Sequence[Hit]) -> Way | None:
        """The shortest way to where a place touches the network; None where there is none."""
        found = self._shortest(hits)
        if found is None:
            return None
        nodes, hit = found
        tags = self._graph.tag[self._graph.edges_along(nodes)]
        if hit.node >= 0:
            return self._way(self._graph, nodes, tags, [], hit.away)
        return self._way(self._graph, nodes, np.append(tags, hit.edge), [hit.foot], hit.away)

    def other_to(self, hits: Sequence[Hit]) -> Way | None:
        """The shortest way that shares no edge with the shortest; None where there is none."""
        found = self._shortest(hits)
        if found is None or all(hit.edge in self._dead_ends for hit in hits):
            return None
        nodes, hit = found
        end = self._net.plane.stored(np.array(hit.foot))
        graph, places = opened(self._net, [(self.start, self._hits), (end, list(hits))])
        start, last = places.points
        onward = [] if hit.node >= 0 else [places.feet[1, hit.edge]]
        direct = len(nodes) == 1 and onward  # both places are on one edge
        first = [places.feet[0, hit.edge]] if direct else []
        used = graph.edges_along(np.array([*nodes.tolist(), *first, *onward, last]))
        shortest = float(graph.length[used].sum())
        used = used[graph.tag[used] >= 0]
        for limit_m in (LONGER * shortest + LONGER_M, np.inf):
            distance, before = graph.distances(start, used, limit_m)
            if np.isfinite(distance[last]):
                nodes = walked(before, start, last)
                tags = graph.tag[graph.edges_along(nodes)]
                return self._way(graph, nodes, tags, [], hit.away)
        self._dead_ends |= {hit.edge for hit in hits}
        return None

    def _shortest(self, hits: Sequence[Hit]) -> tuple[Ints, Hit] | None:
        """The nodes of the shortest way, and the hit it leads to (which is the last node, or on an
        edge beyond it)."""
        if not self._hits:
            return None
        options = [(cost, last, hit) for hit in hits for cost, last in self._options(hit)]
        options = [option for option in options if np.isfinite(option[0])]
        if not options:
            return None
        _cost, last, hit = min(options, key=lambda option: option[0])
        return walked(self._before, self._at, last), hit

    def _options(self, hit: Hit) -> list[tuple[float, int]]:
        """The ways to reach a hit: their cost, and the last node before it."""
        if hit.node >= 0:
            return [(float(self._distance[hit.node]) + hit.away, hit.node)]
        foot = np.array(hit.foot)
        for own in self._hits:
            if own.edge == hit.edge and own.node < 0:
                direct = float(np.hypot(*(foot - own.foot)))
                return [(direct + own.away + hit.away, self._at)]
        found = []
        for node in self._net.edges[hit.edge].tolist():
            rest = float(np.hypot(*(self._net.nodes[node] - foot)))
            found.append((float(self._distance[node]) + rest + hit.away, node))
        return found

    def _way(
        self,
        graph: Graph,
        nodes: Ints,
        tags: Ints,
        final: list[tuple[float, float]],
        beside_m: float,
    ) -> Way:
        last = self._net.plane.stored(np.array(final).reshape(-1, 2))
        lonlat = np.concatenate([graph.lonlat[nodes], last])
        steps = np.hypot(*np.diff(self._net.plane.xy(lonlat), axis=0).T)
        along: dict[tuple[str, str], float] = {}
        for tag, step in zip(tags.tolist(), steps.tolist(), strict=True):
            if tag >= 0:
                line = self._line_of(tag)
                along[line] = along.get(line, 0.0) + step
        lonlat = lonlat[self._stored(tags)]
        lonlat = lonlat[np.concatenate([[True], (lonlat[1:] != lonlat[:-1]).any(axis=1)])]
        return Way(
            lonlat,
            tuple(Followed(kind, name, metres) for (kind, name), metres in along.items()),
            length_m(lonlat),
            self._hits[0].away + beside_m,
        )

    def _line_of(self, edge: int) -> tuple[str, str]:
        kind = self._lines.kinds[int(self._net.kind[edge])]
        return kind, self._lines.name(int(self._net.row[edge]))

    def _stored(self, tags: Ints) -> NDArray[np.bool_]:
        """Which nodes of a way stay: not those where it goes straight on along an edge that another
        line has cut, for there is no vertex in the file."""
        source = np.where(tags >= 0, self._net.source[tags], -1)
        straight = (source[1:] == source[:-1]) & (source[1:] >= 0)
        return np.concatenate([[True], ~straight, [True]])
