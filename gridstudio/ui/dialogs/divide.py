"""Dividing an area into n parts: how many, even in what; seen on the map before they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QSpinBox,
)

from gridstudio.commands.dividing import (
    MEASURES,
    ROADS,
    Division,
    DivisionPlan,
    divide_area,
    plan_division,
)
from gridstudio.domain.selection import Selection
from gridstudio.domain.snapshots import Areas
from gridstudio.errors import Refused
from gridstudio.geometry.dividing import MOST_PARTS
from gridstudio.geometry.network import count_of
from gridstudio.geometry.snapping import LineTarget
from gridstudio.i18n import _
from gridstudio.jobs import Progress
from gridstudio.tools.preview import preview
from gridstudio.tools.targets import lines_shown
from gridstudio.ui.dialogs.divide_parts import lines_of, overlay_of, parts_table
from gridstudio.ui.parts import (
    button,
    dialog_column,
    form,
    listed,
    muted,
    row,
    set_in,
    title,
)

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

TYPING_MS = 250
CLOSE_METRE_PER_PX = 0.5
"""So close up everything shows, small streets too."""
ROOM = 0.6
"""Of the area's width, beside it: the dialog stands there."""


class DivideDialog(QDialog):
    """Stays open beside the map, which shows the parts; what it says, and Enter there, makes them.

    Nothing is written before that.
    """

    def __init__(self, window: MainWindow, area_id: int) -> None:
        super().__init__(window)
        self._window, self._area_id = window, area_id
        self.setWindowTitle(_("Divide into parts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.plan: DivisionPlan | None = None
        self._parts: list[int] = []
        self.number = set_in(QSpinBox())
        self.number.setRange(2, MOST_PARTS)
        self.measure = QComboBox()
        for key, text in MEASURES.items():
            self.measure.addItem(_(text), key)
        self.whole = QCheckBox(_("Keep the areas below whole"))
        self.roads = QCheckBox(_("Along roads where they lead through"))
        self.table = parts_table()
        self.said = muted()
        theme = window.session.settings.theme
        self.divide = button(_("Divide into parts"), "mdi6.content-cut", theme, primary=True)
        self.give_up = button(_("Cancel"), "mdi6.close", theme)
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(TYPING_MS)
        self._later.timeout.connect(self.compute)
        self.number.valueChanged.connect(self._number_said)
        self.measure.activated.connect(self._asked_anew)
        self.whole.toggled.connect(self._asked_anew)
        self.whole.toggled.connect(self._list_roads)
        self.roads.toggled.connect(self._asked_anew)
        self.divide.clicked.connect(self.accept_plan)
        self.give_up.clicked.connect(self.reject)
        window.session.changed.connect(self._data_changed)
        window.session.closing.connect(self.reject)
        window.map.tool_ended.connect(self._tool_ended)

    @property
    def asked(self) -> Division:
        """What the fields say."""
        whole = self.whole.isEnabled() and self.whole.isChecked()
        roads = self.roads.isEnabled() and self.roads.isChecked()
        return Division(
            self._area_id, self.number.value(), self.measure.currentData(), whole, roads
        )

    # --- the parts

    def compute(self) -> None:
        """Find the parts, in a job; what is asked meanwhile is looked for after it."""
        self._later.stop()
        project, asked = self._window.session.project, self.asked
        if project is None:
            return
        areas, customers = project.areas(), project.customers()
        lines = self._lines() if asked.roads else []

        def work(progress: Progress) -> DivisionPlan | Refused:
            try:
                return plan_division(areas, customers, asked, progress, lines)
            except Refused as refused:
                return refused

        if self._window.runner.job is not None:
            self._later.start()
        else:
            self._window.run_job(
                _("Divide into parts"), work, lambda found: self._found(asked, found)
            )

    def _found(self, asked: Division, found: DivisionPlan | Refused) -> None:
        if not self.isVisible() or asked != self.asked:
            return
        if isinstance(found, Refused):
            self._show(None, str(found), problem=True)
            self._window.map.show_refusal(found)
        else:
            uneven = _("The part farthest from the mean differs from it by {share:.1%}.")
            words = [uneven.format(share=found.spread), found.edit.notice]
            self._show(found, "  ".join(filter(None, words)))

    def accept_plan(self) -> None:
        """Make the parts, and select them."""
        if self._window.attempt(self._write) is not None:
            self._written()

    def _write(self) -> str:
        """Raises Refused."""
        project, plan = self._window.session.project, self.plan
        if project is None or plan is None:
            return ""
        done = divide_area(project, plan)
        self._parts = [plan.asked.area_id, *done.added[: plan.asked.n - 1]]
        return done.notice

    def _written(self) -> None:
        """Close, and leave the parts selected."""
        said = _("Divided into {n} parts.").format(n=len(self._parts))
        notice = self.plan.edit.notice if self.plan is not None else ""
        self._window.session.select(Selection(areas=self._parts))
        self._window.session.say(notice or said)
        self.accept()

    def _show(self, plan: DivisionPlan | None, text: str, *, problem: bool = False) -> None:
        self.plan = plan
        self.said.setObjectName("refusal" if problem else "muted")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.setText(text)
        self.divide.setEnabled(plan is not None)
        self.table.clear()
        if plan is None:
            self._window.map.set_tool(None)
        else:
            for line in lines_of(plan):
                self.table.addTopLevelItem(listed(line, range(1, len(line))))
            self._window.gestures.start(preview(overlay_of(plan), self._write))

    # --- the dialog itself

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._list_below()
        self._list_roads()
        areas = self._areas
        west, south, east, north = areas.geometry[areas.row(self._area_id)].bounds
        beside = west, south, east + ROOM * (east - west), north
        self._window.map.zoom_to(beside, margin=0.1)
        self.compute()
        self.number.setFocus()
        self.number.selectAll()

    def done(self, result: int) -> None:
        """Take the parts off the map."""
        self._later.stop()
        self._window.map.set_tool(None)
        super().done(result)

    def _tool_ended(self, _notice: str) -> None:
        """Enter on the map has made the parts, Esc gives up here as well."""
        if self._parts:
            self._written()
        elif self.isVisible():
            self.reject()

    def _number_said(self) -> None:
        """Qt says so at Enter too, where the number is what it was."""
        if self.plan is None or self.plan.asked != self.asked:
            self._asked_anew()

    def _asked_anew(self) -> None:
        self.divide.setEnabled(False)  # until the parts are those that are asked for
        self._later.start()

    def _data_changed(self) -> None:
        if self.isVisible():
            self._asked_anew()

    @property
    def _areas(self) -> Areas:
        project = self._window.session.project
        assert project is not None, "the dialog closes with its project"
        return project.areas()

    def _list_below(self) -> None:
        """Areas below can be kept whole where there are any."""
        below = len(self._areas.children(self._area_id))
        self.whole.setEnabled(below > 1)
        self.whole.setToolTip("" if below > 1 else _("There are no areas below this one."))

    def _list_roads(self) -> None:
        """New lines can follow roads where the map has some, and lines are new."""
        whole = self.whole.isEnabled() and self.whole.isChecked()
        found = not whole and bool(self._lines())
        self.roads.setEnabled(found)
        missing = _("The map shows no roads here.") if not whole else ""
        self.roads.setToolTip("" if found else missing)

    def _lines(self) -> list[LineTarget]:
        """The layers of the map, at whatever scale they show, that have roads in the area. Asking
        makes their indexes ready, so that the job only reads them."""
        session, areas = self._window.session, self._areas
        assert session.project is not None
        around = self._window.snapping.context(session.project).around
        bounds = areas.geometry[areas.row(self._area_id)].bounds
        every = lines_shown(around, CLOSE_METRE_PER_PX)
        return [target for target in every if count_of([target], ROADS, bounds)]

    def _lay_out(self) -> None:
        areas = self._areas
        at = areas.row(self._area_id)
        name = _("open ground") if areas.open[at] else str(areas.name[at])
        column = dialog_column(self)
        column.addWidget(title(name))
        questions: Any = form()
        questions.addRow(_("Parts"), self.number)
        questions.addRow(_("Even in"), self.measure)
        questions.addRow("", self.whole)
        questions.addRow("", self.roads)
        column.addLayout(questions)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        line = row(QLabel(), self.divide, self.give_up)
        line.setStretch(0, 1)
        column.addLayout(line)
        self.divide.setEnabled(False)
