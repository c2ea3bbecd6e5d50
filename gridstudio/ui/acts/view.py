"""The acts of the menu View."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts.act import WORKSPACES, Act
from gridstudio.ui.acts.reasons import needs_project

ACTS = (
    Act(
        "all",
        N_("Whole county"),
        lambda w: w.map.zoom_all(),
        "view",
        "mdi6.fit-to-page-outline",
        "Home",
        WORKSPACES,
        needs_project,
    ),
    Act(
        "in",
        N_("Zoom in"),
        lambda w: w.map.zoom_in(),
        "view",
        "mdi6.plus",
        "Ctrl++",
        (),
        needs_project,
    ),
    Act(
        "out",
        N_("Zoom out"),
        lambda w: w.map.zoom_out(),
        "view",
        "mdi6.minus",
        "Ctrl+-",
        (),
        needs_project,
    ),
    Act(
        "table",
        N_("Table"),
        lambda w: w.toggle_table(),
        "view",
        "mdi6.table",
        "F4",
        WORKSPACES,
        needs_project,
    ),
    Act("dark", N_("Dark theme"), lambda w: w.toggle_theme(), "view", "mdi6.theme-light-dark", ""),
    Act(
        "language",
        N_("中文 / English"),
        lambda w: w.toggle_language(),
        "view",
        "mdi6.translate",
        "",
    ),
    Act(
        "full",
        N_("Full screen"),
        lambda w: w.toggle_full_screen(),
        "view",
        "mdi6.fullscreen",
        "F11",
    ),
)
