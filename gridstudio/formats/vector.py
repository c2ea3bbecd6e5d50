"""Map files through GDAL (pyogrio): GeoJSON, Shapefile, KML, MapInfo, GPX, GeoPackage, DXF …"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyogrio
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from gridstudio.errors import UserError
from gridstudio.formats.gdal import gdal_speaking
from gridstudio.formats.table import Table
from gridstudio.i18n import _

Shapes = Literal["point", "line", "polygon", ""]
QUICKLY_READ_BYTES = 4 * 1024**2
_WGS84_FORMATS = {".gpx"}
_GEODETIC = {4326, 4490, 4269}


def read_vector(path: Path, encoding: str = "") -> Table:
    """Read every layer with geometry; projected coordinates become degrees.

    Raises UserError for a file that GDAL cannot read or that holds no geometry. What cannot be
    decoded as a shape is None.
    """
    try:
        with gdal_speaking():
            layers = pyogrio.list_layers(str(path))
            names = [str(name) for name, kind in layers if kind is not None]
            tables = [_layer(path, name, encoding) for name in names]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError) as error:
        raise UserError(
            _("{path} cannot be read as a map file: {reason}").format(path=path.name, reason=error)
        ) from None
    except (UnicodeDecodeError, LookupError):
        raise UserError(
            _("The texts of {path} have another encoding. Try gb18030, or utf-8.").format(
                path=path.name
            )
        ) from None
    except (pyogrio.errors.FieldError, pyogrio.errors.FeatureError, ValueError) as error:
        raise UserError(
            _("{path} is damaged: {reason}").format(path=path.name, reason=error)
        ) from None
    tables = [table for table in tables if len(table)]
    if not tables:
        raise UserError(_("{path} holds no shapes.").format(path=path.name))
    return _joined(tables, "wgs84" if path.suffix.lower() in _WGS84_FORMATS else "")


def shapes_in(path: Path) -> Shapes:
    """What the first layer with geometry holds, as the file says; "" where it does not say, cannot
    be read, or is so large that looking would be felt."""
    try:
        if not path.is_file() or path.stat().st_size > QUICKLY_READ_BYTES:
            return ""
        with gdal_speaking():
            layers = pyogrio.list_layers(str(path))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, OSError):
        return ""
    said = next((str(kind) for _name, kind in layers if kind is not None), "")
    words: tuple[Shapes, ...] = ("point", "line", "polygon")
    return next((word for word in words if word in said.lower()), "")


def _layer(path: Path, layer: str, encoding: str) -> Table:
    chosen = encoding or _encoding_of(path)
    meta, _fids, geometry, fields = pyogrio.raw.read(
        str(path), layer=layer, encoding=chosen or None, force_2d=True, datetime_as_string=True
    )
    count = len(geometry) if geometry is not None else 0
    shapes = np.full(count, None, dtype=object)
    for at in range(count):
        shapes[at] = _shape(geometry[at])
    columns = {
        str(name): [_plain(value) for value in values]
        for name, values in zip(meta["fields"], fields, strict=True)
    }
    lines = list(range(1, count + 1))
    return Table(columns, lines, _in_degrees(shapes, meta.get("crs"), path))


def _shape(wkb: Any) -> Any:
    if wkb is None:
        return None
    try:
        shape = shapely.from_wkb(wkb)
    except shapely.errors.ShapelyError:
        return None  # a line of one point, for instance
    return shapely.LineString(shape.coords) if shape.geom_type == "LinearRing" else shape


def _in_degrees(shapes: np.ndarray, crs: str | None, path: Path) -> np.ndarray:
    """Project to degrees where the file names a projection; files without are taken as degrees."""
    if not crs:
        return shapes
    try:
        system = CRS.from_user_input(crs)
        if system.is_geographic and (system.to_epsg() in _GEODETIC or system.to_epsg() is None):
            return shapes
        if not (system.is_geographic or system.is_projected):
            return shapes  # MapInfo's "no coordinate system": what else could it be
        transform = Transformer.from_crs(system, CRS.from_epsg(4326), always_xy=True)
    except (CRSError, ProjError) as error:
        raise UserError(
            _("{path} has a coordinate system that is not known: {reason}").format(
                path=path.name, reason=error
            )
        ) from None

    def project(coords: np.ndarray) -> np.ndarray:
        return np.column_stack(transform.transform(coords[:, 0], coords[:, 1]))

    result: np.ndarray = shapely.transform(shapes, project)
    return result


def _encoding_of(path: Path) -> str:
    """GBK Shapefiles without a .cpg and a language byte read as mojibake unless told so."""
    if path.suffix.lower() != ".shp" or path.with_suffix(".cpg").exists():
        return ""
    table = path.with_suffix(".dbf")
    if not table.exists():
        return ""
    data = table.read_bytes()
    if len(data) < 32 or data[29] in (0x4D, 0x4E, 0x7A):
        return ""
    body = data[32:200_000]
    if all(byte < 0x80 for byte in body):
        return ""
    for name in ("utf-8", "gb18030"):
        try:
            body.rstrip(b"\x1a").decode(name)
            return name
        except UnicodeDecodeError:
            continue
    return "gb18030"


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    return value.item() if isinstance(value, np.generic) else value


def _joined(tables: list[Table], datum: str) -> Table:
    """Several layers as one table; a column that a layer lacks is empty there."""
    names = list(dict.fromkeys(name for table in tables for name in table.columns))
    columns: dict[str, list[Any]] = {
        name: [value for table in tables for value in table.columns.get(name, [""] * len(table))]
        for name in names
    }
    lines = [line for table in tables for line in table.lines]
    return Table(columns, lines, np.concatenate([table.geometry for table in tables]), datum)


def unpacked_kmz(path: Path, folder: Path) -> Path:
    """The KML inside a KMZ, written to ``folder``. Raises UserError where there is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".kml")]
            if not names:
                raise UserError(_("{path} holds no KML.").format(path=path.name))
            target = folder / "doc.kml"
            target.write_bytes(archive.read(names[0]))
            return target
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError) as error:  # Runtime: encrypted
        raise UserError(
            _("{path} is no sound KMZ file: {reason}.").format(path=path.name, reason=error)
        ) from None
