"""Acts on very many rows: a job does them, while the window lives on what it has read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gridstudio.i18n import _
from gridstudio.jobs import Progress

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

MANY_ROWS = 5_000
"""Up to here an edit takes a fraction of a second, whatever the size of the project."""


class BulkActs:
    """Runs a command at once, or in a worker that the project is lent to."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def run(self, rows: int, name: str, act: Callable[[], Any]) -> None:
        """``act`` is a command that changes so many ``rows``; ``name`` is the job's."""
        window, project = self._window, self._window.session.project
        if project is None:
            return
        if rows <= MANY_ROWS:
            window.attempt(act)
            return

        def work(_progress: Progress) -> None:
            with project.lent(name):
                act()

        window.run_job(name, work, lambda _done: project.take_back())

    def undo(self) -> None:
        project = self._window.session.project
        if project is not None:
            name = _("Undo {act}").format(act=project.undo_label or "")
            self.run(project.undo_rows, name, project.undo)

    def redo(self) -> None:
        project = self._window.session.project
        if project is not None:
            name = _("Redo {act}").format(act=project.redo_label or "")
            self.run(project.redo_rows, name, project.redo)
