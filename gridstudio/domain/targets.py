"""What an area should come to in one figure: hard bounds, an ideal, and the judgement by them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from gridstudio.domain.ramps import class_colors
from gridstudio.i18n import N_

NEAR_IDEAL = 0.1
"""Within this share of the ideal, to either side, a figure is good."""


class Judgement(IntEnum):
    """How a figure stands to its target; the two ends are hard bounds broken."""

    UNDER = -2
    LOW = -1
    GOOD = 0
    HIGH = 1
    OVER = 2

    @property
    def broken(self) -> bool:
        """Whether a hard bound is broken."""
        return abs(self) == 2


JUDGEMENT_NAMES = {
    Judgement.UNDER: N_("under minimum"),
    Judgement.LOW: N_("below the ideal"),
    Judgement.GOOD: N_("on target"),
    Judgement.HIGH: N_("above the ideal"),
    Judgement.OVER: N_("over maximum"),
}
"""To be translated where they are shown."""
SIGNS = {
    Judgement.UNDER: "▼",
    Judgement.LOW: "▽",
    Judgement.GOOD: "",
    Judgement.HIGH: "△",
    Judgement.OVER: "▲",
}
"""For those who cannot tell the colours: full where a hard bound is broken."""


RAMP = "RdBu"
"""From over to under; a test looks at it with the eyes of the colour-blind."""
NIGHT_COLORS = {
    Judgement.UNDER: "#4a8fd2",
    Judgement.LOW: "#2a5377",
    Judgement.GOOD: "#3c444b",
    Judgement.HIGH: "#824a34",
    Judgement.OVER: "#dd7048",
}
"""On a dark map what is good is dark as the ground, and what is off shines."""


def judgement_color(judgement: Judgement, *, night: bool = False) -> str:
    """Blue for too little, red for too much; nearly white (by night nearly black) for good."""
    if night:
        return NIGHT_COLORS[judgement]
    return class_colors(RAMP, len(Judgement))[Judgement.OVER - judgement]


@dataclass(frozen=True)
class Target:
    """What the areas of ``level`` should come to in ``indicator`` (a key as in
    ``assessment.area_figures``); None sets no bound. ``id`` 0 is not stored yet."""

    level: int
    indicator: str
    minimum: float | None = None
    ideal: float | None = None
    maximum: float | None = None
    id: int = 0

    @property
    def bounds(self) -> tuple[float | None, float | None, float | None]:
        """Minimum, ideal, maximum, as given to ``Target``."""
        return self.minimum, self.ideal, self.maximum

    def judgement(self, value: float) -> Judgement | None:
        """How ``value`` stands; None where it is not known (NaN).

        A hard bound counts before the ideal. Without an ideal everything within the bounds is good.
        """
        if math.isnan(value):
            return None
        if self.minimum is not None and value < self.minimum:
            return Judgement.UNDER
        if self.maximum is not None and value > self.maximum:
            return Judgement.OVER
        if self.ideal is None:
            return Judgement.GOOD
        slack = abs(self.ideal) * NEAR_IDEAL
        if value < self.ideal - slack:
            return Judgement.LOW
        return Judgement.HIGH if value > self.ideal + slack else Judgement.GOOD

    def judgements(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same for ``values (n,)`` as numbers -2 … 2, NaN where a value is NaN."""
        found = np.zeros(len(values))
        if self.ideal is not None:
            slack = abs(self.ideal) * NEAR_IDEAL
            found[values < self.ideal - slack] = Judgement.LOW
            found[values > self.ideal + slack] = Judgement.HIGH
        if self.maximum is not None:
            found[values > self.maximum] = Judgement.OVER
        if self.minimum is not None:
            found[values < self.minimum] = Judgement.UNDER
        found[np.isnan(values)] = np.nan
        return found

    def deviation(self, value: float) -> float:
        """By what share ``value`` is off: of the ideal, or without one of the bound that it
        breaks (0 within the bounds). NaN where the value is; infinite where the figure it is
        measured by is 0 and it is not."""
        if math.isnan(value):
            return math.nan
        reference = self.ideal
        if reference is None and self.minimum is not None and value < self.minimum:
            reference = self.minimum
        if reference is None and self.maximum is not None and value > self.maximum:
            reference = self.maximum
        return 0.0 if reference is None else share_off(value, reference)


def share_off(value: float, reference: float) -> float:
    """By what share ``value`` is more (or, negative, less) than ``reference``."""
    if reference == 0:
        return 0.0 if value == 0 else math.copysign(math.inf, value)
    return (value - reference) / abs(reference)


def by_indicator(targets: Iterable[Target], level: int) -> Mapping[str, Target]:
    """The targets of one level by their indicator."""
    return {target.indicator: target for target in targets if target.level == level}
