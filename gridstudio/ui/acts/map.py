"""The acts of the menu Map and report."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts.act import Act
from gridstudio.ui.acts.reasons import needs_project

ACTS = (
    Act(
        "picture",
        N_("Save the map as a picture …"),
        lambda w: w.files.save_picture(),
        "map",
        "mdi6.image-outline",
        "Ctrl+Shift+P",
        ("map",),
        needs_project,
    ),
    Act(
        "report",
        N_("Report for head office …"),
        lambda w: w.files.report(),
        "map",
        "mdi6.file-chart-outline",
        "Ctrl+R",
        ("map", "operate"),
        needs_project,
    ),
)
