"""Gestures that cut ground: drawing an area on open ground, splitting one by a line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.errors import Refused, Unfinished
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground, NewGround, place_in
from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.noding import (
    CrossesItself,
    Noded,
    crossings,
    node_line,
    rings_noded,
)
from gridstudio.geometry.parting import parted, parts_of
from gridstudio.geometry.prepared import prepared
from gridstudio.geometry.rings import Point, edges, faces, inner_point, point_of, polygons, together
from gridstudio.geometry.rounding import DECIMALS, round_geometry
from gridstudio.i18n import _

CRUMB_SHARE = 1e-3
"""Pieces below this share of what was drawn come of an unsteady hand; they stay open."""
LED_ON_SHARE = 0.05
"""A line that ends so much of its length before the border was meant to end on it."""


def draw(coverage: Coverage, parent_id: int, ring: NDArray[np.float64]) -> CoverageEdit:
    """Cut the polygon ``ring`` ``(n, 2)`` in degrees out of the open ground of a parent.

    What the ring covers beyond that ground is left out, and the notice says so. Raises Refused
    where nothing is left, or several pieces.
    """
    drawn = Polygon(ring) if len(ring) >= 3 else Polygon()
    return draw_polygons(coverage, parent_id, drawn)


def draw_polygons(
    coverage: Coverage, parent_id: int, polygon: Polygon | MultiPolygon
) -> CoverageEdit:
    """``draw`` for ground in degrees that may have holes, which stay open, and several parts."""
    parent = coverage[parent_id]
    drawn = round_geometry(polygon)
    if drawn.is_empty or not drawn.is_valid:
        raise CrossesItself(place_in(shapely.is_valid_reason(drawn)))
    ground = _ground_to_cut(coverage, parent, drawn)
    noded = _noded_rings(coverage, ground, drawn)
    whole = noded.coverage[ground.id].geometry
    inside = [
        face
        for face in faces(edges(whole) | set(noded.line))
        if whole.contains(inner_point(face)) and drawn.contains(inner_point(face))
    ]
    taken = _pieces(inside, drawn)
    rest = _rest(whole, taken)
    changed = _changed(coverage, noded)
    added = [NewGround(-1, parent_id, parent.level + 1, False, taken)]
    removed: tuple[int, ...] = ()
    if ground.id == parent_id:
        if rest is not None:
            added.append(NewGround(-2, parent_id, parent.level + 1, True, rest))
    elif rest is None:
        changed.pop(ground.id, None)
        removed = (ground.id,)
    else:
        changed[ground.id] = rest
    return CoverageEdit(changed, tuple(added), removed, notice=_left_out(drawn, taken))


def _noded_rings(coverage: Coverage, ground: Ground, drawn: Polygon | MultiPolygon) -> Noded:
    """The outer ring and the holes, noded with the ground's border one after another."""
    noded = Noded(coverage, (), ())
    for ring in shapely.get_rings(shapely.get_parts(rings_noded(drawn))):
        among = [noded.coverage[ground.id]]
        step = node_line(noded.coverage, among, shapely.get_coordinates(ring))
        changed = dict.fromkeys((*noded.changed, *step.changed))
        noded = Noded(step.coverage, (*noded.line, *step.line), tuple(changed))
    return noded


def split(coverage: Coverage, area_id: int, line: NDArray[np.float64]) -> CoverageEdit:
    """Cut an area by ``line`` ``(n, 2)`` in degrees that runs from border to border.

    The largest part keeps the area's identity. Areas below that the line crosses are cut as well,
    and all go to the part they lie in. Of open ground all parts but the largest become areas. A
    line that ends a little before the border is led on to it, which the notice says. Raises
    Refused, with the place, where the line cuts nothing off or crosses itself there.
    """
    shape = coverage[area_id].geometry
    within = (spot for spot in crossings(line) if shape.intersects(shapely.Point(spot)))
    crossing = next(within, None)
    if crossing is not None:
        raise CrossesItself(crossing)
    among = [coverage[area_id], *coverage.descendants(area_id)]
    noded, notice = node_line(coverage, among, line), ""
    parts = parts_of(noded.coverage[area_id].geometry, noded.line)
    if len(parts) < 2:
        longer, notice = led_on(shape, line)
        noded = node_line(coverage, among, longer)
        parts = parts_of(noded.coverage[area_id].geometry, noded.line)
    if len(parts) < 2:
        raise Unfinished(
            _("The line does not cut the area in two: begin and end it on or beyond the border."),
            place=_loose_end(shape, line),
        )
    edit = parted(coverage, noded, area_id, parts)
    said = notice, _idle(noded, parts, coverage[area_id].open)
    return replace(edit, notice=" ".join(filter(None, said)))


