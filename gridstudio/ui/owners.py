"""Acts of the window on owners by decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from gridstudio.commands.change_book import Span
from gridstudio.commands.overrides import give_customers
from gridstudio.commands.scheme_comparison import spans_of_schemes
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
        act = partial(
            give_customers,
            project,
            chosen,
            dialog.area_id(),
            dialog.reason.text(),
            expires=dialog.expiry(),
            disputed=dialog.disputed.isChecked(),
            author=window.session.settings.author,
        )
        window.bulk.run(
            len(chosen),
            _("Give customers to an area"),
            act,
            lambda _count: window.session.say(_given(len(chosen), dialog.area.currentText())),
        )

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
        session = self._window.session
        project, first, last = session.project, session.at_opening, session.before_last
        if project is None:
            return
        spans = []
        if first is not None and last is not None:
            spans.append(Span(_("since the last change"), lambda: last))
            spans.append(Span(_("since opening"), lambda: first))
        self.show_change_book([*spans, *spans_of_schemes(project)])

    def show_change_book(self, spans: Sequence[Span], parent: QWidget | None = None) -> None:
        """The change book with a choice of spans, over the main window or ``parent``."""
        from gridstudio.ui.dialogs.change_book import ChangeBookDialog

        window, session = self._window, self._window.session
        if session.project is None or not spans:
            return
        dialog = ChangeBookDialog(session.project, spans, session.settings.theme, parent or window)
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
        target, before, after = Path(path).with_suffix(".xlsx"), dialog.before, dialog.after
        dialog.accept()  # the status bar has the progress, and cancel

        def work(progress: Progress) -> None:
            write_change_book(project, before, target, progress, after)

        def done(_nothing: None) -> None:
            window.session.say(_("{path} is saved.").format(path=target))

        window.run_job(_("Change book"), work, done)


def _given(number: int, area: str) -> str:
    """What was decided, in a sentence; ``area`` by code and name."""
    text = ngettext(
        "{n:,} customer was given to {area}.", "{n:,} customers were given to {area}.", number
    )
    return text.format(n=number, area=" ".join(area.split()))
