"""Menus made from the table of actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from gridstudio.i18n import _
from gridstudio.ui.actions import SUBMENUS
from gridstudio.ui.acts.act import SUBMENU, Act

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


def fill_menu(menu: QMenu, acts: Sequence[Act], window: MainWindow) -> None:
    """Lines stand between sections, in submenus too. A submenu stands where its first act would;
    those that follow each other stand together, and the window keeps each in ``menus`` by its key.
    """
    sections: dict[str, str] = {}
    for act in acts:
        if act.submenu and act.submenu not in sections:
            _divide(menu, sections, "", SUBMENU)
            window.menus[act.submenu] = menu.addMenu(_(SUBMENUS[act.submenu]))
        target = window.menus[act.submenu] if act.submenu else menu
        _divide(target, sections, act.submenu, act.section)
        target.addAction(window.actions_by_key[act.key])
        if act.choices is not None:
            target.addMenu(act.choices(window))


def _divide(menu: QMenu, sections: dict[str, str], key: str, section: str) -> None:
    """A line, where another section begins in the menu."""
    if not menu.isEmpty() and sections.get(key, "") != section:
        menu.addSeparator()
    sections[key] = section
