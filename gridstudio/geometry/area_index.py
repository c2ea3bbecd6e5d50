"""Which of many areas each of very many points lies in, exactly.

A raster over the areas answers for most points: a cell that no border crosses lies wholly in one
area. Only points in the other cells are tested against borders, and only against those that cross
their cell. The raster is conservative, so what it answers is exact; what it leaves is decided by
GEOS on the coordinates as stored.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.geometry.prepared import covers_points

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Objects = NDArray[np.object_]

FEW_POINTS = 20_000
"""Up to so many a raster would not pay: a tree of boxes finds each one's candidates."""
POINTS_PER_CELL = 1.0
MOST_CELLS = 1024
"""Along a side. Finer rasters leave fewer points to test and take longer to make."""
SLACK = 1e-6
"""Of a cell: borders reach so much farther, which is far more than arithmetic errs."""


@dataclass(frozen=True)
class _Edges:
    """Directed edges ``start``, ``end (m, 2)`` with the ground of each area on their left;
    ``area (m,)`` its place; ``outer (m,)`` those with no area on their right."""

    start: Floats
    end: Floats
    area: Ints
    outer: NDArray[np.bool_]


@dataclass(frozen=True)
class _Raster:
    """``label (lines, columns)``: an area's place, -1 for none, -2 - k for border cell k.

    Border cell k has the candidates ``area[first[k] : first[k + 1]]``, ascending; ``open (k,)``:
    whether a part of it may lie in no area at all.
    """

    origin: Floats
    per_degree: Floats
    label: NDArray[np.int32]
    first: Ints
    area: NDArray[np.int32]
    open: NDArray[np.bool_]


def areas_of(points: Floats, geometries: Objects) -> Ints:
    """For points ``(n, 2)`` the place in ``geometries`` of the area that holds each, -1 for none.

    Both in degrees as stored. A point on a border belongs to the area that comes first among those
    that it touches. The areas must not overlap by more than their borders; where they do, the point
    belongs to one of them. A NaN lies nowhere.
    """
    found = np.full(len(points), -1, dtype=np.int64)
    shapes = np.flatnonzero(~shapely.is_empty(geometries)) if len(geometries) else np.empty(0, int)
    if not len(points) or not len(shapes):
        return found
    shapes_only = geometries[shapes]
    place = np.append(shapes, -1)  # so that place[-1] is -1: in no area
    if len(points) <= FEW_POINTS:
        return place[_of_few(points, shapes_only)]
    raster = _raster(shapes_only, _edges(shapes_only), len(points))
    column, line = _cells(points, raster)
    lines, columns = raster.label.shape
    within = (column.view(np.uint32) < columns) & (line.view(np.uint32) < lines)
    rows = slice(None) if within.all() else np.flatnonzero(within)
    label = raster.label.ravel()[(line[rows] * np.int32(columns) + column[rows])]
    answer = place[np.maximum(label, -1)]
    border = np.flatnonzero(label < -1)
    at = border if isinstance(rows, slice) else rows[border]
    tested = _tested(points[at], -2 - label[border].astype(np.int64), raster, shapes_only)
    answer[border] = place[tested]
    found[rows] = answer
    return found


def _of_few(points: Floats, geometries: Objects) -> Ints:
    """By the areas' boxes; the first of those that hold a point is written last."""
    found = np.full(len(points), -1, dtype=np.int64)
    usable = np.flatnonzero(np.isfinite(points).all(axis=1))
    point, area = shapely.STRtree(geometries).query(shapely.points(points[usable]))
    point = usable[point]
    held = _inside(points, point, area, geometries)
    point, area = point[held], area[held]
    order = np.argsort(-area, kind="stable")
    found[point[order]] = area[order]
    return found


