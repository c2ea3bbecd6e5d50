"""Selections that follow from the data: the customers of areas, the others, where they lie."""

from __future__ import annotations

import numpy as np
import shapely

from gridstudio.domain.ids import Ids, distinct
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.domain.snapshots import Areas, Ints
from gridstudio.geometry.ownership import owners_by_position

Bounds = tuple[float, float, float, float]


def customers_of_areas(data: MapData, area_ids: Ids) -> Selection:
    """The customers and sites that lie in areas (of any levels), each on a border in one of them
    as owners are told; overrides do not move a customer."""
    areas, owners = data.areas, data.owners
    below = with_descendants(areas, area_ids)
    place = owners.area
    if owners.by_override.any():
        rows = np.flatnonzero(owners.by_override)
        place = place.copy()
        place[rows] = _by_position(areas, data.customers.lonlat[rows])
    inside = np.isin(place, below)
    sites = np.isin(_by_position(areas, data.sites.lonlat), below)
    return Selection(data.customers.id[inside], data.sites.id[sites])


def with_descendants(areas: Areas, area_ids: Ids) -> Ints:
    """Ids of areas and of all that lie below them."""
    found = areas.id[areas.index(area_ids)]
    layer = found
    while len(layer):
        layer = areas.id[np.isin(areas.parent, layer)]
        found = np.concatenate([found, layer])
    return distinct(found)


def inverted(data: MapData, selection: Selection) -> Selection:
    """The customers that are not selected."""
    return Selection(Ids(data.customers.id) - selection.customers)


def selection_bounds(data: MapData, selection: Selection) -> Bounds | None:
    """West, south, east, north in degrees of what is selected; None for nothing."""
    parts = []
    for table, ids in ((data.customers, selection.customers), (data.sites, selection.sites)):
        rows = table.index(ids)
        # Column by column: along pairs numpy is ten times slower.
        lon, lat = table.lonlat[rows, 0], table.lonlat[rows, 1]
        known = np.isfinite(lon) & np.isfinite(lat)
        if known.any():
            lon, lat = lon[known], lat[known]
            parts.append([lon.min(), lat.min(), lon.max(), lat.max()])
    shapes = data.areas.geometry[data.areas.index(selection.areas)]
    if len(shapes):
        parts.append(shapely.total_bounds(shapes).tolist())
    if not parts:
        return None
    ends = np.array(parts)
    west, south = ends[:, :2].min(axis=0).tolist()
    east, north = ends[:, 2:].max(axis=0).tolist()
    return west, south, east, north


def _by_position(areas: Areas, lonlat: np.ndarray) -> Ints:
    leaves = np.flatnonzero(~np.isin(areas.id, areas.parent))
    if not len(leaves) or not len(lonlat):
        return np.zeros(len(lonlat), dtype=np.int64)
    return owners_by_position(lonlat, areas.geometry[leaves], areas.id[leaves])
