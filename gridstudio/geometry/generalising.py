"""All borders of a level made simpler or smoother at once, without opening a gap.

Borders are taken apart into arcs, chains of edges between nodes where borders meet; each is
simplified by itself, its ends stay, and every area of every level that has it gets the same. An arc
that would cross another, or come to lie on its other side, is simplified less, in the end not at
all; so the coverage stays one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.geometry.arcs import Arcs, arcs_of
from gridstudio.geometry.checking import trouble_of
from gridstudio.geometry.coverage import Coverage, CoverageEdit, apply
from gridstudio.geometry.crossings import swept, tangled
from gridstudio.geometry.mercator import ground_factor, to_lonlat, to_xy
from gridstudio.geometry.rounding import DECIMALS
from gridstudio.geometry.smoothing import smoothed
from gridstudio.jobs import Progress, no_progress, part

Floats = NDArray[np.float64]
Objects = NDArray[np.object_]
HALVINGS = 4
"""So often an arc in a narrow place is tried with half of the tolerance, before it stays."""
ROUNDS = 2
"""Of cutting corners, where borders are smoothed."""
LESS = 0.6
NEAR_DEG = 2e-9


@dataclass(frozen=True, eq=False)
class Generalised:
    """What simpler borders come to: ``before`` and ``after`` are the lines of arcs that change, in
    degrees; ``kept`` counts arcs that change less than wanted, or not at all, since they would come
    in each other's way."""

    edit: CoverageEdit
    before: Objects
    after: Objects
    nodes_before: int
    nodes_after: int
    kept: int

    @cached_property
    def shift_m(self) -> float:
        """How far a border moves at most, in metres."""
        if not len(self.before):
            return 0.0
        was, now = (shapely.transform(lines, to_xy) for lines in (self.before, self.after))
        away = shapely.hausdorff_distance(was, now) * _factors(self.before)
        return float(away.max())

    @cached_property
    def ground_m2(self) -> float:
        """How much ground passes from one area to another, in square metres."""
        if not len(self.before):
            return 0.0
        swept = shapely.transform(between(self.before, self.after), to_xy)
        return float((shapely.area(swept) * _factors(self.before) ** 2).sum())


class Borders:
    """The borders of one moment taken apart, to be simplified by different tolerances.

    ``level`` says whose borders, None those of all levels; the county's own only with ``outer``.
    Borders of locked areas and levels stay.
    """

    def __init__(self, coverage: Coverage, level: int | None, *, outer: bool = False) -> None:
        self._coverage = coverage
        self._arcs: Arcs = arcs_of(coverage, level, outer=outer)

    def generalised(
        self, tolerance_m: float, *, smooth: bool = False, progress: Progress = no_progress
    ) -> Generalised:
        """The division with borders that move by about ``tolerance_m`` at most."""
        arcs = self._arcs
        made = _Made(arcs, tolerance_m, ROUNDS if smooth else 0)
        made.make(range(len(arcs)), part(progress, 0.0, 0.5))
        progress(0.5, "")
        bad = tangled(arcs, made.points, made.changed())
        while bad:
            progress(0.7, "")
            made.less(bad)
            # What was simplified less is looked at alone, until it fits; then all once more.
            again = {*made.changed()} & bad
            bad = tangled(arcs, made.points, sorted(again))
            bad = bad or tangled(arcs, made.points, made.changed())
        edit = CoverageEdit(changed=arcs.areas_with(made.points, made.changed()))
        while trouble := trouble_of(apply(self._coverage, edit)):
            bad = _near(arcs, made, trouble.lines) or set(made.changed())
            made.stay(bad)
            edit = CoverageEdit(changed=arcs.areas_with(made.points, made.changed()))
        progress(0.9, "")
        return made.result(edit)


