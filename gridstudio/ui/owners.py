"""Acts of the window on owners by decision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from gridstudio.commands.overrides import give_customers
from gridstudio.domain.selection import Selection
from gridstudio.i18n import _, ngettext

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class OwnerActs:
    """Gives customers to areas, and lists what has been decided."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def give(self) -> None:
        """Ask to which area the selected customers belong, and why."""
        from gridstudio.ui.dialogs.owner_decision import OwnerDecisionDialog

        window, project = self._window, self._window.session.project
        if project is None:
            return
        chosen = window.session.selection.customers
        text = ngettext(
            "{n} customer is given to an area, wherever it lies.",
            "{n} customers are given to an area, wherever they lie.",
            len(chosen),
        ).format(n=len(chosen))
        dialog = OwnerDecisionDialog(project.areas(), text, parent=window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        count = window.attempt(
            lambda: give_customers(
                project,
                list(chosen),
                dialog.area_id(),
                dialog.reason.text(),
                expires=dialog.expiry(),
                disputed=dialog.disputed.isChecked(),
                author=window.session.settings.author,
            )
        )
        if count:
            window.session.say(_("Decided."))

    def listed(self) -> None:
        """The list of decisions."""
        from gridstudio.ui.dialogs.owner_decisions import OwnerDecisionsDialog

        window, project = self._window, self._window.session.project
        if project is None:
            return
        theme = window.session.settings.theme
        dialog = OwnerDecisionsDialog(project, date.today(), window.attempt, theme, window)

        def show(customer_id: int) -> None:
            window.session.select(Selection(customers=[customer_id]))
            window.show_customer(customer_id)

        dialog.shown.connect(show)
        dialog.exec()