def led_on(shape: MultiPolygon, line: NDArray[np.float64]) -> tuple[NDArray[np.float64], str]:
    """The line with those ends that lie in ``shape``, but close to its border, led straight on to
    it, and a sentence about it; else the line as it is, and ""."""
    if len(line) < 2:
        return line, ""
    reach = LED_ON_SHARE * shapely.LineString(line).length
    points, gap_m = [*line], 0.0
    for end, before in ((0, 1), (-1, -2)):
        tip, way = np.array(line[end]), np.array(line[end]) - line[before]
        if not np.any(way) or not shape.contains(shapely.Point(tip)):
            continue
        ray = shapely.LineString([tip, tip + way / np.hypot(*way) * reach])
        hits = shapely.get_coordinates(shape.boundary.intersection(ray))
        if len(hits):
            hit = np.round(hits[np.argmin(np.hypot(*(hits - tip).T))], DECIMALS)
            points.insert(0 if end == 0 else len(points), hit)
            gap_m = max(gap_m, length_m(np.array([tip, hit])))
    if not gap_m:
        return line, ""
    said = _("The line ended {length} m before the border and was led on to it.")
    return np.array(points), said.format(length=f"{gap_m:.{0 if gap_m >= 10 else 1}f}")


def _loose_end(shape: MultiPolygon, line: NDArray[np.float64]) -> Point | None:
    """The end of a line that lies in the shape; its first point where none does."""
    for end in (-1, 0) if len(line) else ():
        if shape.contains(shapely.Point(line[end])):
            return _first(line[end:][:1])
    return _first(line)


def _idle(noded: Noded, parts: list[MultiPolygon], opened: bool) -> str:
    """What there is to say of a line that cut: that open ground has become areas, that some of the
    line ended inside and cut nothing."""
    said = []
    if opened:
        said.append(_("The largest part stays open ground; what was cut off it is an area now."))
    whole = prepared(shapely.union_all(parts))
    used = set().union(*(edges(part) for part in parts))
    ends = [(point_of(a), point_of(b)) for a, b in noded.line if (a, b) not in used]
    loose = [shapely.LineString(pair) for pair in ends]
    inside = sum(length_m(piece.coords) for piece in loose if whole.contains(piece.centroid))
    total = sum(length_m([point_of(a), point_of(b)]) for a, b in noded.line)
    if inside > CRUMB_SHARE * total:
        said.append(
            _("{length:.0f} m of the line ended inside and cut nothing.").format(length=inside)
        )
    return " ".join(said)


def _ground_to_cut(coverage: Coverage, parent: Ground, drawn: Polygon | MultiPolygon) -> Ground:
    """The open ground of a parent: its open child, or all of it while nothing is below it."""
    ground = coverage.open_child(parent.id)
    if ground is not None:
        return ground
    if coverage.children(parent.id):
        raise Refused(
            _("There is no open ground left here. Draw over areas with Shift+D, or split one."),
            place=_first(np.array(drawn.representative_point().coords)),
        )
    return parent


def _pieces(inside: list[Polygon], drawn: Polygon | MultiPolygon) -> MultiPolygon:
    """What is taken: as many pieces as were drawn. More are refused, unless they are crumbs."""
    if not inside:
        raise Refused(
            _("There is no open ground under what you drew. Draw over areas with Shift+D."),
            place=_first(np.array(drawn.representative_point().coords)),
        )
    pieces = sorted(together(inside).geoms, key=lambda piece: piece.area, reverse=True)
    wanted = len(polygons(drawn))
    for piece in pieces[wanted:]:
        if piece.area > CRUMB_SHARE * drawn.area:
            point = inner_point(piece)
            raise Refused(
                _("What you drew falls into several pieces of open ground. Draw them one by one."),
                place=(point.x, point.y),
            )
    return MultiPolygon(pieces[:wanted])


def _rest(whole: MultiPolygon, taken: MultiPolygon) -> MultiPolygon | None:
    """What stays open: the faces between the border of the ground and of what was taken."""
    whole, taken = prepared(whole), prepared(taken)
    left = [
        face
        for face in faces(edges(whole) ^ edges(taken))
        if whole.contains(inner_point(face)) and not taken.contains(inner_point(face))
    ]
    return MultiPolygon(left) if left else None


def _changed(before: Coverage, noded: Noded) -> dict[int, MultiPolygon]:
    return {key: noded.coverage[key].geometry for key in noded.changed if key in before.grounds}


def _left_out(drawn: Polygon | MultiPolygon, taken: MultiPolygon) -> str:
    lost = area_km2(drawn) - area_km2(taken)
    if lost < CRUMB_SHARE * area_km2(drawn):
        return ""
    return _("{area:.2f} km² outside the open ground were left out.").format(area=lost)


def _first(points: NDArray[np.float64]) -> tuple[float, float] | None:
    return (float(points[0][0]), float(points[0][1])) if len(points) else None
