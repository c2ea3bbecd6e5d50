"""The census facts of an area's specialised markets, summed up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gridstudio.domain.markets import Markets
from gridstudio.domain.snapshots import Ints
from gridstudio.domain.template import Template


@dataclass(frozen=True)
class MarketFacts:
    """The markets of one area: how many, ``sums`` of the census fields that are numbers (who has
    not said adds nothing), and of each choice how many have it."""

    markets: int = 0
    sums: dict[str, float] = field(default_factory=dict)
    choices: dict[str, dict[str, int]] = field(default_factory=dict)


def market_facts(markets: Markets, rows: Ints, template: Template) -> MarketFacts:
    """Sum up some markets, by their rows."""
    sums: dict[str, float] = {}
    choices: dict[str, dict[str, int]] = {}
    for one in template.census:
        if one.type not in ("number", "choice"):
            continue
        said = markets.facts[one.key][rows].tolist() if one.key in markets.facts else []
        if one.type == "number":
            sums[one.key] = float(sum(map(number_of, said)))
        else:
            choices[one.key] = {word.key: said.count(word.key) for word in one.choices}
    return MarketFacts(len(rows), sums, choices)


def number_of(value: Any) -> float:
    """A census fact as a number; 0 for what is none."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return 0.0
    return number if np.isfinite(number) else 0.0
