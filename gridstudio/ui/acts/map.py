"""The acts of the menu Map and report."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts.act import Act
from gridstudio.ui.acts.reasons import needs_picture, needs_project, needs_tiles, needs_writing
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
        "add_base_map",
        N_("Add a base map …"),
        lambda w: w.base_maps.add(),
        "map",
        "mdi6.layers-plus",
        "Ctrl+Shift+T",
        ("map",),
        needs_writing,
        section="base maps",
    ),
    Act(
        "add_tile_folder",
        N_("Add a folder of tiles …"),
        lambda w: w.base_maps.add_folder(),
        "map",
        "mdi6.folder-multiple-image",
        "",
        (),
        needs_writing,
        section="base maps",
    ),
    Act(
        "base_map_datum",
        N_("Datum of a base map …"),
        lambda w: w.base_maps.choose_datum(),
        "map",
        "mdi6.axis-arrow",
        "",
        (),
        needs_tiles,
        section="base maps",
    ),
    Act(
        "place_again",
        N_("Place a picture again …"),
        lambda w: w.base_maps.place_again(),
        "map",
        "mdi6.vector-point-edit",
        "",
        (),
        needs_picture,
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
