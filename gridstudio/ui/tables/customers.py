"""The customers as a table model that stays quick at a million rows.

Numbers and codes come from the snapshots; texts are read a page at a time, when they are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from gridstudio.commands.identifying import ownership_rule
from gridstudio.domain.changes import Changes
from gridstudio.domain.ids import Ids
from gridstudio.domain.map_data import MapData
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.ui.tables.order import (
    ADDRESS,
    CLASS,
    KIND,
    NAME,
    OWNER,
    VALUE,
    CustomerOrder,
    Filter,
)

__all__ = ["ADDRESS", "CLASS", "KIND", "NAME", "OWNER", "VALUE", "CustomerModel"]

PAGE_ROWS = 200
PAGES_KEPT = 40
FEW_ROWS = 50_000
"""So many are arranged anew after each edit, in their true order; more stay where they are."""
_Index = QModelIndex | QPersistentModelIndex


class CustomerModel(QAbstractTableModel):
    """Rows in the order of ``order``, an array of row numbers of the snapshot."""

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._data: MapData | None = None
        self._owner_names: dict[int, str] = {}
        self._pages: dict[int, dict[int, tuple[Any, ...]]] = {}
        self._arrangement = CustomerOrder()
        self.order: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    # --- what is shown

    def set_source(self, project: Project | None, data: MapData | None) -> None:
        """Show a project's customers (None: nothing)."""
        self._project, self._data = project, data
        self._arrangement.forget()
        self._name_owners()
        self._arrange()

    def follow(self, data: MapData, changes: Changes) -> None:
        """Newer snapshots after an edit."""
        old, self._data = self._data, data
        if not changes.touches("customers", "areas", "owner_overrides", "schemes"):
            return
        self._name_owners()
        if old is None or self._project is None or changes.everything or self.is_small:
            self._arrangement.forget()
            self._arrange()
            return
        change = changes.of("customers")
        self._show(self._arrangement.followed(self._project, old, data, self.order, change))

    @property
    def is_small(self) -> bool:
        """Whether the texts of all customers are sorted in the blink of an eye."""
        return self._data is None or len(self._data.customers) <= FEW_ROWS

    def set_filter(self, text: str, kind: int, class_: int, belonging: int = -1) -> None:
        """Show customers whose name or address holds ``text``, of a kind, class and state of
        ownership (codes, -1 for all)."""
        self._arrangement.filter = Filter(text.strip(), kind, class_, belonging)
        self._arrange()

    def lacks(self, column: int) -> bool:
        """Whether sorting by a column begins with reading the order of its texts."""
        return self._arrangement.lacks(column)

    def take_order(self, column: int, ids: NDArray[np.int64]) -> None:
        """The order of a column's texts, which has been read elsewhere."""
        if self._data is not None:
            self._arrangement.take(self._data, column, ids)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._arrangement.column = column
        self._arrangement.descending = order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def ids_of(self, rows: Sequence[int] | NDArray[np.int64]) -> Ids:
        """The customers in rows of the table."""
        if self._data is None:
            return Ids()
        return Ids(self._data.customers.id[np.sort(self.order[np.asarray(rows, dtype=np.int64)])])

    def runs_of(self, ids: Ids) -> list[tuple[int, int]]:
        """The rows of customers, of those that are shown, as runs: first and last row of each."""
        if self._data is None or not len(ids):
            return []
        wanted = np.zeros(len(self._data.customers), dtype=bool)
        wanted[self._data.customers.index(ids)] = True
        shown = np.concatenate([[False], wanted[self.order], [False]])
        firsts = np.flatnonzero(shown[1:-1] & ~shown[:-2])
        lasts = np.flatnonzero(shown[1:-1] & ~shown[2:])
        return list(zip(firsts.tolist(), lasts.tolist(), strict=True))

    # --- Qt's questions

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == VALUE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and section == OWNER:
            return ownership_rule()
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (_("Name"), _("Kind"), _("Class"), _("Value"), _("Owner"), _("Address"))
        return names[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == VALUE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if self._data is None or index.row() >= len(self.order):
            return None
        return self._shown(int(self.order[index.row()]), index.row(), index.column())

    def _shown(self, at: int, row: int, column: int) -> str:
        assert self._data is not None
        customers, template = self._data.customers, self._data.template
        if column == KIND:
            code = int(customers.kind[at])
            return template.kinds[code].name() if code >= 0 else ""
        if column == CLASS:
            code = int(customers.class_[at])
            return template.classes[code].name() if code >= 0 else ""
        if column == VALUE:
            value = float(customers.value[at])
            return f"{value:,.2f}" if value == value else ""
        if column == OWNER:
            owner = int(self._data.owners.area[at])
            return self._owner_names.get(owner) or _("without owner")
        name, address = self._texts(row).get(int(customers.id[at]), ("", ""))
        return str(name if column == NAME else address)

    def _texts(self, row: int) -> dict[int, tuple[Any, ...]]:
        page = row // PAGE_ROWS
        if page not in self._pages:
            assert self._project is not None and self._data is not None
            if self._project.lent_for:
                return {}  # the file is a worker's: texts that are not at hand have to wait
            rows = self.order[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]
            ids = self._data.customers.id[rows].tolist()
            if len(self._pages) >= PAGES_KEPT:
                self._pages.pop(next(iter(self._pages)))
            self._pages[page] = self._project.texts("customers", ids, ["name", "address"])
        return self._pages[page]

    # --- order

    def _arrange(self) -> None:
        if self._data is None or self._project is None:
            self._show(np.empty(0, dtype=np.int64))
        else:
            self._show(self._arrangement.rows(self._project, self._data))

    def _show(self, rows: NDArray[np.int64]) -> None:
        self._pages.clear()
        if np.array_equal(rows, self.order):
            if len(rows):  # the same rows, but what stands in them may be new
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, ADDRESS))
            return
        self.beginResetModel()
        self.order = rows
        self.endResetModel()

    def _name_owners(self) -> None:
        """The names of the few areas that may own a customer."""
        if self._data is None:
            self._owner_names = {}
            return
        areas = self._data.areas
        names = np.where(areas.open, _("open ground"), areas.name).tolist()
        self._owner_names = dict(zip(areas.id.tolist(), names, strict=True))
