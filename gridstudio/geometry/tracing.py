"""Ways along lines, from a place on one to another: the shortest, or the other way round.

What both places lie on is followed: along a border from border to border, along roads from road to
road. Only where one kind of line does not join them does the way change over to others.

From the last point of a stroke all shortest ways are found at once; while the cursor moves, each
preview only walks back along them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np
import shapely

from gridstudio.geometry.linework import Box
from gridstudio.geometry.network import Floats, Network, count_of, network
from gridstudio.geometry.network_places import SAME_M, touching
from gridstudio.geometry.plane import METRE_PER_DEG, Plane
from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import LineTarget
from gridstudio.geometry.ways import Lines, Origin, Way

AROUND, LEAST_AROUND = 0.5, 12.0
"""Ground looked at around two places: of their distance, but no less than so many tolerances. If
the way found is so long that a shorter one may lead beyond, more is looked at."""
SPARE = 1.6
"""And so many times as much, for the next moves of the mouse."""
FARTHER = (12.0, 6.0, 3.0)
"""If they are not joined there, so many times as much around them is looked at, once: the most of
these that has no more edges than MOST."""
MOST = 60_000
BESIDE = 5.0
"""Of several kinds of lines at both places that counts which is shorter, being beside it so many
times: a place may have snapped to a node that lies a little beside the road."""


class _Ground:
    """The ground around two places as a network, kept while the cursor stays on it."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.net: Network | None = None
        self._origin: Origin | None = None
        self._farther = False
        self._crowded = False
        """Whether more ground around would have too many edges."""

    def way(
        self, start: Point, end: Point, tolerance_m: float, *, other: bool, farther: bool
    ) -> Way | None:
        """A way on the ground around; ``farther`` also on more ground, if it was not found there
        and there are lines at both ends."""
        places = np.array([start, end])
        if self._origin is not None and tuple(self._origin.start.tolist()) != start:
            self._origin, self._farther, self._crowded = None, False, False
        if self.net is None or not self.net.covers(places):
            self._look(places, tolerance_m, 1.0)
        found, joined = self._asked(start, end, tolerance_m, other)
        if found is None and joined and farther and not self._farther:
            self._farther = True
            self._look_farther(places, tolerance_m)
            found, _joined = self._asked(start, end, tolerance_m, other)
        if found is not None and not other:
            return self._surely_shortest(found, places, tolerance_m)
        return found

    def _surely_shortest(self, way: Way, places: Floats, tolerance_m: float) -> Way:
        """The same, or a shorter one beyond the ground known so far. All that could be shorter lies
        in the ellipse around both places on which the sum of the distances is the way's length."""
        assert self.net is not None
        low, high = places.min(axis=0), places.max(axis=0)
        apart_m = float(np.hypot(*((high - low) * Plane(*places[0]).metre_per_deg)))
        half_width_m = np.sqrt(max(way.length_m**2 - apart_m**2, 0.0)) / 2
        reach = half_width_m / Plane(*places[0]).metre_per_deg
        corners = np.array([low - reach, high + reach])
        if self._crowded or half_width_m <= tolerance_m or self.net.covers(corners):
            return way
        (west, south), (east, north) = low - SPARE * reach, high + SPARE * reach
        bounds = float(west), float(south), float(east), float(north)
        if count_of(self._lines.targets, self._lines.kinds, bounds) > MOST:
            self._crowded = True
            return way
        self._make(bounds)
        found, _joined = self._asked(_spot(places[0]), _spot(places[1]), tolerance_m, False)
        return found or way

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
        self._make(_bounds(places, tolerance_m, times))

    def _make(self, bounds: Box) -> None:
        self.net = network(self._lines.targets, self._lines.kinds, bounds)
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
        single: list[tuple[str, ...]] = [(kind,) for kind in here if kind in there]
        tries = [(single, False), (single, True)]
        if len(self._kinds) > 1:
            tries.append(([self._kinds], True))
        for choices, farther in tries:
            ways = [
                self._ground(kinds).way(start, end, tolerance_m, other=other, farther=farther)
                for kinds in choices
            ]
            found = [way for way in ways if way is not None]
            if found:
                return min(found, key=lambda way: way.length_m + BESIDE * way.beside_m)
        return None

    @cached_property
    def _kinds(self) -> tuple[str, ...]:
        every = {str(word) for target in self.targets for word in set(target.kind.tolist())}
        return tuple(sorted(every - self.without))

    def _ground(self, kinds: tuple[str, ...]) -> _Ground:
        if kinds not in self._grounds:
            self._grounds[kinds] = _Ground(Lines(self.targets, kinds))
        return self._grounds[kinds]

    def _kinds_at(self, place: Point, tolerance_m: float) -> list[str]:
        """The kinds of the lines that pass within the tolerance."""
        plane, reach_m = Plane(*place), max(tolerance_m, SAME_M)
        spot = shapely.Point(plane.xy(np.array(place)))
        wide, high = reach_m / plane.metre_per_deg
        lon, lat = place
        found: dict[str, None] = {}
        for target in self.targets:
            near = target.work.near((lon - wide, lat - high, lon + wide, lat + high))
            edges = shapely.linestrings(plane.xy(near.lonlat))
            touching_it = near.row[shapely.dwithin(edges, spot, reach_m)]
            found |= dict.fromkeys(target.kind[touching_it].tolist())
        return [kind for kind in found if kind not in self.without]


def _spot(place: Floats) -> Point:
    lon, lat = place.tolist()
    return lon, lat


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
