"""Bringing a drawn line into a coverage: where it meets a border, all areas get the same vertex.

After that the line and the borders share vertices only, so faces follow from edges alone and
nothing is computed twice in two ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground, apply
from gridstudio.geometry.rings import (
    Edge,
    Node,
    Point,
    Ring,
    edges,
    linestrings,
    node_of,
    nodes_of,
    point_of,
    points_of,
    polygons,
    rebuilt,
    rings,
    undirected,
)
from gridstudio.i18n import _

TOUCHING_DEG = 2e-9
"""A vertex this close to a border lies on it: two steps of the file's grid, 0.2 mm."""
_SAME, _CORNER = 2**2, 100**2
"""Squares of how many steps a vertex may lie off a node on one edge, and off one where two meet
so that it is beside both."""


@dataclass(frozen=True)
class Noded:
    """A coverage whose borders have a vertex wherever the line meets them, and the line's own
    edges, cut there; ``changed`` are the ids of areas that got vertices."""

    coverage: Coverage
    line: tuple[Edge, ...]
    changed: tuple[int, ...]


def node_line(coverage: Coverage, among: Iterable[Ground], line: NDArray[np.float64]) -> Noded:
    """Node ``line`` ``(n, 2)`` in degrees with the borders of ``among``, in all areas that share
    them. The line may run along borders and through vertices; where it has a vertex so close to one
    of theirs that both could be the same, theirs counts."""
    borders = set().union(*(edges(ground.geometry) for ground in among))
    listed = sorted(borders)
    segments = linestrings(listed)
    tree = shapely.STRtree(segments)
    path = _on_nodes([node_of(point) for point in np.asarray(line, dtype=np.float64)], listed, tree)
    path = [node for at, node in enumerate(path) if at == 0 or node != path[at - 1]]
    steps = [*zip(path, path[1:], strict=False)]
    lines = linestrings(steps)
    step, met = tree.query(lines, predicate="dwithin", distance=TOUCHING_DEG)
    inserted: dict[Edge, set[Node]] = {}
    pieces: list[Edge] = []
    by_step = np.split(met, np.searchsorted(step, np.arange(1, len(steps))))
    for ends, piece, found in zip(steps, lines, by_step, strict=False):
        near = [(segments[edge], listed[edge]) for edge in found.tolist()]
        stops = _stops(piece, ends, near, inserted)
        pieces += [undirected(a, b) for a, b in zip(stops, stops[1:], strict=False) if a != b]
    changed = insert_nodes(coverage, inserted)
    grounds = dict(coverage.grounds) | changed
    return Noded(Coverage(grounds), tuple(pieces), tuple(changed))


def _on_nodes(path: list[Node], listed: list[Edge], tree: shapely.STRtree) -> list[Node]:
    """A path with the nodes of borders in place of vertices of its own that lie beside them, or on
    two of the edges that meet there: as a vertex of both it would make them run to and fro."""
    spots = shapely.points(points_of(path))
    at, met = tree.query(spots, predicate="dwithin", distance=TOUCHING_DEG)
    touched: dict[int, list[Node]] = {}
    for place, edge in zip(at.tolist(), met.tolist(), strict=True):
        touched.setdefault(place, []).extend(listed[edge])
    found = path[:]
    for place, ends in touched.items():
        here = path[place]
        away = {node: _square(here, node) for node in {*ends}}
        near = [node for node in away if away[node] <= (_CORNER if ends.count(node) > 1 else _SAME)]
        if near:
            found[place] = min(near, key=lambda node: (away[node], node))
    return found


def rings_noded(region: Polygon | MultiPolygon) -> MultiPolygon:
    """A region with a node in each of its rings where another one touches it: a hole in its
    outline, or a part another part."""
    parts = polygons(region)
    if len(parts) == 1 and not parts[0].interiors:
        return MultiPolygon(parts)
    held = Coverage({0: Ground(0, 0, 0, False, MultiPolygon(parts))})
    for ring in rings(region):
        held = node_line(held, [held[0]], ring).coverage
    return held[0].geometry


class CrossesItself(Refused):
    """A line or ring that has no two sides, since it crosses itself at ``place``."""

    def __init__(self, place: Point | None) -> None:
        super().__init__(_("The line crosses itself. Draw it simply."), place=place)


def crossings(line: NDArray[np.float64]) -> Iterator[Point]:
    """Where a line ``(n, 2)`` in degrees crosses or touches itself; none for a simple one."""
    steps = (line[1:] != line[:-1]).any(axis=1)
    points = np.concatenate([line[:1], line[1:][steps]])
    if len(points) < 2 or shapely.LineString(points).is_simple:
        return
    segments = shapely.linestrings(np.stack([points[:-1], points[1:]], axis=1))
    later, earlier = shapely.STRtree(segments).query(segments, predicate="intersects")
    before = earlier < later
    order = np.lexsort((earlier[before], later[before]))
    pairs = zip(later[before][order].tolist(), earlier[before][order].tolist(), strict=True)
    for at, met in pairs:
        shared = segments[at].intersection(segments[met])
        if met < at - 1:
            spot = shapely.get_coordinates(shared)[0]
            yield float(spot[0]), float(spot[1])
        elif shared.length > 0:  # the line turns back upon itself
            yield from ((float(lon), float(lat)) for lon, lat in shared.coords)


