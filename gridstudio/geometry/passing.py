"""Faces of ground that pass from the deepest areas to one: what that makes of every level.

A new shape follows from edges alone: those of a face that leaves or comes cancel against those that
are there, or are added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import (
    Coverage,
    CoverageEdit,
    Ground,
    NewGround,
    require_there,
)
from gridstudio.geometry.noding import Noded
from gridstudio.geometry.rings import Edge, edges, faces, inner_point
from gridstudio.i18n import _

NEW = -1
"""Stands for the area that is made."""


@dataclass
class _Flow:
    """The faces that one area loses and gains."""

    lost: list[Polygon] = field(default_factory=list)
    gained: list[Polygon] = field(default_factory=list)


def passing(
    before: Coverage,
    noded: Noded,
    passed: dict[int, list[Polygon]],
    to: int,
    chain: list[int],
    level: int = 0,
    *,
    opened: bool = False,
    whole: Collection[int] = (),
    swallows: bool = False,
) -> CoverageEdit:
    """Let faces pass from the deepest areas to ``to``, which stands first in its ``chain`` of areas
    above; everything between follows. ``to`` may be NEW, an area of ``level`` or open ground.
    Areas in ``whole`` lie in these faces altogether and become areas below ``to``. Where ``to``
    ``swallows``, areas of its level that would lose all their ground are gone.

    Raises Refused where any other area would lose all its ground.
    """
    coverage = noded.coverage
    level = level if to == NEW else coverage[to].level
    flows: dict[int, _Flow] = {}
    loose: list[Polygon] = []
    for source, pieces in passed.items():
        losing, gaining = chain_of(coverage, source), chain
        goes_along = next((at for at, key in enumerate(losing) if key in whole), None)
        if goes_along is not None:
            losing = losing[goes_along + 1 :]
        else:
            gaining = [*_below(coverage, to, pieces), *chain]
            loose += pieces
        for key in losing:
            if key not in chain:
                flows.setdefault(key, _Flow()).lost += pieces
        for key in gaining:
            if key not in losing:
                flows.setdefault(key, _Flow()).gained += pieces
    changed = {key: coverage[key].geometry for key in noded.changed if key in before.grounds}
    added: list[NewGround] = []
    removed: list[int] = []
    for key, flow in flows.items():
        if key == NEW:
            added.append(NewGround(NEW, chain[1], level, opened, _after(MultiPolygon(), flow)))
            added += _opened(coverage, chain[1], level, passed.get(chain[1], []))
            continue
        shape = _after(coverage[key].geometry, flow)
        if not shape.is_empty:
            changed[key] = shape
        elif coverage[key].open or (swallows and coverage[key].level == level):
            changed.pop(key, None)
            removed.append(key)
        else:
            raise _vanishing(coverage[key])
    if whole and not coverage.children(to):
        own = coverage[to].geometry if to != NEW else MultiPolygon()
        rest = _after(own, _Flow(gained=loose))
        if not rest.is_empty:
            added.append(NewGround(NEW - 2, to, level + 1, True, rest))
    return CoverageEdit(changed, tuple(added), tuple(removed), dict.fromkeys(whole, to))


def _after(shape: MultiPolygon, flow: _Flow) -> MultiPolygon:
    """A shape without the faces it loses and with those it gains, vertex for vertex."""
    border = edges(shape) if not shape.is_empty else set()
    for piece in (*flow.lost, *flow.gained):
        border ^= edges(piece)
    if not border:
        return MultiPolygon()
    found = faces(border)
    points = [inner_point(face) for face in found]
    # A face is ground or lost as a whole. Where several have grown together, its inner point may
    # lie on a border between them: so what it touches counts, not what contains it.
    kept = _touching(points, [shape, *flow.gained]) & ~_touching(points, flow.lost)
    return MultiPolygon([face for face, stays in zip(found, kept.tolist(), strict=True) if stays])


def _touching(points: list[shapely.Point], pieces: Sequence[shapely.Geometry]) -> NDArray[np.bool_]:
    """Which of the points lie in one of the pieces."""
    found = np.zeros(len(points), dtype=np.bool_)
    if pieces:
        found[shapely.STRtree(pieces).query(points, predicate="intersects")[0]] = True
    return found


def _opened(
    coverage: Coverage, parent: int, level: int, pieces: list[Polygon]
) -> tuple[NewGround, ...]:
    """What is left of an area that has just got its first child: open ground."""
    if coverage.children(parent):
        return ()
    rest = _after(coverage[parent].geometry, _Flow(lost=pieces))
    return () if rest.is_empty else (NewGround(NEW - 1, parent, level, True, rest),)


def chain_of(coverage: Coverage, key: int) -> list[int]:
    """An area and all above it, the county last."""
    chain = []
    while key in coverage.grounds:
        chain.append(key)
        key = coverage[key].parent
    return chain


def named_chain(coverage: Coverage, area_id: int) -> list[int]:
    """An area that was named and all above it, the county last. Raises Refused where it is gone."""
    return chain_of(coverage, require_there(coverage, area_id).id)


def _below(coverage: Coverage, key: int, pieces: Iterable[Polygon]) -> list[int]:
    """The areas below one that get what it gains: its open ground, or the child with the longest
    border to it, and so on downwards."""
    found: list[int] = []
    gained: set[Edge] = set()
    for piece in pieces:
        gained ^= edges(piece)
    while key in coverage.grounds and (children := coverage.children(key)):
        opened = next((child for child in children if child.open), None)
        best = opened or max(children, key=lambda child: _length(edges(child.geometry) & gained))
        key = best.id
        found.append(key)
    return found


def _length(found: set[Edge]) -> float:
    return sum(hypot(a[0] - b[0], a[1] - b[1]) for a, b in found)


def _vanishing(ground: Ground) -> Refused:
    point = ground.geometry.representative_point()
    return Refused(
        _("An area would lose all its ground. Leave some of it out, or merge the two."),
        place=(point.x, point.y),
    )
