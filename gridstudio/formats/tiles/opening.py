"""Opening a base map, whatever its format: by what is in it, not by its name."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.formats.tiles.database import (
    DAMAGE,
    SQLITE_MAGIC,
    absent,
    open_foreign,
    table_names,
    unsound,
)
from gridstudio.formats.tiles.folder import FolderSource
from gridstudio.formats.tiles.gpkg_tiles import GeoPackageTiles
from gridstudio.formats.tiles.mbtiles import MbtilesSource
from gridstudio.formats.tiles.picture import unreadable
from gridstudio.formats.tiles.pmtiles import PmtilesSource, pmtiles_version
from gridstudio.formats.tiles.source import TileSource
from gridstudio.i18n import _


def open_tiles(path: Path, table: str = "") -> TileSource:
    """The tiles of an MBTiles, GeoPackage or PMTiles file, or of a folder z/x/y.png.

    ``table`` is one of ``tile_tables`` of a GeoPackage, the first where it is empty. Raises
    UserError, in words, where there is nothing at ``path``, where it is none of these or damaged,
    and where its tiles cannot be shown.
    """
    if path.is_dir():
        return FolderSource(path)
    if not path.is_file():
        raise absent(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(16)
    except OSError as error:
        raise unreadable(path, error) from None
    if pmtiles_version(head):
        return PmtilesSource(path)
    if head == SQLITE_MAGIC:
        return _open_database(path, table)
    raise _no_tile_file(path)


def _open_database(path: Path, table: str) -> TileSource:
    try:
        with closing(open_foreign(path)) as connection:
            names = table_names(connection)
    except DAMAGE:
        raise unsound(path, "MBTiles/GeoPackage") from None
    # A GeoPackage may name one of its tables "tiles", and its rows count from the north.
    if "gpkg_tile_matrix_set" in names or ("gpkg_contents" in names and "tiles" not in names):
        return GeoPackageTiles(path, table)
    if "tiles" in names:
        return MbtilesSource(path)
    raise _no_tile_file(path)


def _no_tile_file(path: Path) -> UserError:
    return UserError(
        _(
            "The base map {path} is no file of tiles. Choose an MBTiles, GeoPackage or PMTiles "
            "file, or a folder with tiles z/x/y.png."
        ).format(path=path)
    )
