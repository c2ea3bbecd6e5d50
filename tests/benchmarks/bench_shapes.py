"""Vector layers: 100,000 road segments and 5,000 polygons of 200 vertices, one tile of the ground.

``python -m tests.benchmarks.bench_shapes`` prints how long a tile takes at several scales: the
first time, when the level of detail is made, and afterwards.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import shapely
from PySide6.QtGui import QImage, QPainter

from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.ground import SIDE_PX
from gridstudio.canvas.painters.features import feature_steps
from gridstudio.canvas.painters.shapes import shapes_of
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.base_map_layers import base_map_style
from gridstudio.domain.columns import Texts, texts_of
from gridstudio.domain.snapshots import Features
from gridstudio.geometry.mercator import to_xy

WEST, SOUTH, WIDE, HIGH = 112.0, 35.0, 0.66, 0.36
"""A county of 60 × 40 km."""
CLASSES = ("residential", "service", "ramp")


def roads(count: int = 100_000, vertices: int = 8) -> Features:
    """Short crooked ways, half of them on a twentieth of the ground."""
    chance = np.random.default_rng(1)
    start = chance.uniform(0, 1, (count, 2))
    start[::2] = 0.4 + 0.22 * start[::2]
    heading = np.repeat(chance.uniform(0, 2 * np.pi, count), vertices - 1)
    heading += chance.normal(0, 0.3, len(heading))
    steps = 0.0004 * np.column_stack([np.cos(heading), np.sin(heading)])
    lines = np.zeros((count, vertices, 2))
    lines[:, 1:] = np.cumsum(steps.reshape(count, -1, 2), axis=1)
    lines += (start * (WIDE, HIGH) + (WEST, SOUTH))[:, None, :]
    category = np.array(CLASSES, dtype=object)[np.arange(count) % len(CLASSES)]
    return _features(shapely.linestrings(lines), category)


def grounds(count: int = 5_000, vertices: int = 200) -> Features:
    """Blots."""
    chance = np.random.default_rng(2)
    middle = chance.uniform(0, 1, (count, 1, 2)) * (WIDE, HIGH) + (WEST, SOUTH)
    turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    wobble = 1 + 0.25 * np.sin(turn * 5 + chance.uniform(0, 6, (count, 1)))
    radius = chance.uniform(0.0008, 0.004, (count, 1)) * wobble
    ring = np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=-1) + middle
    return _features(shapely.polygons(ring), np.full(count, "wood", dtype=object))


def _features(geometry: np.ndarray, category: np.ndarray) -> Features:
    names = np.full(len(geometry), "", dtype=object)
    return Features(np.arange(1, len(geometry) + 1), geometry, category, names)


def tile_ms(features: Features, column: Texts, key: str, metre_per_px: float) -> float:
    """The tile in the middle of the county."""
    x, y = to_xy(np.array([WEST + 0.5 * WIDE, SOUTH + 0.5 * HIGH])).tolist()
    view = Viewport(x, y, metre_per_px, SIDE_PX, SIDE_PX)
    image = QImage(SIDE_PX, SIDE_PX, QImage.Format.Format_ARGB32_Premultiplied)
    begun = time.perf_counter()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for _step in feature_steps(painter, view, features, base_map_style(key, "light"), column):
        pass
    painter.end()
    return 1000 * (time.perf_counter() - begun)


def main() -> None:
    ensure_application()
    for name, features, key in (
        ("100,000 roads", roads(), "local"),
        ("5,000 grounds of 200 vertices", grounds(), "woodland"),
    ):
        begun = time.perf_counter()
        column = texts_of(features.category)
        _metres = shapes_of(features.geometry).metres
        print(f"{name}: made ready in {1000 * (time.perf_counter() - begun):.0f} ms")
        for metre_per_px in (60.0, 30.0, 15.0, 7.5, 3.75, 1.9):
            first = tile_ms(features, column, key, metre_per_px)
            again = sorted(tile_ms(features, column, key, metre_per_px) for _try in range(7))
            print(f"  {metre_per_px:5.1f} m/px  first {first:7.1f} ms  then {again[3]:6.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
