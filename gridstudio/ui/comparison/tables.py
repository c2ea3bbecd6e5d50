"""The look of the comparison's two tables."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from gridstudio.ui.comparison.area_pairs import RAW, AreaPairModel
from gridstudio.ui.comparison.differing import DifferingModel
from gridstudio.ui.tables.columns import FittedColumns

ROW_PX = 26
NAME_PX, CLASS_PX, VALUE_PX, OWNER_PX = 260, 80, 110, 200


def area_table(model: AreaPairModel) -> tuple[QTableView, QSortFilterProxyModel]:
    """The table and the model through which it is sorted."""
    by_value = QSortFilterProxyModel()
    by_value.setSortRole(RAW)
    by_value.setSourceModel(model)
    table = _table(by_value)
    table.setSortingEnabled(True)
    table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    return table, by_value


def customer_table(model: DifferingModel) -> QTableView:
    """Sorted by the model itself, which need not ask for every cell."""
    table = _table(model)
    header = table.horizontalHeader()
    header.setSectionsClickable(True)
    header.setSortIndicatorShown(True)
    # Of its own, and empty: to show which columns are selected it would ask for every cell.
    header.setSelectionModel(QItemSelectionModel(model, header))
    columns = FittedColumns(table)
    columns.set_wishes((NAME_PX, CLASS_PX, VALUE_PX, OWNER_PX, OWNER_PX), whole=[2])
    return table


def fit(table: QTableView, model: AreaPairModel) -> None:
    """The columns as wide as what they hold."""
    columns = table.findChild(FittedColumns) or FittedColumns(table)
    wide = range(model.columnCount())
    columns.set_wishes(
        [table.sizeHintForColumn(at) for at in wide], [at for at in wide if model.is_number(at)]
    )


def _table(model: QAbstractItemModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_PX)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table
