"""The acts of the menu Edit."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts.act import WORKSPACES, Act
from gridstudio.ui.acts.reasons import needs_project, needs_selection, redo_why, undo_why

ACTS = (
    Act(
        "undo", N_("Undo"), lambda w: w.undo(), "edit", "mdi6.undo", "Ctrl+Z", WORKSPACES, undo_why
    ),
    Act(
        "redo",
        N_("Redo"),
        lambda w: w.redo(),
        "edit",
        "mdi6.redo",
        "Ctrl+Shift+Z",
        WORKSPACES,
        redo_why,
    ),
    Act(
        "delete",
        N_("Delete selection"),
        lambda w: w.delete_selection(),
        "edit",
        "mdi6.delete-outline",
        "Del",
        ("collect", "divide"),
        needs_selection,
    ),
    Act(
        "copy_map",
        N_("Copy the map"),
        lambda w: w.map_files.copy(),
        "edit",
        "mdi6.image-multiple-outline",
        "Ctrl+C",
        (),
        needs_project,
        on_map=True,
    ),
    Act(
        "find",
        N_("Search"),
        lambda w: w.search.setFocus(),
        "edit",
        "mdi6.magnify",
        "Ctrl+F",
        why_not=needs_project,
    ),
)
