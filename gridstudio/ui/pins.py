"""The menu in which figures of areas are pinned: columns of the list, lines of the drag card."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from gridstudio.assessment.area_figures import area_figures
from gridstudio.commands.pins import pin, pinned
from gridstudio.i18n import _
from gridstudio.ui.session import Session


def pin_menu(session: Session, parent: QWidget) -> QMenu:
    """Every figure that areas have, with a tick where it is pinned; ticking is done at once."""
    menu = QMenu(parent)
    project = session.project
    if project is None:
        return menu
    menu.addSection(_("Pinned figures"))
    kept = {one.key for one in pinned(project)}
    for one in area_figures(project.template):
        action = menu.addAction(one.name)
        action.setCheckable(True)
        action.setChecked(one.key in kept)
        action.toggled.connect(lambda on, key=one.key: _toggle(session, key, on))
    return menu


def show_pins(session: Session, at: QPoint, parent: QWidget) -> None:
    """The menu at a place of the screen."""
    menu = pin_menu(session, parent)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)


def _toggle(session: Session, key: str, on: bool) -> None:
    project = session.project
    if project is None:
        return
    kept = {one.key for one in pinned(project)}
    pin(project, sorted(kept | {key} if on else kept - {key}))
    session.pinned.emit()
