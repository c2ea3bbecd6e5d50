"""What is wrong with a coverage: every gap, overlap and other flaw, with its ground and place.

A sound family is recognised by its edges alone. Only round edges that do not cancel are faces made
and the ground of each flaw found.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.arranging import has_ground, m2, solid, spot
from gridstudio.geometry.contests import Contest, contests, laid_out
from gridstudio.geometry.coverage import Coverage, Ground
from gridstudio.geometry.edge_table import Edges, Objects, edges_of
from gridstudio.geometry.fitting import misfits
from gridstudio.geometry.rings import Point, polygons
from gridstudio.i18n import N_, _
from gridstudio.jobs import Progress, no_progress, part

NEAR_DEG = 2e-9
_SENTENCES = {
    "gap": N_("There is a gap."),
    "overlap": N_("Areas overlap."),
    "duplicate": N_("Two areas have the same ground."),
    "outside": N_("An area reaches beyond the area above."),
}


@dataclass(frozen=True, eq=False)
class Flaw:
    """One flaw. ``kind`` is empty or invalid (a border that crosses itself), gap, overlap,
    duplicate, outside, vertices (not shared by neighbours, or with the area above), open (more than
    one open ground), level or orphan. ``area_id`` is the area it was found at, for ground among
    children their parent; ``among`` are the areas concerned; ``place`` in degrees, None where there
    is none; ``ground`` is what is contested, empty where no ground is."""

    kind: str
    area_id: int
    place: Point | None
    message: str
    among: tuple[int, ...] = ()
    ground: MultiPolygon = field(default_factory=MultiPolygon)

    @property
    def area_m2(self) -> float:
        """Square metres of the ground, on the ellipsoid."""
        return m2(self.ground)


@dataclass(frozen=True, eq=False)
class Misfit:
    """What does not fit in the family of ``parent``: ``edges`` that do not cancel, the shapes being
    ``children`` and then the parent; ``invalid`` lines where the children are no coverage."""

    parent: int
    children: list[Ground]
    edges: Edges
    invalid: Objects


@dataclass(frozen=True, eq=False)
class Trouble:
    """Where a coverage is not sound: misfits of families, and ``areas`` wrong in themselves."""

    misfits: tuple[Misfit, ...]
    areas: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.misfits or self.areas)

    @property
    def lines(self) -> Objects:
        """Every line in degrees along which something does not fit."""
        found = [lines for item in self.misfits for lines in (item.edges.lines(), item.invalid)]
        return np.concatenate(found) if found else np.empty(0, dtype=object)


def check(coverage: Coverage, progress: Progress = no_progress) -> list[Flaw]:
    """Every flaw of a scheme, the largest ground first; an empty list for a sound one."""
    flaws = [flaw for ground in coverage.grounds.values() for flaw in _of_one(coverage, ground)]
    trouble = trouble_of(coverage, part(progress, 0.0, 0.5))
    flaws += _several_open(coverage)
    if trouble:
        progress(0.5, _("Looking at flaws"))
        made = laid_out(coverage, trouble.lines, trouble.areas)
        found = [item for item in contests(coverage, made) if not item.tiny]
        flaws += [_of_contest(item) for item in found]
        flaws += _unshared(trouble, found)
    return sorted(flaws, key=lambda flaw: -flaw.ground.area)


def trouble_of(coverage: Coverage, progress: Progress = no_progress) -> Trouble:
    """Where families do not fit together, found from edges alone."""
    listed = [held for held in coverage.grounds.values() if has_ground(held)]
    valid = shapely.is_valid([held.geometry for held in listed])
    crossing = {held.id for held, fine in zip(listed, valid, strict=True) if not fine}
    families: dict[int, list[Ground]] = {}
    for held in listed:
        if held.parent in coverage.grounds:
            families.setdefault(held.parent, []).append(held)
    found = []
    for at, (parent, children) in enumerate(families.items()):
        progress(at / len(families), _("Looking at borders"))
        bad = _misfit(coverage[parent], children, crossing)
        found += [bad] if bad is not None else []
    certain = crossing | {held.id for held in listed if _misplaced(coverage, held)}
    certain |= {key for flaw in _several_open(coverage) for key in flaw.among}
    return Trouble(tuple(found), frozenset(certain))


def _misfit(parent: Ground, children: list[Ground], crossing: set[int]) -> Misfit | None:
    """What does not fit in a family; None for a sound one."""
    family = [*children, *([parent] if has_ground(parent) else [])]
    shapes = [solid(held.geometry) if held.id in crossing else held.geometry for held in family]
    edges = edges_of(shapes)
    edges = edges.take(edges.stray())
    if len(edges.ends):  # it is unsound in any case: lines too many do no harm
        lines = shapely.coverage_invalid_edges(shapes[: len(children)])
        wrong = shapely.get_parts(lines[~shapely.is_missing(lines)])
    else:
        wrong = np.array([*misfits(shapes[: len(children)])], dtype=object)
    if not len(edges.ends) and not len(wrong):
        return None
    return Misfit(parent.id, children, edges, wrong)


def _of_one(coverage: Coverage, ground: Ground) -> list[Flaw]:
    flaws = []
    if not has_ground(ground):
        return [Flaw("empty", ground.id, None, _("The area has no ground."), (ground.id,))]
    place = spot(ground.geometry) if polygons(ground.geometry) else None
    if not shapely.is_valid(ground.geometry):
        flaws.append(crossing(ground))
    if ground.parent and ground.parent not in coverage.grounds:
        message = _("The area above is not there.")
        flaws.append(Flaw("orphan", ground.id, place, message, (ground.id,)))
    elif ground.parent and coverage[ground.parent].level != ground.level - 1:
        message = _("The level does not fit the area above.")
        flaws.append(Flaw("level", ground.id, place, message, (ground.id,)))
    elif not ground.parent and ground.level != 0:
        message = _("Only the county has no area above.")
        flaws.append(Flaw("level", ground.id, place, message, (ground.id,)))
    return flaws


def _misplaced(coverage: Coverage, held: Ground) -> bool:
    above = coverage.grounds.get(held.parent)
    return held.level > 0 and (above is None or above.level != held.level - 1)


def crossing(ground: Ground) -> Flaw:
    """A border that crosses itself; what its ground is, is a matter of opinion, by lobes or by
    turns: where these differ is the flaw's ground."""
    reason = shapely.is_valid_reason(ground.geometry)
    by_turns = MultiPolygon(polygons(shapely.make_valid(ground.geometry)))
    doubtful = MultiPolygon(polygons(solid(ground.geometry).symmetric_difference(by_turns)))
    numbers = reason.partition("[")[2].rstrip("]").split()
    place = (float(numbers[0]), float(numbers[1])) if len(numbers) == 2 else None
    message = _("The border crosses itself.")
    return Flaw("invalid", ground.id, place, message, (ground.id,), doubtful)


