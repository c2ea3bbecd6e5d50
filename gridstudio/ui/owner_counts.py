"""What wants to be known of owners, whatever one looks at: who has none, and what has to be decided
anew. Both are counted in the status bar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gridstudio.commands.identifying import ownership_rule
from gridstudio.commands.overrides import waiting
from gridstudio.domain.belonging import WITHOUT_OWNER, count_of
from gridstudio.domain.changes import Changes
from gridstudio.i18n import _

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class OwnerCounts:
    """Keeps the counts true; a click lists what is counted."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._status, session = window.parts.status, window.session
        self._status.unowned_wanted.connect(window.selecting.list_without_owner)
        self._status.decisions_wanted.connect(window.owners.listed)
        session.opened.connect(lambda: self._changed(Changes(everything=True)))
        session.changed.connect(self._changed)
        session.closing.connect(self._closed)
        window.runner.changed.connect(self._job_ended)
        self._due = False

    def _changed(self, changes: Changes) -> None:
        self._count_unowned()
        if changes.touches("owner_overrides", "areas", "customers", "schemes"):
            self._due = True
            self._count_decisions()

    def _closed(self) -> None:
        self._status.show_unowned(0, "")
        self._status.show_decisions(0)

    def _job_ended(self) -> None:
        if self._window.runner.job is None and self._due:
            self._count_decisions()

    def _count_unowned(self) -> None:
        """Before a county stands nobody is without owner."""
        data = self._window.session.data
        number = 0
        if data is not None and len(data.areas):
            number = count_of(data.areas, data.owners, WITHOUT_OWNER)
        explained = _("Show them in the table and on the map.") + "\n\n" + ownership_rule()
        self._status.show_unowned(number, explained)

    def _count_decisions(self) -> None:
        """Reads the decisions; while a job has the file it waits for its end."""
        project, data = self._window.session.project, self._window.session.data
        if project is None or data is None or project.lent_for:
            return
        self._due = False
        decided = bool(data.owners.by_override.any())
        self._status.show_decisions(waiting(project, date.today()) if decided else 0)