class _Made:
    """The points of each arc now, as whole billionths of a degree."""

    def __init__(self, arcs: Arcs, tolerance_m: float, rounds: int) -> None:
        self._arcs, self._rounds = arcs, rounds
        self._tolerance = np.full(len(arcs), tolerance_m / ground_factor(arcs.middle_y))
        self._tries = np.zeros(len(arcs), dtype=int)
        self.points: list[NDArray[np.int64]] = [arcs.nodes_of(at) for at in range(len(arcs))]

    def make(self, which: Sequence[int] | range, progress: Progress = no_progress) -> None:
        """Simplify some arcs from what they were."""
        for number, at in enumerate(which):
            if number % 100 == 0:
                progress(number / len(which), "")
            self.points[at] = self._one(at)

    def _one(self, at: int) -> NDArray[np.int64]:
        was, closed = self._arcs.nodes_of(at), self._arcs.is_closed(at)
        if len(was) < 3 or self._tolerance[at] <= 0:
            return was
        xy = to_xy(was / 10.0**DECIMALS)
        line = self._within(xy[:-1] if closed else xy, float(self._tolerance[at]), closed)
        now: NDArray[np.int64] = np.rint(to_lonlat(line) * 10.0**DECIMALS).astype(np.int64)
        if closed:
            now = np.concatenate([now, now[:1]])
        else:
            now[[0, -1]] = was[[0, -1]]
        different = np.concatenate([[True], (now[1:] != now[:-1]).any(axis=1)])
        return np.asarray(now[different])

    def _within(self, xy: Floats, tolerance: float, closed: bool) -> Floats:
        """A line that lies nowhere farther than the tolerance from what it was: rounding takes off
        more than that of sharp corners, so it is tried with less."""
        was, less = _line(xy, closed), tolerance
        while True:
            line = smoothed(xy, less, rounds=self._rounds, closed=closed)
            if shapely.hausdorff_distance(was, _line(line, closed)) <= tolerance:
                return line
            less *= LESS

    def changed(self) -> list[int]:
        """The arcs that are not what they were."""
        return [
            at
            for at, points in enumerate(self.points)
            if not np.array_equal(points, self._arcs.nodes_of(at))
        ]

    def less(self, which: set[int]) -> None:
        """Simplify arcs by half as much; those tried often enough stay."""
        for at in which:
            self._tries[at] += 1
            self._tolerance[at] /= 2
        self.stay({at for at in which if self._tries[at] > HALVINGS - 1})
        self.make([at for at in which if self._tolerance[at] > 0])

    def stay(self, which: set[int]) -> None:
        """Leave arcs as they were."""
        for at in which:
            self._tolerance[at] = 0.0
            self.points[at] = self._arcs.nodes_of(at)

    def result(self, edit: CoverageEdit) -> Generalised:
        """What ``edit``, which makes the areas so, changes in figures."""
        changed = self.changed()
        was = [self._arcs.nodes_of(at) for at in changed]
        now = [self.points[at] for at in changed]
        fewer = sum(len(one) - len(other) for one, other in zip(was, now, strict=True))
        count = self._arcs.count
        kept = int((self._tries > 0).sum())
        return Generalised(edit, _lines(was), _lines(now), count, count - fewer, kept)


def between(before: Objects, after: Objects) -> Objects:
    """The ground between each line and what became of it, in degrees."""
    made = np.empty(len(before), dtype=object)
    made[:] = [
        swept(shapely.get_coordinates(was), shapely.get_coordinates(now))
        for was, now in zip(before, after, strict=True)
    ]
    return made


def _near(arcs: Arcs, made: _Made, lines: Objects) -> set[int]:
    changed = made.changed()
    tree = shapely.STRtree(_lines([made.points[at] for at in changed]))
    if not len(lines) or not changed:
        return set()
    found = tree.query(lines, predicate="dwithin", distance=NEAR_DEG)[1]
    return {changed[at] for at in np.unique(found).tolist()}


def _line(xy: Floats, closed: bool) -> shapely.LineString:
    made: shapely.LineString = shapely.linestrings(np.concatenate([xy, xy[:1]]) if closed else xy)
    return made


def _lines(nodes: Sequence[NDArray[np.int64]]) -> Objects:
    made = np.empty(len(nodes), dtype=object)
    made[:] = [shapely.linestrings(points / 10.0**DECIMALS) for points in nodes]
    return made


def _factors(lines: Objects) -> Floats:
    """Metres on the ground for a metre of EPSG:3857, at each line."""
    middle = to_xy(shapely.get_coordinates(shapely.centroid(lines)))
    return np.array([ground_factor(y) for y in middle[:, 1].tolist()], dtype=np.float64)
