"""Snapping to borders, lines and points: what comes first, and where exactly it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gridstudio.geometry.linework import Linework, Near
from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.geometry.point_index import PointIndex
from gridstudio.geometry.rings import Point

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

CUSTOMER_PULL, CORNER_PULL = 0.5, 0.6
"""From how far these pull, as a share of the tolerance. Customers stand so close together in a town
that otherwise nothing else could be met there, and so do the corners of roads."""
CROWD = 64
"""Where more lines than that are within reach, only those count that are within less."""
CROSSED = 24
"""So many of the nearest edges are tried for crossings."""


@dataclass(frozen=True)
class Snap:
    """Where a position ends up.

    ``kind`` is "node" or "border" of the division, "customer", "site", "crossing", the kind that a
    line was given (road, river …), or "" for nothing near; ``name`` is that of the line or point.
    ``xy`` is metres (EPSG:3857); ``lonlat`` degrees: nodes, corners of lines and points exactly as
    they are stored, a spot of an edge within a step of the file's grid of the stored edge.
    """

    kind: str
    xy: Point
    lonlat: Point
    name: str = ""
    edge: tuple[Point, Point] | None = field(default=None, compare=False)
    """The ends in degrees of the edge on which a spot lies."""


@dataclass(frozen=True, eq=False)
class LineTarget:
    """Lines to snap to. ``kind (n,)`` and ``name (n,)`` are texts, aligned with the geometries; the
    kind "border" is for those of the division itself, whose corners are its nodes. ``rank (n,)`` is
    what they are more exactly (trunk, street …), None where nobody knows."""

    work: Linework
    kind: NDArray[np.object_]
    name: NDArray[np.object_]
    rank: NDArray[np.object_] | None = None


@dataclass(frozen=True, eq=False)
class PointTarget:
    """Points to snap to: ``kind`` is "customer" or "site", ``lonlat (n, 2)`` as stored; ``name``
    gives the text of a row."""

    kind: str
    index: PointIndex
    lonlat: Floats
    name: Callable[[int], str] = lambda row: ""


def snapped(
    xy: Point,
    tolerance_m: float,
    lines: Sequence[LineTarget],
    points: Sequence[PointTarget] = (),
    without: Collection[str] = (),
) -> Snap:
    """Where ``xy`` (metres, EPSG:3857) ends up: itself where nothing is within ``tolerance_m``.
    What is of a kind in ``without`` does not count.

    First comes a node of the division: meeting it makes no new corner anywhere, and no sliver can
    remain. Then a site or customer: small things are met by aiming at them only. Then corners and
    crossings of lines: they are places, while along an edge one can slide. A border goes before
    other edges: where it was drawn along a road the two run a hair apart, and a line that fell on
    the road would leave a sliver. Among equals the nearest counts.
    """
    if tolerance_m <= 0:
        return Snap("", xy, lonlat_of(xy))
    edges = _edges_near(xy, tolerance_m, lines, without)
    border = edges.kind == "border"
    nodes = border if "node" not in without else np.zeros_like(border)
    return (
        _corner(xy, tolerance_m, edges, nodes)
        or _point(xy, tolerance_m, points, without)
        or _place(xy, tolerance_m * CORNER_PULL, edges, without)
        or _spot(edges, border if "border" not in without else np.zeros_like(border))
        or _spot(edges, ~border)
        or Snap("", xy, lonlat_of(xy))
    )


def met(
    start: Point,
    end: Snap,
    tolerance_m: float,
    lines: Sequence[LineTarget],
    without: Collection[str] = (),
) -> Snap:
    """Where a straight line from ``start`` (degrees) to ``end`` meets an edge, within
    ``tolerance_m`` before or behind its end: on that edge as it is stored. ``end`` where it meets
    none."""
    edges = _edges_near(end.xy, tolerance_m, lines, without)
    origin, along = np.array(start), np.array(end.lonlat) - start
    length_m = float(np.hypot(*(np.array(end.xy) - to_xy(origin))))
    wanted = edges.kind != "border" if "border" in without else np.ones(len(edges.kind), dtype=bool)
    if not length_m or not wanted.any():
        return end
    across = edges.lonlat[:, 1] - edges.lonlat[:, 0]
    turn = along[0] * across[:, 1] - along[1] * across[:, 0]
    real = wanted & (turn != 0)
    turn = np.where(real, turn, 1.0)
    gap = edges.lonlat[:, 0] - origin
    far = (gap[:, 0] * across[:, 1] - gap[:, 1] * across[:, 0]) / turn
    share = (gap[:, 0] * along[1] - gap[:, 1] * along[0]) / turn
    off_m = np.abs(far - 1) * length_m
    meets = real & (share >= 0) & (share <= 1) & (off_m <= tolerance_m) & (far > 0.5)
    if not meets.any():
        return end
    best = int(np.argmin(np.where(meets, off_m, np.inf)))
    return _on_edge(edges, best, float(share[best]))


@dataclass(frozen=True, eq=False)
class _Edges:
    """Edges within the tolerance, the nearest first: ``lonlat (n, 2, 2)`` degrees, ``xy`` the same
    in metres, ``share (n,)`` where on each the nearest spot is, ``away (n,)`` how far that is."""

    lonlat: Floats
    xy: Floats
    kind: NDArray[np.object_]
    name: NDArray[np.object_]
    share: Floats
    away: Floats


def _edges_near(
    xy: Point, tolerance_m: float, lines: Sequence[LineTarget], without: Collection[str]
) -> _Edges:
    x, y = xy
    corners = [(x - tolerance_m, y - tolerance_m), (x + tolerance_m, y + tolerance_m)]
    (west, south), (east, north) = to_lonlat(np.array(corners)).tolist()
    box = west, south, east, north
    found = [(target, target.work.near(box, CROWD)) for target in lines]
    lonlat = np.concatenate([np.empty((0, 2, 2)), *(near.lonlat for _target, near in found)])
    xy_ends = to_xy(lonlat)
    share, away = _feet(np.array(xy), xy_ends)
    order = np.argsort(away, kind="stable")
    order = order[away[order] <= tolerance_m]
    kind, name = _said_of(found, order)
    unwanted = set(without) - {"border"}  # its nodes may count
    if unwanted:
        kept = np.array([one not in unwanted for one in kind.tolist()], dtype=bool)
        order, kind, name = order[kept], kind[kept], name[kept]
    return _Edges(lonlat[order], xy_ends[order], kind, name, share[order], away[order])


def _said_of(
    found: Sequence[tuple[LineTarget, Near]], chosen: NDArray[np.intp]
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Kind and name of some of the edges of all targets, counted through: of the few that are near
    enough, since to look texts up takes longer than to measure."""
    ends = np.cumsum([len(near) for _target, near in found])
    kind, name = np.empty(len(chosen), dtype=object), np.empty(len(chosen), dtype=object)
    for at, (edge, of) in enumerate(
        zip(chosen.tolist(), np.searchsorted(ends, chosen, side="right").tolist(), strict=True)
    ):
        target, near = found[of]
        row = near.row[edge - ends[of]]  # counted from the end of the target's own
        kind[at], name[at] = target.kind[row], target.name[row]
    return kind, name


