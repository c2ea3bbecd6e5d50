"""The ground of points that an area is to take in, with as few other points as can be.

Points far from each other make ground of their own. Each crowd gets the hull, between loose and
tight, that brings the fewest others along and is not frayed; the strip between it and the area that
takes it in comes along where nobody stands there.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.geometry.prepared import contains_points, covers_points
from gridstudio.geometry.rings import polygons

Floats = NDArray[np.float64]

NEAR_M, NEAR_STEPS = (400.0, 800.0, 1600.0, 3200.0), 4.0
"""Points closer than this, or than so many times the usual distance to the next, hang together;
which of these it is, shows in what comes of it."""
APART = 0.1
"""What each piece more costs, in others for each point wanted."""
RATIOS = (1.0, 0.7, 0.5, 0.35, 0.2, 0.1, 0.05)
"""From the convex hull to tight ones: of the longest edge in the triangulation."""
FRAYED = 0.15
"""What a hull twice as long as a circle of its area costs, in others for each point wanted."""
MARGINS_M = (30.0, 15.0, 8.0, 4.0, 2.0)
"""Ground left around the outer points; the most that brings no more others along."""
STRIP_M = 150.0
"""Strips between the ground and its area up to so wide come along where they are empty."""
MOST_IN_HULL, THIN_M = 20_000, 25.0
"""Of more points in one crowd, hulls are made of one to a cell of so many metres."""
SAMPLE = 5_000
"""So many points say how far the next one usually is."""


def gathered(wanted: Floats, others: Floats, home: MultiPolygon) -> MultiPolygon:
    """The ground for points ``wanted (n, 2)``, in a plane (metres). ``others (m, 2)`` are points
    that had rather stay where they are, ``home`` is the ground of the area that takes it in. An
    empty ground for no points."""
    wanted = np.unique(wanted, axis=0)
    if not len(wanted):
        return MultiPolygon()
    usual = _usual_distance(wanted)
    tried: list[tuple[float, int, Polygon | MultiPolygon]] = []
    for near in sorted({max(near, NEAR_STEPS * usual) for near in NEAR_M}):
        crowds = _crowds(wanted, near)
        hulls = [_hull(wanted[crowds == at], others) for at in range(int(crowds.max()) + 1)]
        brought = sum(_count(hull, others) for hull in hulls) / len(wanted)
        shape = float(np.mean([_frayed(hull) for hull in hulls]))
        cost = brought + FRAYED * shape + APART * (len(hulls) - 1)
        tried.append((cost, len(tried), shapely.union_all(hulls)))
    ground = min(tried)[2]
    strips = _strips(ground, home, others)
    return MultiPolygon(polygons(shapely.union_all([ground, *strips])))


def _usual_distance(points: Floats) -> float:
    """How far it usually is from a point to the next one; 0 for a single point."""
    from scipy.spatial import cKDTree  # slow to import, not needed for the first window

    if len(points) < 2:
        return 0.0
    some = points[:: -(-len(points) // SAMPLE)]
    return float(np.median(cKDTree(points).query(some, k=2)[0][:, 1]))


def _crowds(points: Floats, near: float) -> NDArray[np.int64]:
    """The number ``(n,)`` of the crowd that each point stands in: points hang together over cells
    of half the distance that counts as near."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    cells, cell = np.unique(np.floor(points / (near / 2)), axis=0, return_inverse=True)
    pairs = cKDTree(cells).query_pairs(2.0, output_type="ndarray")
    joined = coo_array((np.ones(len(pairs)), pairs.T), shape=(len(cells), len(cells)))
    label = connected_components(joined, directed=False)[1]
    found: NDArray[np.int64] = label[cell.reshape(-1)].astype(np.int64)
    return found


def _hull(crowd: Floats, others: Floats) -> Polygon | MultiPolygon:
    """The ground of one crowd."""
    low, high = crowd.min(axis=0) - MARGINS_M[0], crowd.max(axis=0) + MARGINS_M[0]
    near = others[((others >= low) & (others <= high)).all(axis=1)]
    cloud = shapely.multipoints(_thinned(crowd))
    tried = []
    for ratio in RATIOS if len(crowd) > 3 else RATIOS[:1]:
        hull = shapely.concave_hull(cloud, ratio=ratio)
        cost = _count(hull, near) / len(crowd) + FRAYED * _frayed(hull)
        tried.append((cost, -ratio, hull))
    core = min(tried)[2]
    left = crowd[~covers_points(core, crowd)]
    core = shapely.union_all([core, *shapely.points(left)]) if len(left) else core
    made = []
    for margin in MARGINS_M:
        ring = core.buffer(margin, quad_segs=4).simplify(margin / 6)
        made.append((_count(ring, near), -margin, ring))
    best: Polygon | MultiPolygon = min(made)[2]
    return best


def _thinned(points: Floats) -> Floats:
    """One point to a cell where there are very many."""
    if len(points) <= MOST_IN_HULL:
        return points
    first = np.unique(np.floor(points / THIN_M), axis=0, return_index=True)[1]
    return points[first]


def _count(shape: shapely.Geometry, points: Floats) -> int:
    if not len(points) or shape.area == 0:
        return 0
    return int(contains_points(shape, points).sum())


def _frayed(shape: shapely.Geometry) -> float:
    """By how much a shape's border is longer than that of a circle of its area; 0 for a line."""
    area = float(shape.area)
    return float(shape.length) / (2 * np.sqrt(np.pi * area)) - 1 if area > 0 else 0.0


def _strips(ground: Polygon | MultiPolygon, home: MultiPolygon, others: Floats) -> list[Polygon]:
    """Narrow ground between what is gathered and home, where none of the others stands."""
    reach = shapely.box(*ground.bounds).buffer(3 * STRIP_M, join_style="mitre")
    beside = home.intersection(reach)
    if beside.is_empty:
        return []
    both = shapely.union_all([ground, beside])
    closed = both.buffer(STRIP_M / 2, join_style="mitre").buffer(-STRIP_M / 2, join_style="mitre")
    found = polygons(closed.difference(both.buffer(1e-3)).buffer(2e-3, join_style="mitre"))
    return [
        strip
        for strip in found
        if strip.intersects(ground) and strip.intersects(beside) and not _count(strip, others)
    ]
