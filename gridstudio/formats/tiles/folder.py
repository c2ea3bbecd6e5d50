"""Raster tiles as files z/x/y.png in a folder.

Such folders hold millions of files, so none is ever listed whole: only its levels, the columns of
the deepest one, and a few of those.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.formats.tiles.database import absent
from gridstudio.formats.tiles.folder_facts import read_folder_facts
from gridstudio.formats.tiles.picture import (
    SAMPLES,
    no_tiles,
    sampled_px,
    unreadable,
    vector_tiles,
)
from gridstudio.formats.tiles.source import DEEPEST_ZOOM, Bounds, on_grid, tiles_bounds
from gridstudio.i18n import _

_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
_VECTOR_SUFFIXES = (".pbf", ".mvt")
_COLUMNS_LISTED = 16
# Other files may lie between the tiles: larger copies, projections, thumbnails.
_FILES_LOOKED_AT = 1000


class FolderSource:
    """A folder of tiles. Nothing is kept open, so tiles added later are found as well."""

    def __init__(self, path: Path) -> None:
        """Raises UserError where the folder is absent, holds no tiles or vector tiles, or where it
        says that its grid is another than that of web maps."""
        self.path = path
        if not path.is_dir():
            raise absent(path)
        try:
            self._read_facts()
        except OSError as error:
            raise unreadable(path, error) from None

    def _read_facts(self) -> None:
        facts = read_folder_facts(self.path)
        if facts.grid:
            raise self._off_the_grid(facts.grid)
        self._from_south = facts.from_south
        first = {zoom: _first_file(self.path / str(zoom)) for zoom in self._levels()}
        self.zooms = tuple(zoom for zoom, file in first.items() if _is_picture(file))
        if not self.zooms:
            raise self._nothing(first)
        self._suffixes = self._ordered_suffixes(first)
        self.tile_px = sampled_px(self.path, self._samples())
        self.bounds = facts.bounds or self._bounds_of_tiles()
        self.name = facts.name.strip() or self.path.resolve().name
        self.attribution = facts.attribution
        self.appearance = ""

    def _off_the_grid(self, grid: str) -> UserError:
        return UserError(
            _(
                "The tiles of the folder {path} are cut in the grid “{grid}”. Only tiles in Web "
                "Mercator (EPSG:3857) that fit the grid of web maps can be shown."
            ).format(path=self.path, grid=grid)
        )

    def _nothing(self, first: dict[int, Path | None]) -> UserError:
        vector = any(file and file.suffix.lower() in _VECTOR_SUFFIXES for file in first.values())
        return vector_tiles(self.path) if vector else no_tiles(self.path)

    def _ordered_suffixes(self, first: dict[int, Path | None]) -> tuple[str, ...]:
        """As spelled in the folder first: mostly all tiles are of one kind."""
        spelled = [file.suffix for file in first.values() if file and _is_picture(file)]
        return tuple(dict.fromkeys([*spelled, *_SUFFIXES]))

    def _levels(self) -> list[int]:
        return sorted(zoom for zoom in _numbered(self.path) if zoom <= DEEPEST_ZOOM)

    def _samples(self) -> Iterator[bytes]:
        files = (file for zoom in self.zooms for file in _files(self.path / str(zoom)))
        return (file.read_bytes() for file in islice(filter(_is_picture, files), SAMPLES))

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """A tile of the XYZ scheme (rows from the north), None where there is none."""
        if not on_grid(zoom, column, row):
            return None
        stored = 2**zoom - 1 - row if self._from_south else row
        for suffix in self._suffixes:
            try:
                return (self.path / str(zoom) / str(column) / f"{stored}{suffix}").read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                return b""
        return None

    def _bounds_of_tiles(self) -> Bounds | None:
        """Exact in columns; in rows by the few columns that are listed, the outer two included."""
        zoom = self.zooms[-1]
        folder, last = self.path / str(zoom), 2**zoom - 1
        columns = sorted(column for column in _numbered(folder) if column <= last)
        step = max(1, (len(columns) - 1) // (_COLUMNS_LISTED - 1))
        listed = {*columns[::step], *columns[-1:]}
        files = (file for column in listed for file in os.scandir(folder / str(column)))
        named = (Path(file.name) for file in files)
        rows = [int(file.stem) for file in named if _is_picture(file) and int(file.stem) <= last]
        if not rows:
            return None
        low, high = min(rows), max(rows)
        if self._from_south:
            low, high = last - high, last - low
        return tiles_bounds(zoom, (columns[0], columns[-1]), (low, high))

    def close(self) -> None:
        """Nothing is open between two tiles."""


def _is_picture(file: Path | None) -> bool:
    """By its name: ``5@2x.png`` is none, being the same tile once more."""
    return file is not None and _is_number(file.stem) and file.suffix.lower() in _SUFFIXES


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and str(int(text)) == text


def _numbered(folder: Path) -> Iterator[int]:
    """The folders in a folder that are named by a number, as they come."""
    with os.scandir(folder) as entries:
        yield from (int(each.name) for each in entries if _is_number(each.name) and each.is_dir())


def _files(level: Path) -> Iterator[Path]:
    """The files of a level as they come, tiles or not; scans no further than it is asked."""
    for column in _numbered(level):
        with os.scandir(level / str(column)) as entries:
            yield from (Path(entry.path) for entry in entries)


def _first_file(level: Path) -> Path | None:
    """A picture of a level; where none of its first files is one, a vector tile, if there is."""
    seen = None
    for file in islice(_files(level), _FILES_LOOKED_AT):
        if _is_picture(file):
            return file
        if file.suffix.lower() in _VECTOR_SUFFIXES:
            seen = file
    return seen