def _edges(geometries: Objects) -> _Edges:
    parts, area_of_part = shapely.get_parts(geometries, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    shell = np.ones(len(rings), dtype=bool)
    shell[1:] = part_of_ring[1:] != part_of_ring[:-1]
    points, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    joined = ring_of_point[1:] == ring_of_point[:-1]
    ring = ring_of_point[1:][joined]
    start, end = points[:-1][joined], points[1:][joined]
    turned = (shapely.is_ccw(rings) != shell)[ring]
    start[turned], end[turned] = end[turned], start[turned].copy()
    return _Edges(start, end, area_of_part[part_of_ring[ring]], _unmatched(start, end))


def _unmatched(start: Floats, end: Floats) -> NDArray[np.bool_]:
    """Edges that no other edge runs against, end to end: there is nothing on their other side."""
    key = _key(start) + _key(end)
    order = np.argsort(key)
    again = np.flatnonzero(key[order[1:]] == key[order[:-1]])
    one, two = order[again], order[again + 1]
    # Keys may collide by chance; then the edge counts as outer, which only costs a test.
    twins = ((start[one] == end[two]) & (end[one] == start[two])).all(axis=1)
    alone = np.ones(len(start), dtype=bool)
    alone[one[twins]] = alone[two[twins]] = False
    return alone


def _key(points: Floats) -> NDArray[np.uint64]:
    """A number for each point; different points rarely share one."""
    bits = np.ascontiguousarray(points).view(np.uint64)
    key = bits[:, 0] * np.uint64(0x9E3779B97F4A7C15)
    key = ((key ^ (key >> np.uint64(29))) ^ bits[:, 1]) * np.uint64(0xBF58476D1CE4E5B9)
    return key ^ (key >> np.uint64(32))


def _raster(geometries: Objects, edges: _Edges, points: int) -> _Raster:
    low = np.minimum(edges.start.min(axis=0), edges.end.min(axis=0))
    high = np.maximum(edges.start.max(axis=0), edges.end.max(axis=0))
    side = int(np.clip(np.sqrt(points / POINTS_PER_CELL), 8, MOST_CELLS))
    extent = np.maximum((high - low).max(), 1e-9)
    size = np.maximum(np.ceil((high - low) / extent * side), 1).astype(np.int64) + 2
    per_degree = np.array([side, side]) / extent
    origin = low - 1 / per_degree  # a ring of cells outside, so that every edge is within
    columns, lines = size.tolist()
    cell, area, outer = _crossed(edges, origin, per_degree, columns)
    border = np.zeros(columns * lines, dtype=bool)
    border[cell] = True
    label = _filled(geometries, border.reshape(lines, columns), origin, per_degree)
    cells = np.flatnonzero(border)
    label.ravel()[cells] = -2 - np.arange(len(cells), dtype=np.int32)
    number = -2 - label.ravel()[cell].astype(np.int64)
    pairs = np.sort(number * len(geometries) + area)  # np.unique takes ten times as long
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    first = np.searchsorted(pairs, np.arange(len(cells) + 1) * len(geometries))
    opened = np.zeros(len(cells), dtype=bool)
    opened[number[outer]] = True
    candidates = (pairs % len(geometries)).astype(np.int32)
    return _Raster(origin, per_degree, label, first, candidates, opened)


def _crossed(
    edges: _Edges, origin: Floats, per_degree: Floats, columns: int
) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Cells that edges touch, with the area and whether the edge is an outer one; with repeats.

    Just those, and no cell beside them: one that lies in a third area would be taken for a part of
    the two that the edge parts.
    """
    start, end = ((ends - origin) * per_degree for ends in (edges.start, edges.end))
    # In pieces of at most a cell, whose boxes are then no larger than what they cross.
    pieces = np.maximum(np.ceil(np.abs(end - start).max(axis=1)), 1).astype(np.int64)
    edge = np.repeat(np.arange(len(pieces)), pieces)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    along = (end - start)[edge] / pieces[edge][:, None]
    one = start[edge] + step[:, None] * along
    two = one + along
    low = np.floor(np.minimum(one, two) - SLACK).astype(np.int64)
    high = np.floor(np.maximum(one, two) + SLACK).astype(np.int64)
    cells, sources = [], []
    for across in range(3):
        for up in range(3):
            reached = (low[:, 0] + across <= high[:, 0]) & (low[:, 1] + up <= high[:, 1])
            chosen = np.flatnonzero(reached)
            chosen = chosen[_meets(one[chosen], along[chosen], low[chosen] + (across, up))]
            cells.append((low[chosen, 1] + up) * columns + low[chosen, 0] + across)
            sources.append(edge[chosen])
    cell, source = np.concatenate(cells), np.concatenate(sources)
    return cell, edges.area[source].astype(np.int64), edges.outer[source]


def _meets(start: Floats, along: Floats, corner: Ints) -> NDArray[np.bool_]:
    """Whether the straight lines through pieces of edges pass through the cells at ``corner``, all
    ``(n, 2)`` in cells: whether the cell's corners lie on both sides."""
    middle = corner + 0.5 - start
    beside = along[:, 0] * middle[:, 1] - along[:, 1] * middle[:, 0]
    reach = (0.5 + SLACK) * np.abs(along).sum(axis=1)
    met: NDArray[np.bool_] = np.abs(beside) <= reach
    return met


def _filled(
    geometries: Objects, border: NDArray[np.bool_], origin: Floats, per_degree: Floats
) -> NDArray[np.int32]:
    """The label of every cell without a border: neighbours that no border parts have the same."""
    from scipy import ndimage  # slow to import, not needed for the first window

    region, regions = ndimage.label(~border)
    some_cell = np.zeros(regions + 1, dtype=np.int64)
    some_cell[region.ravel()] = np.arange(region.size)
    line, column = np.divmod(some_cell[1:], border.shape[1])
    middle = (np.column_stack([column, line]) + 0.5) / per_degree + origin
    tree = shapely.STRtree(geometries)
    inside, holder = tree.query(shapely.points(middle), predicate="within")
    label = np.full(regions + 1, -1, dtype=np.int32)
    # The first area wins where several hold the cell: written last.
    order = np.argsort(-holder, kind="stable")
    label[1 + inside[order]] = holder[order]
    filled: NDArray[np.int32] = label[region]
    return filled


def _cells(points: Floats, raster: _Raster) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Column and line of each point's cell; far outside where it has none."""
    with np.errstate(invalid="ignore"):  # NaN becomes a cell that does not exist
        scaled = [
            np.nan_to_num((points[:, axis] - raster.origin[axis]) * raster.per_degree[axis], nan=-9)
            for axis in (0, 1)
        ]
    column, line = (np.floor(np.clip(axis, -9, 1e6)).astype(np.int32) for axis in scaled)
    return column, line


def _tested(points: Floats, cell: Ints, raster: _Raster, geometries: Objects) -> Ints:
    """The areas of points in border cells, by GEOS: candidate after candidate of their cell."""
    found = np.full(len(points), -1, dtype=np.int64)
    place, last = raster.first[cell], raster.first[cell + 1] - 1
    left = np.arange(len(points))
    while len(left):
        candidate = raster.area[place[left]]
        # A closed cell lies in its areas altogether: who is in none but the last is in that.
        sure = (place[left] == last[left]) & ~raster.open[cell[left]]
        found[left[sure]] = candidate[sure]
        left, candidate = left[~sure], candidate[~sure]
        held = _inside(points, left, candidate, geometries)
        found[left[held]] = candidate[held]
        left = left[~held]
        left = left[place[left] < last[left]]
        place[left] += 1
    return found


def _inside(
    points: Floats, rows: Ints, area: NDArray[np.integer], geometries: Objects
) -> NDArray[np.bool_]:
    """Whether each of the points ``rows`` is in, or on the border of, its ``area``."""
    held = np.zeros(len(rows), dtype=bool)
    # Of numbers of 16 bits numpy makes a radix sort, several times as fast.
    small = np.uint16 if len(geometries) < 2**16 else np.int64
    order = np.argsort(area.astype(small), kind="stable")
    ends = np.flatnonzero(np.diff(area[order], append=-1)) + 1
    lonlat = points[rows[order]]
    begin = 0
    for end in ends.tolist():
        shape = geometries[area[order[begin]]]
        held[order[begin:end]] = covers_points(shape, lonlat[begin:end])
        begin = end
    return held
