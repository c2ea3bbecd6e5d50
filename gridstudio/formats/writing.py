"""Foreign files out: whole or not at all, by the ending of the name."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
import xlsxwriter
from numpy.typing import NDArray

from gridstudio.errors import UserError, unwritable
from gridstudio.formats.encodings import MAPINFO, MAPINFO_ENDINGS, cut_to_cells, encoding_for
from gridstudio.formats.gdal import gdal_speaking
from gridstudio.formats.reading import read_table
from gridstudio.i18n import _

DRIVERS = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".gpkg": "GPKG",
    ".shp": "ESRI Shapefile",
    ".kml": "KML",
    ".tab": "MapInfo File",
    ".mif": "MapInfo File",
    ".gpx": "GPX",
}
MOST_SHEET_ROWS = 1_048_575
_SHORT_CELLS = (".shp", *MAPINFO_ENDINGS)


@dataclass(frozen=True, eq=False)
class Sheet:
    """What is written: columns of equal length in order, and a shape for each row (degrees of the
    datum that was asked for); ``crs`` is "" where no coordinate system may be named (shifted
    datums)."""

    columns: dict[str, Sequence[Any]]
    geometry: NDArray[np.object_]
    crs: str = "EPSG:4326"


def write(sheet: Sheet, out: Path, *, encoding: str = "") -> tuple[str, ...]:
    """Write to ``out``, replacing it; returns what the format could not hold, as sentences.

    Raises UserError for an ending that is not known, a text that the encoding does not have, a
    format that cannot hold these shapes, a folder that cannot be written, a full disk.
    """
    ending = out.suffix.lower()
    if ending not in (".csv", ".xlsx", *DRIVERS):
        known = ", ".join((".csv", ".xlsx", *DRIVERS))
        raise UserError(
            _("“{ending}” files cannot be written; known are {known}.").format(
                ending=ending, known=known
            )
        )
    notes: tuple[str, ...] = ()
    encoding = encoding_for(ending, encoding, _texts(sheet))
    if ending in _SHORT_CELLS:
        columns, notes = cut_to_cells(sheet.columns, encoding)
        sheet = replace(sheet, columns=columns)
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".export-") as folder:
            draft = Path(folder) / out.name
            if ending == ".csv":
                _write_csv(sheet, draft, encoding)
            elif ending == ".xlsx":
                _write_xlsx(sheet, draft)
            else:
                _write_vector(sheet, draft, ending, encoding)
            written = {made.name for made in Path(folder).iterdir()}
            for made in Path(folder).iterdir():
                os.replace(made, out.parent / made.name)
            _remove_leftovers(out, written)
    except OSError as error:
        raise unwritable(out, error) from None
    return notes


def _texts(sheet: Sheet) -> list[str]:
    """Every text of the sheet once, the names of its columns too."""
    cells = (cell for cells in sheet.columns.values() for cell in cells if isinstance(cell, str))
    return [*sheet.columns, *dict.fromkeys(cells)]


def _remove_leftovers(out: Path, written: set[str]) -> None:
    """Side files of the Shapefile that stood there before speak of other shapes: an old .prj would
    call shifted coordinates WGS-84."""
    if out.suffix.lower() != ".shp":
        return
    for ending in (".prj", ".cpg", ".qix", ".sbn", ".sbx"):
        side = out.with_suffix(ending)
        if side.name not in written:
            side.unlink(missing_ok=True)


def _with_coordinates(sheet: Sheet) -> dict[str, Sequence[Any]]:
    """Columns, and lon and lat of points, or the shape as WKT."""
    if all(shape is not None and shape.geom_type == "Point" for shape in sheet.geometry):
        coords = shapely.get_coordinates(sheet.geometry)
        return {**sheet.columns, "lon": coords[:, 0].tolist(), "lat": coords[:, 1].tolist()}
    return {**sheet.columns, "wkt": shapely.to_wkt(sheet.geometry, rounding_precision=9).tolist()}


def _write_csv(sheet: Sheet, draft: Path, encoding: str) -> None:
    columns = _with_coordinates(sheet)
    with draft.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))


def _write_xlsx(sheet: Sheet, draft: Path) -> None:
    if len(sheet.geometry) > MOST_SHEET_ROWS:
        raise UserError(
            _("Excel holds {most:,} rows and these are {count:,}. Choose .csv or .gpkg.").format(
                most=MOST_SHEET_ROWS, count=len(sheet.geometry)
            )
        )
    columns = _with_coordinates(sheet)
    book = xlsxwriter.Workbook(
        str(draft),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    page = book.add_worksheet("data")
    bold = book.add_format({"bold": True, "bg_color": "#E6EEF0"})
    page.freeze_panes(1, 0)
    for at, name in enumerate(columns):
        page.set_column(at, at, 24 if name in ("name", "address", "wkt") else 12)
        page.write_string(0, at, name, bold)
    for row, values in enumerate(zip(*columns.values(), strict=True), start=1):
        for at, value in enumerate(values):
            if isinstance(value, int | float) and value == value:
                page.write_number(row, at, value)
            elif value not in ("", None):
                page.write_string(row, at, str(value)[:32767])
    if len(sheet.geometry):
        page.autofilter(0, 0, len(sheet.geometry), len(columns) - 1)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(*error.args) from error


def _write_vector(sheet: Sheet, draft: Path, ending: str, encoding: str) -> None:
    options: dict[str, Any] = {}
    if ending in MAPINFO_ENDINGS:
        options["ENCODING"] = MAPINFO[encoding]
    of_file = {".mif": {"FORMAT": "MIF"}, ".gpx": {"GPX_USE_EXTENSIONS": "YES"}}.get(ending)
    names = _field_names(list(sheet.columns), ending)
    data = [np.array(_uniform(values), dtype=object) for values in sheet.columns.values()]
    data = [_typed(values) for values in data]
    if ending in MAPINFO_ENDINGS:
        data = [_without_large_integers(values) for values in data]
    kinds = {shape.geom_type for shape in sheet.geometry if shape is not None}
    geometry_type = kinds.pop() if len(kinds) == 1 else "Unknown"
    if ending == ".shp" and geometry_type == "MultiPolygon":
        geometry_type = "Polygon"
    if ending == ".gpx" and not len(sheet.geometry):
        geometry_type = "Point"
    try:
        with gdal_speaking():
            pyogrio.raw.write(
                str(draft),
                shapely.to_wkb(sheet.geometry),
                data,
                names,
                layer=draft.stem,
                driver=DRIVERS[ending],
                geometry_type=geometry_type,
                crs=sheet.crs or None,
                encoding=encoding if ending == ".shp" else None,
                layer_options=options or None,
                dataset_options=of_file,
            )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        if not shutil.disk_usage(draft.parent).free:
            raise OSError(28, _("the disk is full")) from error
        raise UserError(
            _("{path} cannot hold this: {reason}").format(path=draft.name, reason=error)
        ) from None
    if ending in _SHORT_CELLS and len(sheet.geometry):
        _read_back(draft, len(sheet.geometry))


def _read_back(draft: Path, count: int) -> None:
    """MapInfo and Shapefile can be cut inside a character: read them again before they count."""
    if len(read_table(draft)) != count:
        raise UserError(
            _("{path} could not be written soundly. Choose another format.").format(path=draft.name)
        )


def _field_names(names: list[str], ending: str) -> list[str]:
    """Shapefile has ten bytes for a name."""
    return [name[:10] for name in names] if ending == ".shp" else names


def _uniform(values: Sequence[Any]) -> list[Any]:
    return ["" if value is None else value for value in values]


def _typed(values: NDArray[np.object_]) -> NDArray[Any]:
    """Numbers as numbers where all are; the rest as text."""
    if not any(value != "" for value in values):
        return np.array([""] * len(values), dtype=object)
    if len(values) and all(isinstance(value, int) for value in values):
        return values.astype(np.int64)
    if len(values) and all(isinstance(value, int | float) or value == "" for value in values):
        return np.array([np.nan if value == "" else float(value) for value in values])
    return np.array([str(value) for value in values], dtype=object)


def _without_large_integers(values: NDArray[Any]) -> NDArray[Any]:
    """Older readers of MapInfo tables open none that has integers of 64 bits."""
    if values.dtype != np.int64:
        return values
    limits = np.iinfo(np.int32)
    small = not len(values) or (limits.min <= values.min() and values.max() <= limits.max)
    return values.astype(np.int32 if small else np.float64)
