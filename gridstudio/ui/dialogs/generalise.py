"""How simple or smooth borders are to be, and what that would change; the map shows it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QLabel,
    QWidget,
)

from gridstudio.commands.generalise import Plan, Wish
from gridstudio.domain.template import Template
from gridstudio.i18n import _, ngettext
from gridstudio.tools.figures import area_words, length_words
from gridstudio.ui.parts import button, closing_row, dialog_column, form, muted, set_in

PLAN_MS = 300
FIRST_M = 20.0


class GeneraliseDialog(QDialog):
    """Stays open beside the map. ``plan_wanted`` asks what its ``wish`` would do, which
    ``show_plan`` takes; ``apply_wanted`` has the plan to write."""

    plan_wanted = Signal()
    apply_wanted = Signal(object)
    customers_wanted = Signal(object)

    def __init__(self, theme: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Simplify or smooth borders"))
        self.setMinimumWidth(380)
        self.level = QComboBox()
        self.tolerance = set_in(QDoubleSpinBox())
        self.tolerance.setRange(0.1, 10_000.0)
        self.tolerance.setDecimals(1)
        self.tolerance.setSuffix(" m")
        self.tolerance.setValue(FIRST_M)
        self.tolerance.setToolTip(_("No border moves farther than this."))
        self.smooth = QCheckBox(_("Round corners"))
        self.outer = QCheckBox(_("The county's own border, too"))
        self.figures = {key: QLabel("—") for key in ("nodes", "shift", "ground", "customers")}
        self.said = muted()
        self.select = button(_("Select them"), "mdi6.select-group", theme)
        self.write = button(_("Apply"), "mdi6.check", theme, primary=True)
        self._plan: Plan | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PLAN_MS)
        self.said.hide()
        self._lay_out()
        self._later.timeout.connect(self.plan_wanted)
        self.tolerance.valueChanged.connect(lambda _value: self.want_plan())
        self.level.activated.connect(lambda _at: self.want_plan())
        for box in (self.smooth, self.outer):
            box.toggled.connect(lambda _on: self.want_plan())
        self.select.clicked.connect(lambda: self.customers_wanted.emit(self._plan))
        self.write.clicked.connect(lambda: self.apply_wanted.emit(self._plan))

    def ask(self, template: Template, level: int) -> None:
        """Begin with a level of the template."""
        self.level.clear()
        for number, word in enumerate(template.levels):
            if number:
                self.level.addItem(word.name(), number)
        self.level.addItem(_("All levels"), None)
        self.level.setCurrentIndex(max(self.level.findData(level), 0))
        self.tolerance.setFocus()  # what one types first
        self.tolerance.selectAll()
        self.want_plan()

    def wish(self) -> Wish:
        """What is asked for."""
        return Wish(
            self.level.currentData(),
            float(self.tolerance.value()),
            self.smooth.isChecked(),
            self.outer.isChecked(),
        )

    def want_plan(self) -> None:
        """What is shown no longer holds: find out anew, once the hand rests."""
        self._plan = None
        self._later.start()
        self._enable()

    def plan_later(self) -> None:
        """Something else is still running: ask once more in a moment."""
        self._later.start()

    def show_plan(self, plan: Plan) -> bool:
        """Show what the wish would do; False where something else is wished for by now."""
        if plan.wish != self.wish() or not self.isVisible():
            return False
        self._plan, result = plan, plan.result
        self.figures["nodes"].setText(f"{result.nodes_before:,} → {result.nodes_after:,}")
        self.figures["shift"].setText(length_words(result.shift_m))
        self.figures["ground"].setText(area_words(result.ground_m2))
        self.figures["customers"].setText(f"{len(plan.book):,}")
        kept = ngettext(
            "{n} border stays closer to what it was, since it would come in another's way.",
            "{n} borders stay closer to what they were, since they would come in another's way.",
            result.kept,
        ).format(n=result.kept)
        if not result.edit.changed:
            kept = _("No border would change.")
        self.said.setText(kept)
        self.said.setVisible(bool(result.kept) or not result.edit.changed)
        self._enable()
        return True

    def done(self, result: int) -> None:
        self._later.stop()
        super().done(result)

    def _enable(self) -> None:
        plan = self._plan
        self.write.setEnabled(plan is not None and bool(plan.result.edit.changed))
        self.select.setEnabled(plan is not None and len(plan.book) > 0)

    def _lay_out(self) -> None:
        questions = form()
        questions.addRow(_("Borders of"), self.level)
        questions.addRow(_("Tolerance"), self.tolerance)
        questions.addRow("", self.smooth)
        questions.addRow("", self.outer)
        found = form()
        for key, text in (
            ("nodes", _("Vertices")),
            ("shift", _("Greatest shift")),
            ("ground", _("Ground that changes hands")),
            ("customers", _("Customers who change owner")),
        ):
            self.figures[key].setAlignment(Qt.AlignmentFlag.AlignRight)
            found.addRow(text, self.figures[key])
        column = dialog_column(self)
        column.addLayout(questions)
        column.addLayout(found)
        column.addWidget(self.said)
        column.addWidget(
            muted(_("Neighbours and all levels get the same border; what is locked stays."))
        )
        column.addLayout(closing_row(self, self.select, self.write))
