"""Base maps of the project: add tiles or a picture, place a picture, change the datum.

A base map is never copied into the project: its layer names the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from gridstudio.commands.import_report import ImportOptions, ImportReport
from gridstudio.commands.layers import add_layer, layer_in, source_text
from gridstudio.domain.layer_tree import BASE_MAPS
from gridstudio.errors import Refused, UserError
from gridstudio.formats.base_map_files import BaseMapFile, look_into
from gridstudio.formats.pictures.size import picture_size
from gridstudio.geometry.affine import from_bounds
from gridstudio.geometry.datum import DATUMS
from gridstudio.geometry.georeference import (
    DEGREES,
    Placement,
    in_mercator,
    placement_from_dict,
    placement_to_dict,
)
from gridstudio.i18n import _
from gridstudio.project import Project


def add_tiles(project: Project, path: Path, *, datum: str, table: str = "", name: str = "") -> int:
    """Add a file or folder of tiles as a layer; returns its id. ``table`` is one of a GeoPackage.

    Raises UserError where it cannot be shown.
    """
    found = look_into(path, table)
    if found.kind != "tiles":
        raise UserError(_("{path} is a picture: it must be placed.").format(path=path))
    options = {"table": found.table} if found.table else {}
    return _added(project, found, "tiles", name, _known(datum), options)


def add_picture(project: Project, path: Path, placement: Placement, *, name: str = "") -> int:
    """Add a picture of a map as a layer; returns its id.

    Raises UserError where the file is no picture or the placement puts it nowhere.
    """
    found = look_into(path)
    if found.kind != "picture":
        raise UserError(_("{path} is no picture.").format(path=path))
    require_place(placement, found.size)
    options = {"placement": placement_to_dict(placement)}
    return _added(project, found, "picture", name, placement.datum, options)


def place_picture(project: Project, layer_id: int, placement: Placement) -> None:
    """Put a picture elsewhere. Raises UserError where the placement puts it nowhere."""
    layer = layer_in(project.layers(), layer_id)
    if layer.kind != "picture":
        raise Refused(_("Only pictures of maps are placed."))
    require_place(placement, picture_size(path_of(project, layer.source)))
    options = layer.options | {"placement": placement_to_dict(placement)}
    with project.edit(_("Place picture")) as edit:
        edit.update("layers", layer.id, {"options": options, "datum": placement.datum})


def set_datum(project: Project, layer_id: int, datum: str) -> None:
    """Say in which datum a base map is drawn. Raises Refused for other layers."""
    layer = layer_in(project.layers(), layer_id)
    if layer.kind not in BASE_MAPS:
        raise Refused(_("Only base maps have a datum of their own."))
    options = layer.options
    if layer.kind == "picture":
        placement = replace(placement_from_dict(options.get("placement", {})), datum=_known(datum))
        options = options | {"placement": placement_to_dict(placement)}
    if (datum, options) != (layer.datum, layer.options):
        with project.edit(_("Change datum of base map")) as edit:
            edit.update("layers", layer.id, {"datum": _known(datum), "options": options})


def require_place(placement: Placement, size: tuple[int, int]) -> None:
    """Raises UserError where a picture of this size would have no place on the map."""
    if placement.affine is None:
        placement.fitted()
    else:
        in_mercator(placement.affine, size, placement.crs, placement.datum)


def path_of(project: Project, source: str) -> Path:
    """The file that a layer names."""
    return project.path.resolve().parent / source


def import_base_map(project: Project, source: Path, options: ImportOptions) -> ImportReport:
    """Add a base map as the command line asks for it: tiles, or a picture that says where it lies.

    Raises UserError where it cannot be shown, or where its datum, coordinate system or place is
    neither named nor known.
    """
    found = look_into(source, options.table)
    if not options.datum:
        raise UserError(_("Name the datum of the base map: wgs84, gcj02 or bd09."))
    if found.kind == "tiles":
        if not options.dry_run:
            add_tiles(project, source, datum=options.datum, table=found.table)
    else:
        placement = _stated_placement(found, options)
        require_place(placement, found.size)
        if not options.dry_run:
            add_picture(project, source, placement)
    return ImportReport(1, 1, 0, dry_run=options.dry_run)


def _stated_placement(found: BaseMapFile, options: ImportOptions) -> Placement:
    if options.bounds is not None:
        affine = from_bounds(found.size, options.bounds)
        return Placement(affine, crs=DEGREES, datum=options.datum)
    if found.affine is None:
        raise UserError(
            _(
                "The picture {path} does not say where it lies: it has no world file beside it. "
                "Name its outer edges with --bbox W,S,E,N, or place it in the window."
            ).format(path=found.path)
        )
    crs = options.crs or found.crs
    if not crs:
        raise UserError(
            _(
                "The picture {path} does not say in which coordinate system it lies. Name it with "
                "--crs, such as EPSG:4547."
            ).format(path=found.path)
        )
    return Placement(found.affine, crs=crs, datum=options.datum)


def _added(
    project: Project,
    found: BaseMapFile,
    kind: str,
    name: str,
    datum: str,
    options: Mapping[str, object],
) -> int:
    source = source_text(project, found.path)
    with project.edit(_("Add base map")) as edit:
        return add_layer(
            project,
            name or found.name,
            kind,
            edit=edit,
            source=source,
            datum=datum,
            options=dict(options),
        )


def _known(datum: str) -> str:
    if datum not in DATUMS:
        raise UserError(_("There is no datum “{datum}”.").format(datum=datum))
    return datum
