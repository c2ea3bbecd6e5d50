"""The acts of the menu Data."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts.act import Act
from gridstudio.ui.acts.reasons import (
    customers_chosen,
    needs_project,
    needs_writing,
    something_changed,
)

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
    Act(
        "give",
        N_("Give customers to an area …"),
        lambda w: w.owners.give(),
        "data",
        "mdi6.account-switch-outline",
        "Ctrl+G",
        (),
        customers_chosen,
        section="owners",
    ),
    Act(
        "decisions",
        N_("Owners by decision …"),
        lambda w: w.owners.listed(),
        "data",
        "mdi6.gavel",
        "Ctrl+Shift+G",
        (),
        needs_project,
        section="owners",
    ),
    Act(
        "change_book",
        N_("Change book …"),
        lambda w: w.owners.change_book(),
        "data",
        "mdi6.book-open-outline",
        "Ctrl+Shift+K",
        (),
        something_changed,
        section="owners",
    ),
)
