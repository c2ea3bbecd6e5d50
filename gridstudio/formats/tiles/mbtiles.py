"""Raster tiles of an MBTiles file (specification 1.3), whose rows count from the south."""

from __future__ import annotations

from pathlib import Path

from gridstudio.formats.tiles.database import DatabaseTiles, table_names
from gridstudio.formats.tiles.picture import SAMPLES, no_tiles, sampled_px
from gridstudio.formats.tiles.source import (
    DEEPEST_ZOOM,
    Bounds,
    on_grid,
    plain,
    sound_bounds,
    tiles_bounds,
)

_TILE = (
    "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1"
)


class MbtilesSource(DatabaseTiles):
    """An open MBTiles file; ``facts`` is its metadata as it stands, empty where it has none."""

    def __init__(self, path: Path) -> None:
        """Raises UserError where the file is absent, damaged, empty, or holds vector tiles."""
        super().__init__(path, "MBTiles")
        with self._reading_facts():
            names = table_names(self._connection)
            if "tiles" not in names:
                raise no_tiles(path)
            self.facts = self._read_facts() if "metadata" in names else {}
            self.tile_px = sampled_px(path, self._samples())
            self.zooms = self._read_zooms()
            self.bounds = sound_bounds(self.facts.get("bounds", "").split(","))
            self.bounds = self.bounds or self._bounds_of_tiles()
        self.name = self.facts.get("name", "").strip() or path.stem
        self.attribution = plain(self.facts.get("attribution"))
        self.appearance = self.facts.get("appearance", "")

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """A tile of the XYZ scheme (rows from the north), None where there is none."""
        if not on_grid(zoom, column, row):
            return None
        return self._picture(_TILE, (zoom, column, 2**zoom - 1 - row))

    def _read_facts(self) -> dict[str, str]:
        rows = self._connection.execute("SELECT name, value FROM metadata WHERE value IS NOT NULL")
        return {str(name): str(value) for name, value in rows}

    def _samples(self) -> list[bytes]:
        rows = self._connection.execute(
            "SELECT tile_data FROM tiles WHERE length(tile_data) > 0 LIMIT ?", (SAMPLES,)
        )
        return [data for (data,) in rows if isinstance(data, bytes)]

    def _read_zooms(self) -> tuple[int, ...]:
        """One question per level finds its answer in the index, whatever the file's size; a
        DISTINCT would read every row."""
        sql = "SELECT 1 FROM tiles WHERE zoom_level = ? AND length(tile_data) > 0 LIMIT 1"
        held = (
            zoom
            for zoom in range(DEEPEST_ZOOM + 1)
            if self._connection.execute(sql, (zoom,)).fetchone()
        )
        zooms = tuple(held)
        if not zooms:
            raise no_tiles(self.path)
        return zooms

    def _bounds_of_tiles(self) -> Bounds | None:
        zoom = self.zooms[-1]
        last = 2**zoom - 1
        west, east, south, north = self._connection.execute(
            "SELECT min(tile_column), max(tile_column), min(tile_row), max(tile_row) FROM tiles"
            " WHERE zoom_level = ? AND tile_column BETWEEN 0 AND ? AND tile_row BETWEEN 0 AND ?",
            (zoom, last, last),
        ).fetchone()
        if west is None:
            return None
        return tiles_bounds(zoom, (west, east), (last - north, last - south))
