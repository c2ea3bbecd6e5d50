"""Every figure of areas in one list: those of sums and ground, and those that need roads, distances
or the census, which are known once the indicators are computed and not while a border moves."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import numpy as np

from gridstudio.assessment.area_figures import AreaFigure, area_figures
from gridstudio.assessment.indicator_figures import indicator_figures
from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.level_figures import LevelFigures
from gridstudio.assessment.tally import Figures
from gridstudio.domain.template import Template
from gridstudio.geometry.compactness import Ground
from gridstudio.i18n import language

_latest: tuple[Template, str, tuple[AreaFigure, ...]] | None = None


def slow_figures(template: Template) -> tuple[AreaFigure, ...]:
    """Those that do not follow from sums and ground: NaN where they are asked of these. Asked for
    at every move of a hand, so that those named last are remembered."""
    global _latest
    if _latest is None or _latest[0] is not template or _latest[1] != language():
        named = (
            AreaFigure(one.key, one.name, one.decimals, _unknown, one.source, one.brief)
            for one in indicator_figures(template)
        )
        _latest = template, language(), tuple(named)
    return _latest[2]


def all_figures(template: Template) -> tuple[AreaFigure, ...]:
    """All of them, the quick ones first."""
    return (*area_figures(template), *slow_figures(template))


def with_indicators(
    level: LevelFigures,
    indicators: Mapping[int, Indicators],
    template: Template,
    keys: Collection[str] | None = None,
) -> LevelFigures:
    """The figures of a level with those, too, that are known from the indicators by area: all of
    them, or those of ``keys``."""
    values = {}
    for figure in indicator_figures(template):
        if keys is not None and figure.key not in keys:
            continue
        found = (indicators.get(area) for area in level.ids.tolist())
        numbers = [math.nan if one is None else float(figure.of(one)) for one in found]
        values[figure.key] = np.array(numbers, dtype=np.float64)
    return level.with_known(values)


def _unknown(sums: Figures, ground: Ground) -> float:
    return math.nan
