"""Gestures on one piece of ground: cutting a hole, filling one, giving an exclave away.

A hole is what one area alone surrounds, be it open ground or an area; an exclave is a piece of an
area apart from its largest one.
"""

from __future__ import annotations

from dataclasses import replace
from math import hypot

import shapely
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.joining import merge
from gridstudio.geometry.noding import Noded
from gridstudio.geometry.passing import NEW, named_chain, passing
from gridstudio.geometry.rings import Edge, Point, edges, inner_point, polygons
from gridstudio.geometry.transferring import CRUMB_SHARE, noded_region, pieces_within
from gridstudio.i18n import _


def cut_hole(coverage: Coverage, level: int, region: Polygon | MultiPolygon) -> CoverageEdit:
    """Make what one area has within ``region`` (degrees) open ground; it is the area of ``level``
    that has most of the region.

    What others have there stays theirs, and the notice says so. Raises Refused where no area is
    there, where nothing would be left of it, and as ``take`` does.
    """
    area = _most_within(coverage, level, region)
    noded = noded_region(coverage, region)
    own = {area.id, *(ground.id for ground in coverage.descendants(area.id))}
    found = pieces_within(noded, region, NEW)
    passed = {key: pieces for key, pieces in found.items() if key in own}
    if not passed:  # it only touches the area, by what rounding makes of a common border
        raise Refused(_nobody_there(), place=_middle(region))
    cut = sum(area_km2(piece) for pieces in passed.values() for piece in pieces)
    if cut >= area_km2(area.geometry) * (1 - 1e-9):
        raise Refused(
            _("Nothing would be left of the area. Delete it to make all its ground open."),
            place=_inside(area.geometry),
        )
    opened = coverage.open_child(area.parent)
    to = opened.id if opened is not None else NEW
    chain = [to, *named_chain(noded.coverage, area.parent)]
    edit = passing(coverage, noded, passed, to, chain, area.level, opened=True)
    left = area_km2(region) - cut
    if left < CRUMB_SHARE * area_km2(region):
        return edit
    said = _("{km2:.2f} km² of what you drew lie outside the area and stay as they are.")
    return replace(edit, notice=said.format(km2=left))


def hole_at(coverage: Coverage, level: int, at: Point) -> tuple[Ground, Polygon, Ground]:
    """The hole under a position in degrees: whose ground it is, the ground, and the area of
    ``level`` that surrounds it. Raises Refused where there is no hole."""
    ground, part = piece_at(coverage, level, at)
    outer = edges(Polygon(part.exterior))
    for key, shared in _neighbours(coverage, ground, outer).items():
        if shared == outer:
            return ground, part, coverage[key]
    raise Refused(
        _("This is no hole: no one area surrounds it. Take ground in with T, or merge areas."),
        place=at,
    )


def fill_hole(coverage: Coverage, level: int, at: Point) -> CoverageEdit:
    """Let the area of ``level`` that surrounds the hole under a position in degrees take it in.

    Where the hole is all of an area, the two are merged. Raises Refused as ``hole_at``, and where
    they lie in different areas above.
    """
    ground, part, around = hole_at(coverage, level, at)
    if around.open:
        raise Refused(
            _("Open ground surrounds this. Delete the area to make its ground open."), place=at
        )
    if ground.open or len(ground.geometry.geoms) > 1:
        return _pass(coverage, ground, part, around.id)
    if ground.parent != around.parent:
        raise Refused(
            _("The hole lies in another area above: fill it at that level first."), place=at
        )
    return merge(coverage, [around.id, ground.id])


def exclave_at(coverage: Coverage, level: int, at: Point) -> tuple[Ground, Polygon, Ground]:
    """The exclave under a position in degrees: the area it belongs to, its ground, and the
    neighbour with the longest border to it. Raises Refused where there is none."""
    ground, part = piece_at(coverage, level, at)
    parts = polygons(ground.geometry)
    if ground.open or len(parts) < 2:
        raise Refused(_("The area here is of one piece, so it has no exclave."), place=at)
    if part.area == max(other.area for other in parts):
        raise Refused(
            _("This is the main piece of the area. Click the smaller piece apart from it."),
            place=at,
        )
    beside = _neighbours(coverage, ground, edges(part))
    if not beside:
        raise Refused(_("Nothing lies beside this piece that could take it."), place=at)
    # Open ground comes last: an exclave is given away in order to belong to somebody.
    heir = max(beside, key=lambda key: (not coverage[key].open, _length(beside[key])))
    return ground, part, coverage[heir]


def give_exclave(coverage: Coverage, level: int, at: Point) -> CoverageEdit:
    """Let the exclave under a position in degrees pass to its neighbour. Raises Refused as
    ``exclave_at``, and where open ground would swallow an area below."""
    ground, part, heir = exclave_at(coverage, level, at)
    return _pass(coverage, ground, part, heir.id)


def piece_at(coverage: Coverage, level: int, at: Point) -> tuple[Ground, Polygon]:
    """The area of ``level``, open ground too, and that piece of it which holds a position in
    degrees. Raises Refused where there is none."""
    spot = shapely.Point(at)
    for ground in coverage.near((*at, *at)):
        if ground.level != level:
            continue
        for part in polygons(ground.geometry):
            if part.contains(spot):
                return ground, part
    raise Refused(_("No area of this level is here."), place=at)


def _pass(coverage: Coverage, ground: Ground, part: Polygon, to: int) -> CoverageEdit:
    """Let a whole piece of an area pass, so that no border is cut; what lies in it altogether goes
    along, unless open ground takes it."""
    noded = Noded(coverage, (), ())
    passed = pieces_within(noded, part, to)
    whole = [
        child.id
        for child in coverage.children(ground.id)
        if not child.open
        and not coverage[to].open
        and all(part.contains(inner_point(piece)) for piece in polygons(child.geometry))
    ]
    return passing(coverage, noded, passed, to, named_chain(coverage, to), whole=whole)


def _most_within(coverage: Coverage, level: int, region: Polygon | MultiPolygon) -> Ground:
    sound = shapely.make_valid(region)
    shares = {
        ground.id: ground.geometry.intersection(sound).area
        for ground in coverage.near(region.bounds)
        if ground.level == level and not ground.open and ground.parent
    }
    shares = {key: share for key, share in shares.items() if share > 0}
    if not shares:
        raise Refused(_nobody_there(), place=_middle(region))
    return coverage[max(shares, key=lambda key: shares[key])]


def _nobody_there() -> str:
    return _("There is no area of this level under what you drew.")


def _neighbours(coverage: Coverage, ground: Ground, border: set[Edge]) -> dict[int, set[Edge]]:
    """The other areas of a ground's level that share edges of ``border``, and which."""
    found = {}
    for other in coverage.near(ground.geometry.bounds):
        if other.level == ground.level and other.id != ground.id:
            shared = edges(other.geometry) & border
            if shared:
                found[other.id] = shared
    return found


def _length(found: set[Edge]) -> float:
    return sum(hypot(a[0] - b[0], a[1] - b[1]) for a, b in found)


def _inside(shape: MultiPolygon) -> Point:
    point = shape.representative_point()
    return float(point.x), float(point.y)


def _middle(region: Polygon | MultiPolygon) -> Point | None:
    point = region.centroid
    return None if point.is_empty else (float(point.x), float(point.y))
