"""The change book: every customer who has another owner than before, with both areas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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


def change_book(customers: Customers, before: Ownership, after: Ownership) -> ChangeBook:
    """Compare two moments; ``customers`` and ``after`` are of the same one.

    Ground that was open belongs to nobody, whatever the row that keeps it: that one piece of it
    becomes another row's is no move.
    """
    found = after.owners.index(before.owners.id)
    known = np.isin(before.owners.id, after.owners.id)
    old, new = before.owners.area[known], after.owners.area[found]
    old, new = _held(old, before.areas), _held(new, after.areas)
    moved = np.flatnonzero(old != new)
    rows = customers.index(after.owners.id[found[moved]])
    return ChangeBook(rows, old[moved], new[moved])


def moves(book: ChangeBook, customers: Customers) -> list[Move]:
    """The sums from area to area, the largest first."""
    pairs, place = np.unique(np.column_stack([book.old, book.new]), axis=0, return_inverse=True)
    place = place.reshape(-1)
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


def _held(area: Ints, areas: Areas) -> Ints:
    """Owners with open ground as nobody."""
    opened = areas.id[areas.open]
    return np.where(np.isin(area, opened), 0, area).astype(np.int64)
