"""Acts of the window on schemes, the menu that lists them, the button that shows the current."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDialog, QMenu

from gridstudio.commands import schemes as scheme_acts
from gridstudio.domain.rows import Scheme
from gridstudio.domain.template import word_name
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.ui.panels.scheme_button import SchemeButton

if TYPE_CHECKING:
    from gridstudio.ui.comparison.window import ComparisonWindow
    from gridstudio.ui.main_window import MainWindow


class SchemeActs:
    """Makes, changes, chooses and compares schemes."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.button = SchemeButton()
        self._listed: list[QAction] = []
        self._lines: QMenu | None = None
        self.comparison: ComparisonWindow | None = None

    def connect(self) -> None:
        """Take the submenu into use, once the window's menus are there."""
        window, menu = self._window, self._window.menus["scheme"]
        self._lines = QMenu(_("Market line"), menu)
        menu.insertMenu(window.actions_by_key["scheme_delete"], self._lines)
        # The submenu itself is the list to choose from; the key stays.
        window.menus["divide"].removeAction(window.actions_by_key["scheme_choose"])
        menu.aboutToShow.connect(self._fill)
        self.button.setMenu(menu)
        window.session.opened.connect(self.show_current)
        window.session.changed.connect(lambda _changes: self.show_current())
        self.show_current()

    # --- acts

    def choose(self) -> None:
        """Let the list of schemes drop down."""
        self.button.showMenu()

    def new(self) -> None:
        """Ask for a name, and begin with open ground."""
        self._ask(copying=False)

    def copy(self) -> None:
        """Ask which scheme to copy, and as what."""
        self._ask(copying=True)

    def rename(self) -> None:
        """Ask for another name of the current scheme."""
        from gridstudio.ui.dialogs.scheme import RenameSchemeDialog

        window, project = self._window, self._window.session.project
        if project is None:
            return
        dialog = RenameSchemeDialog(project, window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            name = dialog.name.text()
            window.attempt(lambda: scheme_acts.rename_scheme(project, project.scheme_id(), name))

    def delete(self) -> None:
        """Ask which scheme may go, and say what goes with it."""
        from gridstudio.ui.dialogs.scheme import DeleteSchemeDialog

        window, project = self._window, self._window.session.project
        if project is None:
            return
        dialog = DeleteSchemeDialog(project, window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        act = partial(scheme_acts.delete_scheme, project, dialog.scheme_id)
        name = dialog.scheme.currentText()
        self._run(
            project,
            _("Delete scheme"),
            act,
            lambda: _("“{name}” is deleted.").format(name=name),
            switching=dialog.scheme_id == project.scheme_id(),
        )

    def make_current(self, scheme_id: int) -> None:
        """Show, list and report by another scheme from now on."""
        project = self._window.session.project
        if project is None or scheme_id == project.scheme_id():
            return
        self._switch(project, scheme_id)

    def set_line(self, line: str) -> None:
        """Say which market line the current scheme is for."""
        project = self._window.session.project
        if project is not None:
            self._window.attempt(lambda: scheme_acts.set_line(project, project.scheme_id(), line))

    def compare(self) -> None:
        """Two schemes side by side, in a window of their own."""
        from gridstudio.ui.comparison.window import ComparisonWindow

        window, project = self._window, self._window.session.project
        if project is None:
            return
        if self.comparison is None:
            self.comparison = ComparisonWindow(window, project)
        self.comparison.show()
        self.comparison.raise_()
        self.comparison.activateWindow()

    def comparison_closed(self) -> None:
        """The window is gone; the next comparison opens another."""
        self.comparison = None

    # --- showing

    def show_current(self) -> None:
        """The current scheme on the button."""
        project = self._window.session.project
        if project is None:
            return
        keys = self._window.actions_by_key["scheme_choose"].shortcut().toString()
        self.button.show_scheme(_label(project, scheme_acts.current_scheme(project)), keys)

    def _fill(self) -> None:
        """The schemes at the head of the menu, and the lines to choose from."""
        window, project = self._window, self._window.session.project
        menu = window.menus["scheme"]
        for action in self._listed:
            menu.removeAction(action)
            action.deleteLater()
        self._listed = []
        if project is None or self._lines is None:
            return
        current = scheme_acts.current_scheme(project)
        entries = [(scheme.id, _label(project, scheme)) for scheme in project.schemes()]
        first = menu.actions()[0]
        listed = _choices(menu, entries, current.id, self.make_current)
        self._listed = [*listed, menu.insertSeparator(first)]
        for action in listed:
            menu.insertAction(self._listed[-1], action)
        self._lines.clear()
        lines = [("", _("none")), *((line.key, line.name()) for line in project.template.lines)]
        for action in _choices(self._lines, lines, current.line, self.set_line):
            self._lines.addAction(action)
        self._lines.setEnabled(window.actions_by_key["scheme_rename"].isEnabled())

    # --- doing

    def _ask(self, *, copying: bool) -> None:
        from gridstudio.ui.dialogs.scheme import SchemeDialog

        window, project = self._window, self._window.session.project
        if project is None:
            return
        dialog = SchemeDialog(project, copying=copying, parent=window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        name, line = dialog.name.text(), str(dialog.line.currentData())
        current = dialog.current.isChecked()
        act: Callable[[], Any]
        if copying:
            act = partial(
                scheme_acts.copy_scheme, project, dialog.source_id, name, line=line, current=current
            )
        else:
            act = partial(scheme_acts.new_scheme, project, name, line=line, current=current)
        title = _("Copy scheme") if copying else _("New scheme")
        self._run(project, title, act, lambda: _made(project), switching=current)

    def _switch(self, project: Project, scheme_id: int) -> None:
        act = partial(scheme_acts.make_current, project, scheme_id)

        def said() -> str:
            name = scheme_acts.current_scheme(project).shown_name
            return _("“{name}” is the current scheme now.").format(name=name)

        self._run(project, _("Make scheme current"), act, said, switching=True)

    def _run(
        self,
        project: Project,
        name: str,
        act: Callable[[], Any],
        said: Callable[[], str],
        *,
        switching: bool,
    ) -> None:
        """At once, or as a job where every customer of a large project gets another owner."""
        window = self._window
        rows = len(project.customers()) if switching else 0
        window.bulk.run(rows, name, act, lambda _done: window.session.say(said()))


def _label(project: Project, scheme: Scheme) -> str:
    """The name of a scheme with its market line."""
    line = word_name(project.template.lines, scheme.line)
    return f"{scheme.shown_name} · {line}" if line else scheme.shown_name


def _made(project: Project) -> str:
    name = project.schemes()[-1].shown_name
    return _("“{name}” is made.").format(name=name)


def _choices(
    menu: QMenu, entries: list[tuple[Any, str]], chosen: Any, choose: Callable[[Any], None]
) -> list[QAction]:
    """One action for each entry, of which one is on."""
    group, made = QActionGroup(menu), []
    for key, text in entries:
        action = QAction(text.replace("&", "&&"), menu)
        action.setCheckable(True)
        action.setChecked(key == chosen)
        action.triggered.connect(lambda _on=False, key=key: choose(key))
        group.addAction(action)
        made.append(action)
    return made
