"""Lines as a network: what meets what.

Lines of one kind meet where they share a vertex, and where one ends on another or at most JOIN_M
short of it; where two roads merely cross, one may be a bridge. Lines of different kinds (a road and
a border, a river and a road) meet wherever they cross: there the hand may change over, at a small
price, so that a way does not hop between two lines that run side by side.

Everything is computed in a plane that is affine in degrees, since that is how borders are stored:
an edge straight there is straight in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.geometry.linework import Box
from gridstudio.geometry.plane import Plane
from gridstudio.geometry.rounding import DECIMALS
from gridstudio.geometry.snapping import LineTarget

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
JOIN_M = 1.0
"""A line that ends so close to another was meant to reach it: digitised by hand, 1 : 10,000."""
CHANGE_M = 20.0
"""What changing from one kind of line to another costs, as if it were so much longer."""
LEAST_M = 1e-6


@dataclass(frozen=True, eq=False)
class Network:
    """The part of a network that touches ``bounds``.

    ``lonlat (n, 2)`` are the nodes, one for each kind of line that has it; ``edges (m, 2)`` their
    pairs, ``length (m,)`` in metres, ``kind (m,)`` the place of the edge's kind among those that
    were asked for (-1: changing over, no line), ``row (m,)`` its line, numbered through all
    targets, ``source (m,)`` a number for each whole edge of the lines (-1: none), which crossings
    have cut into several.
    """

    bounds: Box
    plane: Plane
    lonlat: Floats
    edges: Ints
    length: Floats
    kind: Ints
    row: Ints
    source: Ints

    @cached_property
    def nodes(self) -> Floats:
        """The nodes in the plane, metres."""
        return self.plane.xy(self.lonlat)

    @cached_property
    def lines(self) -> Ints:
        """The edges that are pieces of lines."""
        return np.flatnonzero(self.kind >= 0)

    @cached_property
    def _boxes(self) -> Floats:
        """West, south, east and north of each of ``lines``, in the plane: ``(4, m)``."""
        ends = self.nodes[self.edges[self.lines]]
        return np.ascontiguousarray(np.concatenate([ends.min(axis=1), ends.max(axis=1)], axis=1).T)

    def near(self, spot: Floats, reach_m: float) -> Ints:
        """Those of ``lines`` whose boxes come so near to a place in the plane."""
        west, south, east, north = self._boxes
        (x, y), reach = spot.tolist(), reach_m
        close = (west <= x + reach) & (east >= x - reach)
        close &= (south <= y + reach) & (north >= y - reach)
        found: Ints = self.lines[close]
        return found

    def covers(self, lonlat: Floats) -> bool:
        """Whether all of ``lonlat`` ``(n, 2)``, degrees, lie within the bounds."""
        west, south, east, north = self.bounds
        return bool(((lonlat >= (west, south)) & (lonlat <= (east, north))).all())


@dataclass(frozen=True, eq=False)
class _Pieces:
    """Edges before they have nodes: ``ends (m, 2, 2)`` degrees, the others ``(m,)``."""

    ends: Floats
    kind: Ints
    row: Ints
    source: Ints

    def only(self, rows: Ints) -> _Pieces:
        """Some of the pieces, by their rows."""
        return _Pieces(self.ends[rows], self.kind[rows], self.row[rows], self.source[rows])


def network(targets: Sequence[LineTarget], kinds: Sequence[str], bounds: Box) -> Network:
    """The lines of these kinds within ``bounds`` (degrees), joined where they meet."""
    plane = Plane((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    raw, number = _gathered(targets, kinds, bounds)
    if not len(raw.ends):
        none = np.empty(0, dtype=np.int64)
        empty = np.empty((0, 2), dtype=np.int64)
        return Network(bounds, plane, np.empty((0, 2)), empty, np.empty(0), none, none, none)
    lines = shapely.linestrings(plane.xy(raw.ends))
    tree = shapely.STRtree(lines)
    crossings = _crossings(raw, lines, tree, plane)
    joins, bridges = _joins(raw, number, lines, tree, plane)
    if not len(crossings[0]) and not len(joins[0]):
        return _with_nodes(raw, number, bounds, plane)
    pieces = _cut(raw, np.concatenate([crossings[0], joins[0]]),
                  np.concatenate([crossings[1], joins[1]]))  # fmt: skip
    pieces = _Pieces(*(np.concatenate([getattr(pieces, name), getattr(bridges, name)])
                       for name in ("ends", "kind", "row", "source")))  # fmt: skip
    number = _node_numbers(pieces)
    first = _once(number)
    return _with_nodes(pieces.only(first), number[first], bounds, plane)


def count_of(targets: Sequence[LineTarget], kinds: Sequence[str], bounds: Box) -> int:
    """How many edges of these kinds lie within ``bounds``, borders once for each area."""
    return sum(
        int(np.isin(target.kind[target.work.near(bounds).row], kinds).sum()) for target in targets
    )


def _gathered(
    targets: Sequence[LineTarget], kinds: Sequence[str], bounds: Box
) -> tuple[_Pieces, Ints]:
    """The edges, each once for each kind, rounded as the file keeps what is drawn; and the numbers
    of their nodes ``(m, 2)``."""
    ends, kind, row = [np.empty((0, 2, 2))], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    before = 0
    for target in targets:
        near = target.work.near(bounds)
        words = target.kind[near.row]
        for number, word in enumerate(kinds):
            own = words == word
            ends.append(np.round(near.lonlat[own], DECIMALS))
            kind.append(np.full(int(own.sum()), number, dtype=np.int64))
            row.append(near.row[own] + before)
        before += len(target.kind)
    rows = np.concatenate(row)
    every = _Pieces(np.concatenate(ends), np.concatenate(kind), rows, rows)
    nodes = _node_numbers(every)
    first = _once(nodes)
    found = every.only(first)
    return replace(found, source=np.arange(len(first))), nodes[first]


def _once(number: Ints) -> Ints:
    """The first of each pair of nodes ``(m, 2)``, in whichever direction; none of a node with
    itself."""
    low, high = number.min(axis=1), number.max(axis=1)
    keys = np.where(low < high, low * (int(number.max(initial=0)) + 1) + high, -1)
    kept, first = np.unique(keys, return_index=True)
    found: Ints = np.sort(first[kept >= 0])
    return found


def _crossings(
    raw: _Pieces, lines: NDArray[np.object_], tree: shapely.STRtree, plane: Plane
) -> tuple[Ints, Floats]:
    """Where edges of different kinds meet: the edges, and the places ``(k, 2)`` in degrees."""
    number = np.bincount(raw.kind)
    # The most numerous kind need not ask: the others find it.
    asking = np.flatnonzero(raw.kind != int(number.argmax()))
    if not len(asking):
        return np.empty(0, dtype=np.int64), np.empty((0, 2))
    one, other = tree.query(lines[asking], predicate="intersects")
    one = asking[one]
    apart = raw.kind[one] != raw.kind[other]
    one, other = one[apart], other[apart]
    spots, pair = shapely.get_coordinates(
        shapely.intersection(lines[one], lines[other]), return_index=True
    )
    lonlat = plane.stored(spots)
    return np.concatenate([one[pair], other[pair]]), np.concatenate([lonlat, lonlat])


def _joins(
    raw: _Pieces, node: Ints, lines: NDArray[np.object_], tree: shapely.STRtree, plane: Plane
) -> tuple[tuple[Ints, Floats], _Pieces]:
    """Where a line ends on another of its kind or just short of it: the edge that is met and the
    place on it, and the pieces that lead there."""
    degree = np.bincount(node.reshape(-1))
    edge, side = np.nonzero(degree[node] == 1)
    ends = raw.ends[edge, side]
    spots = shapely.points(plane.xy(ends))
    which, met = tree.query(spots, predicate="dwithin", distance=JOIN_M)
    fits = (raw.kind[met] == raw.kind[edge[which]]) & (met != edge[which])
    which, met = which[fits], met[fits]
    away = shapely.distance(spots[which], lines[met])
    order = np.lexsort([away, which])
    which, met = which[order], met[order]
    first = np.concatenate([[True], which[1:] != which[:-1]]) if len(which) else slice(0)
    which, met = which[first], met[first]
    along = shapely.line_locate_point(lines[met], spots[which])
    feet = plane.stored(
        shapely.get_coordinates(shapely.line_interpolate_point(lines[met], along)).reshape(-1, 2)
    )
    bridges = _Pieces(
        np.stack([ends[which], feet], axis=1).reshape(-1, 2, 2),
        raw.kind[met],
        raw.row[met],
        np.full(len(met), -1, dtype=np.int64),
    )
    return (met, feet), bridges


def _cut(raw: _Pieces, edge: Ints, place: Floats) -> _Pieces:
    """The edges cut at places on them ``(k, 2)`` in degrees."""
    every = np.arange(len(raw.ends))
    start = raw.ends[:, 0]
    direction = raw.ends[:, 1] - start
    square = np.maximum((direction**2).sum(axis=1), 1e-30)
    share = ((place - start[edge]) * direction[edge]).sum(axis=1) / square[edge]
    of = np.concatenate([every, every, edge])
    at = np.concatenate([np.zeros(len(every)), np.ones(len(every)), np.clip(share, 0, 1)])
    spots = np.concatenate([start, raw.ends[:, 1], place])
    order = np.lexsort([at, of])
    of, spots = of[order], spots[order]
    same = of[1:] == of[:-1]
    ends = np.stack([spots[:-1][same], spots[1:][same]], axis=1)
    of = of[:-1][same]
    return _Pieces(ends, raw.kind[of], raw.row[of], raw.source[of])


def _node_numbers(pieces: _Pieces) -> Ints:
    """A number for each end ``(m, 2)``: equal for equal places of one kind."""
    spots = np.ascontiguousarray(pieces.ends.reshape(-1, 2)).view(complex).reshape(-1)
    kind = np.repeat(pieces.kind, 2)
    numbers = np.empty(len(spots), dtype=np.int64)
    before = 0
    for one in np.unique(kind).tolist():
        own = kind == one
        nodes, place = np.unique(spots[own], return_inverse=True)
        numbers[own] = place.reshape(-1) + before
        before += len(nodes)
    return numbers.reshape(-1, 2)


def _with_nodes(pieces: _Pieces, number: Ints, bounds: Box, plane: Plane) -> Network:
    """The network of pieces whose ends have these numbers."""
    lonlat = np.full((int(number.max()) + 1, 2), np.nan)
    lonlat[number.reshape(-1)] = pieces.ends.reshape(-1, 2)
    edges = np.sort(number, axis=1)
    several = len(pieces.kind) and (pieces.kind != pieces.kind[0]).any()
    changes = _changes(lonlat) if several else np.empty((0, 2), dtype=np.int64)
    nodes = plane.xy(lonlat)
    length = np.maximum(np.hypot(*(nodes[edges[:, 0]] - nodes[edges[:, 1]]).T), LEAST_M)
    no_line = np.full(len(changes), -1, dtype=np.int64)
    return Network(
        bounds,
        plane,
        lonlat,
        np.concatenate([edges, changes]),
        np.concatenate([length, np.full(len(changes), CHANGE_M)]),
        np.concatenate([pieces.kind, no_line]),
        np.concatenate([pieces.row, no_line]),
        np.concatenate([pieces.source, no_line]),
    )


def _changes(lonlat: Floats) -> Ints:
    """Pairs of nodes at the same place, which are of different kinds."""
    spots = np.ascontiguousarray(lonlat).view(complex).reshape(-1)
    order = np.argsort(spots, kind="stable")
    same = np.flatnonzero(spots[order][1:] == spots[order][:-1])  # what is NaN never is
    return np.column_stack([order[same], order[same + 1]]).astype(np.int64)