def touching_noded(before: Coverage, edit: CoverageEdit) -> CoverageEdit:
    """An edit with a node wherever a border that it moves touches another one.

    Without, a hole could touch its outline between two nodes: sound by itself, but no gesture that
    follows would know of it.
    """
    after = apply(before, edit)
    was: set[Edge] = set().union(*(edges(before[key].geometry) for key in edit.changed))
    keys = [*edit.changed, *(new.key for new in edit.added)]
    moved = set().union(*(edges(after[key].geometry) for key in keys)) - was
    known = {node for edge in was for node in edge}
    fresh = sorted({node for edge in moved for node in edge} - known)
    if not fresh:
        return edit  # every node stood there before, so edges between them were noded then
    lines = [*moved]
    ends = np.array([[point_of(a), point_of(b)] for a, b in lines])
    (west, south), (east, north) = ends.min(axis=(0, 1)).tolist(), ends.max(axis=(0, 1)).tolist()
    near = after.near((west, south, east, north), slack=TOUCHING_DEG)
    listed = sorted(set().union(*(edges(ground.geometry) for ground in near)))
    nodes_near = sorted({node for edge in listed for node in edge})
    inserted: dict[Edge, set[Node]] = {}
    for edge, node in (*_on(listed, fresh), *_on(lines, nodes_near)):
        inserted.setdefault(edge, set()).add(node)
    grounds = insert_nodes(after, inserted)
    changed = edit.changed | {
        key: ground.geometry for key, ground in grounds.items() if key in before.grounds
    }
    added = tuple(
        replace(new, geometry=grounds[new.key].geometry) if new.key in grounds else new
        for new in edit.added
    )
    return replace(edit, changed=changed, added=added)


def _on(listed: list[Edge], found: list[Node]) -> Iterator[tuple[Edge, Node]]:
    """Nodes that lie on edges between their ends."""
    lines = linestrings(listed)
    points = shapely.points(points_of(found))
    nodes_at, edges_at = shapely.STRtree(lines).query(
        points, predicate="dwithin", distance=TOUCHING_DEG
    )
    for node, edge in zip(nodes_at.tolist(), edges_at.tolist(), strict=True):
        if found[node] not in listed[edge]:
            yield listed[edge], found[node]


def insert_nodes(coverage: Coverage, inserted: dict[Edge, set[Node]]) -> dict[int, Ground]:
    """The areas that have one of these edges, with the new nodes in it."""
    if not inserted:
        return {}
    ends = np.array([point_of(node) for edge in inserted for node in edge])
    (west, south), (east, north) = ends.min(axis=0).tolist(), ends.max(axis=0).tolist()
    changed = {}
    for ground in coverage.near((west, south, east, north)):
        if edges(ground.geometry).isdisjoint(inserted):
            continue
        shape = rebuilt(ground.geometry, lambda ring: _with_nodes(ring, inserted))
        changed[ground.id] = Ground(
            ground.id, ground.parent, ground.level, ground.open, shape, ground.locked
        )
    return changed


def _with_nodes(ring: Ring, inserted: dict[Edge, set[Node]]) -> Ring:
    listed = nodes_of(ring)
    before: list[int] = []
    new: list[Point] = []
    for at, (start, end) in enumerate(pairwise(listed), 1):
        between = inserted.get((start, end) if start <= end else (end, start))
        if between:
            along = sorted(between - {start, end}, key=lambda node: _square(start, node))
            before += [at] * len(along)
            new += [point_of(node) for node in along]
    return np.insert(ring, before, np.array(new).reshape(-1, 2), axis=0) if new else ring


def _stops(
    piece: shapely.LineString,
    ends: tuple[Node, Node],
    near: list[tuple[shapely.LineString, Edge]],
    inserted: dict[Edge, set[Node]],
) -> list[Node]:
    """The nodes where a straight piece of the line meets borders, its ends included, in order.

    New nodes on borders are added to ``inserted``.
    """
    stops = {*ends}
    for segment, edge in near:
        for node in _meetings(piece, ends, segment, edge):
            stops.add(node)
            if node not in edge:
                inserted.setdefault(edge, set()).add(node)
    return sorted(stops, key=lambda node: _square(ends[0], node))


def _meetings(
    piece: shapely.LineString, ends: Edge, segment: shapely.LineString, edge: Edge
) -> list[Node]:
    """Where a piece of the line meets one border edge. A vertex that lies on the other wins over a
    computed crossing, so that snapped strokes make no new vertices."""
    touching = [node for node in edge if piece.distance(_as_point(node)) <= TOUCHING_DEG]
    touching += [
        node
        for node in ends
        if node not in touching and segment.distance(_as_point(node)) <= TOUCHING_DEG
    ]
    if touching:
        return touching
    crossing = piece.intersection(segment)
    return [node_of((crossing.x, crossing.y))] if crossing.geom_type == "Point" else []


def _as_point(node: Node) -> shapely.Point:
    return shapely.Point(point_of(node))


def _square(start: Node, node: Node) -> int:
    return (node[0] - start[0]) ** 2 + (node[1] - start[1]) ** 2
