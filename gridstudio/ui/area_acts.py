"""Acts of the window on areas that no hand on the map begins: locks of levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon

from gridstudio.commands.locks import lock_level
from gridstudio.i18n import _
from gridstudio.ui.parts import icon

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class AreaActs:
    """Locks levels, and shows in the level chooser which are locked."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def connect(self) -> None:
        """Follow the project, once the window's parts are there."""
        self._window.session.opened.connect(self.show_locks)
        self._window.session.changed.connect(lambda _changes: self.show_locks())

    @property
    def level_locked(self) -> bool:
        """Whether the borders of the level that is shown are locked."""
        project = self._window.session.project
        return project is not None and self._window.level in project.locked_levels()

    def lock_level(self) -> None:
        """Lock the level that is shown, or unlock it."""
        window, project = self._window, self._window.session.project
        if project is None:
            return
        level, locked = window.level, not self.level_locked
        window.attempt(lambda: lock_level(project, level, locked=locked))
        name = project.template.levels[level].name()
        said = (
            _("The borders of the level “{level}” are locked: no gesture moves them.")
            if locked
            else _("The borders of the level “{level}” can be moved again.")
        )
        window.session.say(said.format(level=name))

    def show_locks(self) -> None:
        """A lock beside each locked level in the chooser."""
        window, project = self._window, self._window.session.project
        if project is None:
            return
        locked = project.locked_levels()
        chooser = window.parts.level
        lock = icon("mdi6.lock", window.session.settings.theme)
        for at in range(chooser.count()):
            on = chooser.itemData(at) in locked
            chooser.setItemIcon(at, lock if on else QIcon())
        chooser.setToolTip(_("Its borders are locked.") if self.level_locked else "")
