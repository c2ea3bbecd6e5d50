"""A base map from an OpenStreetMap extract, rendered to tiles (MBTiles).

``plan_tiles`` says beforehand how many tiles that makes and about how large and long; the window
and the command line show it before anything is painted. The painter is handed in, for here is no
Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gridstudio.domain.base_map import Themes
from gridstudio.domain.cartography import Appearance
from gridstudio.errors import UserError, unwritable
from gridstudio.formats.mbtiles_writing import Tile, TileFacts, write_mbtiles
from gridstudio.formats.osm import ATTRIBUTION, read_osm
from gridstudio.geometry.tile_grid import Bounds, TileBlock, tiles_over
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress, part

PaintTiles = Callable[[Themes, Sequence[TileBlock]], Iterator[Tile]]

DEEPEST_ZOOM = 18
MOST_TILES = 300_000
"""Hours of painting and gigabytes; whoever wants more wants a smaller region."""
TileFormat = Literal["png", "jpg", "webp"]


@dataclass(frozen=True)
class TileOptions:
    """``zooms`` are the first and the last; ``language`` "zh" or "en"; ``ratio`` 2 makes tiles of
    512 pixels for screens of high resolution."""

    zooms: tuple[int, int] = (8, 15)
    appearance: Appearance = "light"
    language: str = "zh"
    ratio: int = 1
    format: TileFormat = "png"


@dataclass(frozen=True)
class TilePlan:
    """What tiles of a region will be; ``size_bytes`` and ``seconds`` are estimates."""

    blocks: tuple[TileBlock, ...]
    tiles: int
    size_bytes: int
    seconds: float


@dataclass(frozen=True)
class TileReport:
    """What was written."""

    path: Path
    tiles: int
    size_bytes: int
    zooms: tuple[int, int]
    bounds: Bounds

    def to_json(self) -> dict[str, object]:
        return {
            "out": str(self.path),
            "tiles": self.tiles,
            "bytes": self.size_bytes,
            "zooms": list(self.zooms),
            "bounds": list(self.bounds),
            "attribution": ATTRIBUTION,
        }

    def to_text(self) -> str:
        return _("{tiles:,} tiles, {size:.1f} MB: {path}").format(
            tiles=self.tiles, size=self.size_bytes / 1e6, path=self.path
        )


def plan_tiles(bounds: Bounds, options: TileOptions, extract_bytes: int) -> TilePlan:
    """The tiles of a box (west, south, east, north; degrees) for the zooms asked for.

    Raises UserError where the zooms make no sense or make more than MOST_TILES.
    """
    first, last = options.zooms
    if not 0 <= first <= last <= DEEPEST_ZOOM:
        raise UserError(
            _("Choose zooms from 0 to {last}, the first no deeper than the last.").format(
                last=DEEPEST_ZOOM
            )
        )
    blocks = tuple(tiles_over(bounds, zoom) for zoom in range(first, last + 1))
    tiles = sum(map(len, blocks))
    if tiles > MOST_TILES:
        raise UserError(
            _(
                "Zooms {first} to {last} of this region are {tiles:,} tiles, more than {most:,}. "
                "Choose a smaller last zoom or an extract of a smaller region."
            ).format(first=first, last=last, tiles=tiles, most=MOST_TILES)
        )
    return TilePlan(blocks, tiles, *_estimate(blocks, options, extract_bytes))


_TILE_BYTES, _DENSITY_POWER, _MOST_TILE_BYTES = 950.0, 0.25, 30_000.0
_SIZE_OF = {("png", 1): 1.0, ("jpg", 1): 0.9, ("webp", 1): 0.55}
_SIZE_OF |= {("png", 2): 2.1, ("jpg", 2): 2.2, ("webp", 2): 1.1}
_TIME_OF = {1: 1.0, 2: 2.9}
_PAINTING_S_PER_BYTE, _READING_S_PER_BYTE = 0.7e-6, 1.8e-6
"""Measured with Liechtenstein and Andorra, zooms 8 to 17, on one core of 2023: tiles grow with the
fourth root of what there is to draw in them, time with their size. Within a factor of two."""


def _estimate(
    blocks: tuple[TileBlock, ...], options: TileOptions, extract_bytes: int
) -> tuple[int, float]:
    """About how many bytes, and how many seconds."""
    plain = 0.0
    for block in blocks:
        density = extract_bytes / len(block)
        plain += len(block) * min(_TILE_BYTES * density**_DENSITY_POWER, _MOST_TILE_BYTES)
    painting = plain * _PAINTING_S_PER_BYTE * _TIME_OF[options.ratio]
    size = int(plain * _SIZE_OF[options.format, options.ratio])
    return size, painting + extract_bytes * _READING_S_PER_BYTE


def write_base_map(
    source: Path,
    out: Path,
    options: TileOptions,
    paint_tiles: PaintTiles,
    progress: Progress = no_progress,
    *,
    replace: bool = False,
) -> TileReport:
    """Render the extract ``source`` to the MBTiles file ``out``, whole or not at all.

    Raises UserError where the extract cannot be read, the zooms are too many, or ``out`` exists
    (unless it is to be replaced) or cannot be written.
    """
    if out.exists() and not replace:
        raise UserError(
            _("{path} exists already. Choose another name, or delete it first.").format(path=out)
        )
    base_map = read_osm(source, part(progress, 0.0, 0.1), options.language)
    plan = plan_tiles(base_map.bounds, options, source.stat().st_size)
    facts = TileFacts(
        name=name_of(source),
        bounds=base_map.bounds,
        format=options.format,
        attribution=ATTRIBUTION,
        description=_("Base map from OpenStreetMap"),
        appearance=options.appearance,
    )
    tiles = _reported(paint_tiles(base_map.themes, plan.blocks), plan.tiles, progress)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        count = write_mbtiles(out, tiles, facts)
    except OSError as error:
        raise unwritable(out, error) from None
    progress(1.0, _("The base map is ready"))
    return TileReport(out, count, out.stat().st_size, options.zooms, base_map.bounds)


def name_of(source: Path) -> str:
    """What a base map is called: its extract's name without the endings."""
    name = source.name
    for ending in (".pbf", ".osm", ".bz2", ".gz"):
        name = name.removesuffix(ending)
    return name.removesuffix(".osm") or source.name


def _reported(tiles: Iterator[Tile], count: int, progress: Progress) -> Iterator[Tile]:
    """Pass tiles on; each checks whether the user wants to stop."""
    for number, tile in enumerate(tiles):
        text = _("Painting zoom {zoom}: tile {number} of {count}")
        share = 0.1 + 0.9 * min(0.999, number / count)
        progress(share, text.format(zoom=tile.zoom, number=number + 1, count=count))
        yield tile
