"""The change book: every customer who has another owner than before, with both areas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridstudio.assessment.area_matching import matched
from gridstudio.domain.snapshots import Areas, Customers, Ints, Owners
from gridstudio.i18n import _


@dataclass(frozen=True, eq=False)
class Ownership:
    """Who owned whom at one moment."""

    areas: Areas
    owners: Owners


@dataclass(frozen=True, eq=False)
class ChangeBook:
    """``rows (m,)`` of the customers now, ``old`` and ``new (m,)`` the areas that owned them and
    own them (0: none); customers who have come since, or are gone, have not moved."""

    rows: Ints
    old: Ints
    new: Ints

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Move:
    """What went from one area to another, all together."""

    old: int
    new: int
    customers: int
    value: float


@dataclass(frozen=True)
class MovedCustomer:
    """One line of the book, in words; ``value`` None where it is not known."""

    name: str
    kind: str
    class_: str
    value: float | None
    address: str
    old: str
    old_team: str
    new: str
    new_team: str


def change_book(
    customers: Customers, before: Ownership, after: Ownership, same: Ints | None = None
) -> ChangeBook:
    """Compare two moments, or two schemes; ``customers`` and ``after`` are of the same moment.

    Ground that was open belongs to nobody, whatever the row that keeps it: that one piece of it
    becomes another row's is no move. Between schemes an area's partner counts as the same area:
    ``same`` are the pairs of ids ``(k, 2)``, found where they are not given.
    """
    was, now = before.owners, after.owners
    if was.id is now.id or np.array_equal(was.id, now.id):
        ids, old, new = now.id, was.area, now.area
    else:
        found, known = now.index(was.id), np.isin(was.id, now.id, assume_unique=True)
        ids, old, new = now.id[found], was.area[known], now.area[found]
    old, new = held(old, before.areas), held(new, after.areas)
    if same is None and not np.isin(before.areas.id, after.areas.id).any():
        same = matched(before.areas, after.areas)
    moved = np.flatnonzero((old if same is None else _partners(old, same)) != new)
    return ChangeBook(customers.index(ids[moved]), old[moved], new[moved])


def moves(book: ChangeBook, customers: Customers) -> list[Move]:
    """The sums from area to area, the largest first."""
    # As one number a pair is sorted ten times as quickly as two columns are.
    width = int(book.new.max(initial=0)) + 1
    keys, place = np.unique(book.old * width + book.new, return_inverse=True)
    pairs = np.column_stack([keys // width, keys % width])
    counts = np.bincount(place, minlength=len(pairs))
    value = np.bincount(
        place, weights=np.nan_to_num(customers.value[book.rows]), minlength=len(pairs)
    )
    made = [
        Move(old, new, int(count), float(worth))
        for (old, new), count, worth in zip(pairs.tolist(), counts, value, strict=True)
    ]
    return sorted(made, key=lambda move: (-move.customers, move.old, move.new))


def area_name(areas: Areas, area_id: int) -> str:
    """Code and name of an owner, or the word for none."""
    found = areas.index([area_id])
    if not len(found):
        return _("without owner")
    row = int(found[0])
    return f"{areas.code[row]} {areas.name[row]}".strip()


def area_team(areas: Areas, area_id: int) -> str:
    """Team and manager of an owner, "" where there is none."""
    found = areas.index([area_id])
    if not len(found):
        return ""
    row = int(found[0])
    return " · ".join(filter(None, (str(areas.team[row]), str(areas.manager[row]))))


def _partners(area: Ints, same: Ints) -> Ints:
    """The partner of each area; one that has none stays, and is no area of the other scheme."""
    pairs = same[np.argsort(same[:, 0], kind="stable")]
    if not len(pairs):
        return area
    at = np.minimum(np.searchsorted(pairs[:, 0], area), len(pairs) - 1)
    return np.where(pairs[at, 0] == area, pairs[at, 1], area).astype(np.int64)


def held(area: Ints, areas: Areas) -> Ints:
    """Owners with open ground as nobody."""
    opened = areas.id[areas.open]
    return np.where(np.isin(area, opened), 0, area).astype(np.int64)
