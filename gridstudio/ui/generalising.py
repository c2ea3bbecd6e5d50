"""Simplifying or smoothing all borders of a level: the act, and its preview on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridstudio.commands.foreseen import Before
from gridstudio.domain.selection import Selection
from gridstudio.i18n import _, ngettext
from gridstudio.jobs import Progress

if TYPE_CHECKING:
    from gridstudio.commands.generalise import Plan
    from gridstudio.ui.dialogs.generalise import GeneraliseDialog
    from gridstudio.ui.main_window import MainWindow


class Generalising:
    """Opens the dialog, keeps its preview true, and writes what it shows."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.dialog: GeneraliseDialog | None = None

    def open(self) -> GeneraliseDialog | None:
        """The dialog beside the map."""
        window, project = self._window, self._window.session.project
        if project is None:
            return None
        if self.dialog is None:
            from gridstudio.ui.dialogs.generalise import GeneraliseDialog

            self.dialog = GeneraliseDialog(window.session.settings.theme, window)
            self.dialog.plan_wanted.connect(self.plan)
            self.dialog.apply_wanted.connect(self.write)
            self.dialog.customers_wanted.connect(self._select)
            self.dialog.finished.connect(lambda _result: window.map.pointing.clear())
            window.session.closing.connect(self.dialog.reject)
            window.session.changed.connect(lambda _changes: self._changed())
        self.dialog.ask(project.template, window.level)
        window.selecting.show_beside(self.dialog)
        return self.dialog

    def plan(self) -> None:
        """Find out in a job what the wish of the dialog would do."""
        from gridstudio.commands.generalise import plan_generalise

        window, dialog, project = self._window, self.dialog, self._window.session.project
        if dialog is None or project is None or not dialog.isVisible():
            return
        if window.runner.job is not None:
            dialog.plan_later()
            return
        before, wish = Before.of(project), dialog.wish()

        def work(progress: Progress) -> Plan:
            return plan_generalise(before, wish, progress)

        def done(plan: Plan) -> None:
            if dialog.show_plan(plan):
                window.map.pointing.show_lines(plan.result.before, plan.result.after)

        window.run_job(_("Simplifying borders"), work, done)

    def write(self, plan: Plan) -> None:
        """Write what the preview shows as one step."""
        from gridstudio.commands.generalise import apply_generalise

        window, project = self._window, self._window.session.project
        if project is None:
            return
        count = window.attempt(lambda: apply_generalise(project, plan))
        if count is not None and self.dialog is not None:
            self.dialog.accept()
            said = ngettext("{n} area has new borders.", "{n} areas have new borders.", count)
            window.session.say(said.format(n=count))

    def _changed(self) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.want_plan()

    def _select(self, plan: Plan) -> None:
        ids = plan.before.customers.id[plan.book.rows]
        self._window.session.select(Selection(customers=ids))
