"""The areas of a level with their figures, for Divide, Team and Operate."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QTableView,
    QWidget,
)

from gridstudio.assessment.all_figures import slow_figures, with_indicators
from gridstudio.assessment.area_figures import AreaFigure, area_figures
from gridstudio.assessment.level_figures import LevelFigures, level_figures
from gridstudio.assessment.own_sums import Snapshots, own_sums
from gridstudio.assessment.totals import totals
from gridstudio.commands.pins import pinned, pinned_keys
from gridstudio.domain.changes import Changes
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.domain.targets import Target, by_indicator
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.ui.parts import CalmBox, Panel, choose, flat_button, icon, row
from gridstudio.ui.pins import show_pins
from gridstudio.ui.session import Session
from gridstudio.ui.style import UNIT_PX
from gridstudio.ui.tables.area_columns import Column, ListedFigures, columns
from gridstudio.ui.tables.area_footer import AreaFooter
from gridstudio.ui.tables.area_model import AreaModel, BlanksLast, Tinted
from gridstudio.ui.tables.columns import FittedColumns
from gridstudio.ui.tables.setting_box import SettingBox

NAME = 1
CELL_PX = 16
"""What a cell needs besides its text."""
DEVIATION = "deviation_figure"


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
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
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
        targets = by_indicator(data.targets, self._level)
        figure = self._show_deviation(project, targets)
        pins = pinned(project)
        slow = self._slow_ones({*pinned_keys(project), *targets, figure})
        listed = ListedFigures(self._figures(data, computed=bool(slow)), targets)
        rows = totals(data.areas, data.owners, data.customers, data.sites, template, self._level)
        self.setting.offer(template.settings)
        rows = [item for item in rows if self.setting.shows(item)]
        shown = columns(self._workspace, template, listed, pins, figure, slow)
        held = data.areas.locked | np.isin(data.areas.level, sorted(data.locked_levels))
        self.model.show_rows(rows, shown, data.areas.id[held & ~data.areas.open].tolist())
        self.footer.show_columns(shown)
        self._columns.set_wishes(*self._widths(shown))
        level = template.levels[self._level].name()
        drawn = sum(not item.open and item.id > 0 for item in rows)
        self.count.setText(_("{level}: {count}").format(level=level, count=drawn))
        self._show_selection(self._session.selection)

    def _slow_ones(self, keys: Collection[str]) -> list[AreaFigure]:
        """Those of ``keys`` that do not follow from sums and ground alone."""
        project = self._session.project
        every = slow_figures(project.template) if project is not None else ()
        return [one for one in every if one.key in keys]

    def _figures(self, data: MapData, *, computed: bool) -> LevelFigures:
        """The level's figures; ``computed``: with its indicators, once a job has found them."""
        found = level_figures(own_sums(Snapshots.of(data)), self._level)
        indicators = self._session.level_indicators(self._level) if computed else None
        if indicators is None:
            return found
        return with_indicators(found, indicators.of, data.template)

    def _show_deviation(self, project: Project, targets: Mapping[str, Target]) -> str:
        """Offer the figures, those with a target first; returns the key of the chosen one."""
        offered = [*area_figures(project.template), *self._slow_ones(targets.keys())]
        every = sorted(offered, key=lambda one: one.key not in targets)
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
