"""Acts of the window on owners by decision."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog

from gridstudio.commands.overrides import give_customers
from gridstudio.domain.selection import Selection
from gridstudio.i18n import _, ngettext
from gridstudio.jobs import Progress

if TYPE_CHECKING:
    from gridstudio.ui.dialogs.change_book import ChangeBookDialog
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

    def change_book(self) -> None:
        """Who has another owner than before."""
        from gridstudio.ui.dialogs.change_book import ChangeBookDialog

        window, session = self._window, self._window.session
        project, first, last = session.project, session.at_opening, session.before_last
        if project is None or first is None or last is None:
            return
        moments = [(_("since the last change"), last), (_("since opening"), first)]
        dialog = ChangeBookDialog(project, moments, session.settings.theme, window)
        dialog.selected.connect(lambda ids: session.select(Selection(customers=ids)))
        dialog.saving.connect(lambda: self._save(dialog))
        dialog.exec()

    def _save(self, dialog: ChangeBookDialog) -> None:
        """Write the workbook in a job."""
        from gridstudio.reports.change_book import write_change_book

        window, project = self._window, self._window.session.project
        start = window.session.folder / _("change book.xlsx")
        path, _kind = QFileDialog.getSaveFileName(
            dialog, _("Save as Excel"), str(start), "(*.xlsx)"
        )
        if not path or project is None:
            return
        target, before = Path(path).with_suffix(".xlsx"), dialog.moment()
        dialog.accept()  # the status bar has the progress, and cancel

        def work(progress: Progress) -> None:
            write_change_book(project, before, target, progress)

        def done(_nothing: None) -> None:
            window.session.say(_("{path} is saved.").format(path=target))

        window.run_job(_("Change book"), work, done)
