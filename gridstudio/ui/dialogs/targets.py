"""What the areas of each level should come to: a table of figures with minimum, ideal, maximum."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridstudio.assessment.all_figures import all_figures
from gridstudio.assessment.area_figures import AreaFigure
from gridstudio.assessment.level_figures import LevelFigures
from gridstudio.commands.targets import set_targets, suggested
from gridstudio.domain.targets import Target
from gridstudio.errors import Refused
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.ui.figure_words import number
from gridstudio.ui.parts import RIGHT, CalmBox, button, muted, row
from gridstudio.ui.style import COLOURS, UNIT_PX

NOW, BOUNDS = 1, (2, 3, 4)
"""Columns: how the level stands; minimum, ideal, maximum."""
SHARE = 20
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TargetsDialog(QDialog):
    """Edits the targets of all levels; nothing is written before it is accepted, and then all in
    one act. ``standing`` gives the figures of a level as they are."""

    def __init__(
        self,
        project: Project,
        level: int,
        standing: Callable[[int], LevelFigures],
        theme: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Targets"))
        self._project, self._standing = project, standing
        self._colours = COLOURS[theme]
        self._figures = all_figures(project.template)
        self._drafts: dict[tuple[int, str], Target] = {
            (one.level, one.indicator): one for one in project.targets()
        }
        self._filling = False
        self.level = CalmBox()
        self.level.setAccessibleName(_("Level"))
        for at, word in enumerate(project.template.levels):
            if at:
                self.level.addItem(word.name(), at)
        self.table = self._table()
        self.share = QSpinBox()
        self.share.setRange(0, 100)
        self.share.setValue(SHARE)
        self.share.setPrefix("± ")
        self.share.setSuffix(" %")
        self.share.setFixedWidth(92)
        self.share.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.suggest = button(_("Suggest from the mean"), "mdi6.auto-fix", theme)
        self.suggest.clicked.connect(self._suggest)
        self.clear = button(_("Clear"), "mdi6.eraser", theme)
        self.clear.clicked.connect(self._clear)
        self.refusal = QLabel()
        self.refusal.setObjectName("refusal")
        self.refusal.setWordWrap(True)
        self._lay_out(theme)
        self.level.setCurrentIndex(max(self.level.findData(level), 0))
        self.level.currentIndexChanged.connect(lambda _at: self._fill())
        self._fill()
        self.table.setCurrentCell(0, BOUNDS[0])
        self.table.setFocus()  # what is typed is the first figure's minimum
        self.resize(800, 640)

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self._figures), 5)
        table.setHorizontalHeaderLabels(
            [
                _("Figure"),
                _("Now: smallest · mean · largest"),
                _("Minimum"),
                _("Ideal"),
                _("Maximum"),
            ]
        )
        header = table.horizontalHeader()
        header.setDefaultAlignment(RIGHT)
        table.model().setHeaderData(
            0, Qt.Orientation.Horizontal, LEFT, Qt.ItemDataRole.TextAlignmentRole
        )
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in BOUNDS:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, 96)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setAlternatingRowColors(True)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.cellChanged.connect(self._typed)
        return table

    def _lay_out(self, theme: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*[4 * UNIT_PX] * 4)
        column.setSpacing(3 * UNIT_PX)
        top = row(self.level)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(
            muted(
                _(
                    "Minimum and maximum are hard bounds; within a tenth of the ideal a figure is "
                    "on target. Empty sets no bound."
                )
            )
        )
        column.addWidget(self.table, 1)
        acts = row(self.suggest, self.share, self.clear)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addWidget(self.refusal)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(_("Set targets"))
        buttons.button(QDialogButtonBox.StandardButton.Ok).setObjectName("primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        readable = not self._project.read_only
        for widget in (self.suggest, self.clear, self.share):
            widget.setEnabled(readable)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(readable)

    @property
    def shown_level(self) -> int:
        return int(self.level.currentData())

    def accept(self) -> None:
        """Write the targets; what is refused is said here, and the dialog stays."""
        names = {one.key: one.name for one in self._figures}
        try:
            set_targets(self._project, [*self._drafts.values()], names)
        except Refused as refused:
            self.refusal.setText(str(refused))
            return
        super().accept()

    def _fill(self) -> None:
        self._filling = True
        standing = self._standing(self.shown_level)
        for at, figure in enumerate(self._figures):
            balance = standing.balance(figure)
            three = (balance.smallest, balance.mean, balance.largest)
            now = " · ".join(number(one, figure.decimals) for one in three)
            target = self._draft(figure.key)
            cells = [figure.name, now if balance.mean == balance.mean else "—"]
            cells += [_typed_of(one) for one in target.bounds]
            for column, text in enumerate(cells):
                self.table.setItem(at, column, self._item(text, column))
        self._filling = False

    def _item(self, text: str, column: int) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        if column:
            item.setTextAlignment(RIGHT)
        if column not in BOUNDS or self._project.read_only:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        if column == NOW:
            item.setForeground(QColor(self._colours.muted))
        return item

    def _cell(self, at: int, column: int) -> QTableWidgetItem:
        item = self.table.item(at, column)
        assert item is not None, "every cell is filled"
        return item

    def _draft(self, indicator: str) -> Target:
        key = self.shown_level, indicator
        return self._drafts.get(key, Target(*key))

    def _typed(self, at: int, column: int) -> None:
        """A bound was typed; what is no number is said, and taken back."""
        if self._filling or column not in BOUNDS:
            return
        figure, text = self._figures[at], self._cell(at, column).text()
        changed = self._draft(figure.key)
        bounds = [*changed.bounds]
        try:
            bounds[BOUNDS.index(column)] = parsed(text)
            self.refusal.clear()
        except ValueError:
            self.refusal.setText(_("“{text}” is no number.").format(text=text))
        low, ideal, high = bounds
        self._take(figure, replace(changed, minimum=low, ideal=ideal, maximum=high))

    def _take(self, figure: AreaFigure, target: Target) -> None:
        self._drafts[(target.level, target.indicator)] = target
        self._filling = True
        at = self._figures.index(figure)
        for column, bound in zip(BOUNDS, target.bounds, strict=True):
            self._cell(at, column).setText(_typed_of(bound))
        self._filling = False

    def _chosen(self) -> list[AreaFigure]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        if not rows:
            self.refusal.setText(_("Select the figures first: click their names."))
        return [self._figures[at] for at in rows]

    def _suggest(self) -> None:
        standing, level = self._standing(self.shown_level), self.shown_level
        for figure in self._chosen():
            values = standing.values(figure)[standing.drawn]
            self._take(figure, suggested(level, figure.key, values, self.share.value() / 100))
            self.refusal.clear()

    def _clear(self) -> None:
        for figure in self._chosen():
            self._take(figure, Target(self.shown_level, figure.key))
            self.refusal.clear()

    def drafts(self) -> Mapping[tuple[int, str], Target]:
        """The targets as they stand in the dialog."""
        return self._drafts


def parsed(text: str) -> float | None:
    """A number as it is typed, with or without separators of thousands; None for nothing. Raises
    ValueError."""
    plain = text.strip().replace(",", "").replace("，", "").replace("−", "-")
    return float(plain) if plain else None


def _typed_of(bound: float | None) -> str:
    return "" if bound is None else f"{bound:.10g}"
