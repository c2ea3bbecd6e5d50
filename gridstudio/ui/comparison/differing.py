"""The table of customers who have another owner in B than in A, quick at a million of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from gridstudio.assessment.change_book import area_name
from gridstudio.assessment.scheme_comparison import Comparison
from gridstudio.domain.snapshots import Areas, Ints
from gridstudio.i18n import _
from gridstudio.project import Project

_Index = QModelIndex | QPersistentModelIndex
NAME, CLASS, VALUE, OWNER_A, OWNER_B = range(5)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
PAGE_ROWS, PAGES_KEPT = 200, 40
FEW_ROWS = 50_000
"""So many names are read and sorted at once."""


class DifferingModel(QAbstractTableModel):
    """Rows in the order of ``order``: places in the comparison's change book."""

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._found: Comparison | None = None
        self._names: dict[int, str] = {}
        self._pages: dict[int, dict[int, tuple[Any, ...]]] = {}
        self._column, self._descending = VALUE, True
        self._by_name: Ints | None = None
        self.order: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def show_comparison(self, project: Project | None, found: Comparison | None) -> None:
        """Show another comparison (None: nothing), sorted as before."""
        self._project, self._found, self._by_name = project, found, None
        self._names = {}
        if found is not None:
            self._names = _names(found.a.areas, found.book.old) | _names(
                found.b.areas, found.book.new
            )
        if self._column == NAME and not self.sorts_at_once(NAME):
            self._column, self._descending = VALUE, True
        self._arrange()

    @property
    def sorted_by(self) -> tuple[int, bool]:
        """The column and whether the largest come first."""
        return self._column, self._descending

    def sorts_at_once(self, column: int) -> bool:
        """Whether sorting by a column takes no time; else the order of the names is to be read and
        given to ``take_names`` first."""
        few = self._found is None or len(self._found.book) <= FEW_ROWS
        return column != NAME or few or self._by_name is not None

    def take_names(self, ids: Ints) -> None:
        """All customers in the order of their names."""
        if self._found is not None:
            customers = self._found.customers
            rank = np.empty(len(customers), dtype=np.int64)
            rows = customers.index(ids)
            rank[rows] = np.arange(len(rows))
            self._by_name = np.argsort(rank[self._found.book.rows], kind="stable")

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._descending = column, order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def customer_at(self, row: int) -> int:
        """The id of the customer in a row of the table."""
        assert self._found is not None
        return int(self._found.customers.id[self._found.book.rows[self.order[row]]])

    def row_of(self, customer_id: int) -> int:
        """The row of a customer, -1 for one who does not differ."""
        if self._found is None:
            return -1
        rows = self._found.customers.index([customer_id])
        if not len(rows):
            return -1
        at = np.flatnonzero(self._found.book.rows[self.order] == rows[0])
        return int(at[0]) if len(at) else -1

    # --- Qt's questions

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section == VALUE else None
        heads = (_("Name"), _("Class"), _("Value"), _("Owner in A"), _("Owner in B"))
        return heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == VALUE:
            return RIGHT
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if self._found is None or index.row() >= len(self.order):
            return None
        return self._shown(self._found, index.row(), index.column())

    def _shown(self, found: Comparison, row: int, column: int) -> str:
        at = int(self.order[row])
        customer = int(found.book.rows[at])
        if column == NAME:
            name = self._texts(row).get(int(found.customers.id[customer]), ("",))[0]
            return str(name or "")
        if column == CLASS:
            code = int(found.customers.class_[customer])
            classes = self._project.template.classes if self._project is not None else ()
            return classes[code].name() if 0 <= code < len(classes) else ""
        if column == VALUE:
            value = float(found.customers.value[customer])
            return f"{value:,.2f}" if value == value else ""
        return self._names[int((found.book.old if column == OWNER_A else found.book.new)[at])]

    def _texts(self, row: int) -> dict[int, tuple[Any, ...]]:
        page = row // PAGE_ROWS
        if page not in self._pages:
            assert self._project is not None and self._found is not None
            if self._project.lent_for:
                return {}  # the file is a worker's: names that are not at hand have to wait
            places = self.order[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]
            ids = self._found.customers.id[self._found.book.rows[places]].tolist()
            if len(self._pages) >= PAGES_KEPT:
                self._pages.pop(next(iter(self._pages)))
            self._pages[page] = self._project.texts("customers", ids, ["name"])
        return self._pages[page]

    def _arrange(self) -> None:
        self.beginResetModel()
        self._pages.clear()
        self.order = np.empty(0, dtype=np.int64)
        if self._found is not None:
            self.order = self._ordered(self._found)
        self.endResetModel()

    def _ordered(self, found: Comparison) -> Ints:
        rows = found.book.rows
        if self._column == NAME:
            order = self._named(found)
        else:
            keys: dict[int, NDArray[Any]] = {
                CLASS: found.customers.class_[rows],
                VALUE: np.nan_to_num(found.customers.value[rows], nan=-1.0),
                OWNER_A: self._ranks(found.book.old),
                OWNER_B: self._ranks(found.book.new),
            }
            order = np.argsort(keys[self._column], kind="stable").astype(np.int64)
        return order[::-1] if self._descending else order

    def _named(self, found: Comparison) -> Ints:
        if self._by_name is None:
            assert self._project is not None
            ids = found.customers.id[found.book.rows].tolist()
            texts = self._project.texts("customers", ids, ["name"])
            names = np.array([str(texts.get(row_id, ("",))[0] or "") for row_id in ids])
            self._by_name = np.argsort(names, kind="stable").astype(np.int64)
        return self._by_name

    def _ranks(self, areas: Ints) -> Ints:
        """Areas by their names."""
        ids, place = np.unique(areas, return_inverse=True)
        names = np.array([self._names[int(one)] for one in ids])
        rank = np.empty(len(ids), dtype=np.int64)
        rank[np.argsort(names, kind="stable")] = np.arange(len(ids))
        return rank[place.reshape(-1)]


def _names(areas: Areas, owners: Ints) -> dict[int, str]:
    """Open ground is nobody's, as customers without any area are."""
    nobody = _("open or without owner")
    return {one: area_name(areas, one) if one else nobody for one in np.unique(owners).tolist()}
