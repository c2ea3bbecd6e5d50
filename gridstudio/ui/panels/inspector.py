"""What is selected, with everything that can be changed about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QScrollArea, QWidget

from gridstudio.commands import areas as area_acts
from gridstudio.commands import customers as customer_acts
from gridstudio.commands.identifying import decision_words, owner_words, ownership_rule
from gridstudio.commands.overrides import decision_of
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import FixQuality
from gridstudio.domain.selection import Selection
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.ui.panels.area_targets import area_targets
from gridstudio.ui.panels.customer_form import CustomerForm
from gridstudio.ui.panels.indicator_list import IndicatorList
from gridstudio.ui.panels.selection_totals import SelectionFigures
from gridstudio.ui.panels.shared_facts import shared_facts
from gridstudio.ui.parts import Panel, button, choose, chooser, form, heading, muted, row, title
from gridstudio.ui.positions import in_words
from gridstudio.ui.session import Session

RunBulk = Callable[[int, str, Callable[[], Any]], None]
Attempt = Callable[[Callable[[], Any]], Any]


class Inspector(QScrollArea):
    """Rebuilt for each selection; ``attempt`` runs a command and shows its refusal, ``run_bulk``
    one that changes so many rows."""

    move_wanted = Signal(str, int)

    def __init__(
        self, session: Session, attempt: Attempt, run_bulk: RunBulk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._attempt = attempt
        self._run_bulk = run_bulk
        self._shown = Selection()
        self._waiting = False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # After the event that caused it: by then the focus is where the user wants it.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.rebuild)
        for signal in (session.selected, session.changed, session.opened):
            signal.connect(lambda *_what: self._later.start())
        self.rebuild()

    def rebuild(self) -> None:
        """Show what is selected now."""
        self._later.stop()
        focused = self._focused()
        panel = Panel()
        project, selection = self._session.project, self._session.selection
        scrolled = self.verticalScrollBar().value() if selection == self._shown else 0
        self._shown = selection
        self._waiting = project is not None and bool(project.lent_for)
        if project is not None and project.lent_for:
            still = _("“{purpose}” is still running.").format(purpose=project.lent_for)
            panel.column.addWidget(muted(still))
        elif project is not None:
            self._fill(panel, selection)
        panel.column.addStretch(1)
        old = self.takeWidget()
        if old is not None:
            old.deleteLater()  # it may be in the middle of telling of its own change
        self.setWidget(panel)
        panel.adjustSize()
        self.verticalScrollBar().setValue(scrolled)  # an edit leaves its field where it is
        fields = self._fields()
        if focused is not None and focused < len(fields):
            fields[focused].setFocus()

    def job_ended(self) -> None:
        """The file is the window's again: show what could not be read meanwhile."""
        if self._waiting:
            self._later.start()

    def _fields(self) -> list[QWidget]:
        panel = self.widget()
        if panel is None:
            return []
        every = panel.findChildren(QWidget)
        return [item for item in every if item.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def _focused(self) -> int | None:
        """Which of the fields has the focus, so that the same one has it after rebuilding."""
        return next((at for at, item in enumerate(self._fields()) if item.hasFocus()), None)

    def _fill(self, panel: Panel, selection: Selection) -> None:
        counts = (len(selection.customers), len(selection.sites), len(selection.areas))
        if counts == (1, 0, 0):
            self._customer(panel, selection.customers[0])
        elif counts == (0, 1, 0):
            self._site(panel, selection.sites[0])
        elif counts == (0, 0, 1):
            self._area(panel, selection.areas[0])
        elif any(counts):
            self._several(panel, selection)
        else:
            panel.column.addWidget(title(_("Nothing selected")))
            panel.column.addWidget(
                muted(
                    _(
                        "Click a customer, a site or an area on the map. Shift adds to the "
                        "selection, Ctrl and dragging selects in a rectangle."
                    )
                )
            )

    @property
    def _data(self) -> MapData:
        data = self._session.data
        assert data is not None, "what is selected is in a project"
        return data

    @property
    def _theme(self) -> str:
        return self._session.settings.theme

    def _editable(self) -> bool:
        return self._session.project is not None and not self._session.project.read_only

    def _customer(self, panel: Panel, customer_id: int) -> None:
        project = self._session.project
        assert project is not None
        customer = project.customer(customer_id)
        panel.column.addWidget(title(customer.name or _("Customer without a name")))
        owner = muted(owner_words(self._data, customer_id))
        owner.setToolTip(ownership_rule())
        panel.column.addWidget(owner)
        if self._data.owners.by_override[self._data.owners.row(customer_id)]:
            decision = decision_of(project, customer_id, date.today())
            panel.column.addWidget(muted(decision_words(decision) if decision else ""))
        fields = CustomerForm(project.template)
        fields.show_customer(customer)
        fields.setEnabled(self._editable())

        def edited(fact: str, value: Any) -> None:
            self._attempt(
                lambda: customer_acts.edit_customer(project, customer_id, **{fact: value})
            )
            self._later.start()  # what was refused does not stay in the field

        fields.edited.connect(edited)
        panel.column.addWidget(fields)
        panel.column.addWidget(heading(_("Position")))
        panel.column.addWidget(muted(in_words(customer.lon, customer.lat)))
        if customer.fix is not None:
            panel.column.addWidget(muted(_fix_words(customer.fix)))
        self._move_and_delete(
            panel,
            "customers",
            customer_id,
            lambda: customer_acts.remove_customers(project, [customer_id]),
        )

    def _site(self, panel: Panel, site_id: int) -> None:
        project = self._session.project
        assert project is not None
        site = project.site(site_id)
        panel.column.addWidget(title(site.name or _("Site without a name")))
        facts = form()
        kind = chooser(project.template.site_kinds, empty="—")
        choose(kind, site.kind)
        kind.setEnabled(self._editable())
        kind.activated.connect(
            lambda: self._attempt(
                lambda: customer_acts.edit_site(project, site_id, kind=kind.currentData())
            )
        )
        facts.addRow(_("Kind"), kind)
        for label, fact in (
            (_("Name"), "name"),
            (_("Code"), "code"),
            (_("Address"), "address"),
            (_("Note"), "note"),
        ):
            self._line(
                facts,
                label,
                str(getattr(site, fact)),
                partial(_edit_site, project, site_id, fact),
            )
        panel.column.addLayout(facts)
        panel.column.addWidget(heading(_("Position")))
        panel.column.addWidget(muted(in_words(site.lon, site.lat)))
        self._move_and_delete(
            panel, "sites", site_id, lambda: customer_acts.remove_sites(project, [site_id])
        )

    def _area(self, panel: Panel, area_id: int) -> None:
        project, data = self._session.project, self._session.data
        assert project is not None and data is not None
        areas = data.areas
        at = areas.row(area_id)
        level = int(areas.level[at])
        open_ground = bool(areas.open[at])
        name = _("Open ground") if open_ground else str(areas.name[at] or areas.code[at])
        panel.column.addWidget(title(name))
        panel.column.addWidget(muted(project.template.levels[level].name()))
        found = self._session.indicators_of(area_id)
        if not open_ground:
            self._area_facts(panel, area_id)
            against = area_targets(data, area_id, self._theme, found)
            if against is not None:
                panel.column.addWidget(heading(_("Against targets")))
                panel.column.addWidget(against)
        if found is None:
            panel.column.addWidget(muted(_("The figures of this area are being computed.")))
        else:
            panel.column.addWidget(IndicatorList(found, project))

    def _area_facts(self, panel: Panel, area_id: int) -> None:
        project, data = self._session.project, self._session.data
        assert project is not None and data is not None
        areas, at = data.areas, data.areas.row(area_id)
        facts = form()
        for label, fact, value in (
            (_("Name"), "name", areas.name[at]),
            (_("Code"), "code", areas.code[at]),
            (_("Team name"), "team", areas.team[at]),
            (_("Manager"), "manager", areas.manager[at]),
        ):
            self._line(
                facts,
                label,
                str(value),
                partial(_set_area, project, area_id, fact),
            )
        setting = chooser(project.template.settings, empty="—")
        code = int(areas.setting[at])
        choose(setting, project.template.settings[code].key if code >= 0 else "")
        setting.setEnabled(self._editable())
        setting.activated.connect(
            lambda: self._attempt(
                lambda: area_acts.set_area(project, area_id, setting=setting.currentData())
            )
        )
        facts.addRow(_("Setting"), setting)
        locked = QCheckBox(_("Borders locked"))
        locked.setChecked(bool(areas.locked[at]))
        locked.setEnabled(self._editable())
        locked.toggled.connect(
            lambda on: self._attempt(lambda: area_acts.set_area(project, area_id, locked=bool(on)))
        )
        facts.addRow("", locked)
        panel.column.addLayout(facts)

    def _several(self, panel: Panel, selection: Selection) -> None:
        project, data = self._session.project, self._session.data
        assert project is not None and data is not None
        panel.column.addWidget(title(_("Several selected")))
        panel.column.addWidget(SelectionFigures(data, selection, self._theme))
        if selection.areas and not selection.customers:
            shared = shared_facts(project, selection.areas, self._attempt)
            if shared is not None:
                shared.setEnabled(self._editable())
                panel.column.addWidget(shared)
        if not selection.customers:
            return
        class_ = chooser(project.template.classes, empty=_("Set class …"))
        class_.setEnabled(self._editable())
        class_.activated.connect(
            lambda: (
                class_.currentData()
                and self._run_bulk(
                    len(selection.customers),
                    _("Set class"),
                    partial(
                        customer_acts.set_class, project, selection.customers, class_.currentData()
                    ),
                )
            )
        )
        panel.column.addWidget(class_)
        delete = button(_("Delete customers"), "mdi6.delete-outline", self._theme)
        delete.setEnabled(self._editable())
        delete.clicked.connect(
            lambda: self._run_bulk(
                len(selection.customers),
                _("Delete customers"),
                partial(customer_acts.remove_customers, project, selection.customers),
            )
        )
        panel.column.addWidget(delete)

    def _move_and_delete(
        self, panel: Panel, table: str, row_id: int, delete: Callable[[], None]
    ) -> None:
        move_button = button(_("Move on map"), "mdi6.cursor-move", self._theme)
        move_button.clicked.connect(lambda: self.move_wanted.emit(table, row_id))
        delete_button = button(_("Delete"), "mdi6.delete-outline", self._theme)
        delete_button.clicked.connect(lambda: self._attempt(delete))
        for item in (move_button, delete_button):
            item.setEnabled(self._editable())
        panel.column.addLayout(row(move_button, delete_button))

    def _line(
        self, facts: QFormLayout, label: str, text: str, change: Callable[[str], None]
    ) -> None:
        line = QLineEdit(text)
        line.setCursorPosition(0)
        line.setEnabled(self._editable())

        def finished() -> None:
            if line.text() != text:
                self._attempt(lambda: change(line.text()))
                self._later.start()  # what was refused does not stay in the field

        line.editingFinished.connect(finished)
        facts.addRow(label, line)


def _edit_site(project: Project, site_id: int, fact: str, text: str) -> None:
    customer_acts.edit_site(project, site_id, **{fact: text})


def _set_area(project: Project, area_id: int, fact: str, text: str) -> None:
    area_acts.set_area(project, area_id, **{fact: text})


def _fix_words(fix: FixQuality) -> str:
    parts = [_("Recorded with a receiver")]
    if fix.receiver:
        parts.append(fix.receiver)
    if fix.satellites_used is not None:
        parts.append(_("{n} satellites").format(n=fix.satellites_used))
    if fix.accuracy_m is not None:
        parts.append(f"±{fix.accuracy_m:.1f} m")
    return " · ".join(parts)