def _feet(spot: Floats, ends: Floats) -> tuple[Floats, Floats]:
    """Where on each edge ``(n, 2, 2)`` the nearest spot lies, 0 … 1, and how far away it is."""
    start, along = ends[:, 0], ends[:, 1] - ends[:, 0]
    square = (along * along).sum(axis=1)
    share = ((spot - start) * along).sum(axis=1) / np.where(square > 0, square, 1.0)
    share = np.clip(share, 0.0, 1.0)
    return share, np.hypot(*(start + share[:, None] * along - spot).T)


def _corner(xy: Point, reach_m: float, edges: _Edges, of: Bools) -> Snap | None:
    """The nearest end of the edges marked in ``of``."""
    if not of.any():
        return None
    ends = edges.xy[of].reshape(-1, 2)
    away = np.hypot(*(ends - xy).T)
    best = int(np.argmin(away))
    if away[best] > reach_m:
        return None
    kind, name = edges.kind[of][best // 2], edges.name[of][best // 2]
    place = edges.lonlat[of].reshape(-1, 2)[best]
    return _snap("node" if kind == "border" else str(kind), place, str(name))


def _point(
    xy: Point, tolerance_m: float, points: Sequence[PointTarget], without: Collection[str]
) -> Snap | None:
    best: tuple[float, PointTarget, int] | None = None
    for target in points:
        if target.kind in without:
            continue
        share = CUSTOMER_PULL if target.kind == "customer" else 1.0
        found = target.index.nearest(xy, tolerance_m * share)
        if found is not None and (best is None or found[1] < best[0]):
            best = found[1], target, found[0]
    if best is None:
        return None
    _away, target, row = best
    return _snap(target.kind, target.lonlat[row], target.name(row))


def _place(xy: Point, reach_m: float, edges: _Edges, without: Collection[str]) -> Snap | None:
    """The nearest corner of a line that is no border, or crossing."""
    corner = _corner(xy, reach_m, edges, edges.kind != "border")
    crossing = None if "crossing" in without else _crossing(xy, reach_m, edges, without)
    if corner is None or crossing is None:
        return corner or crossing
    return min(
        (corner, crossing), key=lambda snap: np.hypot(snap.xy[0] - xy[0], snap.xy[1] - xy[1])
    )


def _crossing(xy: Point, reach_m: float, edges: _Edges, without: Collection[str]) -> Snap | None:
    """Where two edges cross, one of them at least of a line: of the stored edges, in degrees."""
    kept = edges.kind != "border" if "border" in without else np.ones(len(edges.kind), dtype=bool)
    lonlat, kind, name = (part[kept][:CROSSED] for part in (edges.lonlat, edges.kind, edges.name))
    one, other = np.triu_indices(len(lonlat), 1)
    apart = (kind[one] != "border") | (kind[other] != "border")
    one, other = one[apart], other[apart]
    start, along = lonlat[one, 0], lonlat[one, 1] - lonlat[one, 0]
    far, across = lonlat[other, 0], lonlat[other, 1] - lonlat[other, 0]
    turn = _cross(along, across)
    real = turn != 0
    turn = np.where(real, turn, 1.0)
    share, back = _cross(far - start, across) / turn, _cross(far - start, along) / turn
    inner = real & (share > 0) & (share < 1) & (back > 0) & (back < 1)
    if not inner.any():
        return None
    places = start[inner] + share[inner, None] * along[inner]
    away = np.hypot(*(to_xy(places) - xy).T)
    best = int(np.argmin(away))
    if away[best] > reach_m:
        return None
    pair = int(one[inner][best]), int(other[inner][best])
    named = dict.fromkeys(str(name[at]) for at in pair if name[at])
    return _snap("crossing", np.round(places[best], 9), " × ".join(named))


def _spot(edges: _Edges, of: Bools) -> Snap | None:
    """The nearest spot of the edges marked in ``of``: on the stored edge, which in degrees is
    straight."""
    if not of.any():
        return None
    best = int(np.argmax(of))
    return _on_edge(edges, best, float(edges.share[best]))


def _on_edge(edges: _Edges, at: int, share: float) -> Snap:
    start, end = edges.lonlat[at]
    found = _snap(
        str(edges.kind[at]), np.round(start + share * (end - start), 9), str(edges.name[at])
    )
    (west, south), (east, north) = edges.lonlat[at].tolist()
    return replace(found, edge=((west, south), (east, north)))


def _snap(kind: str, lonlat: Floats, name: str) -> Snap:
    (x, y), (lon, lat) = to_xy(lonlat).tolist(), lonlat.tolist()
    return Snap(kind, (x, y), (lon, lat), name)


def _cross(one: Floats, other: Floats) -> Floats:
    return one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]


def lonlat_of(xy: Point) -> Point:
    """Degrees as the file keeps them, of metres (EPSG:3857)."""
    lon, lat = np.round(to_lonlat(np.array(xy)), 9).tolist()
    return lon, lat
