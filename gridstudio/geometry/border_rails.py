"""What the ends of a border slide along when it is moved: the borders of its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import hypot

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.geometry.borders import Border
from gridstudio.geometry.coverage import Coverage, Ground
from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.geometry.rings import Edge, Node, edges, node_of, points_of
from gridstudio.geometry.weaving import Way

Floats = NDArray[np.float64]
REACH = 2.0
"""How far the line of a moved end is drawn out to meet the neighbours' border, in lengths of the
move: what lies farther is met at so flat an angle that the end would run away from the hand."""
TOUCHING_M = 1e-3


@dataclass(frozen=True)
class Rail:
    """What an end of a border may slide along: the neighbours' borders on both sides, from the
    last possible node on one to that on the other; the end itself is node ``at``."""

    nodes: tuple[Node, ...]
    at: int

    @cached_property
    def xy(self) -> Floats:
        """The nodes ``(n, 2)`` in metres."""
        return to_xy(points_of(self.nodes))

    @cached_property
    def line(self) -> shapely.LineString:
        """The same as a line."""
        return shapely.LineString(self.xy)

    def step_at(self, spot: Floats) -> int:
        """Which piece of the line a spot (metres) is on."""
        start, along = self.xy[:-1], np.diff(self.xy, axis=0)
        share = ((spot - start) * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-18)
        foot = start + np.clip(share, 0, 1)[:, None] * along
        return int(np.argmin(np.hypot(*(foot - spot).T)))

    def way_to(self, step: int) -> tuple[Node, ...]:
        """The nodes passed on the way into step ``step`` (from node ``step`` to ``step`` + 1)."""
        if step >= self.at:
            return self.nodes[self.at + 1 : step + 1]
        return self.nodes[step + 1 : self.at][::-1]


@dataclass(frozen=True)
class Slid:
    """Where an end has slid: ``way`` are the nodes from the end to there, the new place last (none:
    it stays); ``cut`` the edge of the neighbours' border that gets that node (None: it is there
    already); ``passed`` how many of the border's next nodes lie beyond the neighbours' border now.
    """

    way: tuple[Node, ...] = ()
    cut: Way | None = None
    passed: int = 0


def slid(rail: Rail, moved: Floats, by: Floats, *, most_passed: int) -> Slid:
    """Slide an end of a border whose nodes would go to ``moved (n, 2)`` in metres, the end's own
    first; ``by`` is how far that is. No more than ``most_passed`` nodes can be left out."""
    if len(rail.nodes) < 2:
        return Slid()
    spot, passed = _crossed(rail.line, moved, most_passed) or (_met(rail.line, moved, by), 0)
    step = rail.step_at(spot)
    for near in (step, step + 1):
        if hypot(*(rail.xy[near] - spot)) <= TOUCHING_M:
            way = rail.way_to(near if near > rail.at else near - 1) if near != rail.at else ()
            return Slid(way, None, passed)
    cut = rail.nodes[step], rail.nodes[step + 1]
    return Slid((*rail.way_to(step), _on_edge(*cut, to_lonlat(spot))), cut, passed)


def _on_edge(start: Node, end: Node, place: Floats) -> Node:
    """The node at a place beside an edge: on the edge as it is stored, which is straight in degrees
    and bent on the map, so that the border that it is a piece of does not move."""
    first, last = points_of([start, end])
    along = last - first
    share = float((place - first) @ along / (along @ along))
    return node_of(first + share * along)


def _crossed(line: shapely.LineString, moved: Floats, most: int) -> tuple[Floats, int] | None:
    """The last place where the nearer half of a moved border crosses the line, and how many of its
    nodes come before; None where it crosses nowhere, or too many come before."""
    far = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(moved, axis=0).T))])
    if far[-1] <= TOUCHING_M:
        return None
    spots = shapely.get_coordinates(_nearer_half(moved, far).intersection(line))
    if not len(spots):
        return None
    along = shapely.line_locate_point(shapely.LineString(moved), shapely.points(spots))
    last = int(np.argmax(along))
    passed = int((far[1:-1] <= along[last] + TOUCHING_M).sum())
    return (spots[last], passed) if passed <= most else None


def _nearer_half(points: Floats, far: Floats) -> shapely.LineString:
    """A line up to its middle; ``far (n,)`` is how far along it each point is."""
    half = far[-1] / 2
    step = int(np.searchsorted(far, half, side="right")) - 1
    share = (half - far[step]) / (far[step + 1] - far[step])
    middle = points[step] + share * (points[step + 1] - points[step])
    return shapely.LineString(np.vstack([points[: step + 1], middle]))


def _met(line: shapely.LineString, moved: Floats, by: Floats) -> Floats:
    """Where the moved border, drawn out over its end, meets the line; else its nearest spot."""
    target, heading = moved[0], moved[0] - moved[1]
    far = heading / max(hypot(*heading), 1e-9) * hypot(*by) * REACH
    spots = shapely.get_coordinates(line.intersection(shapely.LineString([target, target + far])))
    if not len(spots):
        spots = shapely.get_coordinates(line.interpolate(line.project(shapely.Point(target))))
    nearest: Floats = spots[np.argmin(np.hypot(*(spots - target).T))]
    return nearest


def rail_of(coverage: Coverage, border: Border, holding: list[Ground]) -> Rail:
    """What the first node of a border may slide along; ``holding`` are the areas that have the
    border's first edge."""
    end = border.nodes[0]
    sides = [_along(border, side) for side in _sides(coverage, holding)]
    sides = [side for side in sides if side]
    if not sides:
        return Rail((end,), 0)
    one, other = sides[0], sides[1] if len(sides) > 1 else ()
    return Rail((*one[::-1], end, *other), len(one))


def _along(border: Border, side: list[Ground]) -> tuple[Node, ...]:
    """The nodes that follow a border's first one on one side of it: all areas on that side have
    them, so that they give and take them alike."""
    shared: set[Edge] = set.intersection(*(edges(ground.geometry) for ground in side))
    own = set(border.edges)
    stop = set(border.nodes)
    found: list[Node] = []
    before, node = border.nodes[1], border.nodes[0]
    joined: dict[Node, list[Node]] = {}
    for start, end in shared - own:
        joined.setdefault(start, []).append(end)
        joined.setdefault(end, []).append(start)
    while True:
        ahead = [other for other in joined.get(node, []) if other != before]
        if len(ahead) != 1:
            return tuple(found)
        before, node = node, ahead[0]
        if node in stop or node in found:
            return tuple(found)
        found.append(node)


def _sides(coverage: Coverage, holding: list[Ground]) -> list[list[Ground]]:
    """The areas on the one and on the other side of an edge that they share."""
    top = min(ground.level for ground in holding)
    roots = [ground.id for ground in holding if ground.level == top]
    sides: dict[int, list[Ground]] = {root: [] for root in roots}
    for ground in holding:
        key = ground.id
        while key not in sides and key in coverage.grounds:
            key = coverage[key].parent
        if key in sides:
            sides[key].append(ground)
    return list(sides.values())
