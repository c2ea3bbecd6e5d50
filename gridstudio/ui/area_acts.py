"""Acts of the window on areas that no hand on the map begins: locks, codes, urban or rural."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QMenu

from gridstudio.commands.codes import renumber_level
from gridstudio.commands.layers import set_style
from gridstudio.commands.locks import lock_level
from gridstudio.commands.several_areas import set_areas
from gridstudio.domain.base_styles import areas_by_setting
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import Style
from gridstudio.i18n import _, ngettext
from gridstudio.ui.parts import icon

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class AreaActs:
    """Locks levels and numbers them anew; has the menu of the list of areas."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def connect(self) -> None:
        """Follow the project, once the window's parts are there."""
        self._window.session.opened.connect(self.show_locks)
        self._window.session.changed.connect(lambda _changes: self.show_locks())
        self._window.parts.areas.menu_wanted.connect(self._show_menu)

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

    @property
    def coloured_by_setting(self) -> bool:
        """Whether the level that is shown is coloured as urban and rural."""
        found = self._layer()
        return found is not None and found[1].field == "setting"

    def colour_by_setting(self) -> None:
        """Colour the areas of the level as urban and rural, or as before where they are so."""
        window, project, found = self._window, self._window.session.project, self._layer()
        if project is None or found is None:
            return
        layer, style = found
        made = areas_by_setting(project.template, style)
        wanted = None if self.coloured_by_setting else made
        window.attempt(lambda: set_style(project, layer.id, wanted))

    def _layer(self) -> tuple[Layer, Style] | None:
        """The layer of the areas that are shown, and how it is drawn."""
        data = self._window.session.data
        layer = data.layer_of("areas", self._window.level) if data is not None else None
        return (layer, data.styles[layer.id]) if data is not None and layer is not None else None

    def renumber(self) -> None:
        """Ask in which order to number the level that is shown, and show every new code."""
        from gridstudio.ui.dialogs.renumber import RenumberDialog

        window, project = self._window, self._window.session.project
        if project is None:
            return
        level = window.level
        dialog = RenumberDialog(project, level, window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        changed = window.attempt(lambda: renumber_level(project, level, dialog.order))
        if changed is not None:
            said = ngettext("{n} code has changed.", "{n} codes have changed.", changed)
            window.session.say(said.format(n=changed))

    def menu(self) -> QMenu:
        """What can be done with the areas that are selected in the list."""
        window = self._window
        menu = QMenu(window)
        project, chosen = window.session.project, window.session.selection.areas
        if project is None:
            return menu
        editable = bool(chosen) and not project.read_only
        settings = menu.addMenu(_("Setting"))
        settings.setEnabled(editable)
        words = [(word.name(), word.key) for word in project.template.settings]
        for text, key in (*words, (_("none"), "")):
            act = partial(set_areas, project, chosen, setting=key)
            settings.addAction(text).triggered.connect(partial(self._attempt, act))
        for text, locked in ((_("Lock their borders"), True), (_("Unlock their borders"), False)):
            act = partial(set_areas, project, chosen, locked=locked)
            action = menu.addAction(text)
            action.setEnabled(editable)
            action.triggered.connect(partial(self._attempt, act))
        menu.addSeparator()
        for key in ("lock_level", "renumber"):
            menu.addAction(window.actions_by_key[key])
        return menu

    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu()
        menu.exec(at)
        menu.deleteLater()

    def _attempt(self, act: Callable[[], object], _on: bool = False) -> None:
        self._window.attempt(act)

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
