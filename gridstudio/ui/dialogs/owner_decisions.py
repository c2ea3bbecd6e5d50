"""All owners by decision: what wants deciding first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from gridstudio.commands.overrides import WAITING, Decision, change_override, decisions, withdraw
from gridstudio.i18n import N_, _, ngettext, sentences
from gridstudio.project import Project
from gridstudio.ui.dialogs.owner_decision import OwnerDecisionDialog
from gridstudio.ui.parts import button, dialog_column, muted, row

STATES = {
    "expired": N_("expired"),
    "disputed": N_("disputed"),
    "divided": N_("divided"),
    "needless": N_("needless"),
    "in force": N_("in force"),
}
EXPLAINED = {
    "expired": N_("Its term is over. It holds until it is decided anew or withdrawn."),
    "disputed": N_("The areas dispute it: decide."),
    "divided": N_("The area has been divided since: decide which part of it is meant."),
    "needless": N_("The customer lies in that area anyway: it can be withdrawn."),
    "in force": N_("It holds."),
}
LISTED = 2000
"""More are no list that anybody reads; what wants deciding comes first."""
KEY = Qt.ItemDataRole.UserRole


class OwnerDecisionsDialog(QDialog):
    """A list with a line for each decision; ``shown`` asks the map to show a customer."""

    shown = Signal(int)

    def __init__(
        self,
        project: Project,
        today: date,
        attempt: Callable[[Callable[[], Any]], Any],
        theme: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Owners by decision"))
        self.resize(860, 460)
        self._project, self._today, self._attempt = project, today, attempt
        self.summary = muted()
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(True)
        self.list.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.list.setHeaderLabels(
            [
                _("State"),
                _("Customer"),
                _("Owner"),
                _("By position"),
                _("Reason"),
                _("By"),
                _("Decided on"),
                _("Until"),
            ]
        )
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        self.show_button = button(_("Show"), "mdi6.map-marker-outline", theme)
        self.change = button(_("Decide anew …"), "mdi6.pencil-outline", theme)
        self.withdraw = button(_("Withdraw"), "mdi6.undo-variant", theme)
        self.withdraw.setToolTip(_("The position decides again."))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        line = row(self.show_button, self.change, self.withdraw)
        line.addStretch(1)
        line.addWidget(buttons)
        column = dialog_column(self)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        column.addLayout(line)
        self.list.itemSelectionChanged.connect(self._selected)
        self.list.itemDoubleClicked.connect(lambda _item: self._show())
        self.show_button.clicked.connect(self._show)
        self.change.clicked.connect(self._change)
        self.withdraw.clicked.connect(self._withdraw)
        self.read()

    def read(self) -> None:
        """Fill the list anew."""
        self.list.clear()
        self._decisions = {item.override.id: item for item in decisions(self._project, self._today)}
        listed = list(self._decisions.values())[:LISTED]
        customers = [item.override.customer_id for item in listed]
        names = self._project.texts("customers", customers, ["name"])
        for decision in listed:
            self.list.addTopLevelItem(self._line(decision, names))
        waiting = sum(item.state in WAITING for item in self._decisions.values())
        said = ngettext(
            "{n} decision, {waiting} to be decided anew.",
            "{n} decisions, {waiting} to be decided anew.",
            len(self._decisions),
        ).format(n=len(self._decisions), waiting=waiting)
        if len(self._decisions) > LISTED:
            more = _("The first {shown} are listed.").format(shown=f"{LISTED:,}")
            said = sentences(said, more)
        self.summary.setText(said)
        self._selected()

    def _line(self, decision: Decision, names: dict[int, tuple[Any, ...]]) -> QTreeWidgetItem:
        item = decision.override
        (name,) = names.get(item.customer_id, ("",))
        owner, place = (self._area(key) for key in (item.area_id, decision.by_position))
        made = QTreeWidgetItem(
            [
                _(STATES[decision.state]),
                name,
                owner,
                place,
                item.reason,
                item.author,
                item.created_at[:10],
                item.expires_at,
            ]
        )
        made.setToolTip(0, _(EXPLAINED[decision.state]))
        made.setData(0, KEY, item.id)
        made.setToolTip(4, item.reason)
        return made

    def _area(self, area_id: int) -> str:
        areas = self._project.areas()
        found = areas.index([area_id])
        if not len(found):
            return _("without owner")
        return _("open ground") if areas.open[found[0]] else str(areas.name[found[0]])

    def _chosen(self) -> list[Decision]:
        return [self._decisions[item.data(0, KEY)] for item in self.list.selectedItems()]

    def _selected(self) -> None:
        count = len(self.list.selectedItems())
        self.show_button.setEnabled(count == 1)
        self.change.setEnabled(count == 1 and not self._project.read_only)
        self.withdraw.setEnabled(count > 0 and not self._project.read_only)

    def _show(self) -> None:
        for decision in self._chosen()[:1]:
            self.shown.emit(decision.override.customer_id)

    def _change(self) -> None:
        (decision,) = self._chosen()
        item = decision.override
        dialog = OwnerDecisionDialog(self._project.areas(), _("Decide anew."), item, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._attempt(
                lambda: change_override(
                    self._project,
                    item.id,
                    dialog.area_id(),
                    reason=dialog.reason.text(),
                    expires=dialog.expiry(),
                    disputed=dialog.disputed.isChecked(),
                )
            )
            self.read()

    def _withdraw(self) -> None:
        ids = [decision.override.id for decision in self._chosen()]
        self._attempt(lambda: withdraw(self._project, ids))
        self.read()
