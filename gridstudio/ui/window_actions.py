"""The window's actions and menus: made of the table of acts, and kept true to what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from gridstudio.i18n import _
from gridstudio.ui.actions import ACTS, MENUS
from gridstudio.ui.acts.act import Act
from gridstudio.ui.menus import fill_menu
from gridstudio.ui.parts import icon

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class WindowActions:
    """``by_key`` has a QAction for each act, ``menus`` the menus and submenus, both by their
    keys."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.by_key: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        theme = window.session.settings.theme
        for act in ACTS:
            action = QAction(icon(act.icon, theme), _(act.text), window)
            action.setCheckable(act.is_on is not None)
            if act.shortcut:
                action.setShortcut(act.shortcut)
            action.triggered.connect(lambda _on=False, act=act: self._perform(act))
            self.by_key[act.key] = action
            if act.on_map:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            else:
                window.addAction(action)

    def fill_menus(self) -> None:
        """Make the menu bar."""
        for key, text in MENUS:
            menu = self.menus[key] = self._window.menuBar().addMenu(_(text))
            fill_menu(menu, [act for act in ACTS if act.menu == key], self._window)

    def update(self) -> None:
        """Say of each act whether it can be done now, and why not."""
        window, project = self._window, self._window.session.project
        for act in ACTS:
            action = self.by_key[act.key]
            reason = act.why_not(window)
            text = _(act.text)
            if act.key == "undo" and project is not None and project.undo_label:
                text = _("Undo {act}").format(act=project.undo_label)
            if act.key == "redo" and project is not None and project.redo_label:
                text = _("Redo {act}").format(act=project.redo_label)
            action.setText(text)
            if act.is_on is not None:
                action.setChecked(act.is_on(window))
            action.setEnabled(not reason)
            keys = action.shortcut().toString()
            named = f"{text}  ({keys})" if keys else text
            action.setToolTip(f"{named}\n{reason}" if reason else named)

    def say_why_not(self, keys: QKeySequence) -> bool:
        """Say why the act of a shortcut is unavailable; whether there is such an act."""
        for act in ACTS:
            action = self.by_key[act.key]
            if act.shortcut and not action.isEnabled() and action.shortcut() == keys:
                self._window.session.say(act.why_not(self._window), problem=True)
                return True
        return False

    def _perform(self, act: Act) -> None:
        reason = act.why_not(self._window)
        if reason:
            self._window.session.say(reason, problem=True)
            return
        with self._window.gestures.begun_by(act.key):
            act.run(self._window)
