"""Ways along lines, from a place on one to another: the shortest, or the other way round.

What both places lie on is followed: along a border from border to border, along roads from road to
road. Only where one kind of line does not join them does the way change over to others.

From the last point of a stroke all shortest ways are found at once; while the cursor moves, each
preview only walks back along them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.network import METRE_PER_DEG, Network, network
from gridstudio.geometry.network_places import SAME_M, Graph, Hit, opened, touching, walked
from gridstudio.geometry.rings import Point
from gridstudio.geometry.single_edges import Bounds, Floats, Ints, Linework

AROUND, LEAST_AROUND = 0.3, 12.0
"""Ground looked at around two places: of their distance, but no less than so many tolerances."""
FARTHER = (12.0, 6.0, 3.0)
"""If they are not joined there, so many times as much around them is looked at, once: the most of
these that has no more edges than MOST."""
MOST = 60_000
LONGER, LONGER_M = 4.0, 500.0
"""The other way round is first looked for up to so many times the shortest, and some metres."""


@dataclass(frozen=True, eq=False)
class Way:
    """A way ``lonlat (n, 2)`` in degrees from one place to another, both included.

    ``along`` are the lines that it follows, in order: the place of their linework and the shape in
    it, each with its metres. ``length_m`` is geodesic.
    """

    lonlat: Floats
    along: tuple[tuple[int, int, float], ...]
    length_m: float


class Origin:
    """A place on a network, and the shortest ways from there to everywhere."""

    def __init__(self, net: Network, start: Point, tolerance_m: float) -> None:
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
            return self._way(self._graph, nodes, tags, [])
        return self._way(self._graph, nodes, np.append(tags, hit.edge), [hit.foot])

    def other_to(self, hits: Sequence[Hit]) -> Way | None:
        """The shortest way that shares no edge with the shortest; None where there is none."""
        found = self._shortest(hits)
        if found is None or all(hit.edge in self._dead_ends for hit in hits):
            return None
        nodes, hit = found
        end = self._net.plane.to_lonlat(np.array(hit.foot))
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
                return self._way(graph, nodes, graph.tag[graph.edges_along(nodes)], [])
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

    def _way(self, graph: Graph, nodes: Ints, tags: Ints, final: list[tuple[float, float]]) -> Way:
        last = self._net.plane.to_lonlat(np.array(final).reshape(-1, 2))
        lonlat = np.concatenate([graph.lonlat[nodes], last])
        steps = np.hypot(*np.diff(self._net.plane.to_plane(lonlat), axis=0).T)
        along: dict[tuple[int, int], float] = {}
        for tag, step in zip(tags.tolist(), steps.tolist(), strict=True):
            if tag >= 0:
                line = int(self._net.kind[tag]), int(self._net.row[tag])
                along[line] = along.get(line, 0.0) + step
        lonlat = lonlat[self._stored(tags)]
        lonlat = lonlat[np.concatenate([[True], (lonlat[1:] != lonlat[:-1]).any(axis=1)])]
        return Way(
            lonlat,
            tuple((kind, row, metres) for (kind, row), metres in along.items()),
            length_m(lonlat),
        )

    def _stored(self, tags: Ints) -> NDArray[np.bool_]:
        """Which nodes of a way stay: not those where it goes straight on along an edge that another
        line has cut, for there is no vertex in the file."""
        source = np.where(tags >= 0, self._net.source[tags], -1)
        straight = (source[1:] == source[:-1]) & (source[1:] >= 0)
        return np.concatenate([[True], ~straight, [True]])


class _Ground:
    """The ground around two places as a network, kept while the cursor stays on it."""

    def __init__(self, kinds: Sequence[Linework]) -> None:
        self.kinds = tuple(kinds)
        self.net: Network | None = None
        self._origin: Origin | None = None
        self._farther = False

    def way(self, start: Point, end: Point, tolerance_m: float, *, other: bool) -> Way | None:
        places = np.array([start, end])
        if self._origin is not None and tuple(self._origin.start.tolist()) != start:
            self._origin, self._farther = None, False
        if self.net is None or not self.net.covers(places):
            self._look(places, tolerance_m, 1.0)
        found, joined = self._asked(start, end, tolerance_m, other)
        if found is None and joined and not self._farther:
            self._farther = True
            self._look_farther(places, tolerance_m)
            found, _joined = self._asked(start, end, tolerance_m, other)
        return found

    def _asked(
        self, start: Point, end: Point, tolerance_m: float, other: bool
    ) -> tuple[Way | None, bool]:
        """A way, and whether there are lines at both ends."""
        assert self.net is not None
        if self._origin is None:
            self._origin = Origin(self.net, start, tolerance_m)
        hits = touching(self.net, np.array(end), tolerance_m)
        if not self._origin.on_line or not hits:
            return None, False
        return (self._origin.other_to(hits) if other else self._origin.to(hits)), True

    def _look(self, places: Floats, tolerance_m: float, times: float) -> None:
        self.net = network(self.kinds, _bounds(places, tolerance_m, times))
        self._origin = None

    def _look_farther(self, places: Floats, tolerance_m: float) -> None:
        for times in FARTHER:
            bounds = _bounds(places, tolerance_m, times)
            if sum(len(linework.within(bounds)) for linework in self.kinds) <= MOST:
                self._look(places, tolerance_m, times)
                return


class Tracer:
    """Ways along several kinds of lines; only the ground around the two places is looked at."""

    def __init__(self, kinds: Sequence[Linework]) -> None:
        self._single = [_Ground([linework]) for linework in kinds]
        self._mixed = _Ground(kinds)

    @property
    def edges(self) -> int:
        """How many edges are held as networks now."""
        grounds = [*self._single, self._mixed]
        return sum(len(ground.net.edges) for ground in grounds if ground.net is not None)

    def way(
        self, start: Point, end: Point, tolerance_m: float, *, other: bool = False
    ) -> Way | None:
        """The shortest way from ``start`` to ``end`` (degrees), ``other`` the shortest that shares
        no edge with it. Both are on a line or at most ``tolerance_m`` beside it; the way ends on
        the line. None where there is no way."""
        found = []
        for kind, ground in enumerate(self._single):
            way = ground.way(start, end, tolerance_m, other=other)
            if way is not None:
                along = tuple((kind, row, metres) for _kind, row, metres in way.along)
                found.append(replace(way, along=along))
        if found:
            return min(found, key=lambda way: way.length_m)
        if len(self._single) < 2:
            return None
        return self._mixed.way(start, end, tolerance_m, other=other)


def _bounds(places: Floats, tolerance_m: float, times: float) -> Bounds:
    """Around two places."""
    low, high = places.min(axis=0), places.max(axis=0)
    cosine = float(np.cos(np.radians(places[0, 1])))
    far = float(np.hypot(*((high - low) * (cosine, 1.0))))
    least = LEAST_AROUND * max(tolerance_m, SAME_M) / METRE_PER_DEG
    margin = times * max(AROUND * far, least)
    wide = margin / max(cosine, 0.01)
    west, south = (low - (wide, margin)).tolist()
    east, north = (high + (wide, margin)).tolist()
    return west, south, east, north
