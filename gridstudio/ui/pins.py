"""The menu in which figures of areas are pinned: columns of the list, lines of the drag card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from gridstudio.assessment.all_figures import slow_figures
from gridstudio.assessment.area_figures import AreaFigure, area_figures
from gridstudio.commands.pins import pin, pinned_keys
from gridstudio.i18n import N_, _
from gridstudio.ui.session import Session

COUNTED_NAMES = {("groups.", "kind."): N_("Customers by kind"), ("sites.",): N_("Sites")}
"""Figures of a submenu, by what their keys begin with: as many as the template has words."""
COUNTED = tuple(prefix for prefixes in COUNTED_NAMES for prefix in prefixes)


def pin_menu(session: Session, parent: QWidget) -> QMenu:
    """Every figure that areas have, with a tick where it is pinned; ticking is done at once."""
    menu = QMenu(parent)
    project = session.project
    if project is None:
        return menu
    every = area_figures(project.template)
    _add(menu, session, [one for one in every if not one.key.startswith(COUNTED)])
    menu.addSeparator()
    for prefix, text in COUNTED_NAMES.items():
        counted = [one for one in every if one.key.startswith(prefix)]
        if counted:
            _add(menu.addMenu(_(text)), session, counted)
    more = menu.addMenu(_("Roads, distances and markets"))
    more.setToolTipsVisible(True)
    _add(more, session, slow_figures(project.template))
    for action in more.actions():
        action.setToolTip(_("While a border is dragged, this is found once the hand rests."))
    return menu


def _add(menu: QMenu, session: Session, figures: Sequence[AreaFigure]) -> None:
    project = session.project
    kept = pinned_keys(project) if project is not None else set()
    for one in figures:
        action = menu.addAction(one.name)
        action.setCheckable(True)
        action.setChecked(one.key in kept)
        action.toggled.connect(lambda on, key=one.key: _toggle(session, key, on))


def show_pins(session: Session, at: QPoint, parent: QWidget) -> None:
    """The menu at a place of the screen."""
    menu = pin_menu(session, parent)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)


def _toggle(session: Session, key: str, on: bool) -> None:
    project = session.project
    if project is None:
        return
    kept = pinned_keys(project)
    pin(project, sorted(kept | {key} if on else kept - {key}))
    session.pinned.emit()
