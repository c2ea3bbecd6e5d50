"""What drawn lines snap to, and how free-hand lines are smoothed: the user's choice, remembered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from gridstudio.domain.map_data import MapData
from gridstudio.geometry.network_places import ready
from gridstudio.i18n import N_, _
from gridstudio.project import Project
from gridstudio.settings import Settings
from gridstudio.tools.context import DrawingChoice, ToolContext
from gridstudio.tools.freehand import Smoothing
from gridstudio.tools.targets import KINDS, Around
from gridstudio.tools.tracing import Tracing

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

TOLERANCES_PX = (5, 8, 10, 15, 20)
SMOOTHINGS = {
    "none": (N_("As drawn"), Smoothing(0.5, 0)),
    "light": (N_("A little"), Smoothing(1.5, 1)),
    "medium": (N_("Medium"), Smoothing(2.5, 2)),
    "strong": (N_("Strongly"), Smoothing(6.0, 3)),
}
PLURALS = {
    "node": N_("Nodes of borders"),
    "border": N_("Borders"),
    "site": N_("Sites"),
    "customer": N_("Customers"),
    "crossing": N_("Crossings of lines"),
    "road": N_("Roads"),
    "railway": N_("Railways"),
    "water": N_("Rivers and shores"),
    "line": N_("Other lines of layers"),
    "outline": N_("Outlines of grounds in layers"),
    "track": N_("Tracks"),
}


class Snapping:
    """Hands tools what they snap to, and shows the menu in which that is chosen."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._ahead = _Ahead(window)

    def context(self, project: Project) -> ToolContext:
        """What a tool works with: it follows the map, the layers that are shown, and the choice."""
        window = self._window

        def data() -> MapData:
            assert window.session.data is not None, "a tool runs on an open project"
            return window.session.data

        around = Around(data, lambda: window.map.look.hidden)
        context = ToolContext(project, window.level, around, self.choice)
        tracing = Tracing(context, lambda: window.session.settings.trace)
        context.lead, context.leads_shift = tracing.lead, tracing.follows
        self._ahead.start(chain(context.prepare(window.map.metre_per_px()), ready()))
        return context

    def choice(self) -> DrawingChoice:
        settings = self._settings
        _name, smoothing = SMOOTHINGS.get(settings.smoothing, SMOOTHINGS["medium"])
        return DrawingChoice(
            settings.snap, float(settings.snap_px), frozenset(settings.snap_without), smoothing
        )

    def toggle(self) -> None:
        """Snap, or draw freely."""
        settings = self._settings
        settings.snap = not settings.snap
        said = (
            _("Lines snap again. A turns it off, Alt while it is held.")
            if settings.snap
            else _("Lines do not snap. A turns it on, Alt while it is held.")
        )
        self._window.session.say(said)
        self._changed()

    def toggle_trace(self) -> None:
        """Follow lines from point to point, or lead straight on."""
        settings = self._window.session.settings
        settings.trace = not settings.trace
        said = (
            _("Lines follow borders, roads and rivers. F turns it off, Ctrl while it is held.")
            if settings.trace
            else _("Lines are straight. F lets them follow what is there, Ctrl while it is held.")
        )
        self._window.session.say(said)
        self._changed()

    def menu(self) -> QMenu:
        """Which kinds count, from how far, and how much free-hand lines are smoothed."""
        menu = QMenu(_("Snapping and smoothing"), self._window)
        kinds = {kind: _added(menu, _(text)) for kind, text in PLURALS.items()}
        for kind, action in kinds.items():
            action.triggered.connect(partial(self._switch, kind))

        def show() -> None:
            for kind, action in kinds.items():
                action.setChecked(kind not in self._settings.snap_without)

        menu.aboutToShow.connect(show)
        menu.addSeparator()
        distances = {px: _("{n} pixels").format(n=px) for px in TOLERANCES_PX}
        self._add_choices(menu, _("From how far"), "snap_px", distances)
        strengths = {key: _(text) for key, (text, _how) in SMOOTHINGS.items()}
        self._add_choices(menu, _("Smooth free-hand lines"), "smoothing", strengths)
        return menu

    @property
    def _settings(self) -> Settings:
        return self._window.session.settings

    def _add_choices(self, menu: QMenu, title: str, name: str, choices: dict[Any, str]) -> None:
        """A submenu in which a setting is one of several values."""
        submenu = menu.addMenu(title)
        group = QActionGroup(submenu)
        actions = {value: _added(submenu, text, group) for value, text in choices.items()}
        for value, action in actions.items():
            action.triggered.connect(partial(self._set, name, value))

        def show() -> None:
            for value, action in actions.items():
                action.setChecked(value == getattr(self._settings, name))

        submenu.aboutToShow.connect(show)

    def _set(self, name: str, value: Any, _on: bool = False) -> None:
        setattr(self._settings, name, value)
        self._changed()

    def _switch(self, kind: str, _on: bool = False) -> None:
        without = [name for name in self._settings.snap_without if name in KINDS]
        others = [name for name in without if name != kind]
        self._set("snap_without", others if kind in without else [*others, kind])

    def _changed(self) -> None:
        session = self._window.session
        if session.remembers:
            session.settings.save()
        self._window.update_actions()
        self._window.map.nudge()


def _added(menu: QMenu, text: str, group: QActionGroup | None = None) -> QAction:
    """One more entry of a menu that can be ticked."""
    action = QAction(text, menu)
    action.setCheckable(True)
    if group is not None:
        group.addAction(action)
    menu.addAction(action)
    return action


class _Ahead(QObject):
    """Does what a tool will need soon, step by step between events."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)
        window.session.closing.connect(self._timer.stop)

    def start(self, steps: Iterator[None]) -> None:
        self._steps = steps
        self._timer.start()

    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
