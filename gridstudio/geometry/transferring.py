"""Ground that passes from some areas to another: the act under reshaping, carving and taking in.

The ground is cut along a ring or a stroke, noded into every area of every level. What passes over
is then a set of whole faces (see ``passing``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.errors import Refused, Unfinished
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground, place_in
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.noding import (
    CrossesItself,
    Noded,
    crossings,
    node_line,
    rings_noded,
)
from gridstudio.geometry.passing import NEW, chain_of, named_chain, passing
from gridstudio.geometry.prepared import prepared
from gridstudio.geometry.rings import Edge, Point, edges, faces, inner_point, polygons
from gridstudio.geometry.rounding import round_geometry
from gridstudio.i18n import _

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
    chain = [NEW, *chain_of(noded.coverage, parent)]
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

    above = {key for source in passed for key in chain_of(coverage, source)}
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


def _area(piece: Polygon) -> float:
    return float(piece.area)


def _parent_of_most(coverage: Coverage, level: int, passed: dict[int, list[Polygon]]) -> int:
    shares: dict[int, float] = {}
    for source, pieces in passed.items():
        above = [key for key in chain_of(coverage, source) if coverage[key].level == level - 1]
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


def _point(place: Iterable[float]) -> Point:
    lon, lat = place
    return float(lon), float(lat)
