"""Ground that passes from some areas to another: the act under reshaping, carving and taking in.

The ground is cut along a ring or a stroke, noded into every area of every level. What passes over
is then a set of whole faces, and a new shape follows from edges alone: those of a face that leaves
or comes cancel against those that are there, or are added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import hypot

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.errors import Refused, Unfinished
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground, NewGround, place_in
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.noding import (
    CrossesItself,
    Noded,
    crossings,
    node_line,
    rings_noded,
)
from gridstudio.geometry.prepared import prepared
from gridstudio.geometry.rings import Edge, Point, edges, faces, inner_point, polygons
from gridstudio.geometry.rounding import round_geometry
from gridstudio.i18n import _

NEW = -1
"""Stands for the area that ``carve`` makes."""
HAIR_DEG = 4e-9
"""Half of the width below which ground between a stroke and a border comes of rounding."""
CRUMB_SHARE = 1e-3
"""Less than this share of what was drawn is not worth a word."""


def take(
    coverage: Coverage, area_id: int, region: Polygon | MultiPolygon, *, swallows: bool = False
) -> CoverageEdit:
    """Give an area all ground within ``region`` (degrees), whoever has it now, at every level.

    Where it ``swallows``, an area of its level that lies in the region altogether is merged into
    it, and one of the level below comes along as it is. Raises Refused where the region is not
    sound, where any other area would vanish, and where nothing would change.
    """
    noded = noded_region(coverage, region)
    passed = pieces_within(noded, region, area_id)
    chain = named_chain(noded.coverage, area_id)
    level = coverage[area_id].level
    whole = _entire(noded.coverage, level + 1, passed) if swallows else ()
    edit = passing(coverage, noded, passed, area_id, chain, whole=whole, swallows=swallows)
    said = [_left_out(coverage, region), _opened_words(edit, level + 1)]
    if len(edit.changed[area_id].geoms) > len(coverage[area_id].geometry.geoms):
        said.append(_("The area has a piece apart from it now, an exclave."))
    return replace(edit, notice=" ".join(filter(None, said)))


def carve(
    coverage: Coverage, level: int, region: Polygon | MultiPolygon, *, swallows: bool = False
) -> CoverageEdit:
    """Make a new area of ``level`` of the ground within ``region`` (degrees), whoever has it now.

    Its parent is the area above that has most of that ground. Where it ``swallows``, it does as in
    ``take``. Raises Refused as ``take``, and where no area above could hold it.
    """
    noded = noded_region(coverage, region)
    passed = pieces_within(noded, region, NEW)
    parent = _parent_of_most(noded.coverage, level, passed)
    chain = [NEW, *_chain(noded.coverage, parent)]
    whole = _entire(noded.coverage, level + 1, passed) if swallows else ()
    edit = passing(coverage, noded, passed, NEW, chain, level, whole=whole, swallows=swallows)
    said = [_left_out(coverage, region), _opened_words(edit, level + 1)]
    return replace(edit, notice=" ".join(filter(None, said)))


def reshape(coverage: Coverage, level: int, line: NDArray[np.float64]) -> CoverageEdit:
    """Move a border by one stroke ``(n, 2)`` in degrees.

    The stroke begins and ends in one area of ``level``, or on its border: that area takes in all
    ground between its border and the stroke. Begun and ended on a border, it is the area on the
    side away from the stroke. Raises Refused, with the place.
    """
    crossing = next(crossings(line), None)
    if crossing is not None:
        raise CrossesItself(crossing)
    stroke = shapely.LineString(line) if len(line) > 1 else shapely.LineString()
    near = _leaves_near(coverage, stroke)
    noded = node_line(coverage, near, line)
    area_id = _subject(noded.coverage, level, stroke)
    pockets = _pockets(noded.coverage[area_id].geometry, noded.line)
    if not pockets:
        raise Unfinished(
            _("The stroke encloses no ground: lead it out over the border and back."),
            place=_point(line[0]),
        )
    region = shapely.union_all(pockets)
    passed = pieces_within(noded, region, area_id)
    return passing(coverage, noded, passed, area_id, named_chain(noded.coverage, area_id))


@dataclass
class _Flow:
    """The faces that one area loses and gains."""

    lost: list[Polygon] = field(default_factory=list)
    gained: list[Polygon] = field(default_factory=list)


def noded_region(coverage: Coverage, region: Polygon | MultiPolygon) -> Noded:
    """The coverage with the region's rings in it."""
    rounded = round_geometry(region)
    if rounded.is_empty or not rounded.is_valid:
        raise CrossesItself(place_in(shapely.is_valid_reason(rounded)))
    noded = Noded(coverage, (), ())
    for part in polygons(rings_noded(rounded)):
        for ring in (part.exterior, *part.interiors):
            near = _leaves_near(noded.coverage, ring)
            step = node_line(noded.coverage, near, shapely.get_coordinates(ring))
            changed = dict.fromkeys((*noded.changed, *step.changed))
            noded = Noded(step.coverage, (*noded.line, *step.line), tuple(changed))
    return noded


def _leaves_near(coverage: Coverage, shape: shapely.Geometry) -> list[Ground]:
    """The deepest areas whose boxes a shape touches: their borders are those of all levels."""
    parents = {ground.parent for ground in coverage.grounds.values()}
    near = [ground for ground in coverage.near(shape.bounds) if ground.id not in parents]
    if not near:
        raise Refused(_("This lies outside the county."), place=_point(shape.coords[0]))
    return near


