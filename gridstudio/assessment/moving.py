"""What a border takes from one area and gives to another while it is under the hand.

Figures are tallied once, before a gesture; after that each position of the hand costs what it
sweeps, not what is in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from shapely.geometry import MultiPolygon

from gridstudio.assessment.area_figures import AreaFigure
from gridstudio.assessment.level_figures import AreaChange, Balance, LevelFigures, level_figures
from gridstudio.assessment.own_sums import OwnSums
from gridstudio.domain.ids import distinct
from gridstudio.domain.snapshots import Floats, Ints
from gridstudio.geometry.compactness import Ground, ground_of, grounds_after
from gridstudio.geometry.coverage import Coverage, CoverageEdit, apply
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.point_index import PointIndex
from gridstudio.geometry.sweeping import Grounds, Sweep

_MARGIN_M = 1.0
"""More than the index errs: it keeps positions in single precision."""
NOTHING = Ground(0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Moved:
    """What an edit would do.

    ``rows (m,)`` are the customers who would change owner, ``old`` and ``new (m,)`` the deepest
    areas that own them (0: none); ``changes`` the areas of the level whose figures or ground
    change, by id; ``before`` the level as it is, ``coverage`` all areas as they would be.
    ``looked_at`` counts the customers in the ground around what is swept: all that was looked at.
    """

    rows: Ints
    old: Ints
    new: Ints
    changes: tuple[AreaChange, ...]
    level: int
    before: LevelFigures
    coverage: Coverage
    looked_at: int

    def balance(self, figure: AreaFigure) -> tuple[Balance, Balance]:
        """How even the level is in a figure, before and after."""
        changes = {change.id: change for change in self.changes}
        return self.before.balance(figure), self.before.balance_after(figure, changes)


class MovingTotals:
    """The figures of one moment, for asking what edits would make of them."""

    def __init__(self, coverage: Coverage, own: OwnSums, index: PointIndex, level: int) -> None:
        """``coverage`` and ``index`` are those of the areas and customers of ``own``. Costs what
        the level has areas."""
        self._coverage, self._own, self._index, self._level = coverage, own, index, level
        areas = own.moment.areas
        self._ancestors = dict(zip(areas.id.tolist(), areas.ancestor(level).tolist(), strict=True))
        self.level_figures = level_figures(own, level)
        ids = self.level_figures.ids.tolist()
        self._places = {area: place for place, area in enumerate(ids)}

    def after(self, edit: CoverageEdit) -> Moved:
        """What ``edit`` would move. It need not be sound."""
        coverage = apply(self._coverage, edit)
        was, now = self._differing(coverage, edit)
        sweep = Sweep(was, now)
        looked_at, rows, old, new = self._swept(sweep)
        site_rows, site_old, site_new = self._swept_sites(sweep)
        lost = self._by_area(old, rows, site_old, site_rows)
        change: dict[int, Floats] = {}

        def count(area: int, sums: Floats) -> None:
            change[area] = change[area] + sums if area in change else sums

        for key, sums in lost.items():
            count(self._ancestors.get(key, 0), -sums)
        for key, sums in self._by_area(new, rows, site_new, site_rows).items():
            count(self._above(coverage, key), sums)
        for key, area, other in self._passed_on(coverage, edit):
            stays = self._own.sums[self._own.moment.areas.row(key)] - lost.get(key, 0.0)
            count(area, -stays)
            count(other, stays)
        touched = {*change, *self._touched(coverage, edit)} - {0}
        measured = self._measured(coverage, touched)
        every = (self._change(key, change.get(key), coverage, measured) for key in sorted(touched))
        changes = tuple(one for one in every if one.id in change or one.moves_ground)
        before, level = self.level_figures, self._level
        return Moved(rows, old, new, changes, level, before, coverage, looked_at)

    def _change(
        self, area: int, change: Floats | None, coverage: Coverage, measured: dict[int, Ground]
    ) -> AreaChange:
        columns, place = self._own.columns, self._places.get(area)
        level = self.level_figures
        sums = level.sums[place] if place is not None else np.zeros(columns.width)
        held = coverage.grounds.get(area)
        before = level.grounds[place] if place is not None else NOTHING
        after = sums if change is None else sums + change
        if after[0] == 0 and change is not None:
            after[1] = 0.0  # rounding
        return AreaChange(
            area,
            columns.figures_of(sums),
            columns.figures_of(after),
            before,
            NOTHING if held is None else measured.get(area, before),
            held is not None and not held.open,
        )

    def _measured(self, coverage: Coverage, touched: set[int]) -> dict[int, Ground]:
        """The ground of those areas whose shape changes, or that are new."""
        grounds = self.level_figures.grounds
        new = [key for key in touched if key not in self._places and key in coverage.grounds]
        kept = [key for key in touched if key in self._places and key in coverage.grounds]
        kept = [key for key in kept if coverage[key] is not self._coverage[key]]
        followed = grounds_after(
            [grounds[self._places[key]] for key in kept],
            [self._coverage[key].geometry for key in kept],
            [coverage[key].geometry for key in kept],
        )
        fresh = [ground_of(coverage[key].geometry) for key in new]
        return dict(zip([*kept, *new], [*followed, *fresh], strict=True))

    def _by_area(
        self, owner: Ints, rows: Ints, site_owner: Ints, site_rows: Ints
    ) -> dict[int, Floats]:
        """What customers and sites add up to, by who owns them."""
        if not len(owner) and not len(site_owner):
            return {}
        keys = distinct(np.concatenate([owner, site_owner]))
        place, site_place = np.searchsorted(keys, owner), np.searchsorted(keys, site_owner)
        sums = self._own.columns.sums(place, site_place, len(keys), rows, site_rows)
        return dict(zip(keys.tolist(), sums, strict=True))

    def _passed_on(self, coverage: Coverage, edit: CoverageEdit) -> list[tuple[int, int, int]]:
        """Areas that get another area above them at the level: which, from whom, to whom."""
        if not _moves_in_the_tree(edit):
            return []
        every = (
            (key, self._ancestors.get(key, 0), self._above(coverage, key))
            for key in {*self._coverage.grounds} & {*coverage.grounds}
        )
        return [(key, area, other) for key, area, other in every if area != other]

    def _differing(self, coverage: Coverage, edit: CoverageEdit) -> tuple[Grounds, Grounds]:
        """The ground of the leaves that an edit changes, before and after."""
        before = self._leaves
        if not _moves_in_the_tree(edit):
            keys = [key for key in edit.changed if key in before]
            return {key: before[key] for key in keys}, {key: edit.changed[key] for key in keys}
        after = _leaves(coverage)
        keys = [key for key in {*before, *after} if before.get(key) is not after.get(key)]
        was = {key: before[key] for key in keys if key in before}
        return was, {key: after[key] for key in keys if key in after}

    @cached_property
    def _leaves(self) -> dict[int, MultiPolygon]:
        return _leaves(self._coverage)

    def _swept(self, sweep: Sweep) -> tuple[int, Ints, Ints, Ints]:
        """Customers whose owner changes; those who have an override stay where it says."""
        if sweep.bounds is None:
            return 0, *_nobody()
        west, south, east, north = sweep.bounds
        (left, bottom), (right, top) = to_xy([[west, south], [east, north]]).tolist()
        box = left - _MARGIN_M, bottom - _MARGIN_M, right + _MARGIN_M, top + _MARGIN_M
        rows = self._index.rows[self._index.positions(box)].astype(np.int64)
        owners, customers = self._own.moment.owners, self._own.moment.customers
        near = rows[~owners.by_override[rows]]
        return len(rows), *self._turned(near, customers.lonlat, owners.area, sweep)

    def _swept_sites(self, sweep: Sweep) -> tuple[Ints, Ints, Ints]:
        if sweep.bounds is None:
            return _nobody()
        west, south, east, north = sweep.bounds
        sites = self._own.moment.sites
        lon, lat = sites.lonlat[:, 0], sites.lonlat[:, 1]
        within = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        return self._turned(np.flatnonzero(within), sites.lonlat, self._own.site_owner, sweep)

    def _turned(
        self, rows: Ints, lonlat: Floats, owner: Ints, sweep: Sweep
    ) -> tuple[Ints, Ints, Ints]:
        if not len(rows):
            return _nobody()
        old = owner[rows]
        new = sweep.reassigned(lonlat[rows], old, self._leaves)
        turned = new != old
        return rows[turned], old[turned], new[turned]

    def _above(self, coverage: Coverage, key: int) -> int:
        return above(coverage, key, self._level)

    def _touched(self, coverage: Coverage, edit: CoverageEdit) -> set[int]:
        keys = {*edit.changed, *edit.removed, *(new.key for new in edit.added)}
        found = {self._above(held, key) for held in (self._coverage, coverage) for key in keys}
        return found & {*self._places, *coverage.grounds}


def above(coverage: Coverage, key: int, level: int) -> int:
    """The area at a level that holds one, 0 for none."""
    while key in coverage.grounds and coverage[key].level > level:
        key = coverage[key].parent
    return key if key in coverage.grounds and coverage[key].level == level else 0


def _moves_in_the_tree(edit: CoverageEdit) -> bool:
    return bool(edit.added or edit.removed or edit.parents)


def _leaves(coverage: Coverage) -> dict[int, MultiPolygon]:
    parents = {ground.parent for ground in coverage.grounds.values()}
    return {key: held.geometry for key, held in coverage.grounds.items() if key not in parents}


def _nobody() -> tuple[Ints, Ints, Ints]:
    none = np.empty(0, dtype=np.int64)
    return none, none, none
