"""The rows of the list of areas: what stands in a cell, on which ground, in which order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gridstudio.assessment.totals import AreaTotals
from gridstudio.domain.targets import Judgement, judgement_color
from gridstudio.ui.tables.area_columns import Column

_Index = QModelIndex | QPersistentModelIndex
RAW, JUDGED = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
HARD, SOFT = 0.42, 0.2
"""How much of its colour a cell takes where a hard bound is broken, and where it is not."""


class AreaModel(QAbstractTableModel):
    """Rows of totals."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[AreaTotals] = []
        self._columns: list[Column] = []
        self._locked: frozenset[int] = frozenset()
        self.lock: QIcon | None = None
        """Shown beside the codes of areas whose borders are locked."""

    def show_rows(
        self, rows: list[AreaTotals], shown: list[Column], locked: Iterable[int] = ()
    ) -> None:
        """``locked`` are the ids of areas whose borders are locked."""
        self.beginResetModel()
        self.rows, self._columns, self._locked = rows, shown, frozenset(locked)
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
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(item)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.explained(item) or column.text(item)
        if role == Qt.ItemDataRole.DecorationRole:
            return self.lock if index.column() == 0 and item.id in self._locked else None
        if role == JUDGED:
            return column.judgement(item)
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


class Tinted(QStyledItemDelegate):
    """Cells on the ground of their judgement. (The style sheet paints over a model's own.)"""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | _Index
    ) -> None:
        ground = tint(index.data(JUDGED))
        if ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)


def tint(judgement: Judgement | None) -> QColor | None:
    """The ground of a cell: the colour of its judgement on the map, paler; text stays legible on
    it in both themes."""
    if not judgement:
        return None
    color = QColor(judgement_color(judgement))
    color.setAlphaF(HARD if judgement.broken else SOFT)
    return color


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
