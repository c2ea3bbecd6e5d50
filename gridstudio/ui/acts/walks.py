"""The acts of the menu Division that make borders of recorded walks: a submenu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridstudio.i18n import N_, _
from gridstudio.ui.acts.act import Act, Run, Why
from gridstudio.ui.acts.reasons import ONE_AREA, needs_writing

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


def needs_walk(window: MainWindow) -> str:
    """Why nothing of a receiver can be kept."""
    missing = needs_writing(window)
    if missing or window.gps.recording is not None:
        return missing
    return _("Start a receiver first.")


def _act(key: str, text: str, run: Run, icon: str, shortcut: str, why: Why, section: str) -> Act:
    return Act(key, text, run, "divide", icon, shortcut, (), why, section=section, submenu="walk")


ACTS = (
    _act(
        "walk_split",
        N_("Split the area by a walk"),
        lambda w: w.walks.split(),
        "mdi6.map-marker-path",
        "Alt+X",
        ONE_AREA,
        "walk",
    ),
    _act(
        "walk_border",
        N_("Move a border to a walk"),
        lambda w: w.walks.border(),
        "mdi6.walk",
        "Alt+R",
        needs_writing,
        "walk",
    ),
    _act(
        "walk_area",
        N_("Make an area by walking round it"),
        lambda w: w.walks.area(),
        "mdi6.vector-polygon-variant",
        "Alt+D",
        needs_writing,
        "walk",
    ),
    _act(
        "keep_track",
        N_("Keep the receiver's walk as a track"),
        lambda w: w.walks.keep(),
        "mdi6.content-save-outline",
        "Alt+K",
        needs_walk,
        "keep",
    ),
    _act(
        "read_walk",
        N_("Read a recorded walk …"),
        lambda w: w.walks.read(),
        "mdi6.file-import-outline",
        "Alt+O",
        needs_writing,
        "keep",
    ),
)
