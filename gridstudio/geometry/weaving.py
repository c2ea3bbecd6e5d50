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
            was = taken_apart(ground.geometry)
            now = [[self._woven(ring, touched) for ring in part] for part in was]
            if any(
                new is not ring.points and not np.array_equal(new, ring.points)
                for part, listed in zip(now, was, strict=True)
                for new, ring in zip(part, listed, strict=True)
            ):
                shapes[ground.id] = put_together(now)
        return shapes

    def _woven(self, ring: Listed, touched: set[Node]) -> Ring:
        """A closed ring as it becomes. Only the stretch from the first node that is ``touched`` to
        the last is gone through, unless it reaches the ring's ends or a spike comes of it."""
        at = [place for place, node in enumerate(ring.nodes) if node in touched]
        if not at:
            return ring.points
        first, last = at[0], at[-1] + 1
        if first > 1 and last < len(ring.nodes) - 1:
            stretch = self._changed(ring.nodes[first:last])
            if not _turns_back([*ring.nodes[first - 2 : first], *stretch, *ring.nodes[last:][:2]]):
                return np.concatenate([ring.points[:first], points_of(stretch), ring.points[last:]])
        result = _without_spikes(self._changed(ring.nodes, closed=True))
        if len(result) < 3:
            raise Refused(_("An area needs at least three corners."), place=self.place)
        return points_of([*result, result[0]])

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


def both_ways(start: Node, end: Node, between: Iterable[Node]) -> dict[Way, tuple[Node, ...]]:
    """An entry of ``Weave.between`` for both directions."""
    listed = tuple(between)
    return {(start, end): listed, (end, start): listed[::-1]}


def _turns_back(row: Sequence[Node]) -> bool:
    """Whether nodes in a row repeat, or run out and straight back."""
    steps = zip(row, row[1:], strict=False)
    return any(one == other for one, other in (*steps, *zip(row, row[2:], strict=False)))


def _without_spikes(ring: list[Node]) -> list[Node]:
    """A ring (not closed) without pieces that run out and straight back."""
    result: list[Node] = []
    for node in ring:
        if result and result[-1] == node:
            continue
        if len(result) > 1 and result[-2] == node:
            result.pop()
        else:
            result.append(node)
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
