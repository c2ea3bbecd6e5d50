"""Gestures that cut ground: drawing an area on open ground, splitting one by a line."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground, NewGround
from gridstudio.geometry.geodesic import area_km2
from gridstudio.geometry.noding import Noded, node_line
from gridstudio.geometry.rings import edges, faces, inner_point, polygons, together
from gridstudio.geometry.rounding import round_geometry
from gridstudio.i18n import _

CRUMB_SHARE = 1e-3
"""Pieces below this share of what was drawn come of an unsteady hand; they stay open."""


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
    ground = _ground_to_cut(coverage, parent)
    drawn = round_geometry(polygon)
    if drawn.is_empty or not drawn.is_valid:
        raise Refused(
            _("The line you drew crosses itself. Go back with Backspace and draw it simply."),
            place=_first(shapely.get_coordinates(polygon)),
        )
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
    for ring in shapely.get_rings(shapely.get_parts(drawn)):
        among = [noded.coverage[ground.id]]
        step = node_line(noded.coverage, among, shapely.get_coordinates(ring))
        changed = dict.fromkeys((*noded.changed, *step.changed))
        noded = Noded(step.coverage, (*noded.line, *step.line), tuple(changed))
    return noded


def split(coverage: Coverage, area_id: int, line: NDArray[np.float64]) -> CoverageEdit:
    """Cut an area by ``line`` ``(n, 2)`` in degrees that runs from border to border.

    The largest part keeps the area's identity. Areas below that the line crosses are cut as well,
    and all go to the part they lie in. Raises Refused where the line cuts nothing off.
    """
    below = coverage.descendants(area_id)
    noded = node_line(coverage, [coverage[area_id], *below], line)
    parts = _faces_in(noded.coverage[area_id].geometry, noded)
    if len(parts) < 2:
        raise Refused(
            _("The line does not cut the area in two: begin and end it on or beyond the border."),
            place=_first(line),
        )
    crossing = [part for part in parts if part.area > 0]
    largest = max(range(len(crossing)), key=lambda at: crossing[at].area)
    keys = {at: area_id if at == largest else -1 - at for at in range(len(crossing))}
    target = noded.coverage[area_id]
    changed = _changed(coverage, noded)
    changed[area_id] = crossing[largest]
    added = [
        NewGround(keys[at], target.parent, target.level, False, part, like=area_id)
        for at, part in enumerate(crossing)
        if at != largest
    ]
    parents: dict[int, int] = {}
    _split_below(noded, area_id, crossing, keys, changed, added, parents)
    return CoverageEdit(changed, tuple(added), parents=parents)


def _split_below(
    noded: Noded,
    area_id: int,
    parts: list[MultiPolygon],
    keys: dict[int, int],
    changed: dict[int, MultiPolygon],
    added: list[NewGround],
    parents: dict[int, int],
) -> None:
    """Deal the children of a split area to its parts, cutting those that the line crosses."""
    for child in noded.coverage.children(area_id):
        shares: dict[int, list[MultiPolygon]] = defaultdict(list)
        for face in _faces_in(child.geometry, noded):
            shares[_part_around(face, parts)].append(face)
        pieces = {at: together(share) for at, share in shares.items()}
        main = max(pieces, key=lambda at: pieces[at].area)
        below_keys = {}
        for at, piece in pieces.items():
            if at == main:
                below_keys[at] = child.id
                if len(pieces) > 1:
                    changed[child.id] = piece
                if keys[at] != area_id:
                    parents[child.id] = keys[at]
            else:
                key = -1000 - len(added)
                below_keys[at] = key
                added.append(
                    NewGround(key, keys[at], child.level, child.open, piece, like=child.id)
                )
        order = list(pieces)
        _split_below(
            noded,
            child.id,
            [pieces[at] for at in order],
            {rank: below_keys[at] for rank, at in enumerate(order)},
            changed,
            added,
            parents,
        )


def _ground_to_cut(coverage: Coverage, parent: Ground) -> Ground:
    """The open ground of a parent: its open child, or all of it while nothing is below it."""
    ground = coverage.open_child(parent.id)
    if ground is not None:
        return ground
    if coverage.children(parent.id):
        raise Refused(
            _("There is no open ground left here. Split an area instead, or delete one first."),
            place=_first(np.array(parent.geometry.representative_point().coords)),
        )
    return parent


def _faces_in(shape: MultiPolygon, noded: Noded) -> list[MultiPolygon]:
    """The parts into which the line cuts ``shape``; pieces that it does not touch stay with the
    largest part."""
    border = edges(shape)
    found = [
        face
        for face in faces(border | set(noded.line))
        if shapely.contains(shape, inner_point(face))
    ]
    crossed = set(noded.line) - border
    cut = [face for face in found if not edges(face).isdisjoint(crossed)]
    whole = [face for face in found if edges(face).isdisjoint(crossed)]
    if not cut:
        return [shape]
    cut.sort(key=lambda face: face.area, reverse=True)
    return [MultiPolygon([cut[0], *whole]), *(MultiPolygon([face]) for face in cut[1:])]


def _part_around(face: MultiPolygon, parts: list[MultiPolygon]) -> int:
    point = inner_point(max(face.geoms, key=lambda part: part.area))
    return next((at for at, part in enumerate(parts) if part.contains(point)), 0)


def _pieces(inside: list[Polygon], drawn: Polygon | MultiPolygon) -> MultiPolygon:
    """What is taken: as many pieces as were drawn. More are refused, unless they are crumbs."""
    if not inside:
        raise Refused(
            _("There is no open ground under what you drew. Draw where ground is still open."),
            place=_first(shapely.get_coordinates(drawn)),
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
    shapely.prepare(taken)
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
