"""A raster base map: the tiles of the fitting level put together, displaced by its datum, drawn.

What is drawn is first put together pixel by pixel from whole tiles, and parts of coarser ones where
a tile is missing, and then transferred to the screen at once: no edge between two tiles can show.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QRegion, QTransform

from gridstudio.canvas.painters.tile_levels import Block, Level, block_of, fitting_level
from gridstudio.canvas.tile_images import TileImages, decoded, turn_lightness
from gridstudio.canvas.viewport import Bounds, Viewport
from gridstudio.errors import UserError
from gridstudio.formats.tiles.opening import open_tiles
from gridstudio.formats.tiles.source import TileSource
from gridstudio.geometry.displacement import (
    Patch,
    corners_of,
    from_map_plane,
    patches_over,
    to_map_plane,
    tolerance_of,
)
from gridstudio.geometry.mercator import to_xy

_PIECE_PX = 1024
"""A larger picture is painted in pieces: put together, one takes at most about 20 MiB."""
_OUTLINE = QColor(128, 128, 128, 200)
_numbers = count()


class Tile(NamedTuple):
    """A tile in the XYZ scheme, and how often its sides are halved."""

    zoom: int
    column: int
    row: int
    halvings: int

    def above(self) -> Tile:
        return Tile(self.zoom - 1, self.column >> 1, self.row >> 1, max(0, self.halvings - 1))


class _Piece(NamedTuple):
    """A piece of the picture in device pixels, its patches, and the tiles it is made of."""

    area: QRect
    patches: list[Patch]
    level: Level
    block: Block


class TileLayer:
    """An open base map; ``problem`` says why it cannot be shown, ``damaged`` names the first tile
    that could not be read. ``datum`` is what its tiles are drawn in. By ``night`` a light map that
    we have drawn is shown dark: its inks and halos are turned with its ground."""

    def __init__(
        self,
        path: Path,
        *,
        table: str = "",
        datum: str = "wgs84",
        images: TileImages | None = None,
        night: bool = False,
    ) -> None:
        self.path, self.datum = path, datum
        self.problem = ""
        self.damaged: Tile | None = None
        self._images = images or TileImages()
        self._number = next(_numbers)
        self._source: TileSource | None = None
        try:
            self._source = open_tiles(path, table)
        except UserError as error:
            self.problem = str(error)
        drawn = "" if self._source is None else self._source.appearance
        self._turned = night and drawn == "light"
        self.is_dark = self._turned or drawn == "dark"

    @property
    def attribution(self) -> str:
        """The credit that the map asks for."""
        return "" if self._source is None else self._source.attribution

    def close(self) -> None:
        """Let go of the file; nothing is painted any more."""
        if self._source is not None:
            self._source.close()
            self._source = None

    def lacking(self, viewport: Viewport, ratio: float) -> list[Tile]:
        """The tiles that a view needs and that are not decoded yet."""
        pieces = self._pieces(viewport, ratio)
        return list(dict.fromkeys(tile for piece in pieces for tile in self._lacking(piece)))

    def load(self, tile: Tile) -> None:
        """Read and decode a tile, and where there is none, what stands in for it. Any thread."""
        at: Tile | None = tile
        while at is not None and self._image(at).isNull():
            at = self._above(at)

    def paint(self, painter: QPainter, viewport: Viewport, opacity: float = 1.0) -> None:
        """Paint what of the map is in view; reads what is ``lacking``."""
        ratio = painter.device().devicePixelRatioF()
        painter.save()
        painter.setOpacity(opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for piece in self._pieces(viewport, ratio):
            self._paint_piece(painter, piece, ratio)
        if self._source is not None and self._level(viewport, ratio) is None:
            self._paint_outline(painter, viewport)
        painter.restore()

    # --- which tiles

    def _level(self, viewport: Viewport, ratio: float) -> Level | None:
        source = self._source
        if source is None:
            return None
        return fitting_level(source.zooms, source.tile_px, viewport.metre_per_px / ratio)

    def _pieces(self, viewport: Viewport, ratio: float) -> Iterator[_Piece]:
        level = self._level(viewport, ratio)
        if level is None:
            return
        wide, high = round(viewport.width * ratio), round(viewport.height * ratio)
        for top in range(0, high, _PIECE_PX):
            for left in range(0, wide, _PIECE_PX):
                size = min(_PIECE_PX, wide - left), min(_PIECE_PX, high - top)
                patches = self._patches(viewport, ratio, (left, top), size)
                block = block_of(level.zoom, np.concatenate(list(corners_of(patches))))
                if block is not None:
                    yield _Piece(QRect(left, top, *size), patches, level, block)

    def _patches(
        self, viewport: Viewport, ratio: float, corner: tuple[int, int], size: tuple[int, int]
    ) -> list[Patch]:
        metre = viewport.metre_per_px / ratio
        west, _south, _east, north = viewport.bounds_xy
        origin = np.array([west + corner[0] * metre, north - corner[1] * metre])

        def place(pixels: NDArray[np.float64]) -> NDArray[np.float64]:
            return to_map_plane(origin + pixels * (metre, -metre), self.datum)

        return patches_over(size, place, tolerance_of(metre))[0]

    def _lacking(self, piece: _Piece) -> Iterator[Tile]:
        for tile in _tiles(piece):
            at: Tile | None = tile
            while at is not None:
                image = self._images.get((self._number, at))
                if image is None:
                    yield tile
                    break
                at = self._above(at) if image.isNull() else None

    def _above(self, tile: Tile) -> Tile | None:
        """The next coarser tile of a level that the map has."""
        zooms = () if self._source is None else self._source.zooms
        at = tile
        while zooms and at.zoom > zooms[0]:
            at = at.above()
            if at.zoom in zooms:
                return at
        return None

    def _image(self, tile: Tile) -> QImage:
        """A tile decoded; null where there is none."""
        key = self._number, tile
        image = self._images.get(key)
        if image is None:
            data = None if self._source is None else self._source.tile(*tile[:3])
            image = QImage() if data is None else decoded(data, tile.halvings)
            if self._turned:
                turn_lightness(image)
            if data is not None and image.isNull() and self.damaged is None:
                self.damaged = tile
            self._images.put(key, image)
        return image

    # --- painting

    def _paint_piece(self, painter: QPainter, piece: _Piece, ratio: float) -> None:
        mosaic = self._mosaic(piece)
        if mosaic is None:
            return
        block = piece.block
        x, y = block.corner
        px_m = block.side_m / (mosaic.width() / block.columns)
        to_plane = QTransform(px_m, 0, 0, -px_m, x, y)
        to_device = QTransform.fromTranslate(piece.area.left(), piece.area.top())
        to_logical = to_device * QTransform.fromScale(1 / ratio, 1 / ratio)
        brush = QBrush(mosaic)
        for left, top, right, bottom, affine in piece.patches:
            of = QTransform(affine.a, affine.d, affine.b, affine.e, affine.c, affine.f)
            back, invertible = of.inverted()
            if not invertible:
                continue
            brush.setTransform(to_plane * back * to_logical)
            area = QRectF(left, top, right - left, bottom - top)
            painter.fillRect(to_logical.mapRect(area), brush)

    def _mosaic(self, piece: _Piece) -> QImage | None:
        """The piece's tiles put together at their own size; None where there is none."""
        block = piece.block
        side = self._side(piece.level.halvings)
        holes: dict[Tile, QRegion] = {}
        mosaic = QImage(block.columns * side, block.rows * side, QImage.Format.Format_ARGB32)
        mosaic.reinterpretAsFormat(QImage.Format.Format_ARGB32_Premultiplied)
        mosaic.fill(0)
        painter = QPainter(mosaic)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        empty = True
        for tile in _tiles(piece):
            slot = _slot(tile, block, side)
            at: Tile | None = tile
            while at is not None and (image := self._image(at)).isNull():
                at = self._above(at)
            if at is None:
                continue
            empty = False
            if at == tile:
                _put(painter, slot, image)
            else:
                holes[at] = holes.get(at, QRegion()) + QRegion(slot)
        for coarse, region in holes.items():
            self._fill_holes(painter, coarse, region, piece.level, block, side)
        painter.end()
        return None if empty else mosaic

    def _side(self, halvings: int) -> int:
        return max(1, (256 if self._source is None else self._source.tile_px) >> halvings)

    def _fill_holes(
        self,
        painter: QPainter,
        coarse: Tile,
        region: QRegion,
        level: Level,
        block: Block,
        side: int,
    ) -> None:
        """Draw a coarser tile where finer ones are missing, as one, so that they run on."""
        image = self._image(coarse)
        if image.isNull():
            return
        times = 1 << (level.zoom - coarse.zoom)
        wide, high = side * times / image.width(), side * times / image.height()
        left = (coarse.column * times - block.column) * side
        top = (coarse.row * times - block.row) * side
        to_slots = QTransform(wide, 0, 0, high, left, top)
        back, _invertible = to_slots.inverted()
        # Only what is needed, and a pixel around: enlarged as a whole it may be millions long.
        needed = back.mapRect(QRectF(region.boundingRect())).adjusted(-1, -1, 1, 1).toAlignedRect()
        source = needed.intersected(image.rect())
        painter.setClipRegion(region)
        painter.drawImage(to_slots.mapRect(QRectF(source)), image, QRectF(source))
        painter.setClipping(False)

    @property
    def bounds_xy(self) -> Bounds | None:
        """West, south, east, north in metres of EPSG:3857; None where the file does not say."""
        bounds = None if self._source is None else self._source.bounds
        if bounds is None:
            return None
        corners = from_map_plane(to_xy(np.array([bounds[:2], bounds[2:]])), self.datum)
        (west, south), (east, north) = corners.tolist()
        return west, south, east, north

    def _paint_outline(self, painter: QPainter, viewport: Viewport) -> None:
        """Where the map is, from so far that its tiles are not read."""
        bounds = self.bounds_xy
        if bounds is None:
            return
        corners = np.array([bounds[:2], bounds[2:]])
        (left, bottom), (right, top) = viewport.to_px(corners).tolist()
        pen = QPen(_OUTLINE, viewport.scale, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(left, top, right - left, bottom - top))


def _tiles(piece: _Piece) -> Iterator[Tile]:
    block = piece.block
    for row in range(block.row, block.row + block.rows):
        for column in range(block.column, block.column + block.columns):
            yield Tile(piece.level.zoom, column, row, piece.level.halvings)


def _slot(tile: Tile, block: Block, side: int) -> QRect:
    return QRect((tile.column - block.column) * side, (tile.row - block.row) * side, side, side)


def _put(painter: QPainter, slot: QRect, image: QImage) -> None:
    """Copy a tile; scale it where it is of another size than its map says."""
    if image.size() == slot.size():
        painter.drawImage(slot.topLeft(), image)
    else:
        painter.drawImage(slot, image)
