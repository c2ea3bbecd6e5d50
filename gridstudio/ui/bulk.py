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

    def run(
        self,
        rows: int,
        name: str,
        act: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
    ) -> None:
        """``act`` is a command that changes so many ``rows``; ``name`` is the job's; ``done`` gets
        on the main thread what it returns, unless it is refused."""
        window, project = self._window, self._window.session.project
        if project is None:
            return
        if rows <= MANY_ROWS:
            window.attempt(act if done is None else lambda: done(act()))
            return

        def work(progress: Progress) -> Any:
            with project.lent(name, progress):
                return act()

        def taken(result: Any) -> None:
            project.take_back()
            if done is not None:
                done(result)

        window.run_job(name, work, taken)

    def undo(self) -> None:
        project = self._window.session.project
        if project is not None:
            act = project.undo_label or ""
            done = _("Undone: {act}.").format(act=act)
            name = _("Undo {act}").format(act=act)
            self.run(
                project.undo_rows, name, project.undo, lambda _done: self._window.session.say(done)
            )

    def redo(self) -> None:
        project = self._window.session.project
        if project is not None:
            act = project.redo_label or ""
            done = _("Done again: {act}.").format(act=act)
            name = _("Redo {act}").format(act=act)
            self.run(
                project.redo_rows, name, project.redo, lambda _done: self._window.session.say(done)
            )
