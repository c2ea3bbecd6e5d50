"""An area divided into n parts that weigh the same: by straight cuts, or by its areas below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPolygon, Polygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground
from gridstudio.geometry.grouping import grouped
from gridstudio.geometry.halving import Cut, Load, cost_of, halve, ranked
from gridstudio.geometry.network import Network
from gridstudio.geometry.noding import Noded, node_line
from gridstudio.geometry.parting import faces_in, parted
from gridstudio.geometry.plane import Plane
from gridstudio.geometry.prepared import contains_points, prepared
from gridstudio.geometry.rings import Edge, edges, inner_point, polygons, together
from gridstudio.geometry.road_cuts import road_cut
from gridstudio.geometry.rounding import DECIMALS
from gridstudio.i18n import _, ngettext, sentences
from gridstudio.jobs import Progress, no_progress

MOST_PARTS = 50
STEP_M = 1000.0
"""A longer chord gets nodes between, as a drawn line does."""
BEYOND_M = 0.01
"""A chord reaches so far over the border, so that it is sure to meet it."""
MOST_OFF = 0.3
"""Of one part's weight: a road that leaves a part so much too large or too small is no cut."""
Pair = tuple[MultiPolygon, MultiPolygon]
_PIECE = -1_000_000
"""Pieces on the way stand in the coverage under keys from here downwards."""


def divide(
    coverage: Coverage,
    area_id: int,
    n: int,
    lonlat: NDArray[np.float64],
    weight: NDArray[np.float64],
    progress: Progress = no_progress,
    *,
    roads: Network | None = None,
) -> CoverageEdit:
    """Cut an area into ``n`` connected parts of equal weight by straight lines, or along ``roads``
    where some lead through beside such a line and leave no part much smaller than the others.

    The weight is ``weight (m,)``, none of it negative or NaN, at ``lonlat (m, 2)`` degrees within
    the area; with no points at all it is the ground. The areas below are cut as well. Parts of an
    area that is in pieces may be in pieces too. Raises Refused, with the place, where the weight
    stands at fewer than ``n`` places; a notice says where it cannot be even, and which cuts follow
    no road.
    """
    notice = require_divisible(coverage, area_id, n, lonlat, weight)
    whole = coverage[area_id]
    held = Coverage({**coverage.grounds, _PIECE: replace(_piece(whole), id=_PIECE)})
    waiting = [(_PIECE, n, lonlat[weight > 0], weight[weight > 0])]
    cut, straight, changed = 0, 0, dict[int, None]()
    while waiting:
        key, parts, spots, load = waiting.pop()
        if parts == 1:
            continue
        progress(cut / n, _("Dividing"))
        few, cut = parts // 2, cut + 1
        plane = Plane.about(held[key].geometry)
        xy = plane.xy(spots)
        piece = plane.shape(held[key].geometry)
        halving = _Halving(plane, piece, Load(xy, load), few / parts, parts)
        found = halving.along(roads, held, key, area_id) if roads is not None else None
        straight += found is None
        noded, pair, side = found or halving.straight(held, key, area_id)
        changed |= dict.fromkeys(noded.changed)
        keys = key, _PIECE - cut
        grounds = dict(noded.coverage.grounds)
        for one, made in zip(keys, pair, strict=True):
            grounds[one] = replace(noded.coverage[key], id=one, geometry=made)
        held = Coverage(grounds)
        first = contains_points(side, xy)
        waiting.append((keys[0], few, spots[first], load[first]))
        waiting.append((keys[1], parts - few, spots[~first], load[~first]))
    pieces = [ground.geometry for key, ground in held.grounds.items() if key <= _PIECE]
    kept = {key: ground for key, ground in held.grounds.items() if key > _PIECE}
    if roads is not None:
        notice = sentences(notice, _straight_words(straight, cut))
    return replace(_edit(coverage, Coverage(kept), area_id, pieces, [*changed]), notice=notice)


