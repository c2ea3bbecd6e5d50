"""Figures of both sides of a border under the hand that do not follow from sums: as they were found
when the hand last rested, and whether that still holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from gridstudio.assessment.all_figures import with_indicators
from gridstudio.assessment.area_figures import AreaFigure
from gridstudio.assessment.area_indicators import LevelIndicators
from gridstudio.assessment.indicator_figures import IndicatorFigure, indicator_figures
from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.level_figures import Balance, LevelFigures
from gridstudio.assessment.moving import Moved
from gridstudio.domain.template import Template


@dataclass(frozen=True, eq=False)
class SideFigures:
    """``before`` and ``after`` are the indicators by area as far as they are known, ``figures`` by
    key what is read of them. ``level`` has these figures of all areas as they are, None while a job
    computes them. ``current`` says whether ``after`` is of the edit that is looked at; else it is
    of one before."""

    figures: Mapping[str, IndicatorFigure] = field(default_factory=dict)
    level: LevelFigures | None = None
    before: Mapping[int, Indicators] = field(default_factory=dict)
    after: Mapping[int, Indicators] = field(default_factory=dict)
    drawn: frozenset[int] = frozenset()
    """Areas of ``after`` that would be there and no open ground: they count in the balance."""
    current: bool = False
    _balances: dict[str, Balance] = field(default_factory=dict)

    def of(self, figure: AreaFigure, area_id: int) -> tuple[float, float]:
        """A figure before and after; NaN where there is none."""
        was, now = (
            self.figures[figure.key].of(known[area_id]) if area_id in known else np.nan
            for known in (self.before, self.after)
        )
        return float(was), float(now)

    def last(self, figure: AreaFigure, area_id: int) -> float | None:
        """What was known of it last, None where nothing was."""
        known = self.after if area_id in self.after else self.before
        if area_id not in known:
            return None
        return float(self.figures[figure.key].of(known[area_id]))

    def balance(self, figure: AreaFigure) -> tuple[Balance, Balance] | None:
        """How even the level is in a figure, before and after as it is known; None where it is not.
        Remembered."""
        if self.level is None:
            return None
        if figure.key not in self._balances:
            of = self.figures[figure.key].of
            after = {
                area: float(of(found)) if area in self.drawn else np.nan
                for area, found in self.after.items()
            }
            self._balances[figure.key] = self.level.balance_with(figure, after)
        return self.level.balance(figure), self._balances[figure.key]

    def outdated(self) -> SideFigures:
        """The same once the hand has moved on."""
        return replace(self, current=False) if self.current else self

    def found(self, moved: Moved, after: Mapping[int, Indicators]) -> SideFigures:
        """With what an edit would come to."""
        drawn = frozenset(one.id for one in moved.changes if one.drawn)
        return replace(self, after=after, drawn=drawn, current=True, _balances={})

    def with_level(self, moved: Moved, known: LevelIndicators) -> SideFigures:
        """With the figures of all areas as they are."""
        if self.level is not None:
            return self
        template = known.moment.template
        level = with_indicators(moved.before, known.of, template, self.figures.keys())
        return replace(self, level=level, _balances={})


def figures_before(
    template: Template, before: Mapping[int, Indicators], keys: Collection[str]
) -> SideFigures:
    """The figures of ``keys`` as they are, before what an edit would make of them is known."""
    chosen = {one.key: one for one in indicator_figures(template) if one.key in keys}
    return SideFigures(chosen, before=before)


def same_edit(one: Moved, other: Moved) -> bool:
    """Whether two edits would do the same: a hand that trembles often snaps to where it was."""
    if one is other:
        return True
    if one.before is not other.before or not np.array_equal(one.rows, other.rows):
        return False
    if not np.array_equal(one.new, other.new):
        return False
    return _shapes(one) == _shapes(other)


def _shapes(moved: Moved) -> dict[int, object]:
    grounds = moved.coverage.grounds
    return {
        one.id: grounds[one.id].geometry if one.id in grounds else None for one in moved.changes
    }
