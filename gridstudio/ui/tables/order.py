"""Which customers a table shows and in which order: one array of row numbers, quick at a million.

After an edit the rows stay where they are, whatever was changed about them, until the user sorts
anew: what is being worked on must not jump away, and an edit of one customer must not cost a
million. What no longer passes the filter goes; what is new stands at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridstudio.domain.belonging import belonging
from gridstudio.domain.changes import TableChange
from gridstudio.domain.map_data import MapData
from gridstudio.project import Project

NAME, KIND, CLASS, VALUE, OWNER, ADDRESS = range(6)
TEXTS = {NAME: "name", ADDRESS: "address"}
"""Columns whose order only the file knows."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Filter:
    """Customers whose name or address holds ``text``, of a kind, class and state of ownership
    (codes, -1 for all)."""

    text: str = ""
    kind: int = -1
    class_: int = -1
    belonging: int = -1


class CustomerOrder:
    """Filter and sorting of a table, and the orders of texts that have been read from the file."""

    def __init__(self) -> None:
        self.filter = Filter()
        self.column: int | None = None
        self.descending = False
        self._texts: dict[int, Ints] = {}
        self._stale: set[int] = set()

    def lacks(self, column: int) -> bool:
        """Whether the order of a column's texts is to be read before it is sorted by (``take``)."""
        return column in TEXTS and (column not in self._texts or column in self._stale)

    def take(self, data: MapData, column: int, ids: Ints) -> None:
        """``ids`` is every customer in the order of a column's texts, as the file gives it."""
        self._texts[column] = data.customers.index(ids)
        self._stale.discard(column)

    def forget(self) -> None:
        """Other customers: what has been read of texts is void."""
        self._texts.clear()
        self._stale.clear()

    def rows(self, project: Project, data: MapData) -> Ints:
        """The row numbers that pass the filter, in order."""
        customers = data.customers
        keep = np.ones(len(customers), dtype=bool)
        if self.filter.kind >= 0:
            keep &= customers.kind == self.filter.kind
        if self.filter.class_ >= 0:
            keep &= customers.class_ == self.filter.class_
        if self.filter.belonging >= 0:
            keep &= belonging(data.areas, data.owners) == self.filter.belonging
        if self.filter.text:
            found = np.zeros(len(customers), dtype=bool)
            found[customers.index(project.matching_ids("customers", self.filter.text))] = True
            keep &= found
        order = self._ordered(project, data)
        return order[keep[order]]

    def followed(
        self, project: Project, old: MapData, new: MapData, shown: Ints, change: TableChange
    ) -> Ints:
        """``shown`` of the snapshot ``old`` as rows of ``new``, after an edit."""
        if old.customers is new.customers and self.filter.belonging < 0:
            return shown  # an edit of areas: nobody has come, gone or changed
        move = _Moved(old.customers.id, new.customers.id)
        rows = move.rows(shown)
        touched = new.customers.index(sorted(change.added | change.updated))
        if self.filter.belonging >= 0:
            # Who has not been edited may have got another owner by an edit of areas.
            was = move.carried(belonging(old.areas, old.owners))
            touched = np.union1d(touched, np.flatnonzero(was != belonging(new.areas, new.owners)))
        fits = self._fit(project, new, touched)
        rows = rows[~_mask(touched[~fits], len(new.customers))[rows]]
        fresh = touched[fits & ~_mask(rows, len(new.customers))[touched]]
        added = new.customers.index(sorted(change.added))
        self._texts = {
            column: np.concatenate([move.rows(order), added])
            for column, order in self._texts.items()
        }
        if change.added or change.updated:
            self._stale |= self._texts.keys()
        return np.concatenate([rows, fresh])

    def _fit(self, project: Project, data: MapData, rows: Ints) -> NDArray[np.bool_]:
        """Which of a few rows pass the filter."""
        customers, wanted = data.customers, self.filter
        fits = np.ones(len(rows), dtype=bool)
        if wanted.kind >= 0:
            fits &= customers.kind[rows] == wanted.kind
        if wanted.class_ >= 0:
            fits &= customers.class_[rows] == wanted.class_
        if wanted.belonging >= 0:
            fits &= belonging(data.areas, data.owners)[rows] == wanted.belonging
        if wanted.text and len(rows):
            ids = customers.id[rows].tolist()
            texts = project.texts("customers", ids, list(TEXTS.values()))
            needle = wanted.text.casefold()
            held = [any(needle in str(text).casefold() for text in texts[row]) for row in ids]
            fits &= np.array(held, dtype=bool)
        return fits

    def _ordered(self, project: Project, data: MapData) -> Ints:
        customers, column = data.customers, self.column
        if column is None:
            return np.arange(len(customers), dtype=np.int64)
        if column in TEXTS and column not in self._texts:
            self.take(data, column, project.ordered_ids("customers", TEXTS[column]))
        if column in TEXTS:
            order = self._texts[column]
        else:
            keys: dict[int, NDArray[Any]] = {
                KIND: customers.kind,
                CLASS: customers.class_,
                VALUE: np.nan_to_num(customers.value, nan=-1.0),
                OWNER: data.owners.area,
            }
            order = np.argsort(keys[column], kind="stable").astype(np.int64)
        return order[::-1] if self.descending else order


class _Moved:
    """Where the rows of one snapshot are in the next; both have ascending ids."""

    def __init__(self, old: Ints, new: Ints) -> None:
        self._place = np.minimum(np.searchsorted(new, old), max(len(new) - 1, 0))
        self._alive = new[self._place] == old if len(new) else np.zeros(len(old), dtype=bool)
        self._count = len(new)

    def rows(self, rows: Ints) -> Ints:
        """Those that are still there."""
        kept: Ints = self._place[rows][self._alive[rows]].astype(np.int64)
        return kept

    def carried(self, codes: NDArray[Any]) -> NDArray[Any]:
        """A column of the old snapshot by rows of the next, -1 for those that are new."""
        found = np.full(self._count, -1, dtype=codes.dtype)
        found[self._place[self._alive]] = codes[self._alive]
        return found


def _mask(rows: Ints, count: int) -> NDArray[np.bool_]:
    mask = np.zeros(count, dtype=bool)
    mask[rows] = True
    return mask
