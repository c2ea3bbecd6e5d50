"""Which arcs would cross others, lie on them, or come to lie on their other side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.geometry.arcs import Arcs
from gridstudio.geometry.edge_table import numbered
from gridstudio.geometry.rings import polygons
from gridstudio.geometry.rounding import DECIMALS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def tangled(arcs: Arcs, points: Sequence[Ints], changed: Sequence[int]) -> set[int]:
    """Of the arcs ``changed`` those that come in the way of another arc or of a border that stays;
    ``points`` are the positions of each arc now."""
    if not changed:
        return set()
    return _crossing(arcs, points, changed) | _jumping(arcs, points, changed)


def _crossing(arcs: Arcs, points: Sequence[Ints], changed: Sequence[int]) -> set[int]:
    pairs = [np.stack([line[:-1], line[1:]], axis=1) for line in points]
    of = np.repeat(np.arange(len(points)), [len(pair) for pair in pairs])
    still = arcs.node[arcs.still]
    ends = np.concatenate([*pairs, still])
    of = np.concatenate([of, np.full(len(still), -1)])
    lines = shapely.linestrings(ends / 10.0**DECIMALS)
    moving = np.flatnonzero(np.isin(of, np.asarray(changed)))
    one, other = shapely.STRtree(lines).query(lines[moving], predicate="intersects")
    one = moving[one]
    apart = one != other
    one, other = one[apart], other[apart]
    bad = _in_the_way(ends[one], ends[other])
    found = {*of[one[bad]].tolist(), *of[other[bad]].tolist()}
    return found & {*changed}


def _in_the_way(one: Ints, other: Ints) -> NDArray[np.bool_]:
    """Whether edges ``(n, 2, 2)`` that meet do so other than in a common end."""
    shared = (one[:, :, None] == other[:, None, :]).all(axis=3)
    common = shared.any(axis=(1, 2))
    twice = shared.sum(axis=(1, 2)) > 1
    first, second = np.divmod(shared.reshape(-1, 4).argmax(axis=1), 2)
    row = np.arange(len(one))
    at = one[row, first]
    along, beside = one[row, 1 - first] - at, other[row, 1 - second] - at
    cross = along[:, 0] * beside[:, 1] - along[:, 1] * beside[:, 0]
    dot = along[:, 0] * beside[:, 0] + along[:, 1] * beside[:, 1]
    bad: NDArray[np.bool_] = ~common | twice | ((cross == 0) & (dot > 0))
    return bad


def _jumping(arcs: Arcs, points: Sequence[Ints], changed: Sequence[int]) -> set[int]:
    """Arcs that sweep over a node of something else."""
    every, _number = numbered(np.concatenate([*points, arcs.node[arcs.still.ravel()]]))
    tree = shapely.STRtree(shapely.points(every / 10.0**DECIMALS))
    found = set()
    for at in changed:
        was = arcs.nodes_of(at)
        ground = swept(was / 10.0**DECIMALS, points[at] / 10.0**DECIMALS)
        inside = tree.query(shapely.get_parts(ground), predicate="contains")[1]
        own = {tuple(node) for node in was.tolist()} | {tuple(node) for node in points[at].tolist()}
        if any(tuple(every[row].tolist()) not in own for row in inside.tolist()):
            found.add(at)
    return found


def swept(was: Floats, now: Floats) -> MultiPolygon:
    """The ground between a line ``(n, 2)`` and what became of it, both in degrees; their ends are
    the same. Of a line that runs round, that is not what both go round."""
    if (was[0] == was[-1]).all():
        rings = [
            shapely.make_valid(Polygon(ring if len(ring) > 3 else None)) for ring in (was, now)
        ]
        return MultiPolygon(polygons(rings[0].symmetric_difference(rings[1])))
    loop = shapely.linestrings(np.concatenate([was, now[::-1]]))
    faces = shapely.polygonize(shapely.get_parts(shapely.node(loop)))
    return MultiPolygon(polygons(faces))


def _round(ring: Floats) -> MultiPolygon:
    """What a ring goes round; nothing where it has collapsed."""
    if len(ring) < 4:
        return MultiPolygon()
    return MultiPolygon(polygons(shapely.make_valid(Polygon(ring), method="structure")))
