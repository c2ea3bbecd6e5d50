"""What the census says of specialised markets (专业市场), as a snapshot."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gridstudio.domain.snapshots import Customers, Ints, Objects, Rows
from gridstudio.domain.template import Template, code_of

MARKET = "specialised_market"
"""Key of the kind in a template; where there is none, nobody is a market."""


@dataclass(frozen=True, eq=False)
class Markets(Rows):
    """The customers that are markets: ``id (n,)``, and by census field what was written down of
    each: ``facts[key] (n,)``, None where nothing."""

    id: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    facts: dict[str, Objects] = field(default_factory=dict)


def market_ids(customers: Customers, template: Template) -> Ints:
    """Ids of the customers that are specialised markets."""
    code = code_of(template.kinds, MARKET)
    found: Ints = customers.id[(customers.kind == code) & (code >= 0)]
    return found


def census_keys(template: Template) -> tuple[str, ...]:
    """The census fields that can be summed up."""
    return tuple(one.key for one in template.census if one.type in ("number", "choice"))
