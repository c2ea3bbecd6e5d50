"""The acts of the menu File."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts.act import Act
from gridstudio.ui.acts.reasons import needs_project

ACTS = (
    Act(
        "new",
        N_("New project …"),
        lambda w: w.files.new(),
        "file",
        "mdi6.file-plus-outline",
        "Ctrl+N",
    ),
    Act(
        "open", N_("Open …"), lambda w: w.files.open(), "file", "mdi6.folder-open-outline", "Ctrl+O"
    ),
    Act(
        "demo",
        N_("Open the demo county"),
        lambda w: w.files.open_demo(),
        "file",
        "mdi6.map-outline",
    ),
    Act(
        "copy",
        N_("Save a copy …"),
        lambda w: w.files.save_copy(),
        "file",
        "mdi6.content-copy",
        "Ctrl+Shift+S",
        why_not=needs_project,
    ),
    Act("quit", N_("Quit"), lambda w: w.close(), "file", "mdi6.exit-to-app", "Ctrl+Q"),
)
