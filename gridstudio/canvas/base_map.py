"""A base map painted into tiles: for the demo county and for OpenStreetMap alike.

Tiles are cut from larger pictures, and names are placed once per zoom for the whole map, so that
neither a line nor a name breaks at a tile's edge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gridstudio.canvas.base_map_labels import Label, Names
from gridstudio.canvas.base_map_shapes import Layers, ShapePainter
from gridstudio.canvas.base_map_sheet import Box, sheet_of
from gridstudio.canvas.tile_pictures import TileFormat, encoded
from gridstudio.domain.base_map import Themes
from gridstudio.domain.cartography import BEYOND, LAND, Appearance, ink
from gridstudio.formats.mbtiles_writing import Tile
from gridstudio.geometry.tile_grid import TILE_PX, TileBlock

PICTURE_TILES = 8


@dataclass(frozen=True)
class TileLook:
    """How tiles are made. ``ratio`` 2 gives tiles of 512 pixels for screens of high resolution."""

    appearance: Appearance = "light"
    ratio: int = 1
    format: TileFormat = "png"


def paint_tiles(
    themes: Themes, blocks: Sequence[TileBlock], look: TileLook = TileLook()
) -> Iterator[Tile]:
    """The tiles of the blocks, of which each zoom has one, painted from themes in degrees. The same
    themes give the same bytes."""
    sheet = sheet_of(themes)
    names = Names(sheet)
    ground = ink(BEYOND if "land" in sheet.themes else LAND, look.appearance)
    for block in blocks:
        layers = sheet.at(block.zoom)
        labels = names.at(block.zoom, look.appearance)
        for part in block.parts(PICTURE_TILES):
            picture = paint_picture(layers, labels, part, look, QColor(ground))
            yield from _cut(picture, part, look)


def painter_of(
    appearance: Appearance, ratio: int = 1, format: TileFormat = "png"
) -> Callable[[Themes, Sequence[TileBlock]], Iterator[Tile]]:
    """``paint_tiles`` with its look, for commands, which know no Qt."""
    return partial(paint_tiles, look=TileLook(appearance, ratio, format))


def paint_picture(
    layers: Layers, labels: Sequence[Label], block: TileBlock, look: TileLook, ground: QColor
) -> QImage:
    """A block of tiles as one picture."""
    width, height = len(block.columns) * TILE_PX, len(block.rows) * TILE_PX
    picture = QImage(width * look.ratio, height * look.ratio, QImage.Format.Format_RGB32)
    picture.fill(ground)
    left, top = block.columns.start * TILE_PX, block.rows.start * TILE_PX
    box: Box = (left, top, left + width, top + height)
    painter = QPainter(picture)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(look.ratio, look.ratio)
        painter.translate(-QPointF(left, top))
        ShapePainter(painter, layers, box, block.zoom, look.appearance).paint()
        in_sight = QRectF(left, top, width, height)
        for label in labels:
            if label.extent.intersects(in_sight):
                label.paint(painter)
    finally:
        painter.end()
    return picture


def _cut(picture: QImage, block: TileBlock, look: TileLook) -> Iterator[Tile]:
    side = TILE_PX * look.ratio
    for across, column in enumerate(block.columns):
        for down, row in enumerate(block.rows):
            cut = picture.copy(across * side, down * side, side, side)
            yield Tile(block.zoom, column, row, encoded(cut, look.format))
