"""A base map for benchmarks: photograph-like tiles, which take as long to decode as tiles can."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage

from gridstudio.domain.map_data import MapData
from gridstudio.formats.mbtiles_writing import Tile, TileFacts, write_mbtiles
from gridstudio.geometry.tile_grid import Bounds, tiles_over

ZOOMS = range(8, 16)


def photograph_map(path: Path, bounds: Bounds, form: str) -> Path:
    """Tiles over a county as PNG, JPEG or WEBP: 64 noisy pictures in turn. Kept where it is."""
    if path.exists():
        return path
    pictures = [_photograph(number, form) for number in range(64)]
    tiles = [
        Tile(zoom, column, row, pictures[(column * 7 + row * 13) % 64])
        for zoom in ZOOMS
        for block in [tiles_over(bounds, zoom)]
        for column in block.columns
        for row in block.rows
    ]
    facts = TileFacts(name=path.stem, bounds=bounds)
    write_mbtiles(path, tiles, facts)
    return path


def _photograph(seed: int, form: str) -> bytes:
    chosen = np.random.default_rng(seed)
    coarse = np.kron(chosen.integers(40, 200, (32, 32, 3)), np.ones((8, 8, 1)))
    pixels = np.zeros((256, 256, 4), dtype=np.uint8)
    pixels[..., :3] = np.clip(coarse + chosen.normal(0, 8, (256, 256, 3)), 0, 255)
    image = QImage(pixels.tobytes(), 256, 256, QImage.Format.Format_RGB32)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, form, 85)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def bounds_of(data: MapData) -> Bounds:
    """West, south, east, north of the customers."""
    low, high = data.customers.lonlat.min(axis=0), data.customers.lonlat.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