def pieces_within(noded: Noded, region: shapely.Geometry, area_id: int) -> dict[int, list[Polygon]]:
    """The faces within ``region`` of each of the deepest areas, but those of ``area_id``. Raises
    Refused where there are none."""
    coverage, line = noded.coverage, set(noded.line)
    region = prepared(region)
    own = {area_id, *(ground.id for ground in coverage.descendants(area_id))}
    found = {}
    for ground in _leaves_near(coverage, region.envelope.boundary):
        if ground.id in own:
            continue
        own_ground = prepared(ground.geometry)
        inside = [
            face
            for face in faces(edges(ground.geometry) | line)
            if own_ground.contains(inner_point(face)) and region.contains(inner_point(face))
        ]
        if inside:
            found[ground.id] = inside
    if not found:
        point = region.representative_point()
        raise Unfinished(
            _("Nothing would change: there is no ground of another area in it."),
            place=(point.x, point.y),
        )
    return found


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
        losing, gaining = _chain(coverage, source), chain
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


def _entire(coverage: Coverage, level: int, passed: dict[int, list[Polygon]]) -> list[int]:
    """The areas of a level that pass altogether, open ground not among them."""

    def passes(ground: Ground) -> bool:
        below = coverage.children(ground.id)
        if below:
            return all(passes(child) for child in below)
        pieces = passed.get(ground.id, ())
        gone: set[Edge] = set()
        for piece in pieces:
            gone ^= edges(piece)
        return bool(pieces) and gone == edges(ground.geometry)

    above = {key for source in passed for key in _chain(coverage, source)}
    listed = (coverage[key] for key in sorted(above))
    return [held.id for held in listed if held.level == level and not held.open and passes(held)]


def _opened_words(edit: CoverageEdit, level: int) -> str:
    """What there is to say of ground that is open below what is made, since some of what it got was
    divided at that level and some was not."""
    opened = [new for new in edit.added if new.key == NEW - 2 and new.level == level]
    if not opened:
        return ""
    return _("{km2:.2f} km² in it are open ground of the level below.").format(
        km2=sum(area_km2(new.geometry) for new in opened)
    )


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


def _chain(coverage: Coverage, key: int) -> list[int]:
    """An area and all above it, the county last."""
    chain = []
    while key in coverage.grounds:
        chain.append(key)
        key = coverage[key].parent
    return chain


def named_chain(coverage: Coverage, area_id: int) -> list[int]:
    """An area that was named and all above it, the county last. Raises Refused where it is gone."""
    if area_id not in coverage.grounds:
        raise Refused(_("The area is not there any more."))
    return _chain(coverage, area_id)


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


def _area(piece: Polygon) -> float:
    return float(piece.area)


def _parent_of_most(coverage: Coverage, level: int, passed: dict[int, list[Polygon]]) -> int:
    shares: dict[int, float] = {}
    for source, pieces in passed.items():
        above = [key for key in _chain(coverage, source) if coverage[key].level == level - 1]
        for key in above:
            shares[key] = shares.get(key, 0.0) + sum(piece.area for piece in pieces)
    shares = {key: share for key, share in shares.items() if not coverage[key].open}
    if not shares:
        largest = max((piece for pieces in passed.values() for piece in pieces), key=_area)
        point = inner_point(largest)
        raise Refused(
            _("Draw the level above first: there is no area to divide here."),
            place=(point.x, point.y),
        )
    return max(shares, key=lambda key: shares[key])


def _subject(coverage: Coverage, level: int, stroke: shapely.LineString) -> int:
    """The area that a stroke is about: it begins and ends there, and runs least inside it."""
    start, end = shapely.Point(stroke.coords[0]), shapely.Point(stroke.coords[-1])
    begun = [
        ground
        for ground in coverage.near(start.bounds)
        if ground.level == level and ground.geometry.intersects(start)
    ]
    if not begun:
        raise Refused(
            _("The stroke begins in no area of this level: begin in the one that is to grow."),
            place=_point(stroke.coords[0]),
        )
    found = [ground for ground in begun if ground.geometry.intersects(end)]
    if not found:
        raise Unfinished(
            _("Begin and end the stroke in the same area: that area takes the ground in between."),
            place=_point(stroke.coords[-1]),
        )
    return min(found, key=lambda ground: ground.geometry.intersection(stroke).length).id


def _pockets(shape: MultiPolygon, line: tuple[Edge, ...]) -> list[Polygon]:
    """The faces between an area's border and a stroke, outside the area. Of the two halves of a
    hole that the stroke cuts through, the smaller one; what a stroke along the border leaves
    between by rounding is none."""
    stroke = set(line)
    ground = prepared(shape)
    outside = [
        (face, edges(face) & stroke)
        for face in faces(edges(shape) | stroke)
        if not ground.contains(inner_point(face)) and not face.buffer(-HAIR_DEG).is_empty
    ]
    outside = sorted((pair for pair in outside if pair[1]), key=lambda pair: pair[0].area)
    pockets: list[Polygon] = []
    used: set[Edge] = set()
    for face, along in outside:
        if along.isdisjoint(used):
            pockets.append(face)
            used |= along
    return pockets


def _left_out(coverage: Coverage, region: Polygon | MultiPolygon) -> str:
    """What there is to say of drawn ground outside the county."""
    outside = region
    for ground in coverage.grounds.values():
        if not ground.parent:
            outside = outside.difference(ground.geometry)
    lost = area_km2(MultiPolygon(polygons(outside)))
    if lost < CRUMB_SHARE * area_km2(region):
        return ""
    return _("{km2:.2f} km² outside the county were left out.").format(km2=lost)


def _vanishing(ground: Ground) -> Refused:
    point = ground.geometry.representative_point()
    return Refused(
        _("An area would lose all its ground. Leave some of it out, or merge the two."),
        place=(point.x, point.y),
    )


def _point(place: Iterable[float]) -> Point:
    lon, lat = place
    return float(lon), float(lat)
