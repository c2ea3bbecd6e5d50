"""Moving a whole border: all nodes between two junctions go the same way, in all areas.

Where the border ends, at a junction, its end slides along the border of the neighbours, so that the
moved border stays parallel to what it was: it is drawn out to meet them, or ends where it crosses
them. It slides as far as the next junction. Where areas of a lower level meet in the end, or the
border comes back to the same junction, the end stays.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gridstudio.errors import Refused
from gridstudio.geometry.border_rails import Rail, Slid, rail_of, slid
from gridstudio.geometry.borders import Border, edges_of, passed_through
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground
from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.geometry.rings import (
    Node,
    Point,
    all_nodes,
    edges,
    nodes_of,
    point_of,
    points_of,
    undirected,
)
from gridstudio.geometry.weaving import Way, Weave, both_ways
from gridstudio.i18n import _

Floats = NDArray[np.float64]


class MovingBorder:
    """A border that has been gripped: ready to say what moving it would do."""

    def __init__(self, coverage: Coverage, border: Border) -> None:
        self.border = border
        nodes = border.nodes
        self._xy = to_xy(points_of(nodes))
        self._round = border.closed and not _meets(coverage, border)
        self._rails = (Rail(nodes[:1], 0), Rail(nodes[-1:], 0))
        if not border.closed:
            back = Border(nodes[::-1], border.level)
            self._rails = (_rail_of(coverage, border), _rail_of(coverage, back))
        near = _near(coverage, border, self._rails)
        self._nodes = {ground.id: all_nodes(ground.geometry) for ground in near}
        self._own = [held for held in near if not self._nodes[held.id].isdisjoint(nodes)]
        self._beside = [held for held in near if self._nodes[held.id].isdisjoint(nodes)]
        passing = passed_through(self._own, nodes[1:-1])
        self._most_passed = tuple(_run(way, passing) for way in (nodes[1:-1], nodes[-2:0:-1]))

    def moved(self, start: Point, end: Point) -> CoverageEdit:
        """What comes of moving the border as far as from ``start`` to ``end``, in degrees.

        Raises Refused where an area would vanish; whether it crosses others the coverage says.
        """
        by = to_xy(np.array(end)) - to_xy(np.array(start))
        nodes, xy = self.border.nodes, self._xy + by
        ends = [
            slid(rail, moved, by, most_passed=most)
            for rail, moved, most in zip(
                self._rails, (xy, xy[::-1]), self._most_passed, strict=True
            )
        ]
        first, last = 1 + ends[0].passed, len(nodes) - 1 - ends[1].passed
        inside = slice(0, len(nodes)) if self._round else slice(first, max(first, last))
        moved = dict(zip(nodes[inside], nodes_of(to_lonlat(xy[inside])), strict=True))
        dropped = frozenset() if self._round else frozenset(nodes[1:-1]) - moved.keys()
        between = {} if self.border.closed else self._detours(ends, nodes[inside])
        cuts = _cuts(ends)
        weave = Weave(moved, dropped, between | cuts, place=end)
        return CoverageEdit(weave.applied([*self._own, *self._with_edge(cuts)]))

    def _with_edge(self, cuts: Iterable[Way]) -> list[Ground]:
        """The neighbours that have an edge which gets a node, as far as their nodes tell."""
        return [
            held
            for held in self._beside
            if any(
                start in self._nodes[held.id] and end in self._nodes[held.id] for start, end in cuts
            )
        ]

    def _detours(self, ends: list[Slid], kept: tuple[Node, ...]) -> dict[Way, tuple[Node, ...]]:
        """The ways to where the ends have slid, on the edges to the nodes that are kept."""
        first, last = ends[0].way, ends[1].way[::-1]
        start, end = self.border.nodes[0], self.border.nodes[-1]
        if not kept:
            return both_ways(start, end, (*first, *last))
        return both_ways(start, kept[0], first) | both_ways(kept[-1], end, last)


def move_border(coverage: Coverage, border: Border, start: Point, end: Point) -> CoverageEdit:
    """Move a whole border as far as from ``start`` to ``end``. Raises Refused where nothing would
    change or an area would vanish."""
    edit = MovingBorder(coverage, border).moved(start, end)
    if not edit.changed:
        raise Refused(_("Both ends of this border have to stay, so it cannot move."), place=start)
    return edit


def _rail_of(coverage: Coverage, border: Border) -> Rail:
    return rail_of(coverage, border, edges_of(coverage, border.edges[0]))


def _cuts(ends: list[Slid]) -> dict[Way, tuple[Node, ...]]:
    """The nodes that the neighbours' borders get where the ends have slid to."""
    cuts: dict[Way, list[Node]] = {}
    for end in ends:
        if end.cut is not None:
            cuts.setdefault(undirected(*end.cut), []).append(end.way[-1])
    found: dict[Way, tuple[Node, ...]] = {}
    for cut, nodes in cuts.items():
        found |= both_ways(*cut, sorted(nodes, key=lambda node: _square(cut[0], node)))
    return found


def _run(way: tuple[Node, ...], passing: frozenset[Node]) -> int:
    """How many nodes from the beginning of a way belong to ``passing``."""
    count = 0
    while count < len(way) and way[count] in passing:
        count += 1
    return count


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


def _near(coverage: Coverage, border: Border, rails: tuple[Rail, ...]) -> list[Ground]:
    """The areas that have nodes of a border or of what it slides along."""
    touched = {*border.nodes, *(node for rail in rails for node in rail.nodes)}
    lon, lat = zip(*(point_of(node) for node in touched), strict=True)
    boxed = coverage.near((min(lon), min(lat), max(lon), max(lat)), slack=1e-8)
    return [ground for ground in boxed if not touched.isdisjoint(all_nodes(ground.geometry))]


def _square(start: Node, node: Node) -> int:
    return (node[0] - start[0]) ** 2 + (node[1] - start[1]) ** 2
