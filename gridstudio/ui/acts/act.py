"""One action of the window, as a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from gridstudio.ui.main_window import MainWindow

WORKSPACES = ("collect", "divide", "team", "map", "operate")
SUBMENU = "submenu"
"""The section of all submenus."""
Run = Callable[["MainWindow"], object]
Why = Callable[["MainWindow"], str]
"""Why an action is unavailable, as its tooltip says; "" where it is available."""


@dataclass(frozen=True)
class Act:
    """One action. ``text`` is translated where it is shown; ``workspaces`` have it as a tool.

    Acts of a menu that follow each other and share a ``section`` stand together between lines.
    Those of the same ``drop`` share one tool button, which drops down to choose among them.
    """

    key: str
    text: str
    run: Run
    menu: str
    icon: str = ""
    shortcut: str = ""
    workspaces: tuple[str, ...] = ()
    why_not: Why = lambda window: ""
    is_on: Callable[[MainWindow], bool] | None = None
    """For what is switched: whether it is on now. None for what is done."""
    section: str = ""
    on_map: bool = False
    """The shortcut works only while the map has the focus; elsewhere it means something else."""
    drop: str = ""
    submenu: str = ""
    """The key of a submenu (SUBMENUS) of ``menu`` in which it stands."""
    choices: Callable[[MainWindow], QMenu] | None = None
    """Makes a menu of what more can be chosen about it."""
