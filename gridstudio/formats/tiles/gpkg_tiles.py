"""Raster tiles of a GeoPackage (OGC 12-128r18, clause 2.2), whose rows count from the north."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.formats.tiles.database import DAMAGE, DatabaseTiles, open_foreign, table_names
from gridstudio.formats.tiles.gpkg_matrix import (
    WEB_MERCATOR,
    Matrix,
    StoredMatrix,
    fitted,
    lonlat_bounds,
)
from gridstudio.formats.tiles.picture import SAMPLES, no_tiles, sampled_px
from gridstudio.formats.tiles.source import Bounds, on_grid, tiles_bounds
from gridstudio.i18n import _

_NEEDED = {"gpkg_contents", "gpkg_tile_matrix_set", "gpkg_tile_matrix", "gpkg_spatial_ref_sys"}


def tile_tables(path: Path) -> list[str]:
    """The names of the tile tables of a GeoPackage, sorted; empty for any other file.

    Raises UserError where the file is absent.
    """
    try:
        with closing(open_foreign(path)) as connection:
            return _tile_tables(connection)
    except DAMAGE:
        return []


def _tile_tables(connection: sqlite3.Connection) -> list[str]:
    if not table_names(connection) >= _NEEDED:
        return []
    rows = connection.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'tiles'")
    return sorted(str(name) for (name,) in rows)


class GeoPackageTiles(DatabaseTiles):
    """One open tile table of a GeoPackage."""

    def __init__(self, path: Path, table: str = "") -> None:
        """``table`` is one of ``tile_tables``; the first where it is empty.

        Raises UserError where the file is absent, damaged or has no such table, where its grid is
        another than that of web maps, and where its tiles are no pictures.
        """
        super().__init__(path, "GeoPackage")
        with self._reading_facts():
            self.table = self._chosen(table)
            self._quoted = '"' + self.table.replace('"', '""') + '"'
            matrices = self._read_matrices()
            self.tile_px = sampled_px(path, self._samples())
            self._matrices = {each.zoom: each for each in matrices if self._holds(each)}
            if not self._matrices:
                raise no_tiles(path)
            self.zooms = tuple(sorted(self._matrices))
            self.name, bounds = self._read_facts()
            self.bounds = bounds or self._bounds_of_tiles()
        # The format has no place for it.
        self.attribution = ""
        self.appearance = ""
        self._sql = (
            f"SELECT tile_data FROM {self._quoted}"
            " WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1"
        )

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """A tile of the XYZ scheme (rows from the north), None where there is none."""
        matrix = self._matrices.get(zoom)
        if matrix is None or not on_grid(zoom, column, row):
            return None
        return self._picture(self._sql, (matrix.level, column - matrix.column, row - matrix.row))

    def _chosen(self, table: str) -> str:
        tables = _tile_tables(self._connection)
        if not tables:
            raise no_tiles(self.path)
        if table and table not in tables:
            raise UserError(
                _("The base map {path} has no tiles “{table}”. It has: {tables}.").format(
                    path=self.path, table=table, tables=", ".join(tables)
                )
            )
        return table or tables[0]

    def _read_matrices(self) -> list[Matrix]:
        maker, system, west, north = self._connection.execute(
            "SELECT coalesce(upper(s.organization), 'EPSG'),"
            " coalesce(s.organization_coordsys_id, m.srs_id), m.min_x, m.max_y"
            " FROM gpkg_tile_matrix_set m LEFT JOIN gpkg_spatial_ref_sys s USING (srs_id)"
            " WHERE lower(m.table_name) = lower(?)",
            (self.table,),
        ).fetchone()
        matrices = []
        if int(system) in WEB_MERCATOR:
            stored = (StoredMatrix(*row) for row in self._stored_matrices())
            fits = (fitted(each, float(west), float(north)) for each in stored)
            matrices = [each for each in fits if each is not None]
        if not matrices:
            raise self._off_the_grid(f"{maker}:{system}")
        return matrices

    def _stored_matrices(self) -> list[tuple[int, int, int, int, int, float, float]]:
        return self._connection.execute(
            "SELECT zoom_level, matrix_width, matrix_height, tile_width, tile_height,"
            " pixel_x_size, pixel_y_size FROM gpkg_tile_matrix"
            " WHERE lower(table_name) = lower(?) ORDER BY zoom_level",
            (self.table,),
        ).fetchall()

    def _off_the_grid(self, system: str) -> UserError:
        return UserError(
            _(
                "The tiles “{table}” of {path} are cut in a grid of their own ({system}). Only "
                "tiles in Web Mercator (EPSG:3857) that fit the grid of web maps can be shown: "
                "convert them with the tiling scheme GoogleMapsCompatible."
            ).format(table=self.table, path=self.path, system=system)
        )

    def _samples(self) -> list[bytes]:
        rows = self._connection.execute(
            f"SELECT tile_data FROM {self._quoted} WHERE length(tile_data) > 0 LIMIT ?", (SAMPLES,)
        )
        return [data for (data,) in rows if isinstance(data, bytes)]

    def _holds(self, matrix: Matrix) -> bool:
        sql = f"SELECT 1 FROM {self._quoted} WHERE zoom_level = ? AND length(tile_data) > 0 LIMIT 1"
        return self._connection.execute(sql, (matrix.level,)).fetchone() is not None

    def _read_facts(self) -> tuple[str, Bounds | None]:
        *bounds, system, identifier = self._connection.execute(
            "SELECT min_x, min_y, max_x, max_y,"
            " coalesce(s.organization_coordsys_id, c.srs_id, 0), identifier"
            " FROM gpkg_contents c LEFT JOIN gpkg_spatial_ref_sys s USING (srs_id)"
            " WHERE table_name = ?",
            (self.table,),
        ).fetchone()
        west, south, east, north = (float(value or 0) for value in bounds)
        stated = lonlat_bounds((west, south, east, north), int(system))
        return str(identifier or self.table), stated

    def _bounds_of_tiles(self) -> Bounds | None:
        zoom = self.zooms[-1]
        matrix = self._matrices[zoom]
        west, east, north, south = self._connection.execute(
            "SELECT min(tile_column), max(tile_column), min(tile_row), max(tile_row)"
            f" FROM {self._quoted} WHERE zoom_level = ?"
            " AND tile_column BETWEEN 0 AND ? AND tile_row BETWEEN 0 AND ?",
            (matrix.level, matrix.columns - 1, matrix.rows - 1),
        ).fetchone()
        if west is None:
            return None
        columns = west + matrix.column, east + matrix.column
        return tiles_bounds(zoom, columns, (north + matrix.row, south + matrix.row))
