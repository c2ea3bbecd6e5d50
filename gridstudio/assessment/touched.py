"""Which areas of a level have other indicators at one moment than at another."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely

from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.moment import Moment
from gridstudio.assessment.site_owners import site_owners
from gridstudio.assessment.terrain import differing_boxes
from gridstudio.domain.markets import Markets
from gridstudio.domain.snapshots import Areas, Bools, Customers, Ints, Objects, Owners, Sites
from gridstudio.geometry.geodesic import near_distances_m

Touched = tuple[frozenset[int], frozenset[int]]

SLACK = 1.01
"""By how much a store may be nearer than it is taken to be."""


def touched(old: Moment, new: Moment, level: int, known: Mapping[int, Indicators]) -> Touched:
    """Ids of the areas whose ground, and of those whose customers or sites, are others at ``new``;
    ``known`` are the indicators at ``old``."""
    ids = frozenset(new.areas.at_level(level).tolist())
    if old.template != new.template:
        return ids, ids
    fresh = ids - known.keys()
    count = fresh | _moved(old, new, level)
    count |= _stores(old, new, level, known) | _markets(old, new, level)
    return frozenset((fresh | _ground(old, new, ids)) & ids), frozenset(count & ids)


def _ground(old: Moment, new: Moment, ids: frozenset[int]) -> set[int]:
    """Areas of another shape, and those with another road or administrative area on them."""
    found = set()
    if old.areas is not new.areas:
        rows = old.areas.index(list(ids))
        shapes = dict(zip(old.areas.id[rows].tolist(), old.areas.geometry[rows], strict=True))
        for row in new.areas.index(sorted(ids)).tolist():
            area_id, shape = int(new.areas.id[row]), new.areas.geometry[row]
            before = shapes.get(area_id)
            if before is not shape and before != shape:
                found.add(area_id)
    boxes = differing_boxes(old.terrain, new.terrain)
    if len(boxes):
        rows = new.areas.index(sorted(ids))
        grounds = shapely.STRtree(new.areas.geometry[rows])
        _box, at = grounds.query(shapely.box(*boxes.T), predicate="intersects")
        found |= set(new.areas.id[rows[at]].tolist())
    return found


def _moved(old: Moment, new: Moment, level: int) -> set[int]:
    """Areas that won or lost a customer or a site, or have one with other facts."""
    pairs: list[tuple[Moment, Owners, Ints]] = []
    if not (old.owners is new.owners and old.customers is new.customers and old.areas is new.areas):
        rows = _differing(old.owners, new.owners, _other_people(old.customers, new.customers))
        pairs += zip((old, new), (old.owners, new.owners), rows, strict=True)
    if not (old.sites is new.sites and old.areas is new.areas):
        was, now = (site_owners(moment.areas, moment.sites) for moment in (old, new))
        rows = _differing(was, now, _other_sites(old.sites, new.sites))
        pairs += zip((old, new), (was, now), rows, strict=True)
    found: set[int] = set()
    for moment, owners_then, changed in pairs:
        leaves = np.unique(owners_then.area[changed])
        found |= _above(moment.areas, leaves, level)
    return found | _raised(old.areas, new.areas, level)


def _raised(old: Areas, new: Areas, level: int) -> set[int]:
    """Areas under which another area came to lie, or no longer lies, with all that it owns."""
    if old is new:
        return set()
    before = dict(zip(old.id.tolist(), old.ancestor(level).tolist(), strict=True))
    after = dict(zip(new.id.tolist(), new.ancestor(level).tolist(), strict=True))
    both = before.keys() & after.keys()
    return {one[key] for key in both if before[key] != after[key] for one in (before, after)}


def _above(areas: Areas, ids: Ints, level: int) -> set[int]:
    found: Ints = areas.ancestor(level)[areas.index(ids)]
    return set(found.tolist()) - {0}


def _differing(old: Owners, new: Owners, other: tuple[Bools, Bools]) -> tuple[Ints, Ints]:
    """Rows of both whose owner or facts (``other``, aligned with each) differ."""
    mine, yours = other
    if len(mine) == len(yours) and (old.id is new.id or np.array_equal(old.id, new.id)):
        rows = np.flatnonzero((old.area != new.area) | mine)
        return rows, rows
    in_old, in_new = _common(old.id, new.id)
    moved = old.area[in_old] != new.area[in_new]
    mine, yours = mine.copy(), yours.copy()
    mine[in_old[moved]] = True
    yours[in_new[moved]] = True
    return np.flatnonzero(mine), np.flatnonzero(yours)


def _other_people(old: Customers, new: Customers) -> tuple[Bools, Bools]:
    return _other(old, new, ("kind", "class_", "value", "lonlat"))


def _other_sites(old: Sites, new: Sites) -> tuple[Bools, Bools]:
    return _other(old, new, ("kind", "lonlat"))


def _other(
    old: Customers | Sites, new: Customers | Sites, columns: tuple[str, ...]
) -> tuple[Bools, Bools]:
    """Rows of each that the other has not, or with other facts."""
    if old is new:
        same = np.zeros(len(old), dtype=bool)
        return same, same
    if old.id is new.id or np.array_equal(old.id, new.id):
        changed = np.zeros(len(old), dtype=bool)
        for name in columns:
            changed |= _unequal(getattr(old, name), getattr(new, name))
        return changed, changed
    in_old, in_new = _common(old.id, new.id)
    mine, yours = np.ones(len(old), dtype=bool), np.ones(len(new), dtype=bool)
    changed = np.zeros(len(in_old), dtype=bool)
    for name in columns:
        changed |= _unequal(getattr(old, name)[in_old], getattr(new, name)[in_new])
    mine[in_old], yours[in_new] = changed, changed
    return mine, yours


def _unequal(one: Objects, other: Objects) -> Bools:
    differ = one != other
    if one.dtype.kind == "f":
        differ &= (one == one) | (other == other)  # not known, then as now
    found: Bools = differ.any(axis=1) if differ.ndim > 1 else differ
    return found


def _common(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Rows of the ids that both have."""
    at = np.minimum(np.searchsorted(other, one), max(len(other) - 1, 0))
    known = other[at] == one if len(other) else np.zeros(len(one), dtype=bool)
    return np.flatnonzero(known), at[known].astype(np.int64)


