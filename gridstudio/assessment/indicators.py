"""The indicators of a division (划分指标): what one area holds, in DOMAIN.md's thirteen groups."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from gridstudio.assessment.markets import MarketFacts
from gridstudio.assessment.tally import Figures
from gridstudio.assessment.terrain import Cover, Covered, Road
from gridstudio.domain.template import Template
from gridstudio.geometry.compactness import Ground

OWN_STORE = "own_store"
"""Key of the site kind (自办厅) from which customers are served; a template may have none."""


@dataclass(frozen=True)
class StoreDistance:
    """How far customers have to the own store that is nearest, in km as the crow flies: the
    ``mean`` over them and the ``greatest``; NaN without customers or stores. ``stores`` are the
    ids of those that are nearest for somebody."""

    mean: float = math.nan
    greatest: float = math.nan
    stores: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Indicators:
    """What one area holds. ``sites`` are ids per site kind; ``key_accounts`` counts the
    template's first kind by its larger (first half) and smaller classes, as ("AB", n), ("CD", n);
    ``kinds`` counts customers by the key of their kind."""

    area_id: int
    ground: Ground
    cover: Cover
    sums: Figures
    sites: dict[str, tuple[int, ...]]
    key_accounts: tuple[tuple[str, int], ...]
    kinds: dict[str, int]
    market: MarketFacts
    store_km: StoreDistance

    @property
    def administrative(self) -> tuple[Covered, ...]:
        return self.cover.administrative

    @property
    def roads(self) -> tuple[Road, ...]:
        return self.cover.roads

    def road_km(self) -> dict[str, float]:
        """Kilometres per category, by rank."""
        return dict(self.cover.road_km)

    def to_json(self) -> dict[str, Any]:
        """The object that the verb ``indicators`` prints; None for what there is not."""
        return {
            "area_km2": round(self.ground.km2, 6),
            "perimeter_km": round(self.ground.perimeter_km, 6),
            "compactness": _number(self.ground.compactness, 4),
            "customers": self.sums.customers,
            "value": round(self.sums.value, 2),
            "density": _number(_ratio(self.sums.customers, self.ground.km2), 4),
            "administrative": {
                item.name: round(item.share, 4) for item in self.cover.administrative
            },
            "roads": [
                {"category": road.category, "name": road.name, "km": round(road.km, 4)}
                for road in self.cover.roads
            ],
            "sites": {key: len(ids) for key, ids in self.sites.items()},
            "key_accounts": dict(self.key_accounts),
            "kinds": self.kinds,
            "markets": {
                "markets": self.market.markets,
                **{key: round(total, 4) for key, total in self.market.sums.items()},
                **self.market.choices,
            },
            "nearest_store_km": {
                "mean": _number(self.store_km.mean, 4),
                "greatest": _number(self.store_km.greatest, 4),
            },
        }


def class_halves(template: Template) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Codes of the larger classes (the first half, the middle one included) and of the smaller."""
    codes = tuple(range(len(template.classes)))
    middle = (len(codes) + 1) // 2
    return codes[:middle], codes[middle:]


def key_accounts(sums: Figures, template: Template) -> tuple[tuple[str, int], ...]:
    """The first kind's customers by halves of the classes."""
    return tuple(
        (
            "".join(template.classes[code].key for code in codes),
            int(sum(sums.groups[code] for code in codes)),
        )
        for codes in class_halves(template)
        if codes
    )


def _ratio(amount: float, by: float) -> float:
    return amount / by if by > 0 else math.nan


def _number(value: float, decimals: int) -> float | None:
    return round(value, decimals) if math.isfinite(value) else None
