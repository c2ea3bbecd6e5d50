"""Changing the same stretch of border in every ring that has it, node by node.

Nothing is computed on the way: the rings of all areas get the same nodes, so that what fitted
before fits afterwards, and whether they cross is seen by looking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from shapely.geometry import MultiPolygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Ground
from gridstudio.geometry.edge_rows import remember
from gridstudio.geometry.rings import (
    Listed,
    Node,
    Point,
    Ring,
    points_of,
    put_together,
    taken_apart,
)
from gridstudio.i18n import _

Way = tuple[Node, Node]
MARGIN = 8
"""So far an end slides along the neighbours' border mostly, and so far reach the spikes of it."""


@dataclass(frozen=True)
class Weave:
    """What happens to nodes and edges, whichever areas have them.

    ``moved`` says where nodes go, ``dropped`` which go altogether; ``between`` which nodes come
    into the way from one node to another (as they were), in order; it is set for both directions.
    A ring that then runs out and straight back loses that spike.
    """

    moved: Mapping[Node, Node] = field(default_factory=dict)
    dropped: frozenset[Node] = frozenset()
    between: Mapping[Way, tuple[Node, ...]] = field(default_factory=dict)
    place: Point | None = None
    """Where to point at when an area loses all its ground."""

    def applied(self, grounds: Sequence[Ground]) -> dict[int, MultiPolygon]:
        """The new shapes of those areas that change. Raises Refused for one that would vanish."""
        touched = {*self.moved, *self.dropped, *(node for way in self.between for node in way)}
        shapes: dict[int, MultiPolygon] = {}
        for ground in grounds:
            woven = [
                [self._woven(ring, touched) for ring in part]
                for part in taken_apart(ground.geometry)
            ]
            changes = [one for part in woven for one in part if one.gone != one.come]
            if changes:
                shape = put_together([[one.points for one in part] for part in woven])
                shapes[ground.id] = shape
                gone, come = [one.gone for one in changes], [one.come for one in changes]
                remember(ground.geometry, shape, gone, come)
        return shapes

    def _woven(self, ring: Listed, touched: set[Node]) -> _Woven:
        """A ring as it becomes; it may begin elsewhere. Only the stretch from the first node that
        is ``touched`` to the last is gone through and MARGIN nodes around, unless spikes reach
        beyond."""
        at = [place for place, node in enumerate(ring.nodes) if node in touched]
        if not at:
            return _Woven(ring.points)
        ring, at = _begun_apart(ring, at)
        first, last = at[0], at[-1] + 1
        low, high = max(first - MARGIN, 0), min(last + MARGIN, len(ring.nodes))
        if first - low > 1 and high - last > 1:
            gone = ring.nodes[low:high]
            stretch = self._changed(ring.nodes[first:last])
            whole = [*ring.nodes[low:first], *stretch, *ring.nodes[last:high]]
            come = _straight_on(whole)
            if len(come) > 3 and come[:2] == whole[:2] and come[-2:] == whole[-2:]:
                points = [ring.points[:low], points_of(come), ring.points[high:]]
                return _Woven(np.concatenate(points), gone, (*come,))
        result = _without_spikes(self._changed(ring.nodes, closed=True))
        if len(result) < 3:
            raise Refused(_("An area needs at least three corners."), place=self.place)
        result.append(result[0])
        return _Woven(points_of(result), (*ring.nodes, ring.nodes[0]), (*result,))

    def _changed(self, listed: Sequence[Node], *, closed: bool = False) -> list[Node]:
        """What becomes of nodes in a row, spikes and all."""
        kept = [node for node in listed if node not in self.dropped]
        result: list[Node] = []
        for way in zip(kept, [*kept[1:], *(kept[:1] if closed else ())], strict=False):
            result.append(self.moved.get(way[0], way[0]))
            result += self.between.get(way, ())
        if kept and not closed:
            result.append(self.moved.get(kept[-1], kept[-1]))
        return result


@dataclass(frozen=True, eq=False)
class _Woven:
    """A closed ring, and the nodes in a row that have gone for it and come in their place."""

    points: Ring
    gone: tuple[Node, ...] = ()
    come: tuple[Node, ...] = ()


def _begun_apart(ring: Listed, at: list[int]) -> tuple[Listed, list[int]]:
    """The ring begun where it is farthest from the nodes at ``at``, and where these are then."""
    count = len(ring.nodes)
    gaps = [after - place for place, after in zip(at, [*at[1:], at[0] + count], strict=True)]
    widest = max(range(len(at)), key=gaps.__getitem__)
    if widest == len(at) - 1 and at[0] > 1 and at[-1] < count - 2:
        return ring, at
    begin = (at[widest] + gaps[widest] // 2) % count
    points = np.concatenate([ring.points[begin:-1], ring.points[: begin + 1]])
    turned = Listed(points, (*ring.nodes[begin:], *ring.nodes[:begin]))
    return turned, sorted((place - begin) % count for place in at)


def both_ways(start: Node, end: Node, between: Iterable[Node]) -> dict[Way, tuple[Node, ...]]:
    """An entry of ``Weave.between`` for both directions."""
    listed = tuple(between)
    return {(start, end): listed, (end, start): listed[::-1]}


def _straight_on(row: Iterable[Node]) -> list[Node]:
    """Nodes in a row without those that repeat, or run out and straight back."""
    result: list[Node] = []
    for node in row:
        if result and result[-1] == node:
            continue
        if len(result) > 1 and result[-2] == node:
            result.pop()
        else:
            result.append(node)
    return result


def _without_spikes(ring: list[Node]) -> list[Node]:
    """A ring (not closed) without pieces that run out and straight back."""
    result = _straight_on(ring)
    while len(result) > 2:  # the same where the end meets the beginning
        if result[-1] == result[0]:
            result = result[:-1]
        elif result[-2] == result[0]:
            result = result[:-2]
        elif result[-1] == result[1]:
            result = result[2:]
        else:
            break
    return result
