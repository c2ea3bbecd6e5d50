"""Figures of the areas of a level, before and after an edit, and how even they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from gridstudio.assessment.area_figures import AreaFigure
from gridstudio.assessment.grounds import grounds
from gridstudio.assessment.own_sums import OwnSums
from gridstudio.assessment.tally import Columns, Figures
from gridstudio.domain.snapshots import Bools, Floats, Ints
from gridstudio.geometry.compactness import Ground


@dataclass(frozen=True)
class Balance:
    """How even the areas of a level are in one figure, open ground left out; NaN for no area, and
    areas that have no such figure do not count."""

    smallest: float
    largest: float
    mean: float
    deviation: float
    """Standard deviation of the population."""

    @classmethod
    def of(cls, figures: Floats) -> Balance:
        """Of one figure per area ``(n,)``, in whatever order."""
        known = figures[~np.isnan(figures)]
        if not len(known):
            return cls(np.nan, np.nan, np.nan, np.nan)
        sums = known.min(), known.max(), known.mean(), known.std()
        return cls(*(float(number) for number in sums))


LEAST_KM2 = 1e-6
"""A square metre: the file's grid moves a border of 40 km by no more."""


@dataclass(frozen=True, eq=False)
class AreaChange:
    """An area at the level looked at; a new one has its negative key as ``id``. ``drawn`` says
    whether it is there afterwards and no open ground."""

    id: int
    before: Figures
    after: Figures
    ground_before: Ground
    ground_after: Ground
    drawn: bool = True

    @property
    def moves_ground(self) -> bool:
        """Whether it gains or loses any: a node that it gets in a border is none."""
        return abs(self.ground_after.km2 - self.ground_before.km2) > LEAST_KM2

    def of(self, figure: AreaFigure) -> tuple[float, float]:
        """A figure before and after."""
        return (
            float(figure.of(self.before, self.ground_before)),
            float(figure.of(self.after, self.ground_after)),
        )


@dataclass(frozen=True, eq=False)
class LevelFigures:
    """A level at one moment: ``ids (n,)`` ascending, ``sums (n, width)``, ``drawn (n,)`` those
    that are no open ground, ``grounds`` of each."""

    columns: Columns
    ids: Ints
    sums: Floats
    drawn: Bools
    grounds: tuple[Ground, ...]
    known: Mapping[str, Floats] = field(default_factory=dict)
    """Figures by key that follow from something else, for each area."""
    _values: dict[str, Floats] = field(default_factory=dict)
    _balances: dict[str, Balance] = field(default_factory=dict)

    @cached_property
    def figures(self) -> tuple[Figures, ...]:
        """The sums of each area by their names."""
        return tuple(self.columns.figures_of(sums) for sums in self.sums)

    @cached_property
    def everyone(self) -> Figures:
        """The sums of all areas together."""
        return self.columns.figures_of(self.sums.sum(axis=0))

    def values(self, figure: AreaFigure) -> Floats:
        """A figure of every area ``(n,)``; computed when it is first asked for."""
        if figure.key in self.known:
            return self.known[figure.key]
        if figure.key not in self._values:
            pairs = zip(self.figures, self.grounds, strict=True)
            values = [figure.of(sums, ground) for sums, ground in pairs]
            self._values[figure.key] = np.array(values, dtype=np.float64)
        return self._values[figure.key]

    def balance(self, figure: AreaFigure) -> Balance:
        """As it is; asked for at every move of a hand, and so remembered."""
        if figure.key not in self._balances:
            self._balances[figure.key] = Balance.of(self.values(figure)[self.drawn])
        return self._balances[figure.key]

    def with_known(self, known: Mapping[str, Floats]) -> LevelFigures:
        """The same with figures that follow from something else, by key."""
        return replace(self, known=known, _balances={})

    def balance_after(self, figure: AreaFigure, changes: Mapping[int, AreaChange]) -> Balance:
        """As ``changes`` by id would make it."""
        after = {
            key: change.of(figure)[1] if change.drawn else np.nan for key, change in changes.items()
        }
        return self.balance_with(figure, after)

    def balance_with(self, figure: AreaFigure, after: Mapping[int, float]) -> Balance:
        """As other values of some areas by id would make it: NaN for one that counts no more."""
        values = np.where(self.drawn, self.values(figure), np.nan)
        keys = np.fromiter(after, dtype=np.int64, count=len(after))
        places = np.searchsorted(self.ids, keys)
        added = []
        for place, (key, value) in zip(places.tolist(), after.items(), strict=True):
            if place < len(self.ids) and self.ids[place] == key:
                values[place] = value
            else:
                added.append(value)
        return Balance.of(np.concatenate([values, added]))


def level_figures(own: OwnSums, level: int) -> LevelFigures:
    """The figures of all areas of a level, open ground included. Costs what the level has areas."""
    areas = own.moment.areas
    ids, sums = own.at_level(level)
    rows, ground = areas.index(ids), grounds(areas).of
    measured = tuple(ground[row] for row in rows.tolist())
    return LevelFigures(own.columns, ids, sums, ~areas.open[rows], measured)
