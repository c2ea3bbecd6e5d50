"""An area becomes several: what that makes of it and of the areas below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import shapely
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.geometry.coverage import Coverage, CoverageEdit, NewGround
from gridstudio.geometry.noding import Noded
from gridstudio.geometry.rings import Edge, edges, faces, inner_point, together

KEY_STEP = 1000
"""Keys of new areas below begin here, those of the parts themselves at -1."""


def parts_of(shape: MultiPolygon, line: Iterable[Edge]) -> list[MultiPolygon]:
    """The parts into which a noded line cuts a shape, the largest first; pieces that the line does
    not touch stay with the largest. One part, the shape itself, where nothing is cut."""
    line = set(line)
    crossed = line - edges(shape)
    found = faces_in(shape, line)
    cut = [face for face in found if not edges(face).isdisjoint(crossed)]
    whole = [face for face in found if edges(face).isdisjoint(crossed)]
    if not cut:
        return [shape]
    cut.sort(key=lambda face: face.area, reverse=True)
    return [MultiPolygon([cut[0], *whole]), *(MultiPolygon([face]) for face in cut[1:])]


def faces_in(shape: MultiPolygon, line: set[Edge]) -> list[Polygon]:
    """All faces of a shape and a noded line that lie in the shape."""
    return [
        face for face in faces(edges(shape) | line) if shapely.contains(shape, inner_point(face))
    ]


def parted(before: Coverage, noded: Noded, area_id: int, parts: list[MultiPolygon]) -> CoverageEdit:
    """The edit that cuts an area into ``parts``, the first of which keeps its identity; the areas
    below go to the part they lie in, and are cut where they lie in several. The noded line is that
    which bounds the parts. Of open ground all but the first become areas."""
    target = noded.coverage[area_id]
    changed = {key: noded.coverage[key].geometry for key in noded.changed if key in before.grounds}
    changed[area_id] = parts[0]
    added = [
        NewGround(-at, target.parent, target.level, False, part, 0 if target.open else area_id)
        for at, part in enumerate(parts)
        if at
    ]
    keys = [area_id, *(new.key for new in added)]
    parents: dict[int, int] = {}
    _part_below(noded, area_id, list(zip(keys, parts, strict=True)), changed, added, parents)
    return CoverageEdit(changed, tuple(added), parents=parents)


def _part_below(
    noded: Noded,
    area_id: int,
    parts: list[tuple[int, MultiPolygon]],
    changed: dict[int, MultiPolygon],
    added: list[NewGround],
    parents: dict[int, int],
) -> None:
    """Deal the children of an area to its parts, each with its id or key."""
    line = set(noded.line)
    for child in noded.coverage.children(area_id):
        shares: dict[int, list[Polygon]] = defaultdict(list)
        for face in faces_in(child.geometry, line):
            shares[_around(face, parts)].append(face)
        pieces = {key: together(share) for key, share in shares.items()}
        main = max(pieces, key=lambda key: pieces[key].area)
        if len(pieces) > 1:
            changed[child.id] = pieces[main]
        if main != area_id:
            parents[child.id] = main
        below = [(child.id, pieces.pop(main))]
        for parent, piece in pieces.items():
            key = -KEY_STEP - len(added)
            added.append(NewGround(key, parent, child.level, child.open, piece, like=child.id))
            below.append((key, piece))
        _part_below(noded, child.id, below, changed, added, parents)


def _around(face: Polygon, parts: list[tuple[int, MultiPolygon]]) -> int:
    """The part that a face lies in."""
    point = inner_point(face)
    return next(key for key, part in parts if part.contains(point))
