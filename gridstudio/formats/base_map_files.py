"""What a file or folder is as a base map: recognised by its content, refused with the reason."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.formats.pictures.size import picture_size
from gridstudio.formats.pictures.tiff import read_geotiff
from gridstudio.formats.pictures.world_file import read_world_file
from gridstudio.formats.tiles.database import (
    DAMAGE,
    SQLITE_MAGIC,
    absent,
    open_foreign,
    table_names,
)
from gridstudio.formats.tiles.gpkg_tiles import tile_tables
from gridstudio.formats.tiles.opening import open_tiles
from gridstudio.formats.tiles.picture import unreadable
from gridstudio.formats.tiles.pmtiles import pmtiles_version
from gridstudio.formats.tiles.source import Bounds
from gridstudio.geometry.affine import Affine
from gridstudio.geometry.georeference import guess_crs

PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
TILE_FILES = (".mbtiles", ".gpkg", ".pmtiles")
_OTHER_PICTURES = (".bmp", ".gif", ".webp", ".jp2", ".ecw", ".sid", ".pdf")
_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


@dataclass(frozen=True)
class BaseMapFile:
    """``kind`` is tiles or picture.

    Of tiles: ``tables`` are the tile tables of a GeoPackage, each with the reason why it cannot be
    shown ("" where it can), ``table`` the one described, ``bounds`` west, south, east, north in
    degrees of the map's own datum, ``zooms`` its levels. Of a picture: ``size`` in pixels, and
    ``affine`` and ``crs`` (an EPSG code; "" where it must be asked) where the file, or a world file
    beside it, says where it lies.
    """

    path: Path
    kind: str
    name: str
    table: str = ""
    tables: dict[str, str] = field(default_factory=dict)
    bounds: Bounds | None = None
    zooms: tuple[int, ...] = ()
    attribution: str = ""
    size: tuple[int, int] = (0, 0)
    affine: Affine | None = None
    crs: str = ""


def is_base_map(path: Path) -> bool:
    """Whether this is to be taken as a base map, sound or not, rather than as vector data.

    A GeoPackage that holds features as well as tiles is not; its tiles are there on demand.
    """
    if path.is_dir():
        try:
            return any(one.name.isdigit() and one.is_dir() for one in path.iterdir())
        except OSError as error:
            raise unreadable(path, error) from None
    suffix = path.suffix.lower()
    if suffix in (".mbtiles", ".pmtiles", *_OTHER_PICTURES):
        return True
    head = _head(path)
    if head == SQLITE_MAGIC:
        return _holds_tiles_alone(path)
    return head.startswith(_SIGNATURES) or pmtiles_version(head) > 0


def look_into(path: Path, table: str = "") -> BaseMapFile:
    """Describe a base map; ``table`` is one of a GeoPackage, the first that can be shown if empty.

    Raises UserError, in words, where it cannot be shown.
    """
    if path.is_file() and (
        _head(path).startswith(_SIGNATURES) or path.suffix.lower() in _OTHER_PICTURES
    ):
        return _picture(path)
    if not path.exists():
        raise absent(path)
    tables = {} if path.is_dir() else {name: _reason(path, name) for name in tile_tables(path)}
    shown = table or next((name for name, reason in tables.items() if not reason), "")
    with closing(open_tiles(path, shown)) as source:
        return BaseMapFile(
            path,
            "tiles",
            source.name or path.stem,
            shown,
            tables,
            source.bounds,
            source.zooms,
            source.attribution,
        )


def _reason(path: Path, table: str) -> str:
    try:
        open_tiles(path, table).close()
    except UserError as error:
        return str(error)
    return ""


def _picture(path: Path) -> BaseMapFile:
    size = picture_size(path)
    affine, crs = (None, "")
    if _head(path)[:2] in (b"II", b"MM"):
        affine, crs = read_geotiff(path)
    affine = affine or read_world_file(path)
    if affine is not None and not crs:
        crs = guess_crs(affine, size)
    return BaseMapFile(path, "picture", path.stem, size=size, affine=affine, crs=crs)


def _holds_tiles_alone(path: Path) -> bool:
    try:
        with closing(open_foreign(path)) as connection:
            names = table_names(connection)
            if "gpkg_contents" not in names:
                return "tiles" in names
            kinds = connection.execute("SELECT DISTINCT data_type FROM gpkg_contents").fetchall()
    except DAMAGE:
        return False
    held = {str(kind) for (kind,) in kinds}
    return "tiles" in held and "features" not in held


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(16)
    except OSError as error:
        raise unreadable(path, error) from None
