"""The acts of the menu Help."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts.act import Act
from gridstudio.ui.acts.reasons import needs_project

ACTS = (
    Act(
        "journal",
        N_("Journal"),
        lambda w: w.show_journal(),
        "help",
        "mdi6.history",
        "",
        (),
        needs_project,
    ),
    Act("about", N_("About GridStudio"), lambda w: w.about(), "help", "mdi6.information-outline"),
)
