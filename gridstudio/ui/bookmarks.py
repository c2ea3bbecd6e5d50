"""The bookmarks of the open project: a menu with a shortcut for each of the first nine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu

from gridstudio.commands import views
from gridstudio.domain.bookmarks import Bookmark
from gridstudio.i18n import _
from gridstudio.ui.dialogs.bookmarks import BookmarksDialog

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

NUMBERED = 9


class Bookmarks:
    """Goes to them, adds them, and opens the dialog that renames and deletes them."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.menu = QMenu(_("Bookmarks"), window)
        self._listed: list[QAction] = []
        self.menu.addAction(window.actions_by_key["bookmark"])
        self.menu.addAction(window.actions_by_key["bookmarks"])
        self.menu.addSeparator()
        window.menus["view"].insertMenu(window.actions_by_key["graticule"], self.menu)

    def rebuild(self) -> None:
        """List the project's bookmarks."""
        for action in self._listed:
            self.menu.removeAction(action)
            action.deleteLater()
        self._listed = [self._entry(at, item) for at, item in enumerate(self.all())]

    def all(self) -> tuple[Bookmark, ...]:
        project = self._window.session.project
        return views.bookmarks(project) if project is not None else ()

    def add(self) -> None:
        """Name the view that the map shows."""
        project = self._window.session.project
        if project is None:
            return
        name, given = QInputDialog.getText(
            self._window,
            _("Bookmark this view"),
            _("Name"),
            text=views.free_bookmark_name(project),
        )
        if given:
            place = self._window.map.place()
            self._window.attempt(lambda: views.add_bookmark(project, name, place))
            self.rebuild()

    def go_to(self, bookmark: Bookmark) -> None:
        self._window.map.show_place(bookmark.place)
        self._window.map.setFocus()

    def manage(self) -> None:
        """The dialog with all of them."""
        project = self._window.session.project
        if project is not None:
            BookmarksDialog(project, self.go_to, self._window).exec()
            self.rebuild()

    def _entry(self, at: int, bookmark: Bookmark) -> QAction:
        # An ampersand in a name would become a mnemonic.
        action = QAction(bookmark.name.replace("&", "&&"), self._window)
        if at < NUMBERED:
            action.setShortcut(f"Alt+{at + 1}")
        action.triggered.connect(partial(self._chosen, bookmark))
        self.menu.addAction(action)
        return action

    def _chosen(self, bookmark: Bookmark, _on: bool = False) -> None:
        self.go_to(bookmark)
