"""The acts of the menu View."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts.act import WORKSPACES, Act
from gridstudio.ui.acts.reasons import needs_project, no_view_after, no_view_before

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
        "box",
        N_("Zoom to a box (Shift and drag)"),
        lambda w: w.gestures.zoom_box(),
        "view",
        "mdi6.magnify-scan",
        "Z",
        WORKSPACES,
        needs_project,
    ),
    Act(
        "back",
        N_("View before"),
        lambda w: w.map.go_back(),
        "view",
        "mdi6.arrow-left",
        "Alt+Left",
        WORKSPACES,
        no_view_before,
    ),
    Act(
        "forward",
        N_("View after"),
        lambda w: w.map.go_forward(),
        "view",
        "mdi6.arrow-right",
        "Alt+Right",
        WORKSPACES,
        no_view_after,
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
