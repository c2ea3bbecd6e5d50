"""The areas of a level with their figures, for Divide, Team and Operate."""

from __future__ import annotations

from collections.abc import Callable
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
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from gridstudio.assessment.totals import AreaTotals, shown_name, totals
from gridstudio.canvas.selection import Selection
from gridstudio.domain.changes import Changes
from gridstudio.domain.template import Template, Word
from gridstudio.i18n import _
from gridstudio.ui.parts import Panel, muted
from gridstudio.ui.session import Session

_Index = QModelIndex | QPersistentModelIndex
_Column = tuple[str, Callable[[AreaTotals], Any]]
RAW = Qt.ItemDataRole.UserRole


def columns(workspace: str, template: Template) -> list[_Column]:
    """What a workspace wants to know of an area: a heading and a value for each column."""
    name: list[_Column] = [
        (_("Code"), lambda item: item.code),
        (_("Name"), shown_name),
        (_("Belongs to"), lambda item: item.parent_name),
    ]
    load: list[_Column] = [
        (_("Customers"), lambda item: item.customers),
        (_("Value"), lambda item: round(item.value)),
        ("km²", lambda item: round(item.area_km2, 2)),
    ]
    if workspace == "team":
        team: list[_Column] = [
            (_("Setting"), lambda item: _word(template.settings, item.setting)),
            (_("Team name"), lambda item: item.team),
            (_("Manager"), lambda item: item.manager),
        ]
        return [*name, *team, *load]
    if workspace == "operate":
        density: _Column = (_("per km²"), lambda item: round(item.density, 1))
        return [*name, *load, density, *_counts(template)]
    return [*name, *load]


def _counts(template: Template) -> list[_Column]:
    classes = [
        (word.name(), lambda item, key=word.key: item.by_class.get(key, 0))
        for word in template.classes
    ]
    sites = [
        (word.name(), lambda item, key=word.key: item.sites.get(key, 0))
        for word in template.site_kinds
    ]
    return [*classes, *sites]


def _word(words: tuple[Word, ...], key: str) -> str:
    return next((word.name() for word in words if word.key == key), "")


class AreaModel(QAbstractTableModel):
    """Rows of totals."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[AreaTotals] = []
        self._columns: list[_Column] = []

    def show_rows(self, rows: list[AreaTotals], shown: list[_Column]) -> None:
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
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and self.rows:
            number = isinstance(self._columns[section][1](self.rows[0]), int | float)
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return self._columns[section][0] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        value = self._columns[index.column()][1](self.rows[index.row()])
        number = isinstance(value, int | float)
        if role == RAW:
            return value
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{value:,}" if number else value
        if role == Qt.ItemDataRole.TextAlignmentRole and number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


class AreaTable(Panel):
    """The areas of the level that the map shows."""

    zoom_wanted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._workspace, self._level = "divide", 1
        self.model = AreaModel()
        self.sorted = QSortFilterProxyModel()
        self.sorted.setSourceModel(self.model)
        self.sorted.setSortRole(RAW)
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

    def rebuild(self) -> None:
        """Compute the figures anew."""
        data = self._session.data
        if data is None:
            self.model.show_rows([], [])
            return
        rows = totals(
            data.areas, data.owners, data.customers, data.sites, data.template, self._level
        )
        self.model.show_rows(rows, columns(self._workspace, data.template))
        self.table.resizeColumnsToContents()
        level = data.template.levels[self._level].name()
        drawn = sum(not item.open and item.id > 0 for item in rows)
        self.count.setText(_("{level}: {count}").format(level=level, count=drawn))
        self._show_selection(self._session.selection)

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
