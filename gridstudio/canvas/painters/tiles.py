"""The raster base map: tiles of the fitting zoom, parents where there is none."""

from __future__ import annotations

import math
from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gridstudio.canvas.viewport import Viewport
from gridstudio.errors import UserError
from gridstudio.formats.mbtiles import MbtilesReader
from gridstudio.geometry.mercator import RADIUS_M

TILE_PX = 256
_WORLD_M = 2 * math.pi * RADIUS_M
_KEPT_TILES = 600


class TileLayer:
    """An open tile file with its decoded tiles; ``problem`` says why it cannot be shown."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""
        self._reader: MbtilesReader | None = None
        self._images: OrderedDict[tuple[int, int, int], QImage | None] = OrderedDict()
        try:
            self._reader = MbtilesReader(path)
        except UserError as error:
            self.problem = str(error)

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def paint(self, painter: QPainter, viewport: Viewport, opacity: float = 1.0) -> None:
        """Paint the tiles in view."""
        if self._reader is None:
            return
        ratio = painter.device().devicePixelRatio()
        zoom = self._zoom(viewport.metre_per_px / ratio * 1.25)
        tile_m = _WORLD_M / 2**zoom
        west, south, east, north = viewport.bounds_xy
        columns = range(
            int((west + _WORLD_M / 2) // tile_m), int((east + _WORLD_M / 2) // tile_m) + 1
        )
        rows = range(
            int((_WORLD_M / 2 - north) // tile_m), int((_WORLD_M / 2 - south) // tile_m) + 1
        )
        painter.save()
        painter.setOpacity(opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = tile_m / viewport.metre_per_px
        for column in columns:
            for row in rows:
                found = self._image_or_parent(zoom, column, row)
                if found is None:
                    continue
                left = (column * tile_m - _WORLD_M / 2 - west) / viewport.metre_per_px
                top = (north - (_WORLD_M / 2 - row * tile_m)) / viewport.metre_per_px
                image, part = found
                # A hair larger, so that no seam shines through between tiles.
                painter.drawImage(QRectF(left, top, side + 0.6, side + 0.6), image, part)
        painter.restore()

    def _zoom(self, metre_per_px: float) -> int:
        assert self._reader is not None
        exact = math.log2(_WORLD_M / TILE_PX / metre_per_px)
        zooms = self._reader.zooms
        return min(max(math.ceil(exact - 0.35), zooms.start), zooms.stop - 1)

    def _image_or_parent(self, zoom: int, column: int, row: int) -> tuple[QImage, QRectF] | None:
        """A tile's picture, or the part of the nearest tile above that covers it."""
        assert self._reader is not None
        for up in range(zoom - self._reader.zooms.start + 1):
            image = self._image(zoom - up, column >> up, row >> up)
            if image is not None:
                share = image.width() / 2**up
                left = (column & ((1 << up) - 1)) * share
                top = (row & ((1 << up) - 1)) * share
                return image, QRectF(left, top, share, share)
        return None

    def _image(self, zoom: int, column: int, row: int) -> QImage | None:
        assert self._reader is not None
        key = (zoom, column, row)
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        data = self._reader.tile(zoom, column, row)
        image = QImage.fromData(data) if data else QImage()
        self._images[key] = None if image.isNull() else image
        if len(self._images) > _KEPT_TILES:
            self._images.popitem(last=False)
        return self._images[key]
