"""Moving a whole border: all nodes between two junctions go the same way, in all areas.

Where the border ends, at a junction, its end slides along the border of the neighbours, so that the
moved border stays parallel to what it was; it slides as far as the next junction. Where areas of a
lower level meet in the end, or the border comes back to the same junction, the end stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.errors import Refused
from gridstudio.geometry.borders import Border, edges_of
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground
from gridstudio.geometry.mercator import to_lonlat, to_xy
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
from gridstudio.geometry.weaving import Way, Weave, both_ways
from gridstudio.i18n import _

Floats = NDArray[np.float64]
REACH = 2.0
"""How far the line of a moved end is drawn out to meet the neighbours' border, in lengths of the
move: what lies farther is met at so flat an angle that the end would run away from the hand."""
TOUCHING_M = 1e-3


@dataclass(frozen=True)
class _Rail:
    """What an end of a border may slide along: the neighbours' borders on both sides, from the
    last possible node on one to that on the other; the end itself is node ``at``."""

    nodes: tuple[Node, ...]
    at: int

    def way_to(self, step: int) -> tuple[Node, ...]:
        """The nodes passed on the way into step ``step`` (from node ``step`` to ``step`` + 1)."""
        if step >= self.at:
            return self.nodes[self.at + 1 : step + 1]
        return self.nodes[step + 1 : self.at][::-1]


class MovingBorder:
    """A border that has been gripped: ready to say what moving it would do."""

    def __init__(self, coverage: Coverage, border: Border) -> None:
        self.border = border
        first, last = border.nodes[0], border.nodes[-1]
        holding = edges_of(coverage, border.edges[0])
        rest = edges_of(coverage, border.edges[-1]) if len(border.edges) > 1 else holding
        self._round = border.closed and not _meets(coverage, border)
        self._rails = {
            first: _rail(coverage, border, holding),
            last: _rail(coverage, Border(border.nodes[::-1], border.level), rest),
        }
        if border.closed:
            self._rails = {first: _Rail((first,), 0)}
        self._near = _near(coverage, border, self._rails)

    def moved(self, start: Point, end: Point) -> CoverageEdit:
        """What comes of moving the border as far as from ``start`` to ``end``, in degrees.

        Raises Refused where an area would vanish; whether it crosses others the coverage says.
        """
        by = to_xy(np.array(end)) - to_xy(np.array(start))
        inside = self.border.nodes if self._round else self.border.nodes[1:-1]
        moved = dict(zip(inside, _shifted(inside, by), strict=True))
        cuts: dict[Way, list[Node]] = {}
        ways: dict[Node, tuple[Node, ...]] = {}
        for node, rail in self._rails.items():
            ways[node], cut = _slid(rail, self._heading(node), by)
            if cut is not None:
                cuts.setdefault(undirected(*cut), []).append(ways[node][-1])
        between = self._ends(ways)
        for cut, nodes in cuts.items():
            between |= both_ways(*cut, sorted(nodes, key=lambda node: _square(cut[0], node)))
        weave = Weave(moved, frozenset(), between, place=end)
        return CoverageEdit(weave.applied(self._near))

    def _heading(self, end: Node) -> Floats:
        """The way in which the border runs into its end, in metres."""
        nodes = self.border.nodes
        before = nodes[1] if end == nodes[0] else nodes[-2]
        one, two = to_xy(np.array([point_of(before), point_of(end)]))
        direction: Floats = two - one
        return direction

    def _ends(self, ways: Mapping[Node, tuple[Node, ...]]) -> dict[Way, tuple[Node, ...]]:
        """The ways to where the ends have slid, as detours on the border's first and last edge."""
        nodes = self.border.nodes
        if self._round or self.border.closed:
            return {}
        first, last = ways[nodes[0]], ways[nodes[-1]][::-1]
        if len(nodes) == 2:
            return both_ways(nodes[0], nodes[1], (*first, *last))
        return both_ways(nodes[0], nodes[1], first) | both_ways(nodes[-2], nodes[-1], last)


