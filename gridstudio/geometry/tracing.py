"""Ways along lines, from a place on one to another: the shortest, or the other way round.

What both places lie on is followed: along a border from border to border, along roads from road to
road. Only where one kind of line does not join them does the way change over to others.

From the last point of a stroke all shortest ways are found at once; while the cursor moves, each
preview only walks back along them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.linework import Box
from gridstudio.geometry.network import (
    METRE_PER_DEG,
    Floats,
    Ints,
    Network,
    Plane,
    count_of,
    network,
)
from gridstudio.geometry.network_places import SAME_M, Graph, Hit, opened, touching, walked
from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import LineTarget

AROUND, LEAST_AROUND = 0.3, 12.0
"""Ground looked at around two places: of their distance, but no less than so many tolerances."""
FARTHER = (12.0, 6.0, 3.0)
"""If they are not joined there, so many times as much around them is looked at, once: the most of
these that has no more edges than MOST."""
MOST = 60_000
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
    the lines that it follows, in order. ``length_m`` is geodesic."""

    lonlat: Floats
    along: tuple[Followed, ...]
    length_m: float


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


class _Ground:
    """The ground around two places as a network, kept while the cursor stays on it."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
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
            self._origin = Origin(self._lines, self.net, start, tolerance_m)
        hits = touching(self.net, np.array(end), tolerance_m)
        if not self._origin.on_line or not hits:
            return None, False
        return (self._origin.other_to(hits) if other else self._origin.to(hits)), True

    def _look(self, places: Floats, tolerance_m: float, times: float) -> None:
        self.net = network(
            self._lines.targets, self._lines.kinds, _bounds(places, tolerance_m, times)
        )
        self._origin = None

    def _look_farther(self, places: Floats, tolerance_m: float) -> None:
        for times in FARTHER:
            bounds = _bounds(places, tolerance_m, times)
            if count_of(self._lines.targets, self._lines.kinds, bounds) <= MOST:
                self._look(places, tolerance_m, times)
                return


class Tracer:
    """Ways along lines of several kinds; only the ground around the two places is looked at."""

    def __init__(self, targets: Sequence[LineTarget], without: Collection[str] = ()) -> None:
        """What is of a kind in ``without`` is not followed."""
        self.targets = tuple(targets)
        self.without = frozenset(without)
        self._grounds: dict[tuple[str, ...], _Ground] = {}
        self._here: tuple[Point, float, list[str]] = (0.0, 0.0), -1.0, []

    @property
    def edges(self) -> int:
        """How many edges are held as networks now."""
        nets = [ground.net for ground in self._grounds.values()]
        return sum(len(net.edges) for net in nets if net is not None)

    def way(
        self, start: Point, end: Point, tolerance_m: float, *, other: bool = False
    ) -> Way | None:
        """The shortest way from ``start`` to ``end`` (degrees), ``other`` the shortest that shares
        no edge with it. Both are on a line or at most ``tolerance_m`` beside it; the way ends on
        the line. None where there is no way."""
        if self._here[:2] != (start, tolerance_m):
            self._here = start, tolerance_m, self._kinds_at(start, tolerance_m)
        here, there = self._here[2], self._kinds_at(end, tolerance_m)
        if not here or not there:
            return None
        found = [
            way
            for kind in here
            if kind in there and (way := self._way((kind,), start, end, tolerance_m, other))
        ]
        if found:
            return min(found, key=lambda way: way.length_m)
        if len(self._kinds) < 2:
            return None
        return self._way(self._kinds, start, end, tolerance_m, other)

    @cached_property
    def _kinds(self) -> tuple[str, ...]:
        every = {str(word) for target in self.targets for word in set(target.kind.tolist())}
        return tuple(sorted(every - self.without))

    def _way(
        self, kinds: tuple[str, ...], start: Point, end: Point, tolerance_m: float, other: bool
    ) -> Way | None:
        if kinds not in self._grounds:
            self._grounds[kinds] = _Ground(Lines(self.targets, kinds))
        return self._grounds[kinds].way(start, end, tolerance_m, other=other)

    def _kinds_at(self, place: Point, tolerance_m: float) -> list[str]:
        """The kinds of the lines that pass within the tolerance."""
        plane = Plane(place[1])
        spot = shapely.Point(plane.to_plane(np.array(place)))
        wide, high = max(tolerance_m, SAME_M) / plane.scale
        lon, lat = place
        found: dict[str, None] = {}
        for target in self.targets:
            near = target.work.near((lon - wide, lat - high, lon + wide, lat + high))
            if not len(near):
                continue
            edges = shapely.linestrings(plane.to_plane(near.lonlat))
            touching = shapely.dwithin(edges, spot, max(tolerance_m, SAME_M))
            found |= dict.fromkeys(target.kind[near.row[touching]].tolist())
        return [kind for kind in found if kind not in self.without]


def _bounds(places: Floats, tolerance_m: float, times: float) -> Box:
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
