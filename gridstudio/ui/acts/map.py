"""The acts of the menu Map and report."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts.act import Act
from gridstudio.ui.acts.reasons import needs_project, needs_writing
from gridstudio.ui.osm_maps import base_map_from_osm

ACTS = (
    Act(
        "style",
        N_("Style of the customers …"),
        lambda w: w.styling.open_customers(),
        "map",
        "mdi6.palette-outline",
        "F6",
        ("map",),
        needs_project,
    ),
    Act(
        "osm_base_map",
        N_("Base map from OpenStreetMap …"),
        base_map_from_osm,
        "map",
        "mdi6.map-plus",
        "",
        ("map",),
        needs_writing,
        section="base maps",
    ),
    Act(
        "picture",
        N_("Save the map …"),
        lambda w: w.map_files.save(),
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
