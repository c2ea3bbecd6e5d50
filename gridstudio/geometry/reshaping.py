"""Gestures on nodes: what several areas share moves in all of them, at every level."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import shapely
from shapely.geometry import MultiPolygon

from gridstudio.errors import Refused
from gridstudio.geometry.borders import nearest_edge
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground
from gridstudio.geometry.edge_rows import remember
from gridstudio.geometry.noding import insert_nodes
from gridstudio.geometry.rings import (
    Listed,
    Node,
    Point,
    Ring,
    all_nodes,
    edges,
    node_of,
    nodes,
    point_of,
    put_together,
    rebuilt,
    taken_apart,
    undirected,
)
from gridstudio.geometry.weaving import Weave, both_ways
from gridstudio.i18n import _


def move_node(coverage: Coverage, start: Point, end: Point) -> CoverageEdit:
    """Move the node at ``start`` (degrees, exactly as stored) to ``end`` in all areas that have it.

    Raises Refused where there is no node, or it is on the county's own border.
    """
    return moved_among(sharing(coverage, start), start, end)


def moved_among(grounds: Iterable[Ground], start: Point, end: Point) -> CoverageEdit:
    """The same where the areas that have the node are known (``sharing``)."""
    old, new = node_of(start), node_of(end)
    return CoverageEdit({ground.id: _replaced(ground.geometry, old, new) for ground in grounds})


def insert_node(
    coverage: Coverage, near: Point, tolerance_deg: float
) -> tuple[CoverageEdit, Point]:
    """Put a node into the border nearest to ``near``, in all areas that share it; and say where.

    Raises Refused where no border is within ``tolerance_deg``.
    """
    spot = shapely.Point(near)
    edge = nearest_edge(coverage, near, tolerance_deg)
    line = shapely.LineString([point_of(edge[0]), point_of(edge[1])])
    foot = line.interpolate(line.project(spot))
    node = node_of((foot.x, foot.y))
    if node in edge:
        return CoverageEdit(), point_of(node)
    grounds = insert_nodes(coverage, {undirected(*edge): {node}})
    return CoverageEdit({key: ground.geometry for key, ground in grounds.items()}), point_of(node)


def pulling(
    coverage: Coverage, near: Point, tolerance_deg: float
) -> tuple[Point, Callable[[Point], CoverageEdit]]:
    """Take hold of the border nearest to ``near``: where that is, and what pulling it from there to
    a place would do: a new node, or, at the end of an edge, the node that is there, moved.

    Raises Refused where no border is within ``tolerance_deg``, and on the county's own.
    """
    inserted, spot = insert_node(coverage, near, tolerance_deg)
    if not inserted.changed:
        sharers = sharing(coverage, spot)
        return spot, lambda end: moved_among(sharers, spot, end)
    grounds = [coverage[key] for key in inserted.changed]
    _require_inner(grounds, spot)
    edge = nearest_edge(coverage, near, tolerance_deg)

    def weave(end: Point) -> Weave:
        return Weave(between=both_ways(*edge, [node_of(end)]))

    return spot, lambda end: CoverageEdit(weave(end).applied(grounds))


def delete_node(coverage: Coverage, at: Point) -> CoverageEdit:
    """Take a node out of the borders that have it.

    Raises Refused where three or more areas of a level meet there, where an area would have fewer
    than three corners, and on the county's own border.
    """
    node = node_of(at)
    grounds = sharing(coverage, at)
    neighbours = {
        frozenset(end for edge in edges(ground.geometry) if node in edge for end in edge) - {node}
        for ground in grounds
    }
    if len(neighbours) > 1 or len(next(iter(neighbours))) != 2:
        raise Refused(_("Several borders meet at this node, so it has to stay."), place=at)
    return CoverageEdit(
        {
            ground.id: rebuilt(ground.geometry, lambda ring: _without(ring, node, at))
            for ground in grounds
        }
    )


def sharing(coverage: Coverage, at: Point) -> list[Ground]:
    """The areas of all levels that have the node at a position in degrees, exactly as stored.

    Raises Refused where there is none, and on the county's own border, which no gesture moves.
    """
    node = node_of(at)
    # A little wider than the spot: positions and boxes are rounded each in its own way.
    near = coverage.near((*at, *at), slack=1e-8)
    found = [ground for ground in near if node in all_nodes(ground.geometry)]
    if not found:
        raise Refused(_("There is no node of a border here."), place=at)
    _require_inner(found, at)
    return found


def _require_inner(grounds: Iterable[Ground], at: Point) -> None:
    if any(not ground.parent for ground in grounds):
        raise Refused(_("The county's own border stays as it is."), place=at)


def _replaced(shape: MultiPolygon, old: Node, new: Node) -> MultiPolygon:
    listed = taken_apart(shape)
    moved = put_together([_ring_with(ring, old, new) for ring in part] for part in listed)
    gone, come = (
        [
            (before, node, after)
            for part in listed
            for ring in part
            for before, after in _beside(ring, old)
        ]
        for node in (old, new)
    )
    remember(shape, moved, gone, come)
    return moved


def _ring_with(ring: Listed, old: Node, new: Node) -> Ring:
    if old not in ring.nodes:
        return ring.points
    points = ring.points.copy()
    points[[node == old for node in (*ring.nodes, ring.nodes[0])]] = point_of(new)
    return points


def _beside(ring: Listed, node: Node) -> list[tuple[Node, Node]]:
    """The nodes before and after a node, for each time that it occurs."""
    listed, count = ring.nodes, len(ring.nodes)
    places = [place for place, one in enumerate(listed) if one == node]
    return [(listed[place - 1], listed[(place + 1) % count]) for place in places]


def _without(ring: Ring, node: Node, place: Point) -> Ring:
    kept = ring[:-1][~(nodes(ring[:-1]) == np.array(node)).all(axis=1)]
    if len(kept) < 3:
        raise Refused(_("An area needs at least three corners."), place=place)
    return np.concatenate([kept, kept[:1]])
