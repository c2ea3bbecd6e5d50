"""The rows that a workbook's formulas add up: customers and sites, counted where they stand.

One row per deepest area and combination of kind and class keeps a workbook of a million customers
small enough to calculate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridstudio.assessment.site_owners import site_owners
from gridstudio.assessment.totals import owners_down_to
from gridstudio.domain.map_data import MapData
from gridstudio.domain.snapshots import Codes, Floats, Ints, Owners


@dataclass(frozen=True, eq=False)
class Detail:
    """Counted rows. ``owners (n, levels)``: the owning area's id at each level, or the owner
    itself below its own level, 0 for none;
    ``codes (n, words)``: template codes, -1 where the word is not in the template; ``count (n,)``;
    ``value (n,)`` yuan a month, or None where rows have none."""

    owners: Ints
    codes: Ints
    count: Ints
    value: Floats | None

    def deepest(self) -> Ints:
        """``(n,)`` the id of the area that each row was counted in, 0 for none."""
        return self.owners[:, -1]


def customer_detail(data: MapData) -> Detail:
    """Customers by owner, kind and class."""
    return _counted(
        data, data.owners, [data.customers.kind, data.customers.class_], data.customers.value
    )


def site_detail(data: MapData) -> Detail:
    """Sites by the area they lie in and kind."""
    return _counted(data, site_owners(data.areas, data.sites), [data.sites.kind], None)


def _counted(data: MapData, owners: Owners, codes: list[Codes], value: Floats | None) -> Detail:
    _areas, key = np.unique(owners.area, return_inverse=True)
    for code in codes:
        # One number per combination: sorting numbers is far quicker than sorting rows.
        key = key * (int(code.max(initial=-1)) + 2) + code + 1
    _keys, first, group, count = np.unique(
        key, return_index=True, return_inverse=True, return_counts=True
    )
    chosen = Owners(owners.id[first], owners.area[first], owners.by_override[first])
    levels = range(len(data.template.levels))
    sums: Floats | None = None
    if value is not None:
        weights = np.nan_to_num(value)
        sums = np.bincount(group, weights=weights, minlength=len(first)).astype(np.float64)
    return Detail(
        owners=np.column_stack([owners_down_to(chosen, data.areas, level) for level in levels]),
        codes=np.column_stack([code[first].astype(np.int64) for code in codes]),
        count=count.astype(np.int64),
        value=sums,
    )
