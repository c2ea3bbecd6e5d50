"""Figures that follow from the indicators of an area, and not from its sums and ground alone:
roads, administrative areas, the way to the store, what the census says of markets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from gridstudio.assessment.area_figures import AreaFigure, Source, area_figures
from gridstudio.assessment.area_indicators import LevelIndicators
from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.terrain import MAIN_ROADS, STREETS
from gridstudio.domain.columns import Numbers
from gridstudio.domain.fields import INDICATOR, Field
from gridstudio.domain.markets import MARKET
from gridstudio.domain.snapshots import Areas
from gridstudio.domain.template import CensusField, Template
from gridstudio.i18n import _


@dataclass(frozen=True)
class IndicatorFigure:
    """A figure of an area by its key, as ``AreaFigure`` is, but of its indicators; of these it
    reads what its ``source`` names, and the ground."""

    key: str
    name: str
    decimals: int
    of: Callable[[Indicators], float]
    source: Source
    brief: str = ""


def every_figure(template: Template) -> tuple[IndicatorFigure, ...]:
    """All figures of areas, those of sums and ground first."""
    simple = (
        IndicatorFigure(one.key, one.name, one.decimals, partial(_simple, one), one.source)
        for one in area_figures(template)
    )
    return (*simple, *indicator_figures(template))


def indicator_figures(template: Template) -> tuple[IndicatorFigure, ...]:
    """Those that need roads, administrative areas, distances or the census."""
    return (
        IndicatorFigure(
            "administrative",
            _("Administrative areas"),
            0,
            lambda one: len(one.administrative),
            Source.ADMINISTRATIVE,
            _("Admin. areas"),
        ),
        IndicatorFigure("main_road_km", _("Trunk roads (km)"), 1, _km_of(MAIN_ROADS), Source.ROADS),
        IndicatorFigure("street_km", _("Streets (km)"), 1, _km_of(STREETS), Source.ROADS),
        IndicatorFigure(
            "road_density",
            _("Roads (km per km²)"),
            2,
            _road_density,
            Source.ROADS,
            _("Roads (km/km²)"),
        ),
        IndicatorFigure(
            "store_mean_km",
            _("Mean way to the nearest own store (km)"),
            2,
            lambda one: one.store_km.mean,
            Source.STORES,
            _("Mean way (km)"),
        ),
        IndicatorFigure(
            "store_greatest_km",
            _("Greatest way to an own store (km)"),
            2,
            lambda one: one.store_km.greatest,
            Source.STORES,
            _("Greatest way (km)"),
        ),
        *_markets(template),
    )


def indicator_fields(template: Template) -> tuple[Field, ...]:
    """What areas can be coloured by, in the order in which it is offered."""
    return tuple(
        Field(INDICATOR + one.key, one.name, numeric=True) for one in every_figure(template)
    )


def indicator_columns(found: LevelIndicators, areas: Areas) -> dict[str, Numbers]:
    """By field, the figure of each area ``(n,)``; NaN for other levels and open ground."""
    rows = areas.index(list(found.of))
    of = [found.of[int(key)] for key in areas.id[rows]]
    columns = {}
    for figure in every_figure(found.moment.template):
        values = np.full(len(areas), np.nan)
        values[rows] = [figure.of(one) for one in of]
        columns[INDICATOR + figure.key] = Numbers(values)
    return columns


def _simple(figure: AreaFigure, one: Indicators) -> float:
    return figure.of(one.sums, one.ground)


def _km_of(categories: tuple[str, ...]) -> Callable[[Indicators], float]:
    return lambda one: sum(one.cover.road_km.get(category, 0.0) for category in categories)


def _road_density(one: Indicators) -> float:
    km = sum(one.cover.road_km.values())
    return km / one.ground.km2 if one.ground.km2 > 0 else np.nan


def _markets(template: Template) -> list[IndicatorFigure]:
    """Sums of numbers, and for choices how many markets have each."""
    kind = next((word for word in template.kinds if word.key == MARKET), None)
    found: list[IndicatorFigure] = []
    for one in template.census if kind is not None else ():
        name = f"{kind.name()} · {one.name()}" if kind is not None else ""
        if one.type == "number":
            of = partial(_sum, one.key)
            key = f"market.{one.key}"
            found.append(IndicatorFigure(key, name, 0, of, Source.MARKETS, one.name()))
        elif one.type == "choice":
            found += _choices(one, name)
    return found


def _choices(field: CensusField, name: str) -> list[IndicatorFigure]:
    return [
        IndicatorFigure(
            f"market.{field.key}.{word.key}",
            f"{name} · {word.name()}",
            0,
            partial(_choice, field.key, word.key),
            Source.MARKETS,
            f"{word.name()} · {field.name()}",
        )
        for word in field.choices
    ]


def _sum(key: str, one: Indicators) -> float:
    return one.market.sums.get(key, 0.0)


def _choice(key: str, choice: str, one: Indicators) -> float:
    return float(one.market.choices.get(key, {}).get(choice, 0))
