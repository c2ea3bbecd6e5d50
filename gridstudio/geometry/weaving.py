"""Changing the same stretch of border in every ring that has it, node by node.

Nothing is computed on the way: the rings of all areas get the same nodes, so that what fitted
before fits afterwards, and whether they cross is seen by looking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shapely.geometry import MultiPolygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Ground
from gridstudio.geometry.rings import Node, Point, Ring, nodes, points_of, rebuilt
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
        shapes = {ground.id: rebuilt(ground.geometry, self._woven) for ground in grounds}
        return {
            ground.id: shapes[ground.id]
            for ground in grounds
            if not shapes[ground.id].equals_exact(ground.geometry, 0.0)
        }

    def _woven(self, ring: Ring) -> Ring:
        listed: list[Node] = list(zip(*nodes(ring[:-1]).T.tolist(), strict=True))
        kept = [node for node in listed if node not in self.dropped]
        ways, moved = self.between, self.moved
        result: list[Node] = []
        for way in zip(kept, [*kept[1:], *kept[:1]], strict=True):
            result.append(moved.get(way[0], way[0]))
            if way in ways:
                result += ways[way]
        result = _without_spikes(result)
        if len(result) < 3:
            raise Refused(_("An area needs at least three corners."), place=self.place)
        return points_of([*result, result[0]])


def both_ways(start: Node, end: Node, between: Iterable[Node]) -> dict[Way, tuple[Node, ...]]:
    """An entry of ``Weave.between`` for both directions."""
    listed = tuple(between)
    return {(start, end): listed, (end, start): listed[::-1]}


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
