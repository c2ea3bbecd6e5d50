"""Every customer's owner: by position, unless somebody has decided otherwise."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gridstudio.domain.snapshots import Areas, Customers, Owners, frozen
from gridstudio.geometry.ownership import owners_by_position


def owners_of(customers: Customers, areas: Areas, given: Mapping[int, int]) -> Owners:
    """The owners of all customers by the areas of one scheme. ``given`` is the area, by customer
    id, of those who are owned by decision; one that is not among ``areas`` decides nothing."""
    leaves = areas.index(areas.leaves())
    area = owners_by_position(customers.lonlat, areas.geometry[leaves], areas.id[leaves])
    override = np.zeros(len(customers), dtype=bool)
    rows = customers.index(list(given))
    wanted = np.array([given[row_id] for row_id in customers.id[rows].tolist()], dtype=np.int64)
    known = np.isin(wanted, areas.id)
    area[rows[known]], override[rows[known]] = wanted[known], True
    frozen(area)
    frozen(override)
    return Owners(id=customers.id, area=area, by_override=override)
