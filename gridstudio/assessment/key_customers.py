"""The customers of the highest value in an area."""

from __future__ import annotations

import numpy as np

from gridstudio.domain.snapshots import Areas, Bools, Customers, Owners

KEY_CUSTOMERS = 8
"""How many an area's page names."""


def most_valuable(customers: Customers, mine: Bools, count: int = KEY_CUSTOMERS) -> list[int]:
    """Row numbers of the ``count`` customers of the highest known value among ``mine (n,)``,
    highest first, equal ones by id; those whose value is not known are left out."""
    rows = np.flatnonzero(mine & ~np.isnan(customers.value))
    order = np.lexsort((customers.id[rows], -customers.value[rows]))
    return [int(row) for row in rows[order[:count]]]


def key_customer_ids(areas: Areas, owners: Owners, customers: Customers, level: int) -> list[int]:
    """Ids of the most valuable customers of every area of ``level`` but open ground."""
    owner = owners.at_level(areas, level)
    chosen: list[int] = []
    for area_id in areas.at_level(level).tolist():
        chosen += customers.id[most_valuable(customers, owner == area_id)].tolist()
    return chosen
