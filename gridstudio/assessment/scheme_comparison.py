"""Two schemes side by side: area against area, and the customers whose owner differs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridstudio.assessment.area_matching import matched
from gridstudio.assessment.change_book import ChangeBook, Ownership, change_book, held
from gridstudio.assessment.grounds import grounds
from gridstudio.domain.snapshots import Areas, Customers, Floats, Ints, Owners, frozen


@dataclass(frozen=True, eq=False)
class AreaPairs:
    """Areas of one level of two schemes: ``ids (m, 2)``, 0 where a scheme has no such area; the
    last row ``(0, 0)`` is what belongs to no drawn area. ``customers (m, 2)``, ``value (m, 2)`` in
    yuan a month, ``km2 (m, 2)``; all zero for an area that is not there."""

    ids: Ints
    customers: Ints
    value: Floats
    km2: Floats

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Schemes ``a`` and ``b`` at a ``level``, with the owners of that level; ``whole`` is both as
    they were given. ``book`` holds the customers who belong to another area in ``b`` than in
    ``a``."""

    level: int
    customers: Customers
    whole: tuple[Ownership, Ownership]
    a: Ownership
    b: Ownership
    pairs: AreaPairs
    book: ChangeBook


def compare(customers: Customers, a: Ownership, b: Ownership, level: int) -> Comparison:
    """Compare two schemes at a level; owners are those of ``customers`` by each scheme. Ground that
    is open at the level belongs to nobody."""
    whole = a, b
    a, b = at_level(a, level), at_level(b, level)
    same = matched(a.areas, b.areas)
    book = change_book(customers, a, b, same)
    return Comparison(level, customers, whole, a, b, _pairs(customers, a, b, level, same), book)


def at_level(moment: Ownership, level: int) -> Ownership:
    """The same with every owner at one level; 0 where the ground is open there or has no area."""
    area = held(moment.owners.at_level(moment.areas, level), moment.areas)
    frozen(area)
    owners = Owners(moment.owners.id, area, moment.owners.by_override)
    return Ownership(moment.areas, owners)


def _pairs(customers: Customers, a: Ownership, b: Ownership, level: int, same: Ints) -> AreaPairs:
    drawn_a, drawn_b = a.areas.at_level(level), b.areas.at_level(level)
    same = same[np.isin(same[:, 0], drawn_a)]
    only_a = drawn_a[~np.isin(drawn_a, same[:, 0])]
    only_b = drawn_b[~np.isin(drawn_b, same[:, 1])]
    ids = np.zeros((len(same) + len(only_a) + len(only_b) + 1, 2), dtype=np.int64)
    ids[: len(same)] = same
    ids[len(same) : len(same) + len(only_a), 0] = only_a
    ids[len(same) + len(only_a) : -1, 1] = only_b
    sides = [_figures(customers, side, ids[:, at]) for at, side in enumerate((a, b))]
    counts, value, km2 = (np.column_stack(both) for both in zip(*sides, strict=True))
    return AreaPairs(ids, counts.astype(np.int64), value, km2)


def _figures(customers: Customers, side: Ownership, ids: Ints) -> tuple[Ints, Floats, Floats]:
    """Customers, value and km² of the areas ``ids``; of the last, which is none, what is left."""
    order = np.argsort(ids[:-1], kind="stable")
    slot = len(ids) - 1
    slots = np.full(len(customers), slot, dtype=np.int64)
    owner = side.owners.area
    at = np.minimum(np.searchsorted(ids[:-1][order], owner), max(slot - 1, 0))
    if slot:
        known = (owner > 0) & (ids[:-1][order][at] == owner)
        slots[known] = order[at[known]]
    counts = np.bincount(slots, minlength=len(ids))
    worth = np.nan_to_num(customers.value)
    value = np.bincount(slots, weights=worth, minlength=len(ids)).astype(np.float64)
    return counts.astype(np.int64), value, _km2(side.areas, ids)


def _km2(areas: Areas, ids: Ints) -> Floats:
    known = grounds(areas)
    km2 = np.zeros(len(ids))
    there = np.flatnonzero(ids[:-1])
    km2[there] = [known.of[row].km2 for row in areas.index(ids[there])]
    county = sum(known.of[row].km2 for row in np.flatnonzero(areas.level == 0).tolist())
    km2[-1] = max(county - km2.sum(), 0.0)
    return km2
