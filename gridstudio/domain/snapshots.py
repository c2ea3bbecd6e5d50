"""Snapshots: what is read again and again, as frozen dataclasses of aligned read-only arrays.

Rows are sorted by id, ascending. ``lonlat`` is degrees WGS-84 (EPSG:4326, longitude first), ``xy``
metres in EPSG:3857. A code is the index into the template's list, -1 where the stored key is not in
it. An old snapshot stays valid after an edit, so workers may keep it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridstudio.domain.ids import Ids, held

Ints = NDArray[np.int64]
Codes = NDArray[np.int16]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Objects = NDArray[np.object_]


FEW = 100
"""Of so many rows one: fewer ids are searched for, more are marked."""


class Rows:
    """What all snapshots share: ``id`` is sorted, so a row is found by bisection."""

    id: Ints

    def __len__(self) -> int:
        return len(self.id)

    def index(self, ids: Iterable[int] | Ints) -> Ints:
        """Row numbers of ``ids``, in their order; ids that are not here are left out."""
        if isinstance(ids, Ids):
            if len(ids) == len(self.id) and np.array_equal(ids.array, self.id):
                return np.arange(len(self.id))
            if len(ids) * FEW > len(self.id):
                return np.flatnonzero(held(self.id, ids))
            ids = ids.array
        wanted = np.asarray(ids if isinstance(ids, np.ndarray) else list(ids), dtype=np.int64)
        if not len(self.id) or not len(wanted):
            return np.empty(0, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.id, wanted), len(self.id) - 1)
        found: Ints = at[self.id[at] == wanted].astype(np.int64)
        return found

    def row(self, row_id: int) -> int:
        """The row number of one id. Raises KeyError."""
        found = self.index([row_id])
        if not len(found):
            raise KeyError(row_id)
        return int(found[0])


@dataclass(frozen=True, eq=False)
class Customers(Rows):
    """All customers: ``id (n,)``, ``lonlat (n, 2)``, ``xy (n, 2)``, ``kind (n,)`` and ``class_
    (n,)`` codes, ``value (n,)`` monthly value in yuan (NaN where not known)."""

    id: Ints
    lonlat: Floats
    xy: Floats
    kind: Codes
    class_: Codes
    value: Floats


@dataclass(frozen=True, eq=False)
class Sites(Rows):
    """All sites: ``id (n,)``, ``lonlat (n, 2)``, ``xy (n, 2)``, ``kind (n,)`` site-kind codes."""

    id: Ints
    lonlat: Floats
    xy: Floats
    kind: Codes


@dataclass(frozen=True, eq=False)
class Areas(Rows):
    """All areas of the current scheme.

    ``level (n,)`` 0 is the county; ``parent (n,)`` the parent's id, 0 for none; ``open (n,)`` open
    ground; ``locked (n,)``; ``geometry (n,)`` shapely MultiPolygon in degrees WGS-84; ``setting
    (n,)`` codes (urban, rural) or -1; ``code``, ``name``, ``team``, ``manager (n,)`` texts.
    """

    id: Ints
    level: Codes
    parent: Ints
    open: Bools
    locked: Bools
    geometry: Objects
    setting: Codes
    code: Objects
    name: Objects
    team: Objects
    manager: Objects

    def children(self, area_id: int, *, open_ground: bool = True) -> Ints:
        """Ids of the areas whose parent is ``area_id``; with or without open ground."""
        mask = self.parent == area_id
        if not open_ground:
            mask &= ~self.open
        found: Ints = self.id[mask]
        return found

    def leaves(self) -> Ints:
        """Ids of the areas that nothing lies below: every spot of the county is in one of them."""
        found: Ints = self.id[~np.isin(self.id, self.parent)]
        return found

    def at_level(self, level: int, *, open_ground: bool = False) -> Ints:
        """Ids of the areas of one level, by default without open ground."""
        mask = self.level == level
        if not open_ground:
            mask &= ~self.open
        found: Ints = self.id[mask]
        return found

    def ancestor(self, level: int) -> Ints:
        """For each row the id of its ancestor (or itself) at ``level``; 0 where there is none."""
        result = np.where(self.level == level, self.id, 0)
        current = np.arange(len(self.id))
        for _step in range(int(self.level.max(initial=0))):
            parents = self.parent[current]
            at = np.minimum(np.searchsorted(self.id, parents), max(len(self.id) - 1, 0))
            known = (parents > 0) & (self.id[at] == parents)
            current = np.where(known, at, current)
            here = (result == 0) & (self.level[current] == level)
            result = np.where(here, self.id[current], result)
        return result.astype(np.int64)


@dataclass(frozen=True, eq=False)
class Owners(Rows):
    """Each customer's owner, aligned with Customers (same ``id``).

    ``area (n,)`` is the deepest area of the current scheme that owns the customer (it may be open
    ground), 0 for none; ``by_override (n,)`` whether an override says so.
    """

    id: Ints
    area: Ints
    by_override: Bools

    def at_level(self, areas: Areas, level: int) -> Ints:
        """For each customer the owning area at ``level`` (0 for none; open ground of that level
        counts as its own area)."""
        return self.mapped(areas, areas.ancestor(level), 0)

    def mapped(self, areas: Areas, values: Ints, otherwise: int) -> Ints:
        """For each customer the entry of ``values (m,)``, which belong to the areas, of its owner;
        ``otherwise`` where none of these areas owns it."""
        if not len(areas):
            return np.full(len(self.id), otherwise, dtype=np.int64)
        # One look in a table by id is twenty times as quick as searching.
        table = np.full(max(int(areas.id[-1]), int(self.area.max(initial=0))) + 1, otherwise)
        table[areas.id] = values
        found: Ints = table[self.area].astype(np.int64, copy=False)
        return found


@dataclass(frozen=True, eq=False)
class Features(Rows):
    """The features of one vector layer: ``id``, ``geometry (n,)`` shapely in degrees WGS-84,
    ``category (n,)`` text (trunk, river …) and ``name (n,)`` text."""

    id: Ints
    geometry: Objects
    category: Objects
    name: Objects


def frozen(array: NDArray[np.generic]) -> NDArray[np.generic]:
    """The same array, made read-only."""
    array.setflags(write=False)
    return array
