"""The classes of a style as a table: seen or not, symbol, label, how many; sorted and merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTableWidgetSelectionRange,
    QVBoxLayout,
    QWidget,
)

from gridstudio.domain.style import StyleClass
from gridstudio.i18n import _
from gridstudio.ui.parts import row
from gridstudio.ui.style import UNIT_PX

_ICON = QSize(22, 16)


class ClassTable(QWidget):
    """Shows classes and tells what the user does with them."""

    edited = Signal(int, object)
    """A row, and its class as it is to be."""
    colour_wanted = Signal(int)
    sort_wanted = Signal(str)
    merge_wanted = Signal()
    turn_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels([_("Value or range"), _("Label"), _("Number")])
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(6 * UNIT_PX + 2)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setIconSize(_ICON)
        self.table.setAlternatingRowColors(False)
        self.table.setShowGrid(False)
        self.table.setMinimumHeight(212)
        self.table.setAccessibleName(_("Classes"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.by_count = QPushButton(_("Sort by number"))
        self.by_label = QPushButton(_("Sort by label"))
        self.merge = QPushButton(_("Merge into others"))
        self.turn = QPushButton(_("Turn colours round"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT_PX)
        column.addWidget(self.table, 1)
        buttons = row(self.by_count, self.by_label, self.merge, self.turn)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._classes: tuple[StyleClass, ...] = ()
        self.table.itemChanged.connect(self._changed)
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.cellDoubleClicked.connect(self._double_clicked)
        self.by_count.clicked.connect(lambda: self.sort_wanted.emit("count"))
        self.by_label.clicked.connect(lambda: self.sort_wanted.emit("label"))
        self.merge.clicked.connect(self.merge_wanted)
        self.turn.clicked.connect(self.turn_wanted)

    def show_classes(
        self,
        classes: tuple[StyleClass, ...],
        names: Sequence[str],
        symbols: Sequence[QPixmap],
        counts: Sequence[int] | None,
        *,
        ranges: bool,
    ) -> None:
        """Show them; what is selected stays so where the number of classes does."""
        chosen = self.chosen() if len(classes) == len(self._classes) else []
        self._classes = classes
        self.table.blockSignals(True)  # filling the table is not editing it
        self.table.setRowCount(len(classes))
        for at, one in enumerate(classes):
            first = QTableWidgetItem(QIcon(symbols[at]), names[at])
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            first.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable)
            state = Qt.CheckState.Checked if one.visible else Qt.CheckState.Unchecked
            first.setCheckState(state)
            number = QTableWidgetItem("" if counts is None else f"{counts[at]:,}")
            number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            number.setFlags(flags)
            self.table.setItem(at, 0, first)
            self.table.setItem(at, 1, QTableWidgetItem(one.label))
            self.table.setItem(at, 2, number)
        self.table.blockSignals(False)
        for button in (self.by_count, self.by_label, self.merge):
            button.setVisible(not ranges)
        self.turn.setVisible(ranges)
        metrics = self.table.fontMetrics()
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        # Beside the text: switch, symbol and the room around them.
        self.table.setColumnWidth(0, min(max(widest + 20 * UNIT_PX, 140), 64 * UNIT_PX))
        for at in chosen:
            self.table.setRangeSelected(QTableWidgetSelectionRange(at, 0, at, 2), True)
        self._enable()

    def chosen(self) -> list[int]:
        """The selected rows."""
        return sorted({index.row() for index in self.table.selectionModel().selectedRows()})

    def _enable(self) -> None:
        self.merge.setEnabled(bool(self.chosen()))

    def _changed(self, item: QTableWidgetItem) -> None:
        one = self._classes[item.row()]
        if item.column() == 0:
            visible = item.checkState() == Qt.CheckState.Checked
            self.edited.emit(item.row(), replace(one, visible=visible))
        elif item.column() == 1:
            self.edited.emit(item.row(), replace(one, label=item.text().strip()))

    def _double_clicked(self, at: int, column: int) -> None:
        if column == 0:
            self.colour_wanted.emit(at)
