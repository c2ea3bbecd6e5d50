"""Indicators that take long: a job computes them beside the window when somebody looks at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from gridstudio.commands.indicators import Done, keep, run, task, wanted
from gridstudio.i18n import _
from gridstudio.jobs import Progress

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class IndicatorJobs:
    """Looks after the indicators of the window's project."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._tried: tuple[object, ...] = ()
        # After the event in which something was asked for that is not known yet.
        self._later = QTimer(window)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.compute_what_is_wanted)
        session = window.session
        self._asked = False
        session.indicators_wanted.connect(self._ask)
        for signal in (session.opened, session.changed):
            signal.connect(lambda *_what: self._later.start())
        window.runner.changed.connect(lambda: self._later.start())

    def _ask(self) -> None:
        self._asked = True
        self._later.start()

    def compute_what_is_wanted(self) -> None:
        """Start computing, unless another job runs: its end calls again."""
        session, runner = self._window.session, self._window.runner
        project, data = session.project, session.data
        if project is None or data is None or runner.job is not None or project.lent_for:
            return
        levels = wanted(project)
        if not levels and self._asked:
            self._asked = False  # somebody else has computed them meanwhile
            session.indicators_computed.emit()
        attempt = project.path, project.version, tuple(levels)
        if not levels or attempt == self._tried:
            return
        self._tried = attempt
        work = task(project, data, levels)

        def compute(progress: Progress) -> Done:
            return run(project, work, progress)

        def done(found: Done) -> None:
            keep(project, found)
            if session.project is project:
                session.refresh()
                self._asked = False
                session.indicators_computed.emit()

        self._window.run_job(_("Computing indicators"), compute, done)
