"""The areas of a level with their figures, for Divide, Team and Operate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gridstudio.assessment.area_figures import area_figures
from gridstudio.assessment.level_figures import level_figures
from gridstudio.assessment.own_sums import Snapshots, own_sums
from gridstudio.assessment.totals import AreaTotals, totals
from gridstudio.commands.pins import pinned, pinned_indicators
from gridstudio.domain.changes import Changes
from gridstudio.domain.selection import Selection
from gridstudio.domain.targets import Judgement, Target, by_indicator, judgement_color
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.ui.parts import CalmBox, Panel, choose, flat_button, icon, row
from gridstudio.ui.pins import show_pins
from gridstudio.ui.session import Session
from gridstudio.ui.style import UNIT_PX
from gridstudio.ui.tables.area_columns import Column, ListedFigures, columns
from gridstudio.ui.tables.area_footer import AreaFooter
from gridstudio.ui.tables.columns import FittedColumns
from gridstudio.ui.tables.indicator_columns import indicator_columns
from gridstudio.ui.tables.setting_box import SettingBox

_Index = QModelIndex | QPersistentModelIndex
RAW, JUDGED = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
HARD, SOFT = 0.42, 0.2
"""How much of its colour a cell takes where a hard bound is broken, and where it is not."""
NAME = 1
CELL_PX = 16
"""What a cell needs besides its text."""
DEVIATION = "deviation_figure"


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


class AreaTable(Panel):
    """The areas of the level that the map shows."""

    zoom_wanted = Signal(int)
    targets_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._workspace, self._level = "divide", 1
        self._stale = True
        self.model = AreaModel()
        self.model.lock = icon("mdi6.lock", session.settings.theme)
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
        self.table.setItemDelegate(Tinted(self.table))
        self._columns = FittedColumns(self.table)
        self.count = QLabel()
        self.count.setObjectName("muted")
        self.footer = AreaFooter(self.table, session.settings.theme)
        self.column.setContentsMargins(12, 8, 12, 0)
        self.column.setSpacing(UNIT_PX)
        self.column.addLayout(self._top())
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.footer)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda at: show_pins(session, header.mapToGlobal(at), self)
        )
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(self.table.viewport().mapToGlobal(at))
        )
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        self.table.doubleClicked.connect(self._zoom)
        session.opened.connect(self.rebuild)
        session.changed.connect(self._changed)
        session.selected.connect(self._show_selection)
        session.pinned.connect(self.rebuild)
        session.indicators_computed.connect(self.rebuild)

    def _top(self) -> QHBoxLayout:
        """Over the table: how many there are, which figure is held against its target, pins."""
        theme = self._session.settings.theme
        self.deviation = CalmBox()
        self.deviation.setAccessibleName(_("Figure whose deviation is listed"))
        self.deviation.setToolTip(_("How far each area is off in this figure"))
        self.deviation.activated.connect(self._choose_deviation)
        self.pin = flat_button("mdi6.pin-outline", theme, _("Pin figures: columns and drag card"))
        self.pin.clicked.connect(
            lambda: show_pins(
                self._session, self.pin.mapToGlobal(self.pin.rect().bottomLeft()), self
            )
        )
        self.targets = flat_button("mdi6.bullseye-arrow", theme, _("Targets …"))
        self.targets.clicked.connect(self.targets_wanted)
        self.setting = SettingBox()
        self.setting.activated.connect(self.rebuild)
        line = row(self.count, self.setting, self.deviation, self.pin, self.targets)
        line.setStretch(0, 1)
        line.setSpacing(UNIT_PX)
        return line

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
        data, project = self._session.data, self._session.project
        if data is None or project is None:
            self.model.show_rows([], [])
            self.footer.show_columns([])
            return
        template = data.template
        listed = ListedFigures(
            level_figures(own_sums(Snapshots.of(data)), self._level),
            by_indicator(data.targets, self._level),
        )
        rows = totals(data.areas, data.owners, data.customers, data.sites, template, self._level)
        self.setting.offer(template.settings)
        rows = [item for item in rows if self.setting.shows(item)]
        figure = self._show_deviation(project, listed.targets)
        shown = columns(self._workspace, template, listed, pinned(project), figure)
        shown += self._indicators(project)
        held = data.areas.locked | np.isin(data.areas.level, sorted(data.locked_levels))
        self.model.show_rows(rows, shown, data.areas.id[held & ~data.areas.open].tolist())
        self.footer.show_columns(shown)
        self._columns.set_wishes(*self._widths(shown))
        level = template.levels[self._level].name()
        drawn = sum(not item.open and item.id > 0 for item in rows)
        self.count.setText(_("{level}: {count}").format(level=level, count=drawn))
        self._show_selection(self._session.selection)

    def _indicators(self, project: Project) -> list[Column]:
        """The pinned indicators that do not follow from sums and ground alone."""
        pins = pinned_indicators(project)
        return indicator_columns(pins, self._session.level_indicators(self._level)) if pins else []

    def _show_deviation(self, project: Project, targets: Mapping[str, Target]) -> str:
        """Offer the figures, those with a target first; returns the key of the chosen one."""
        every = sorted(area_figures(project.template), key=lambda one: one.key not in targets)
        chosen = str(project.view_state(DEVIATION, "customers"))
        self.deviation.clear()
        for one in every:
            text = _("Deviation: {figure}").format(figure=one.name)
            self.deviation.addItem(text, one.key)
        if 0 < len(targets) < self.deviation.count():
            self.deviation.insertSeparator(len(targets))
        choose(self.deviation, chosen)
        return str(self.deviation.currentData())

    def _choose_deviation(self) -> None:
        project = self._session.project
        if project is not None:
            project.keep_view_state(DEVIATION, self.deviation.currentData())
            self.rebuild()

    def _widths(self, shown: list[Column]) -> tuple[list[int], list[int]]:
        """What each column's cells and footer need, and which columns are cut nowhere."""
        metrics = self.table.fontMetrics()
        wishes = [
            max(
                metrics.horizontalAdvance(column.widest(self.model.rows)) + CELL_PX,
                self.footer.wide_px(column),
            )
            for column in shown
        ]
        columns = range(len(shown))
        return wishes, [at for at in columns if at == NAME or self.model.is_number(at)]

    def _changed(self, changes: Changes) -> None:
        shown = ("areas", "customers", "sites", "owner_overrides", "schemes", "targets")
        if changes.touches(*shown, "scheme_levels"):
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