def move_border(coverage: Coverage, border: Border, start: Point, end: Point) -> CoverageEdit:
    """Move a whole border as far as from ``start`` to ``end``. Raises Refused where nothing would
    change or an area would vanish."""
    edit = MovingBorder(coverage, border).moved(start, end)
    if not edit.changed:
        raise Refused(_("Both ends of this border have to stay, so it cannot move."), place=start)
    return edit


def _shifted(nodes: tuple[Node, ...], by: Floats) -> list[Node]:
    if not nodes:
        return []
    points = to_lonlat(to_xy(np.array([point_of(node) for node in nodes])) + by)
    return [node_of(point) for point in points]


def _slid(rail: _Rail, heading: Floats, by: Floats) -> tuple[tuple[Node, ...], Way | None]:
    """The nodes from an end to where it slides, which is the last of them (none: it stays), and
    the edge of the neighbours' border that gets that node (None: it is there already)."""
    if len(rail.nodes) < 2:
        return (), None
    xy = to_xy(np.array([point_of(node) for node in rail.nodes]))
    line = shapely.LineString(xy)
    target = xy[rail.at] + by
    step, spot = _step_at(xy, _met(line, target, heading, by))
    for near in (step, step + 1):
        if hypot(*(xy[near] - spot)) <= TOUCHING_M:
            if near == rail.at:
                return (), None
            inner = rail.way_to(near if near > rail.at else near - 1)
            return inner, None
    node = node_of(to_lonlat(spot))
    cut = (rail.nodes[step], rail.nodes[step + 1])
    return (*rail.way_to(step), node), cut


def _met(line: shapely.LineString, target: Floats, heading: Floats, by: Floats) -> Floats:
    """Where the border, moved and drawn out, meets the line; else the line's nearest spot."""
    far = heading / max(hypot(*heading), 1e-9) * hypot(*by) * REACH
    ray = shapely.LineString([target - far, target + far])
    spots = shapely.get_coordinates(line.intersection(ray))
    if not len(spots):
        spots = shapely.get_coordinates(line.interpolate(line.project(shapely.Point(target))))
    nearest: Floats = spots[np.argmin(np.hypot(*(spots - target).T))]
    return nearest


def _step_at(xy: Floats, spot: Floats) -> tuple[int, Floats]:
    """Which piece of a line a spot is on, and the spot on it."""
    pieces = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1))
    return int(np.argmin(shapely.distance(pieces, shapely.Point(spot)))), spot


def _rail(coverage: Coverage, border: Border, holding: list[Ground]) -> _Rail:
    """What the first node of a border may slide along; ``holding`` are the areas that have the
    border's first edge."""
    end = border.nodes[0]
    sides = [_along(border, side) for side in _sides(coverage, holding)]
    sides = [side for side in sides if side]
    if not sides:
        return _Rail((end,), 0)
    one, other = sides[0], sides[1] if len(sides) > 1 else ()
    return _Rail((*one[::-1], end, *other), len(one))


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


def _meets(coverage: Coverage, border: Border) -> bool:
    """Whether another border of the level begins where a closed one does."""
    ends: set[Node] = set()
    spot = point_of(border.nodes[0])
    for ground in coverage.near((*spot, *spot), slack=1e-8):
        if ground.level <= border.level:
            for edge in edges(ground.geometry):
                if border.nodes[0] in edge:
                    ends |= {*edge}
    return len(ends) > 3


def _near(coverage: Coverage, border: Border, rails: Mapping[Node, _Rail]) -> list[Ground]:
    """The areas that have nodes of a border or of what it slides along."""
    touched = {*border.nodes, *(node for rail in rails.values() for node in rail.nodes)}
    lon, lat = zip(*(point_of(node) for node in touched), strict=True)
    boxed = coverage.near((min(lon), min(lat), max(lon), max(lat)), slack=1e-8)
    return [ground for ground in boxed if not touched.isdisjoint(all_nodes(ground.geometry))]


def _square(start: Node, node: Node) -> int:
    return (node[0] - start[0]) ** 2 + (node[1] - start[1]) ** 2