@dataclass(frozen=True, eq=False)
class _Halving:
    """How a piece of ground ``shape`` is to be cut, all in its ``plane``: ``share`` of the ``load``
    on the first side, into ``parts`` in the end."""

    plane: Plane
    shape: MultiPolygon
    load: Load
    share: float
    parts: int

    def straight(self, held: Coverage, key: int, area_id: int) -> tuple[Noded, Pair, MultiPolygon]:
        """Cut straight; the last is the first side in the plane, exactly."""
        best = halve(self.shape, self.load, self.share, self.parts)
        noded = _noded(held, key, area_id, [_drawn(self.plane, chord) for chord in best.chords])
        near, far = _dealt(noded, key, self.plane, best.first)
        return noded, (near, far), best.first

    def along(
        self, roads: Network, held: Coverage, key: int, area_id: int
    ) -> tuple[Noded, Pair, MultiPolygon] | None:
        """Cut along roads, those beside the straight cut of any direction that make the best cut;
        None where none lead through, or not to two connected sides, or where that leaves a part
        much too small."""
        shape, tried = held[key].geometry, []
        for cut in ranked(self.shape, self.load, self.share, self.parts):
            if len(cut.chords) != 1:
                continue
            chord = shapely.get_coordinates(cut.chords[0])[[0, -1]]
            line = road_cut(roads, shape, self.plane.lonlat(chord))
            if line is None:
                continue
            off = self._off(self._first_side(line, cut))
            if off <= MOST_OFF:
                length_m = LineString(self.plane.xy(line)).length
                tried.append((cost_of(length_m, self.shape.area, off), line, cut))
        for _cost, line, cut in sorted(tried, key=lambda one: one[0]):
            noded = _noded(held, key, area_id, [line])
            pair = self._sides(noded, key, cut)
            if pair is None or any(len(side.geoms) > len(shape.geoms) for side in pair):
                continue
            first = self.plane.shape(pair[0])
            if self._off(first) <= MOST_OFF:
                return noded, pair, first
        return None

    def _first_side(self, line: NDArray[np.float64], cut: Cut) -> MultiPolygon:
        """What a line in degrees leaves on the first side, nearly: before it is noded."""
        linework = shapely.union_all([self.shape.boundary, LineString(self.plane.xy(line))])
        faces = polygons(shapely.polygonize(shapely.get_parts(linework)))
        return MultiPolygon([face for face in faces if _is_first(face, cut)])

    def _sides(self, noded: Noded, key: int, cut: Cut) -> Pair | None:
        """Each face to the side of the straight cut on which most of it lies."""
        near: list[Polygon] = []
        far: list[Polygon] = []
        for face in faces_in(noded.coverage[key].geometry, set(noded.line)):
            ground = shapely.transform(face, self.plane.xy)
            (near if _is_first(ground, cut) else far).append(face)
        return (together(near), together(far)) if near and far else None

    def _off(self, first: MultiPolygon) -> float:
        """By how much of one part's share a first side is off."""
        if self.load.is_ground:
            reached = float(first.area / self.shape.area)
        else:
            weight = self.load.weight
            reached = float(weight[contains_points(first, self.load.xy)].sum() / weight.sum())
        return abs(reached - self.share) * self.parts


def _is_first(face: Polygon, cut: Cut) -> bool:
    return bool(face.intersection(cut.first).area * 2 > face.area)


def _straight_words(straight: int, cuts: int) -> str:
    """What there is to say of cuts that were to follow roads and do not."""
    if not straight:
        return ""
    return ngettext(
        "{n} of {cuts} cuts is straight: no road beside it leads through and leaves even parts.",
        "{n} of {cuts} cuts are straight: no road beside them leads through and leaves even parts.",
        straight,
    ).format(n=straight, cuts=cuts)


def divide_by_children(
    coverage: Coverage, area_id: int, n: int, weight_of: dict[int, float]
) -> CoverageEdit:
    """Divide an area along the borders of the areas below it, which stay whole.

    ``weight_of`` is the weight of each of them. Raises Refused where there are fewer than ``n``.
    """
    children = coverage.children(area_id)
    if len(children) < n:
        raise Refused(
            _("There are only {number} areas below to share out: cut through them.").format(
                number=len(children)
            ),
            place=_inside(coverage[area_id].geometry),
        )
    plane = Plane.about(coverage[area_id].geometry)
    shapes = [plane.shape(child.geometry) for child in children]
    weights = np.array([weight_of.get(child.id, 0.0) for child in children])
    group = grouped(shapes, weights, n)
    pieces = [
        together(child.geometry for child, at in zip(children, group, strict=True) if at == part)
        for part in range(n)
    ]
    return _edit(coverage, coverage, area_id, pieces, [])


