"""Linked layers in the window: a job reads what is due, at opening and when a file changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridstudio.commands.linked import LinkedFile, keep, read_linked, unread
from gridstudio.i18n import _
from gridstudio.jobs import Progress

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class LinkedFiles:
    """Looks after the linked layers of the window's project."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        for signal in (window.session.opened, window.session.polled, window.runner.changed):
            signal.connect(self.read_what_is_due)
        window.session.changed.connect(lambda _changes: self.read_what_is_due())

    def read_what_is_due(self) -> None:
        """Start reading where a file was not read or has changed, unless another job runs."""
        project, runner = self._window.session.project, self._window.runner
        if project is None or runner.job is not None:
            return
        due = unread(project)
        if not due:
            return
        folder = project.path.resolve().parent

        def work(progress: Progress) -> list[LinkedFile]:
            return read_linked(folder, due, progress)

        def done(files: list[LinkedFile]) -> None:
            keep(project, files)
            if self._window.session.project is project:
                self._window.session.refresh()

        self._window.run_job(_("Reading linked files"), work, done)
