"""Exporting customers, areas or sites to a foreign file."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gridstudio.assessment.totals import totals
from gridstudio.commands.schemes import told_scheme
from gridstudio.errors import UserError
from gridstudio.formats.writing import Sheet, write
from gridstudio.geometry.datum import DATUMS, geometry_from_wgs84
from gridstudio.i18n import N_, _
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Project

ENDINGS = {
    ".xlsx": N_("Excel"),
    ".csv": "CSV",
    ".geojson": "GeoJSON",
    ".gpkg": "GeoPackage",
    ".shp": "Shapefile",
    ".kml": "KML",
    ".tab": "MapInfo TAB",
    ".mif": "MapInfo MIF",
    ".gpx": "GPX",
}
_CUSTOMER_TEXTS = ("uuid", "name", "kind", "class", "address", "contact", "phone", "value", "note")
_SITE_TEXTS = ("uuid", "name", "kind", "code", "address", "note")


@dataclass(frozen=True)
class ExportReport:
    """How many rows were written, and what the format could not hold, as sentences."""

    rows: int
    notes: tuple[str, ...] = ()


def export(
    project: Project,
    out: Path,
    *,
    layer: str,
    datum: str = "wgs84",
    encoding: str = "",
    levels: Collection[int] = (),
    progress: Progress = no_progress,
) -> ExportReport:
    """Write customers with their census facts, areas (of some ``levels``, else of all) or sites to
    ``out`` by its ending.

    Raises UserError for an unknown ending, datum or encoding, or where the file cannot be written.
    """
    if datum not in DATUMS:
        raise UserError(_("There is no datum “{datum}”.").format(datum=datum))
    makers = {"customers": _customers, "sites": _sites}
    progress(0.1, _("Reading"))
    columns, geometry = _areas(project, levels) if layer == "areas" else makers[layer](project)
    if out.suffix.lower() == ".gpx" and layer == "areas":
        raise UserError(_("GPX holds no areas. Choose .geojson, .kml or .shp."))
    shapes: Any = geometry_from_wgs84(geometry, datum)
    crs = _crs(datum, out.suffix.lower())
    progress(0.4, _("Writing"))
    return ExportReport(len(shapes), write(Sheet(columns, shapes, crs), out, encoding=encoding))


def _crs(datum: str, ending: str) -> str:
    """The coordinate system to name. A shifted datum has none: calling it WGS-84 would mislead.
    GeoJSON, KML and GPX know no other than WGS-84, MapInfo files need one to be placed at all."""
    if ending not in (".shp", ".gpkg"):
        return "EPSG:4326"
    return {"wgs84": "EPSG:4326", "cgcs2000": "EPSG:4490"}.get(datum, "")


def _customers(project: Project) -> tuple[dict[str, Any], Any]:
    customers, areas = project.customers(), project.areas()
    columns = _texts(project, "customers", customers.id.tolist(), _CUSTOMER_TEXTS)
    names = dict(zip(areas.id.tolist(), areas.name.tolist(), strict=True))
    for number, level in enumerate(project.template.levels):
        if not number or not len(areas.at_level(number)):
            continue
        owner = project.owners().at_level(areas, number)
        columns[level.key] = [names.get(area, "") for area in owner.tolist()]
    columns |= _scheme(project, len(customers))
    ids = customers.id.tolist()
    columns |= _census(project, ids, {name.casefold() for name in columns})
    return columns, shapely.points(customers.lonlat)


def _census(project: Project, ids: list[int], taken: set[str]) -> dict[str, Any]:
    """A column for each census fact that somebody has: those of the template first, then what
    others have left in the file. What is not known is empty; yes and no are words."""
    rows = project.texts("customers", ids, ["census"])
    facts = [_facts(rows[row_id][0]) for row_id in ids]
    known = [item.key for item in project.template.census]
    found = {key for each in facts for key in each}
    keys = [key for key in known if key in found] + sorted(found - {*known})
    names = {key: f"census_{key}" if key.casefold() in taken else key for key in keys}
    return {name: [_cell(each.get(key)) for each in facts] for key, name in names.items()}


def _facts(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return value


def _sites(project: Project) -> tuple[dict[str, Any], Any]:
    sites = project.sites()
    columns = _texts(project, "sites", sites.id.tolist(), _SITE_TEXTS)
    return columns, shapely.points(sites.lonlat)


def _areas(project: Project, levels: Collection[int]) -> tuple[dict[str, Any], Any]:
    """Some levels, all where none is named, with the figures of each area; open ground is left
    out."""
    areas, template = project.areas(), project.template
    figures = {}
    for number in range(len(template.levels)):
        for row in totals(
            areas, project.owners(), project.customers(), project.sites(), template, number
        ):
            # An undivided area also stands for itself at the levels below.
            if row.id and int(areas.level[areas.row(row.id)]) == number:
                figures[row.id] = row
    wanted = np.isin(areas.level, [*levels]) if levels else np.ones(len(areas), dtype=bool)
    rows = np.flatnonzero(~areas.open & wanted)
    found = [figures[int(area_id)] for area_id in areas.id[rows]]
    columns: dict[str, Any] = {
        "level": [template.levels[level].key for level in areas.level[rows].tolist()],
        "code": areas.code[rows].tolist(),
        "name": areas.name[rows].tolist(),
        "parent": [row.parent_name for row in found],
        "setting": [row.setting for row in found],
        "team": areas.team[rows].tolist(),
        "manager": areas.manager[rows].tolist(),
        "customers": [row.customers for row in found],
        "value": [round(row.value, 2) for row in found],
        "area_km2": [round(row.area_km2, 4) for row in found],
    }
    return columns | _scheme(project, len(rows)), areas.geometry[rows]


def _scheme(project: Project, rows: int) -> dict[str, list[str]]:
    """A column that names the scheme, where that tells anything."""
    scheme = told_scheme(project)
    return {} if scheme is None else {"scheme": [scheme.shown_name] * rows}


def _texts(project: Project, table: str, ids: list[int], names: tuple[str, ...]) -> dict[str, Any]:
    rows = project.texts(table, ids, names)
    values = [rows[row_id] for row_id in ids]
    return {
        name: ["" if value[at] is None else value[at] for value in values]
        for at, name in enumerate(names)
    }
