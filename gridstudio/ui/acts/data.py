"""The acts of the menu Data."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts.act import Act
from gridstudio.ui.acts.reasons import needs_project, needs_writing

ACTS = (
    Act(
        "record",
        N_("Record a customer here"),
        lambda w: w.gestures.record_here(),
        "data",
        "mdi6.map-marker-plus",
        "F2",
        (),
        needs_writing,
    ),
    Act(
        "place",
        N_("Place a customer on the map"),
        lambda w: w.gestures.place_customer(),
        "data",
        "mdi6.map-marker-outline",
        "Ctrl+M",
        ("collect",),
        needs_writing,
    ),
    Act(
        "import",
        N_("Import …"),
        lambda w: w.files.import_file(),
        "data",
        "mdi6.database-import-outline",
        "Ctrl+I",
        ("collect", "divide"),
        needs_writing,
    ),
    Act(
        "export",
        N_("Export …"),
        lambda w: w.files.export_file(),
        "data",
        "mdi6.database-export-outline",
        "Ctrl+E",
        ("map",),
        needs_project,
    ),
)
