"""The areas of a level with their figures, for Divide, Team and Operate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from gridstudio.assessment.totals import AreaTotals, shown_name, totals
from gridstudio.domain.changes import Changes
from gridstudio.domain.selection import Selection
from gridstudio.domain.template import Template, Word
from gridstudio.i18n import _
from gridstudio.ui.parts import Panel, muted
from gridstudio.ui.session import Session
from gridstudio.ui.tables.columns import FittedColumns

_Index = QModelIndex | QPersistentModelIndex
RAW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Column:
    """One column: its heading, a row's value, and for numbers how many decimals are shown."""

    heading: str
    value: Callable[[AreaTotals], Any]
    decimals: int | None = None

    def text(self, item: AreaTotals) -> str:
        """The value as it is read: always with the same decimals, so that they stand in line."""
        value = self.value(item)
        return str(value) if self.decimals is None else f"{value:,.{self.decimals}f}"


def columns(workspace: str, template: Template) -> list[Column]:
    """What a workspace wants to know of an area: a heading and a value for each column."""
    name = [
        Column(_("Code"), lambda item: item.code),
        Column(_("Name"), shown_name),
        Column(_("Belongs to"), lambda item: item.parent_name),
    ]
    load = [
        Column(_("Customers"), lambda item: item.customers, 0),
        Column(_("Value"), lambda item: item.value, 0),
        Column("km²", lambda item: item.area_km2, 2),
    ]
    if workspace == "team":
        team = [
            Column(_("Setting"), lambda item: _word(template.settings, item.setting)),
            Column(_("Team name"), lambda item: item.team),
            Column(_("Manager"), lambda item: item.manager),
        ]
        return [*name, *team, *load]
    if workspace == "operate":
        density = Column(_("per km²"), lambda item: item.density, 1)
        return [*name, *load, density, *_counts(template)]
    return [*name, *load]


def _counts(template: Template) -> list[Column]:
    classes = [Column(word.name(), partial(_of_class, word.key), 0) for word in template.classes]
    sites = [
        # Two short lines rather than one that makes a narrow column wide.
        Column(word.name().replace(" ", "\n"), partial(_of_site_kind, word.key), 0)
        for word in template.site_kinds
    ]
    return [*classes, *sites]


def _of_class(key: str, item: AreaTotals) -> int:
    return item.by_class.get(key, 0)


def _of_site_kind(key: str, item: AreaTotals) -> int:
    return item.sites.get(key, 0)


def _word(words: tuple[Word, ...], key: str) -> str:
    return next((word.name() for word in words if word.key == key), "")


class AreaModel(QAbstractTableModel):
    """Rows of totals."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[AreaTotals] = []
        self._columns: list[Column] = []

    def show_rows(self, rows: list[AreaTotals], shown: list[Column]) -> None:
        self.beginResetModel()
        self.rows, self._columns = rows, shown
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(self._columns[section])
        return self._columns[section].heading if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, item = self._columns[index.column()], self.rows[index.row()]
        if role == RAW:
            return column.value(item)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(item)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        return None

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers."""
        return self._columns[column].decimals is not None

    def _alignment(self, column: Column) -> int:
        side = (
            Qt.AlignmentFlag.AlignLeft if column.decimals is None else Qt.AlignmentFlag.AlignRight
        )
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class BlanksLast(QSortFilterProxyModel):
    """Sorts by what a cell holds; cells without text come last, whichever way it is sorted."""

    def lessThan(self, left: _Index, right: _Index) -> bool:
        model = self.sourceModel()
        one, other = model.data(left, RAW), model.data(right, RAW)
        if "" in (one, other) and one != other:
            rising = self.sortOrder() == Qt.SortOrder.AscendingOrder
            last: bool = (other == "") == rising
            return last
        return bool(one < other)


class AreaTable(Panel):
    """The areas of the level that the map shows."""

    zoom_wanted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._workspace, self._level = "divide", 1
        self._stale = True
        self.model = AreaModel()
        self.sorted = BlanksLast()
        self.sorted.setSourceModel(self.model)
        self.table = QTableView()
        self.table.setModel(self.sorted)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(26)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._columns = FittedColumns(self.table)
        self.count = muted()
        self.column.setContentsMargins(12, 8, 12, 0)
        self.column.addWidget(self.count)
        self.column.addWidget(self.table, 1)
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        self.table.doubleClicked.connect(self._zoom)
        session.opened.connect(self.rebuild)
        session.changed.connect(self._changed)
        session.selected.connect(self._show_selection)

    def show_workspace(self, workspace: str, level: int) -> None:
        """Show the columns of a workspace for the areas of a level."""
        self._workspace, self._level = workspace, level
        self.rebuild()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.rebuild()

    def rebuild(self) -> None:
        """Compute the figures anew, or later where the table is not to be seen."""
        self._stale = not self.isVisible()
        if self._stale:
            return  # nobody looks: the figures are computed when somebody does
        data = self._session.data
        if data is None:
            self.model.show_rows([], [])
            return
        rows = totals(
            data.areas, data.owners, data.customers, data.sites, data.template, self._level
        )
        self.model.show_rows(rows, columns(self._workspace, data.template))
        self._columns.set_wishes(*self._widths())
        level = data.template.levels[self._level].name()
        drawn = sum(not item.open and item.id > 0 for item in rows)
        self.count.setText(_("{level}: {count}").format(level=level, count=drawn))
        self._show_selection(self._session.selection)

    def _widths(self) -> tuple[list[int], list[int]]:
        """What each column's cells need, and which columns are numbers."""
        wide = range(self.model.columnCount())
        numbers = [at for at in wide if self.model.is_number(at)]
        return [self.table.sizeHintForColumn(at) for at in wide], numbers

    def _changed(self, changes: Changes) -> None:
        if changes.touches("areas", "customers", "sites", "owner_overrides", "schemes"):
            self.rebuild()

    def _show_selection(self, selection: Selection) -> None:
        chooser = self.table.selectionModel()
        chooser.blockSignals(True)  # showing a selection is not choosing one
        chooser.clearSelection()
        for at, item in enumerate(self.model.rows):
            if item.id in selection.areas:
                index = self.sorted.mapFromSource(self.model.index(at, 0))
                flags = QItemSelectionModel.SelectionFlag
                chooser.select(index, flags.Select | flags.Rows)
                self.table.scrollTo(index)
        chooser.blockSignals(False)
        self.table.viewport().update()

    def _chosen(self) -> None:
        at = [self.sorted.mapToSource(index).row() for index in self._selected()]
        ids = tuple(sorted(self.model.rows[row].id for row in at if self.model.rows[row].id))
        self._session.select(Selection(areas=ids))

    def _selected(self) -> list[QModelIndex]:
        return self.table.selectionModel().selectedRows()

    def _zoom(self) -> None:
        if self._session.selection.areas:
            self.zoom_wanted.emit(self._session.selection.areas[0])
