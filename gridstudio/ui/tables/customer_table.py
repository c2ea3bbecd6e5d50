"""The customer table with its filters, selecting with the map and on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QTableView,
    QWidget,
)

from gridstudio.commands.identifying import ownership_rule
from gridstudio.domain.belonging import STATES
from gridstudio.domain.changes import Changes
from gridstudio.domain.selection import Selection
from gridstudio.domain.template import Word
from gridstudio.i18n import _
from gridstudio.jobs import Progress
from gridstudio.ui.parts import Panel, muted, row
from gridstudio.ui.session import Session
from gridstudio.ui.tables.columns import FittedColumns
from gridstudio.ui.tables.customers import CLASS, KIND, VALUE, CustomerModel
from gridstudio.ui.tables.order import TEXTS

NAME_PX, VALUE_PX, OWNER_PX, ADDRESS_PX = 200, 100, 110, 190
CELL_PADDING_PX = 20
HIGHLIGHTED_AT_MOST = 2000
"""Runs of rows."""
FILTER_DELAY_MS = 250
FILTER_PX, FILTER_LETTERS = 110, 11
"""The least that the text has, and each of the boxes beside it."""
RunJob = Callable[[str, Callable[[Progress], Any], Callable[[Any], None]], None]


class CustomerTable(Panel):
    """Filters over a table. ``zoom_wanted`` asks the map to show a customer."""

    zoom_wanted = Signal(int)

    def __init__(self, session: Session, run_job: RunJob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._run_job = run_job
        self.model = CustomerModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setSortingEnabled(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(26)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        # Of its own, and empty: to show which columns are selected it would ask for every cell.
        header.setSelectionModel(QItemSelectionModel(self.model, header))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sortIndicatorChanged.connect(self._sort)
        self._columns = FittedColumns(self.table)
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("Filter by name or address"))
        self.text.setClearButtonEnabled(True)
        self.kind, self.class_, self.owner = QComboBox(), QComboBox(), QComboBox()
        for box in (self.kind, self.class_, self.owner):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(FILTER_LETTERS)
        self.text.setMinimumWidth(FILTER_PX)
        self.owner.setToolTip(ownership_rule())
        self.count = muted()
        self.count.setWordWrap(False)
        self.column.setContentsMargins(12, 8, 12, 0)
        self.column.addLayout(row(self.text, self.kind, self.class_, self.owner, self.count))
        self.column.addWidget(self.table, 1)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(FILTER_DELAY_MS)
        self._typing.timeout.connect(self.apply_filter)
        self.text.textChanged.connect(lambda _text: self._typing.start())
        for box in (self.kind, self.class_, self.owner):
            box.activated.connect(self.apply_filter)
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        self.table.doubleClicked.connect(self._zoom)
        session.opened.connect(self._opened)
        session.closing.connect(lambda: self.model.set_source(None, None))
        session.changed.connect(self._changed)
        session.selected.connect(self._show_selection)

    def apply_filter(self) -> None:
        """Filter by what the boxes say."""
        self._typing.stop()
        self.model.set_filter(
            self.text.text(),
            self.kind.currentData(),
            self.class_.currentData(),
            self.owner.currentData(),
        )
        self._after()

    def show_only(self, belonging: int) -> None:
        """Filter by how customers are owned, and by nothing else."""
        self.text.clear()
        for box, code in ((self.kind, -1), (self.class_, -1), (self.owner, belonging)):
            box.setCurrentIndex(max(box.findData(code), 0))
        self.apply_filter()

    def _opened(self) -> None:
        project = self._session.project
        assert project is not None
        template = project.template
        for box, words, everything in (
            (self.kind, template.kinds, _("All kinds")),
            (self.class_, template.classes, _("All classes")),
            (self.owner, STATES, _("All owners")),
        ):
            _fill(box, words, everything)
        kind, class_ = (self._widest(words) for words in (template.kinds, template.classes))
        short = [at for at, wide in ((KIND, kind), (CLASS, class_)) if wide <= OWNER_PX]
        self._columns.set_wishes(
            (NAME_PX, kind, class_, VALUE_PX, OWNER_PX, ADDRESS_PX), whole=[VALUE, *short]
        )
        self.text.clear()
        self.model.set_source(project, self._session.data)
        self.apply_filter()

    def _widest(self, words: tuple[Word, ...]) -> int:
        """What the longest of a template's words takes of a column."""
        metrics = self.table.fontMetrics()
        widest = max((metrics.horizontalAdvance(word.name()) for word in words), default=0)
        return widest + CELL_PADDING_PX

    def _changed(self, changes: Changes) -> None:
        if self._session.data is not None:
            self.model.follow(self._session.data, changes)
            self._after()

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        project = self._session.project
        if column < 0 or project is None:
            return
        if self.model.is_small or not self.model.lacks(column):
            self._sort_now(column, order)
            return

        def read(_progress: Progress) -> NDArray[np.int64]:
            return project.ordered_ids("customers", TEXTS[column])

        def sort(ids: NDArray[np.int64]) -> None:
            if self._session.project is project:
                self.model.take_order(column, ids)
                self._sort_now(column, order)

        self._run_job(_("Sorting"), read, sort)

    def _sort_now(self, column: int, order: Qt.SortOrder) -> None:
        self.model.sort(column, order)
        self._after()

    def _after(self) -> None:
        self.count.setText(_("{count:,} customers").format(count=self.model.rowCount()))
        self._show_selection(self._session.selection)

    def _show_selection(self, selection: Selection) -> None:
        """Highlight what is selected; the first of it is scrolled to."""
        chooser = self.table.selectionModel()
        runs = self.model.runs_of(selection.customers)
        if len(runs) > HIGHLIGHTED_AT_MOST:
            runs = []
        marked = QItemSelection()
        right = self.model.columnCount() - 1
        for first, last in runs:
            marked.select(self.model.index(first, 0), self.model.index(last, right))
        chooser.blockSignals(True)  # showing a selection is not choosing one
        chooser.select(marked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        chooser.blockSignals(False)
        self.table.viewport().update()
        if runs and not self.table.hasFocus():
            self.table.scrollTo(self.model.index(runs[0][0], 0))

    def _chosen(self) -> None:
        # By ranges: a list of a million indexes would take seconds.
        ranges = self.table.selectionModel().selection()
        parts = [ranges.at(number) for number in range(ranges.size())]
        rows = np.zeros(self.model.rowCount(), dtype=bool)
        for part in parts:
            rows[part.top() : part.bottom() + 1] = True
        self._session.select(Selection(customers=self.model.ids_of(np.flatnonzero(rows))))

    def choose_all(self) -> None:
        """Select every customer that the table shows."""
        every = self.model.ids_of(np.arange(self.model.rowCount()))
        self._session.select(Selection(customers=every))

    def _zoom(self) -> None:
        ids = self._session.selection.customers
        if ids:
            self.zoom_wanted.emit(ids[0])


def _fill(box: QComboBox, words: tuple[Word, ...], everything: str) -> None:
    box.clear()
    box.addItem(everything, -1)
    for code, word in enumerate(words):
        box.addItem(word.name(), code)