def require_divisible(
    coverage: Coverage,
    area_id: int,
    n: int,
    lonlat: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> str:
    """A notice where parts cannot weigh the same, "" where they can. Raises Refused."""
    place = _inside(coverage[area_id].geometry)
    if not 2 <= n <= MOST_PARTS:
        raise Refused(_("Divide into 2 to {most} parts.").format(most=MOST_PARTS), place=place)
    if not len(lonlat):
        return ""
    places, at = np.unique(lonlat[weight > 0], axis=0, return_inverse=True)
    if len(places) < n:
        where = (float(places[0][0]), float(places[0][1])) if len(places) else place
        raise Refused(
            _(
                "What is to be shared out stands at {places} places, too few for {n} parts. "
                "Divide by km² instead."
            ).format(places=len(places), n=n),
            place=where,
        )
    most = np.bincount(at.reshape(-1), weights=weight[weight > 0]).max() / weight.sum()
    if most <= 1.02 / n:
        return ""
    return _("One place alone has {share:.0%} of it all, so the parts cannot be even.").format(
        share=most
    )


def _piece(whole: Ground) -> Ground:
    """An area's ground as a piece of nothing: no parent, so that no family holds it."""
    return replace(whole, parent=_PIECE, level=-1)


def _drawn(plane: Plane, chord: LineString) -> NDArray[np.float64]:
    """A chord ``(m, 2)`` in degrees as the file keeps them, a little longer at both ends."""
    start, end = shapely.get_coordinates(chord)[[0, -1]]
    way = (end - start) / np.hypot(*(end - start)) * BEYOND_M
    steps = np.linspace(0.0, 1.0, int(np.ceil(chord.length / STEP_M)) + 1)[:, None]
    return np.round(plane.lonlat((start - way) + steps * (end - start + 2 * way)), DECIMALS)


def _noded(held: Coverage, key: int, area_id: int, lines: list[NDArray[np.float64]]) -> Noded:
    """The coverage with lines in it that cut one piece, and their edges."""
    noded = Noded(held, (), ())
    for line in lines:
        below = noded.coverage.descendants(area_id)
        step = node_line(noded.coverage, [noded.coverage[key], *below], line)
        changed = dict.fromkeys((*noded.changed, *step.changed))
        noded = Noded(step.coverage, (*noded.line, *step.line), tuple(changed))
    return noded


def _dealt(
    noded: Noded, key: int, plane: Plane, first: MultiPolygon
) -> tuple[MultiPolygon, MultiPolygon]:
    """The two sides of a cut piece, vertex for vertex."""
    first = prepared(first)
    near: list[Polygon] = []
    far: list[Polygon] = []
    for face in faces_in(noded.coverage[key].geometry, set(noded.line)):
        spot = shapely.transform(inner_point(face), plane.xy)
        (near if first.contains(spot) else far).append(face)
    return together(near), together(far)


def _edit(
    before: Coverage,
    held: Coverage,
    area_id: int,
    pieces: Sequence[MultiPolygon],
    changed: list[int],
) -> CoverageEdit:
    """The edit that makes ``pieces`` of an area, the largest of which keeps its identity."""
    outline = edges(held[area_id].geometry)
    line: set[Edge] = set().union(*(edges(piece) for piece in pieces)) - outline
    noded = Noded(held, tuple(sorted(line)), tuple(key for key in changed if key > _PIECE))
    order = sorted(pieces, key=lambda piece: piece.area, reverse=True)
    return parted(before, noded, area_id, order)


def _inside(shape: MultiPolygon) -> tuple[float, float]:
    point = shape.representative_point()
    return float(point.x), float(point.y)
