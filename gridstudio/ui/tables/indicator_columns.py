"""Pinned indicators as columns of the list of areas; empty until a job has computed them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from gridstudio.assessment.area_indicators import LevelIndicators
from gridstudio.assessment.indicator_figures import IndicatorFigure
from gridstudio.assessment.level_figures import Balance
from gridstudio.assessment.totals import AreaTotals
from gridstudio.ui.tables.area_columns import Column


def indicator_columns(
    figures: Sequence[IndicatorFigure], found: LevelIndicators | None
) -> list[Column]:
    """A column for each figure of the indicators ``found``."""
    return [_column(figure, found) for figure in figures]


def _column(figure: IndicatorFigure, found: LevelIndicators | None) -> Column:
    values = {key: figure.of(one) for key, one in found.of.items()} if found is not None else {}

    def value(item: AreaTotals) -> Any:
        number = values.get(item.id, math.nan)
        return "" if math.isnan(number) else number

    return Column(
        figure.name.replace(" ", "\n", 1),
        value,
        figure.decimals,
        balance=Balance.of(np.array(list(values.values()), dtype=np.float64)),
    )