def _several_open(coverage: Coverage) -> list[Flaw]:
    opened: dict[int, list[Ground]] = {}
    for held in coverage.grounds.values():
        if held.open and held.parent in coverage.grounds and has_ground(held):
            opened.setdefault(held.parent, []).append(held)
    message = _("There is more than one open ground in one area.")
    return [
        Flaw("open", parent, spot(held[1].geometry), message, tuple(item.id for item in held))
        for parent, held in opened.items()
        if len(held) > 1
    ]


def _of_contest(item: Contest) -> Flaw:
    message = _(_SENTENCES[item.kind])
    return Flaw(item.kind, item.parent, item.place, message, item.among, item.ground)


def _unshared(trouble: Trouble, found: list[Contest]) -> list[Flaw]:
    """Edges that do not cancel though no ground is contested there: one of the areas lacks a vertex
    of the other's."""
    known = shapely.STRtree([item.ground for item in found])
    flaws = []
    for misfit in trouble.misfits:
        middle = shapely.line_interpolate_point(misfit.edges.lines(), 0.5, normalized=True)
        label = misfit.edges.clusters() if len(middle) else np.empty(0, dtype=np.int64)
        told = np.unique(label[_near(middle, known)])
        for number in np.setdiff1d(label, told).tolist():
            of = np.flatnonzero(label == number)
            rows = {*misfit.edges.shape[of].tolist()}
            among = tuple(item.id for at, item in enumerate(misfit.children) if at in rows)
            flaws.append(_vertices(misfit.parent, middle[of[0]], among, len(rows)))
        if not len(middle) and not len(known.geometries):
            line = shapely.line_interpolate_point(misfit.invalid[0], 0.5, normalized=True)
            flaws.append(_vertices(misfit.parent, line, (), 0))
    return flaws


def _near(points: Objects, tree: shapely.STRtree) -> NDArray[np.bool_]:
    found = np.zeros(len(points), dtype=bool)
    if len(points) and len(tree.geometries):
        found[tree.query(points, predicate="dwithin", distance=NEAR_DEG)[0]] = True
    return found


def _vertices(parent: int, point: shapely.Point, among: tuple[int, ...], shapes: int) -> Flaw:
    message = (
        _("Neighbouring borders do not have the same vertices.")
        if shapes == len(among)
        else _("The border of the area above has other vertices.")
    )
    place = float(point.x), float(point.y)
    return Flaw("vertices", parent, place, message, among or (parent,))
