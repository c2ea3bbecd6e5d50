"""What a check found, and what repairing it would do, beside the map."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QHeaderView,
    QLabel,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridstudio.commands.check import Findings
from gridstudio.commands.repair import KINDS, Repair, area_words, mend_words, summary
from gridstudio.domain.template import Template
from gridstudio.geometry.checking import Flaw
from gridstudio.geometry.mending import WIDE_M, Mend
from gridstudio.i18n import _, ngettext, sentences
from gridstudio.ui.parts import (
    RIGHT,
    button,
    closing_row,
    dialog_column,
    heading,
    listing,
    muted,
    row,
    set_in,
)
from gridstudio.ui.style import UNIT_PX

LISTED = 1000
"""So many flaws are listed, the largest; all are mended."""
PLAN_MS = 300
FLAW_PX = 168
DATA = Qt.ItemDataRole.UserRole


class CheckDialog(QDialog):
    """Stays open beside the map. ``pointed`` asks to show a ground and a place; ``plan_wanted`` to
    find out what repairing would do, which ``show_plan`` takes; ``repair_wanted`` to do it."""

    pointed = Signal(object, object)
    again = Signal()
    plan_wanted = Signal()
    repair_wanted = Signal(object)

    def __init__(self, theme: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Check the division"))
        self.resize(760, 600)
        self.findings: Findings | None = None
        self._template: Template | None = None
        self._writable = False
        self._repair: Repair | None = None
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.flaws = _list([_("Flaw"), _("Level"), _("Areas"), "m²"])
        # Qt leaves the box for the tick out where it asks how wide the words are.
        self.flaws.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.flaws.header().resizeSection(0, FLAW_PX)
        self.repairs = _list([_("Repair"), "m²"])
        self.outcome = muted()
        self.wide = set_in(QDoubleSpinBox())
        self.wide.setRange(0.0, 10_000.0)
        self.wide.setDecimals(1)
        self.wide.setValue(WIDE_M)
        self.wide.setSuffix(" m")
        self.everything = button(_("Tick all"), "mdi6.check-all", theme)
        self.nothing = button(_("Tick none"), "mdi6.checkbox-multiple-blank-outline", theme)
        self.look = button(_("Check again"), "mdi6.refresh", theme)
        self.repair = button(_("Repair"), "mdi6.auto-fix", theme, primary=True)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PLAN_MS)
        self._lay_out()
        self._connect()

    # --- what is shown

    def show_findings(self, found: Findings, template: Template, *, writable: bool) -> None:
        """List what a check found."""
        self.findings, self._template, self._writable = found, template, writable
        self.flaws.blockSignals(True)
        self.flaws.clear()
        for problem in found.problems[:LISTED]:
            line = QTreeWidgetItem([_("file"), "", problem.message, ""])
            line.setData(0, DATA, None)
            line.setToolTip(2, problem.where)
            self.flaws.addTopLevelItem(line)
        for flaw in found.flaws[:LISTED]:
            self.flaws.addTopLevelItem(self._line(flaw))
        self.flaws.blockSignals(False)
        self.said.setText(self._words(found))
        self._want_plan()

    def show_plan(self, repair: Repair) -> None:
        """Show what repairing what is ticked would do."""
        if self.findings is None or repair.before is not self.findings.before:
            return
        self._repair = repair
        self.repairs.clear()
        assert self._template is not None
        for item in repair.mended.mends[:LISTED]:
            words = mend_words(repair.before.areas, self._template, item)
            line = QTreeWidgetItem([words, f"{item.area_m2:,.1f}"])
            line.setTextAlignment(1, RIGHT)
            line.setToolTip(0, words)
            line.setData(0, DATA, item)
            self.repairs.addTopLevelItem(line)
        self.outcome.setText(summary(repair))
        self._enable()

    def plan_later(self) -> None:
        """Something else is still running: ask once more in a moment."""
        self._later.start()

    # --- what is chosen

    def wide_m(self) -> float:
        """Up to which width gaps go to a neighbour."""
        return float(self.wide.value())

    def chosen(self) -> list[Flaw] | None:
        """The flaws that are ticked; None where all are."""
        lines = self._lines()
        ticked = [line for line in lines if line.checkState(0) == Qt.CheckState.Checked]
        if len(ticked) == len(lines):
            return None
        return [line.data(0, DATA) for line in ticked]

    def tick(self, on: bool) -> None:
        """Tick all, or none."""
        self.flaws.blockSignals(True)
        for line in self._lines():
            line.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.flaws.blockSignals(False)
        self._want_plan()

    def _lines(self) -> list[QTreeWidgetItem]:
        every = [self.flaws.topLevelItem(at) for at in range(self.flaws.topLevelItemCount())]
        return [line for line in every if line and isinstance(line.data(0, DATA), Flaw)]

    # --- inner

    def _line(self, flaw: Flaw) -> QTreeWidgetItem:
        assert self.findings is not None and self._template is not None
        areas = self.findings.before.areas
        concerned = flaw.among or (flaw.area_id,)
        names = _(", ").join(area_words(areas, key) for key in concerned[:4])
        if len(concerned) > 4:
            names += " …"
        row_ = areas.index([concerned[0]])
        level = int(areas.level[row_[0]]) if len(row_) else 0
        if not flaw.among:
            level += 1
            names = _("in {area}").format(area=names)
        word = self._template.levels[min(level, len(self._template.levels) - 1)].name()
        size = f"{flaw.area_m2:,.1f}" if not flaw.ground.is_empty else "—"
        line = QTreeWidgetItem([_(KINDS[flaw.kind]), word, names, size])
        line.setTextAlignment(3, RIGHT)
        line.setData(0, DATA, flaw)
        line.setCheckState(0, Qt.CheckState.Checked)
        place = "" if flaw.place is None else f"  {flaw.place[1]:.6f}, {flaw.place[0]:.6f}"
        for column in range(4):
            line.setToolTip(column, flaw.message + place)
        return line

    def _words(self, found: Findings) -> str:
        if not found:
            return _("The division is seamless and the file is sound.")
        area = sum(flaw.area_m2 for flaw in found.flaws)
        count = len(found.flaws) + len(found.problems)
        text = ngettext("{n:,} flaw, {area:,.1f} m².", "{n:,} flaws, {area:,.1f} m².", count)
        cut = max(len(found.flaws), len(found.problems)) > LISTED
        return sentences(
            text.format(n=count, area=area),
            _("The largest {n:,} are listed.").format(n=LISTED) if cut else "",
            _("A click shows where."),
        )

    def _want_plan(self) -> None:
        self._repair = None
        self.repairs.clear()
        wanted = self.findings is not None and bool(self.findings.flaws) and self.chosen() != []
        self.outcome.setText(_("Looking …") if wanted else "")
        if wanted:
            self._later.start()
        self._enable()

    def _enable(self) -> None:
        edit = self._repair.mended.edit if self._repair is not None else None
        changes = edit is not None and bool(
            edit.changed or edit.added or edit.removed or edit.parents
        )
        self.repair.setEnabled(changes and self._writable)
        for part in (self.everything, self.nothing, self.wide):
            part.setEnabled(bool(self._lines()))

    def _show_selected(self, tree: QTreeWidget) -> None:
        for line in tree.selectedItems():
            self._show_flaw(line)

    def _show_flaw(self, line: QTreeWidgetItem | None) -> None:
        item = line.data(0, DATA) if line is not None else None
        if isinstance(item, (Flaw, Mend)):
            self.pointed.emit(item.ground, item.place)

    def _connect(self) -> None:
        self._later.timeout.connect(self.plan_wanted)
        for tree in (self.flaws, self.repairs):
            tree.itemSelectionChanged.connect(lambda tree=tree: self._show_selected(tree))
            tree.itemClicked.connect(lambda line, _column: self._show_flaw(line))
        self.flaws.itemChanged.connect(lambda _line, _column: self._want_plan())
        self.wide.valueChanged.connect(lambda _value: self._want_plan())
        self.everything.clicked.connect(lambda: self.tick(True))
        self.nothing.clicked.connect(lambda: self.tick(False))
        self.look.clicked.connect(self.again)
        self.repair.clicked.connect(lambda: self.repair_wanted.emit(self._repair))

    def _lay_out(self) -> None:
        upper, lower = QWidget(), QWidget()
        top, bottom = QVBoxLayout(upper), QVBoxLayout(lower)
        for layout in (top, bottom):
            layout.setSpacing(UNIT_PX * 2)
        top.setContentsMargins(0, 0, 0, UNIT_PX * 2)
        bottom.setContentsMargins(0, UNIT_PX * 2, 0, 0)
        ticks = row(self.everything, self.nothing)
        ticks.addStretch(1)
        top.addWidget(self.flaws, 1)
        top.addLayout(ticks)
        widths = row(QLabel(_("Gaps up to")), self.wide, QLabel(_("go to a neighbour.")))
        widths.addStretch(1)
        bottom.addWidget(heading(_("What repairing would do")))
        bottom.addLayout(widths)
        bottom.addWidget(self.repairs, 1)
        bottom.addWidget(self.outcome)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(upper)
        parts.addWidget(lower)
        self.wide.setToolTip(_("Wider ones become open ground."))
        column = dialog_column(self)
        column.addWidget(self.said)
        column.addWidget(parts, 1)
        column.addLayout(closing_row(self, self.look, self.repair))


def _list(heads: list[str]) -> QTreeWidget:
    made = listing(heads, wide=len(heads) - 2)
    made.headerItem().setTextAlignment(len(heads) - 1, RIGHT)
    return made
