"""The window that compares two schemes: maps, areas, the customers who differ."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QTableView,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gridstudio.assessment.scheme_comparison import Comparison
from gridstudio.commands.change_book import Span
from gridstudio.commands.scheme_comparison import area_lines, case_of, common_level, compared
from gridstudio.domain.changes import Changes
from gridstudio.domain.selection import Selection
from gridstudio.i18n import _, ngettext
from gridstudio.project import Project
from gridstudio.ui.comparison.area_pairs import AreaPairModel
from gridstudio.ui.comparison.differing import NAME, DifferingModel
from gridstudio.ui.comparison.maps import TwinMaps
from gridstudio.ui.comparison.tables import area_table, customer_table, fit
from gridstudio.ui.parts import button, icon, muted
from gridstudio.ui.style import COLOURS, UNIT_PX

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

FEW_CUSTOMERS = 20_000
"""So many are compared at once; more by a job."""
SETTLE_MS = 150


class ComparisonWindow(QWidget):
    """Two schemes of the open project; follows the project's changes until it is closed."""

    def __init__(self, window: MainWindow, project: Project) -> None:
        super().__init__(window, Qt.WindowType.Window)
        self._window, self._project = window, project
        self._theme = window.session.settings.theme
        self._stale, self._placed = False, False
        self._job = _("Compare two schemes")
        self._result = ""
        self.found: Comparison | None = None
        self.setWindowTitle(_("Compare two schemes"))
        self.setObjectName("comparison")
        self.resize(1280, 800)
        self.a, self.b, self.level = QComboBox(), QComboBox(), QComboBox()
        self.swap = QToolButton()
        self.summary = muted()
        self.maps = TwinMaps(self._theme)
        self.areas = AreaPairModel(COLOURS[self._theme].muted)
        self.area_table, self.sorted_areas = area_table(self.areas)
        self.customers = DifferingModel()
        self.customer_table = customer_table(self.customers)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.area_table, _("Areas"))
        self.tabs.addTab(self.customer_table, _("Customers who differ"))
        self._lay_out()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.compare)
        self._connect()
        self._list_schemes()
        self._list_levels()
        self.compare()

    # --- making

    def _lay_out(self) -> None:
        for box, name in (
            (self.a, _("Scheme A")),
            (self.b, _("Scheme B")),
            (self.level, _("Level")),
        ):
            box.setAccessibleName(name)
            box.setMinimumWidth(120)
        self.swap.setObjectName("flat")
        self.swap.setIcon(icon("mdi6.swap-horizontal", self._theme))
        self.swap.setToolTip(_("Swap A and B"))
        self.summary.setWordWrap(False)
        self.book = button(_("Change book …"), "mdi6.book-open-variant", self._theme)
        self.save = button(_("Save as Excel …"), "mdi6.file-excel-outline", self._theme)
        for act in (self.book, self.save):
            act.setEnabled(False)  # until there is something to show
        bar = QFrame()
        bar.setObjectName("toolbar")
        line = QHBoxLayout(bar)
        line.setContentsMargins(3 * UNIT_PX, 2 * UNIT_PX, 3 * UNIT_PX, 2 * UNIT_PX)
        line.setSpacing(2 * UNIT_PX)
        for widget in (QLabel("A"), self.a, self.swap, QLabel("B"), self.b, self.level):
            line.addWidget(widget)
        line.addSpacing(2 * UNIT_PX)
        line.addWidget(self.summary, 1)
        line.addWidget(self.book)
        line.addWidget(self.save)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self.maps)
        halves.addWidget(self.tabs)
        halves.setStretchFactor(0, 1)
        halves.setChildrenCollapsible(False)
        halves.setSizes([480, 260])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(halves, 1)

    def _connect(self) -> None:
        session, runner = self._window.session, self._window.runner
        self.a.activated.connect(self._chosen)
        self.b.activated.connect(self._chosen)
        self.level.activated.connect(lambda _at: self.compare())
        self.swap.clicked.connect(self.swap_sides)
        self.book.clicked.connect(self.show_change_book)
        self.save.clicked.connect(self.save_workbook)
        self.maps.clicked.connect(self._clicked)
        self.area_table.selectionModel().currentRowChanged.connect(self._area_chosen)
        self.customer_table.selectionModel().currentRowChanged.connect(self._customer_chosen)
        self.customer_table.horizontalHeader().sortIndicatorChanged.connect(self._sort)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        session.changed.connect(self._data_changed)
        session.closing.connect(self.close)
        runner.changed.connect(self._job_changed)

    # --- acts

    def compare(self) -> None:
        """Compare what is chosen: at once, or as a job where there are many customers."""
        project, window = self._project, self._window
        self._stale = False
        case = case_of(project, self._a, self._b, int(self.level.currentData()))
        if len(case.customers) <= FEW_CUSTOMERS:
            self._show(compared(case))
            return
        if window.runner.job is not None:
            self._stale = True  # as soon as that job has ended
            return
        window.run_job(self._job, partial(compared, case), self._show)

    def swap_sides(self) -> None:
        """B in place of A."""
        a, b = self.a.currentIndex(), self.b.currentIndex()
        self.a.setCurrentIndex(b)
        self.b.setCurrentIndex(a)
        self.compare()

    def show_change_book(self) -> None:
        """From A to B, in the change book's own window."""
        found = self.found
        if found is not None:
            names = {"a": self.a.currentText(), "b": self.b.currentText()}
            text = _("from “{a}” to “{b}”").format(**names)
            span = Span(text, lambda: found.a, lambda: found.b)
            self._window.owners.show_change_book([span], self)

    def save_workbook(self) -> None:
        """Ask for a file, and write the comparison in a job."""
        from gridstudio.reports.scheme_comparison import write_comparison

        window, project, found = self._window, self._project, self.found
        start = window.session.folder / _("comparison of schemes.xlsx")
        path, _kind = QFileDialog.getSaveFileName(self, _("Save as Excel"), str(start), "(*.xlsx)")
        if not path or found is None:
            return
        target = Path(path).with_suffix(".xlsx")
        names = self.a.currentText(), self.b.currentText()

        def done(_nothing: Any) -> None:
            self.summary.setText(_("{path} is saved.").format(path=target))

        window.run_job(
            _("Save as Excel"),
            lambda progress: write_comparison(project, found, names, target, progress),
            done,
        )

    # --- showing

    def _show(self, found: Comparison) -> None:
        data = self._window.session.data
        if data is None or not self.isEnabled():
            return
        if data.customers is not found.customers:
            self._settle.start()  # edited meanwhile
            return
        self.found = found
        self.book.setEnabled(True)
        self.save.setEnabled(True)
        self.maps.show_comparison(found, data, self._window.map.look)
        self._show_captions(found)
        if not self._placed:
            self._placed = True
            self.maps.show_place(self._window.map.place())
        self.areas.show_lines(area_lines(found))
        self.customers.show_comparison(self._project, found)
        column, descending = self.customers.sorted_by
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header = self.customer_table.horizontalHeader()
        header.blockSignals(True)  # showing how it is sorted is not sorting
        header.setSortIndicator(column, order)
        header.blockSignals(False)
        fit(self.area_table, self.areas)
        differ = len(found.book)
        text = ngettext(
            "{n} customer has another owner in B than in A.",
            "{n} customers have another owner in B than in A.",
            differ,
        ).format(n=f"{differ:,}")
        self._result = text
        self.summary.setText(text)
        self.summary.setToolTip(text)
        self.tabs.setTabText(1, _("Customers who differ: {count}").format(count=f"{differ:,}"))

    def _show_captions(self, found: Comparison) -> None:
        for side, (box, caption) in enumerate(
            zip((self.a, self.b), self.maps.captions, strict=True)
        ):
            drawn = int((found.pairs.ids[:, side] > 0).sum())
            text = _("{letter} · {scheme} · {level}: {count}").format(
                letter="AB"[side],
                scheme=box.currentText(),
                level=self._project.template.levels[found.level].name(),
                count=f"{drawn:,}",
            )
            caption.setText(text)

    def _clicked(self, side: int, found: Selection) -> None:
        """What was clicked on a map is shown in the tables."""
        if found.customers:
            row = self.customers.row_of(found.customers[0])
            if row >= 0:
                self.tabs.setCurrentWidget(self.customer_table)
                _go_to(self.customer_table, self.customers.index(row, 0))
        elif found.areas:
            for row, line in enumerate(self.areas.lines):
                if (line.a, line.b)[side] == found.areas[0]:
                    self.tabs.setCurrentWidget(self.area_table)
                    shown = self.sorted_areas.mapFromSource(self.areas.index(row, 0))
                    _go_to(self.area_table, shown)

    def _area_chosen(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            line = self.areas.lines[self.sorted_areas.mapToSource(current).row()]
            self.maps.mark_areas(line.a, line.b)

    def _customer_chosen(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.maps.mark_customer(self.customers.customer_at(current.row()))

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        if column < 0:
            return
        if self.customers.sorts_at_once(column):
            self.customers.sort(column, order)
            return
        project = self._project

        def sort(ids: Any) -> None:
            self.customers.take_names(ids)
            self.customers.sort(NAME, order)

        self._window.run_job(
            _("Sorting"), lambda _progress: project.ordered_ids("customers", "name"), sort
        )

    # --- following the project

    @property
    def _a(self) -> int:
        return int(self.a.currentData())

    @property
    def _b(self) -> int:
        return int(self.b.currentData())

    def _list_schemes(self) -> None:
        """All schemes in both boxes. What was chosen stays chosen; at first A is the current scheme
        and B the newest other one."""
        schemes = self._project.schemes()
        before = [box.currentData() for box in (self.a, self.b)]
        for box in (self.a, self.b):
            box.clear()
            for scheme in schemes:
                box.addItem(scheme.shown_name, scheme.id)
        current = self._project.scheme_id()
        others = [scheme.id for scheme in schemes if scheme.id != current]
        wanted = [
            old if self.a.findData(old) >= 0 else new
            for old, new in zip(before, (current, others[-1]), strict=True)
        ]
        if wanted[0] == wanted[1]:
            wanted[1] = next(scheme.id for scheme in schemes if scheme.id != wanted[0])
        for box, scheme_id in zip((self.a, self.b), wanted, strict=True):
            box.setCurrentIndex(box.findData(scheme_id))

    def _list_levels(self) -> None:
        project = self._project
        for number, level in enumerate(project.template.levels):
            if number:
                self.level.addItem(level.name(), number)
        deepest = common_level(project.areas_of(self._a), project.areas_of(self._b))
        self.level.setCurrentIndex(self.level.findData(deepest))

    def _chosen(self, _at: int) -> None:
        """A scheme is not compared with itself: the other box gives way."""
        if self._a == self._b:
            changed, other = (self.a, self.b) if self.sender() is self.a else (self.b, self.a)
            other.setCurrentIndex((changed.currentIndex() + 1) % other.count())
        self.compare()

    def _data_changed(self, changes: Changes) -> None:
        if changes.touches("schemes"):
            if len(self._project.schemes()) < 2:
                self.close()
                return
            self._list_schemes()  # at once: nobody is to choose what is gone
        if changes.touches("schemes", "areas", "customers", "owner_overrides"):
            self._settle.start()

    def _job_changed(self) -> None:
        runner = self._window.runner
        if runner.job is not None and runner.job.name == self._job:
            self.summary.setText(f"{runner.text} … {runner.share:.0%}")
        elif runner.job is None:
            self.summary.setText(self._result)  # until what has been done says more
            if self._stale:
                self._settle.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settle.stop()
        session, runner = self._window.session, self._window.runner
        session.changed.disconnect(self._data_changed)
        session.closing.disconnect(self.close)
        runner.changed.disconnect(self._job_changed)
        self.setEnabled(False)
        self.found = None
        self.customers.show_comparison(None, None)
        self.maps.close_maps()
        self._window.schemes.comparison_closed()
        self.deleteLater()
        event.accept()


def _go_to(table: QTableView, index: QModelIndex) -> None:
    table.setCurrentIndex(index)
    table.scrollTo(index)
