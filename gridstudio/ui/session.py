"""What the window is about: the project, what is selected in it, the receiver."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from gridstudio.assessment.area_indicators import LevelIndicators
from gridstudio.assessment.change_book import Ownership
from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.own_sums import forget
from gridstudio.commands.area_facts import keep_area_facts
from gridstudio.commands.columns import map_data, note
from gridstudio.commands.indicators import indicators_known, indicators_now, indicators_of
from gridstudio.domain.changes import Changes
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.errors import UserError
from gridstudio.project import Project
from gridstudio.settings import Settings

POLL_MS = 2000
BACKUP_AFTER_MS = 3000  # once the first map is painted
Found = TypeVar("Found")


class Session(QObject):
    """The open project (or none) and the selection. Widgets listen here and hold ids only."""

    opened = Signal()
    closing = Signal()
    polled = Signal()
    changed = Signal(object)
    selected = Signal(object)
    message = Signal(str, bool)
    pinned = Signal()
    """Other figures of areas are kept in sight."""
    indicators_wanted = Signal()
    """Somebody looks at indicators that a job has to compute."""
    indicators_computed = Signal()

    def __init__(
        self, settings: Settings, parent: QObject | None = None, *, remembers: bool = True
    ) -> None:
        """A session that does not remember leaves the user's settings alone (a screenshot)."""
        super().__init__(parent)
        self.settings = settings
        self.remembers = remembers
        self.project: Project | None = None
        self.selection = Selection()
        self.at_opening: Ownership | None = None
        """Who owned whom before the first change since opening; None while there is none."""
        self.before_last: Ownership | None = None
        self._data: MapData | None = None
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self.poll)

    def attach(self, project: Project) -> None:
        """Show a project that has been opened; the one before is closed."""
        self.detach()
        self.project = project
        self.at_opening = self.before_last = None
        project.changed.connect(self._on_changed)
        self._data = None
        self._poll.start()
        if self.remembers:
            QTimer.singleShot(BACKUP_AFTER_MS, self, partial(self._back_up, project))
            self.settings.remember_project(project.path.resolve())
            self.settings.save()
        self.opened.emit()

    def detach(self) -> None:
        """Close the project."""
        self._poll.stop()
        if self.project is None:
            return
        self.closing.emit()
        project, self.project = self.project, None
        project.changed.disconnect(self._on_changed)
        if project.version:
            with contextlib.suppress(UserError):  # QGIS shows older figures then
                keep_area_facts(project, self._data)
        project.close()
        self._data = None
        forget()
        self.select(Selection())

    @property
    def data(self) -> MapData | None:
        """The snapshots of this moment."""
        if self._data is None and self.project is not None:
            self._data = map_data(self.project, at_once=True)
        return self._data

    def level_indicators(self, level: int) -> LevelIndicators | None:
        """The indicators of a level's areas; None while a job computes them, after which
        ``indicators_computed`` tells."""
        return self._wanted(indicators_now, level)

    def indicators_in_passing(self, level: int, *, rests: bool) -> LevelIndicators | None:
        """The same for a hand that holds something: None, too, where they would keep it waiting,
        and while it does not rest where they are not known yet."""
        project, data = self.project, self.data
        if not rests and project is not None and data is not None:
            return indicators_known(project, data, level)
        return self._wanted(partial(indicators_now, briefly=True), level)

    def indicators_of(self, area_id: int) -> Indicators | None:
        """The indicators of an area; None while a job computes them, after which ``changed``
        tells."""
        return self._wanted(indicators_of, area_id)

    def _wanted(
        self, read: Callable[[Project, MapData, int], Found | None], of: int
    ) -> Found | None:
        project, data = self.project, self.data
        if project is None or data is None:
            return None
        found = read(project, data, of)
        if found is None:
            self.indicators_wanted.emit()
        return found

    def learn(self, data: MapData) -> None:
        """The snapshots of this moment with more columns than before."""
        self._data = data

    @property
    def folder(self) -> Path:
        """Where the project lies."""
        return self.project.path.resolve().parent if self.project is not None else Path.home()

    def select(self, selection: Selection) -> None:
        """Select, and tell everybody who shows a selection."""
        if selection != self.selection:
            self.selection = selection
            self.selected.emit(selection)

    def say(self, text: str, *, problem: bool = False) -> None:
        """A sentence for the status bar."""
        self.message.emit(text, problem)

    def poll(self) -> None:
        """Notice another program's writing."""
        if self.project is not None:
            self.project.poll()
            self.polled.emit()

    def refresh(self) -> None:
        """What is drawn has changed though the project has not: a file beside it."""
        self._data = None
        self.changed.emit(Changes())

    def _back_up(self, project: Project) -> None:
        if project is self.project:
            project.back_up_ahead()

    def _on_changed(self, changes: Changes) -> None:
        if self._data is not None:
            self.before_last = Ownership(self._data.areas, self._data.owners)
            self.at_opening = self.at_opening or self.before_last
        self._data = None
        if self.project is not None:
            note(self.project, changes)
        self.changed.emit(changes)
        self._drop_what_is_gone()

    def _drop_what_is_gone(self) -> None:
        data = self.data
        if data is None or not self.selection:
            return
        kept = {
            table: rows.id[rows.index(ids)]
            for table, rows, ids in (
                ("customers", data.customers, self.selection.customers),
                ("sites", data.sites, self.selection.sites),
                ("areas", data.areas, self.selection.areas),
            )
        }
        self.select(Selection(**kept))
