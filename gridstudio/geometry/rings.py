"""Polygons as edges and back, without any arithmetic on coordinates.

An edge is compared by its ends in whole billionths of a degree, the file's grid: what is equal
there is equal in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.geometry.edge_rows import edge_rows
from gridstudio.geometry.prepared import prepared
from gridstudio.geometry.rounding import DECIMALS

WELL_INSIDE_DEG = 1e-6
"""Some 10 cm: many times what rounding and meeting nodes moves a border."""

Point = tuple[float, float]
Node = tuple[int, int]
Edge = tuple[Node, Node]
Ring = NDArray[np.float64]


_KEPT, _MOST_EDGES = 64, 4000
_edge_sets: dict[int, tuple[Polygon | MultiPolygon, frozenset[Edge]]] = {}


def node_of(point: Point | NDArray[np.float64]) -> Node:
    """A position as whole billionths of a degree."""
    scale = 10.0**DECIMALS
    return round(float(point[0]) * scale), round(float(point[1]) * scale)


def point_of(node: Node) -> Point:
    """The position of a node in degrees, as the file stores it."""
    scale = 10.0**DECIMALS
    return node[0] / scale, node[1] / scale


def points_of(listed: Sequence[Node]) -> Ring:
    """The positions of nodes ``(n, 2)`` in degrees, each as ``point_of`` has it."""
    return np.array(listed, dtype=np.float64).reshape(-1, 2) / 10.0**DECIMALS


def undirected(start: Node, end: Node) -> Edge:
    """The edge between two nodes, whichever way it runs."""
    return (start, end) if start <= end else (end, start)


def polygons(geometry: Polygon | MultiPolygon) -> list[Polygon]:
    """The parts of a polygon or multipolygon; none for an empty one."""
    parts = shapely.get_parts(geometry)
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def rings(geometry: Polygon | MultiPolygon) -> Iterator[Ring]:
    """Every ring as ``(n, 2)`` degrees, closed: the last row repeats the first."""
    for part in polygons(geometry):
        for ring in (part.exterior, *part.interiors):
            yield shapely.get_coordinates(ring)


def nodes(ring: Ring) -> NDArray[np.int64]:
    """A ring's positions ``(n, 2)`` in whole billionths of a degree."""
    return np.rint(ring * 10.0**DECIMALS).astype(np.int64)


def nodes_of(points: Ring) -> list[Node]:
    """The same as tuples, one for each position."""
    lon, lat = nodes(points).T.tolist()
    return [*zip(lon, lat, strict=True)]


def edges(geometry: Polygon | MultiPolygon) -> set[Edge]:
    """All edges, undirected. An edge that occurs twice in one geometry cancels out. Those of the
    shapes asked for last are remembered, as ``edge_rows`` are."""
    known = _edge_sets.get(id(geometry))
    if known is not None and known[0] is geometry:
        return {*known[1]}
    listed = [((a, b), (c, d)) for a, b, c, d in edge_rows(geometry).tolist()]
    found = {*listed}
    if len(found) < len(listed):
        found -= {edge for edge, times in Counter(listed).items() if times % 2 == 0}
    if len(listed) <= _MOST_EDGES:
        if len(_edge_sets) >= _KEPT:
            _edge_sets.clear()
        _edge_sets[id(geometry)] = geometry, frozenset(found)
    return found


def all_nodes(geometry: Polygon | MultiPolygon) -> set[Node]:
    """Every node of a geometry."""
    return {tuple(node) for ring in rings(geometry) for node in nodes(ring).tolist()}


@dataclass(frozen=True, eq=False)
class Listed:
    """A ring: ``points (n + 1, 2)`` degrees, closed, and its ``n`` nodes."""

    points: Ring
    nodes: tuple[Node, ...]


_taken_apart: dict[int, tuple[MultiPolygon, tuple[tuple[Listed, ...], ...]]] = {}


def taken_apart(geometry: MultiPolygon) -> tuple[tuple[Listed, ...], ...]:
    """The rings of each part, its shell first. Those of the shapes asked for last are remembered:
    a gesture changes the same ones at every move of the hand."""
    known = _taken_apart.get(id(geometry))
    if known is not None and known[0] is geometry:
        return known[1]
    found = tuple(
        tuple(_listed(shapely.get_coordinates(ring)) for ring in (part.exterior, *part.interiors))
        for part in polygons(geometry)
    )
    if len(_taken_apart) >= _KEPT:
        _taken_apart.clear()
    _taken_apart[id(geometry)] = geometry, found
    return found


def _listed(ring: Ring) -> Listed:
    return Listed(ring, tuple(nodes_of(ring[:-1])))


def put_together(parts: Iterable[Sequence[Ring]]) -> MultiPolygon:
    """A shape of closed rings ``(n, 2)`` in degrees, of each part the shell first."""
    made = [
        shapely.polygons(shell, [shapely.linearrings(hole) for hole in holes] or None)
        for shell, *holes in parts
    ]
    whole: MultiPolygon = shapely.multipolygons(made)
    return whole


def faces(linework: Iterable[Edge]) -> list[Polygon]:
    """The faces that noded edges enclose; dangling edges are ignored."""
    lines = linestrings(linework)
    return polygons(shapely.polygonize(lines)) if len(lines) else []


def linestrings(linework: Iterable[Edge]) -> NDArray[np.object_]:
    """Each edge as a line ``(n,)`` in degrees."""
    flat = chain.from_iterable(chain.from_iterable(linework))  # four times as quick as as tuples
    ends = np.fromiter(flat, dtype=np.float64).reshape(-1, 2, 2) / 10.0**DECIMALS
    lines: NDArray[np.object_] = shapely.linestrings(ends)
    return lines


def rebuilt(
    geometry: Polygon | MultiPolygon, change: Callable[[Ring], Ring | None]
) -> MultiPolygon:
    """The geometry with ``change`` applied to each closed ring; None drops a ring (dropping a shell
    drops its holes)."""
    parts = []
    for part in polygons(geometry):
        shell = change(shapely.get_coordinates(part.exterior))
        if shell is None:
            continue
        holes = [change(shapely.get_coordinates(ring)) for ring in part.interiors]
        parts.append(Polygon(shell, [hole for hole in holes if hole is not None]))
    return MultiPolygon(parts)


def together(geometries: Iterable[Polygon | MultiPolygon]) -> MultiPolygon:
    """The union of areas that share edges exactly: shared edges go, every vertex stays.

    Unlike a computed union it moves nothing, so neighbours still fit.
    """
    geometries = list(geometries)
    border: set[Edge] = set()
    for geometry in geometries:
        border ^= edges(geometry)
    ground = prepared(shapely.union_all(geometries))
    return MultiPolygon([face for face in faces(border) if ground.contains(inner_point(face))])


def inner_point(face: Polygon) -> shapely.Point:
    """A point well inside a face: not in a hair of it where two nodes lie almost level, which
    rounding might give to its neighbour."""
    point = face.representative_point()
    if point.distance(face.boundary) > WELL_INSIDE_DEG:
        return point
    radius = shapely.maximum_inscribed_circle(face)
    middle = shapely.get_point(radius, 0)
    return middle if face.contains(middle) else point