def _stores(old: Moment, new: Moment, level: int, known: Mapping[int, Indicators]) -> set[int]:
    """Areas for whose customers a store that has come or gone may be, or was, the nearest."""
    if old.sites is new.sites:
        return set()
    before, after = _places(old), _places(new)
    if bool(before) != bool(after):
        return set(known)  # nobody had a way, or nobody has one
    gone = {key for key, place in before.items() if after.get(key) != place}
    came = [place for key, place in after.items() if before.get(key) != place]
    found = {key for key, one in known.items() if one.store_km.stores & gone}
    if came:
        found |= _within_reach(new, level, known, came)
    return found


def _places(moment: Moment) -> dict[int, tuple[float, float]]:
    rows = moment.store_rows()
    places = map(tuple, moment.sites.lonlat[rows].tolist())
    return dict(zip(moment.sites.id[rows].tolist(), places, strict=True))


def _within_reach(
    new: Moment, level: int, known: Mapping[int, Indicators], came: list[tuple[float, float]]
) -> set[int]:
    """Areas that have ground nearer to a place than somebody's way to a store is now. Who belongs
    to an area by decision may live anywhere: it counts as within reach."""
    areas = new.areas
    rows = areas.index(list(known))
    bounds = shapely.bounds(areas.geometry[rows])
    greatest = np.array([known[int(key)].store_km.greatest for key in areas.id[rows]])
    decided = np.unique(new.owners.area[new.owners.by_override])
    found = _above(areas, decided, level)
    for lon, lat in came:
        nearest = np.clip((lon, lat), bounds[:, :2], bounds[:, 2:])
        near = near_distances_m(lon, lat, nearest) / 1000 < greatest * SLACK
        found |= set(areas.id[rows[near]].tolist())
    return found


def _markets(old: Moment, new: Moment, level: int) -> set[int]:
    """Areas of markets of whom the census says something else."""
    if old.markets is new.markets:
        return set()
    in_old, in_new = _common(old.markets.id, new.markets.id)
    changed = np.zeros(len(in_old), dtype=bool)
    for key in {*old.markets.facts, *new.markets.facts}:
        mine, yours = (_column(one, key) for one in (old.markets, new.markets))
        changed |= mine[in_old] != yours[in_new]
    rows = new.customers.index(new.markets.id[in_new[changed]])
    return _above(new.areas, np.unique(new.owners.area[rows]), level)


def _column(markets: Markets, key: str) -> Objects:
    none = np.full(len(markets.id), None, dtype=object)
    return markets.facts.get(key, none)
