"""A straight cut through an area, drawn to the roads beside it.

Of all ways on the network from one end of the cut to the other the one is taken that is short and
near to the cut; a little of it, where no road reaches the border, may lead over open land.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPolygon

from gridstudio.errors import Refused
from gridstudio.geometry.line_splitting import fitted
from gridstudio.geometry.network import Floats, Ints, Network
from gridstudio.geometry.prepared import prepared

Bools = NDArray[np.bool_]
BESIDE = 0.2
"""Of the root of the ground: a road farther from the cut than this is none beside it."""
ASIDE = 4.0
"""A road at that distance counts so many times as long again as one on the cut."""
OFF_ROAD, MOST_OFF = 3.0, 0.3
"""A way over open land counts so many times as long as one on a road; so much of a cut may be."""
WINDING = 2.5
"""A way that is so many times as long as the cut is none."""
BEYOND_M = 1.0
"""Where a way leads to the border over open land it reaches so far over it."""
_LEAST_M = 1e-3


@dataclass(frozen=True, eq=False)
class _Inside:
    """The network within a shape: ``xy (n, 2)`` are its nodes in the network's plane, ``edges (m,
    2)`` with their ``cost (m,)``. ``out (n,)`` marks ends beyond the border, each of one edge."""

    xy: Floats
    edges: Ints
    cost: Floats
    out: Bools


def road_cut(net: Network, shape: MultiPolygon, chord: Floats) -> Floats | None:
    """The way ``(n, 2)`` in degrees that cuts ``shape`` (degrees) beside a straight cut ``chord (2,
    2)`` in degrees from border to border; None where no road leads through there."""
    if not len(net.lonlat):
        return None
    ground, ends = net.plane.shape(shape), net.plane.xy(chord)
    reach_m = BESIDE * float(np.sqrt(ground.area))
    inside = _within(net, ground, LineString(ends), reach_m)
    if not len(inside.edges):
        return None
    way = _way(inside, ground, ends, reach_m)
    if way is None:
        return None
    try:
        return fitted(shape, net.plane.stored(way)).lonlat
    except Refused:
        return None


def _within(net: Network, ground: MultiPolygon, chord: LineString, reach_m: float) -> _Inside:
    """The edges beside the cut; those that cross the border are cut there, and each of their ends
    beyond is a node of its own: there is no way on from it."""
    roads = net.lines
    lines = shapely.linestrings(net.nodes[net.edges[roads]])
    near = shapely.distance(lines, chord) <= reach_m
    roads, lines = roads[near], lines[near]
    whole = shapely.covers(prepared(ground), lines)
    pieces = [net.edges[roads[whole]]]
    xy, count = [net.nodes], len(net.nodes)
    parts, of = shapely.get_parts(shapely.intersection(lines[~whole], ground), return_index=True)
    for part, edge in zip(parts, roads[~whole][of].tolist(), strict=True):
        if part.geom_type != "LineString" or part.is_empty:
            continue
        ends = [*net.edges[edge].tolist()]
        start, stop = shapely.get_coordinates(part)[[0, -1]]
        step = (stop - start) / max(part.length, _LEAST_M) * BEYOND_M
        for number, spot in enumerate((start - step, stop + step)):
            at = net.nodes[ends[number]]
            if float(np.hypot(*(at - spot))) > BEYOND_M * 1.01:
                ends[number], count = count, count + 1
                xy.append(spot[None])
        pieces.append(np.array([ends], dtype=np.int64))
    every, edges = np.concatenate(xy), np.concatenate(pieces)
    out = np.arange(len(every)) >= len(net.nodes)
    path = every[edges]
    away = shapely.distance(shapely.points(path.mean(axis=1)), chord)
    away = np.maximum(away, shapely.distance(shapely.points(path), chord).mean(axis=1))
    length = np.hypot(*(path[:, 1] - path[:, 0]).T)
    beside = away <= reach_m
    cost = length * (1 + ASIDE * (away / reach_m) ** 2)
    return _Inside(every, edges[beside], cost[beside], out)


def _way(inside: _Inside, ground: MultiPolygon, ends: Floats, reach_m: float) -> Floats | None:
    """The cheapest way from one end of the cut to the other ``(n, 2)``, in the plane."""
    from scipy.sparse import csr_array  # slow, not needed for the first window
    from scipy.sparse.csgraph import dijkstra

    used = np.unique(inside.edges)
    links, costs = [inside.edges], [inside.cost]
    count = len(inside.xy)
    for number, end in enumerate(ends):
        gap = np.hypot(*(inside.xy[used] - end).T)
        close = used[gap <= reach_m]
        price = np.hypot(*(inside.xy[close] - end).T) * np.where(inside.out[close], 1.0, OFF_ROAD)
        links.append(np.column_stack([np.full(len(close), count + number), close]))
        costs.append(price)
    pairs, cost = np.sort(np.concatenate(links), axis=1), np.concatenate(costs)
    order = np.lexsort((cost, pairs[:, 1], pairs[:, 0]))
    pairs, cost = pairs[order], np.maximum(cost[order], _LEAST_M)
    first = np.ones(len(pairs), dtype=np.bool_)
    first[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)  # of several edges between two nodes
    one, other = pairs[first].T
    matrix = csr_array((cost[first], (one, other)), shape=(count + 2, count + 2))
    found, before = dijkstra(matrix, directed=False, indices=count, return_predecessors=True)
    if not np.isfinite(found[count + 1]):
        return None
    nodes = [int(before[count + 1])]
    while before[nodes[-1]] != count:
        nodes.append(int(before[nodes[-1]]))
    return _whole(inside, np.array(nodes[::-1]), ground, ends)


def _whole(inside: _Inside, nodes: Ints, ground: MultiPolygon, ends: Floats) -> Floats | None:
    """The way over these nodes, led over open land to the ends of the cut where it does not leave
    the ground by itself; None where that is too much of it, or it winds too much."""
    way, off_m = inside.xy[nodes], 0.0
    for first, end in ((True, ends[0]), (False, ends[1])):
        tip = 0 if first else -1
        if inside.out[nodes[tip]]:
            continue
        step = end - way[tip]
        length = float(np.hypot(*step))
        if length <= _LEAST_M:
            continue
        if not LineString([way[tip], end]).within(ground.buffer(BEYOND_M)):
            return None
        beyond = (end + step / length * BEYOND_M)[None]
        way = np.concatenate([beyond, way] if first else [way, beyond])
        off_m += length
    straight_m = float(np.hypot(*(ends[1] - ends[0])))
    total_m = float(np.hypot(*np.diff(way, axis=0).T).sum())
    if len(way) < 2 or off_m > MOST_OFF * straight_m or total_m > WINDING * straight_m:
        return None
    return way
