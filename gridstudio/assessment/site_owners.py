"""Which area each site lies in."""

from __future__ import annotations

from weakref import ReferenceType, WeakKeyDictionary, ref

import numpy as np

from gridstudio.domain.snapshots import Areas, Owners, Sites
from gridstudio.geometry.ownership import owners_by_position

_site_owners: WeakKeyDictionary[Sites, tuple[ReferenceType[Areas], Owners]] = WeakKeyDictionary()


def site_owners(areas: Areas, sites: Sites) -> Owners:
    """For each site the deepest area that it lies in, as customers have owners; remembered for the
    areas asked last."""
    known = _site_owners.get(sites)
    if known is not None and known[0]() is areas:
        return known[1]
    found = _site_owners_by_position(areas, sites)
    _site_owners[sites] = ref(areas), found
    return found


def _site_owners_by_position(areas: Areas, sites: Sites) -> Owners:
    leaves = np.flatnonzero(~np.isin(areas.id, areas.parent))
    area = np.zeros(len(sites), dtype=np.int64)
    if len(leaves) and len(sites):
        area = owners_by_position(sites.lonlat, areas.geometry[leaves], areas.id[leaves])
    return Owners(id=sites.id, area=area, by_override=np.zeros(len(sites), dtype=bool))
