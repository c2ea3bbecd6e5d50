"""The customers as a table model that stays quick at a million rows.

Numbers and codes come from the snapshots; texts are read a page at a time, when they are shown. A
sort or filter is one array of row numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from gridstudio.domain.changes import Changes
from gridstudio.domain.ids import Ids
from gridstudio.domain.map_data import MapData
from gridstudio.i18n import _
from gridstudio.project import Project

PAGE_ROWS = 200
PAGES_KEPT = 40
NAME, KIND, CLASS, VALUE, OWNER, ADDRESS = range(6)
_Index = QModelIndex | QPersistentModelIndex


class CustomerModel(QAbstractTableModel):
    """Rows in the order of ``order``, an array of row numbers of the snapshot."""

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._data: MapData | None = None
        self._owner_names: NDArray[np.object_] = np.empty(0, dtype=object)
        self._pages: dict[int, dict[int, tuple[Any, ...]]] = {}
        self._text_orders: dict[int, NDArray[np.int64]] = {}
        self.order: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._sort = (NAME, Qt.SortOrder.AscendingOrder)
        self._sorted = False
        self._text, self._kind, self._class, self._area = "", -1, -1, 0

    # --- what is shown

    def set_source(self, project: Project | None, data: MapData | None) -> None:
        """Show a project's customers (None: nothing)."""
        self.beginResetModel()
        self._project, self._data = project, data
        self._pages.clear()
        self._text_orders.clear()
        self._name_owners()
        self._arrange()
        self.endResetModel()

    def follow(self, data: MapData, changes: Changes) -> None:
        """Newer snapshots after an edit; the order is kept where only facts changed."""
        if not changes.touches("customers", "areas", "owner_overrides", "schemes"):
            self._data = data
            return
        self.set_source(self._project, data)

    def set_filter(self, text: str, kind: int, class_: int, area: int = 0) -> None:
        """Show customers whose name or address holds ``text``, of a kind and class (codes, -1 for
        all), owned by ``area`` (0 for all)."""
        self.beginResetModel()
        self._text, self._kind, self._class, self._area = text.strip(), kind, class_, area
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._sort, self._sorted = (column, order), True
        self._arrange()
        self.endResetModel()

    def ids_of(self, rows: Sequence[int] | NDArray[np.int64]) -> Ids:
        """The customers in rows of the table."""
        if self._data is None:
            return Ids()
        return Ids(self._data.customers.id[self.order[np.asarray(rows, dtype=np.int64)]])

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
            return str(self._owner_names[at])
        name, address = self._texts(row).get(int(customers.id[at]), ("", ""))
        return str(name if column == NAME else address)

    def _texts(self, row: int) -> dict[int, tuple[Any, ...]]:
        page = row // PAGE_ROWS
        if page not in self._pages:
            assert self._project is not None and self._data is not None
            rows = self.order[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]
            ids = self._data.customers.id[rows].tolist()
            if len(self._pages) >= PAGES_KEPT:
                self._pages.pop(next(iter(self._pages)))
            self._pages[page] = self._project.texts("customers", ids, ["name", "address"])
        return self._pages[page]

    # --- order

    def _arrange(self) -> None:
        self._pages.clear()
        if self._data is None or self._project is None:
            self.order = np.empty(0, dtype=np.int64)
            return
        customers = self._data.customers
        keep = np.ones(len(customers), dtype=bool)
        if self._kind >= 0:
            keep &= customers.kind == self._kind
        if self._class >= 0:
            keep &= customers.class_ == self._class
        if self._area:
            areas = self._data.areas
            level = int(areas.level[areas.row(self._area)])
            keep &= self._data.owners.at_level(areas, level) == self._area
        if self._text:
            found = np.zeros(len(customers), dtype=bool)
            found[customers.index(self._project.matching_ids("customers", self._text))] = True
            keep &= found
        order = self._ordered()
        self.order = order[keep[order]]

    def _ordered(self) -> NDArray[np.int64]:
        assert self._data is not None and self._project is not None
        customers = self._data.customers
        if not self._sorted:
            return np.arange(len(customers))
        column, direction = self._sort
        if column in (NAME, ADDRESS):
            order = self._text_order(column)
        else:
            keys: dict[int, NDArray[Any]] = {
                KIND: customers.kind,
                CLASS: customers.class_,
                VALUE: np.nan_to_num(customers.value, nan=-1.0),
                OWNER: self._data.owners.area,
            }
            order = np.argsort(keys[column], kind="stable")
        descending = direction == Qt.SortOrder.DescendingOrder
        return order[::-1] if descending else order

    def _text_order(self, column: int) -> NDArray[np.int64]:
        """The rows in the order of a text, read once until the customers change."""
        if column not in self._text_orders:
            assert self._data is not None and self._project is not None
            name = "name" if column == NAME else "address"
            ids = self._project.ordered_ids("customers", name)
            self._text_orders[column] = self._data.customers.index(ids)
        return self._text_orders[column]

    def _name_owners(self) -> None:
        """The name of each customer's owner, by way of the few areas."""
        if self._data is None:
            self._owner_names = np.empty(0, dtype=object)
            return
        areas, owners = self._data.areas, self._data.owners
        names = np.empty(len(areas) + 1, dtype=object)
        names[:-1] = np.where(areas.open, _("open ground"), areas.name)
        names[-1] = ""
        at = np.searchsorted(areas.id, owners.area)
        known = at < len(areas)
        known[known] = areas.id[at[known]] == owners.area[known]
        self._owner_names = names[np.where(known, at, len(areas))]
