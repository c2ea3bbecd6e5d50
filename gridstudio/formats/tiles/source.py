"""What every reader of base-map tiles offers, and the arithmetic of the XYZ scheme they share.

In the scheme, zoom z cuts the Web Mercator square into 2**z columns from the west and 2**z rows
from the north.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

Bounds = tuple[float, float, float, float]

# The deepest zoom anyone asks for; a tile is four centimetres wide there.
DEEPEST_ZOOM = 30
DEFAULT_TILE_PX = 256


class TileSource(Protocol):
    """An open base map.

    ``zooms`` are the levels that hold tiles, in ascending order and never empty; ``bounds`` west,
    south, east, north in degrees of the file's own datum, None where nothing tells them;
    ``tile_px`` the side of a tile as stored; ``attribution`` plain text, often empty;
    ``appearance`` "light" or "dark" where a map that we have drawn says it, else "".
    """

    path: Path
    zooms: tuple[int, ...]
    bounds: Bounds | None
    tile_px: int
    name: str
    attribution: str
    appearance: str

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """A tile's picture as stored (PNG, JPEG, WebP); None where the map has no such tile, and
        nothing (``b""``) where it names one that is empty or cannot be read. May be called from
        any thread, also after ``close``: None then."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def picture_kind(data: bytes) -> str:
    """What ``data`` begins like: "png", "jpg", "webp", or "" for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return ""


def on_grid(zoom: int, column: int, row: int) -> bool:
    """Whether the XYZ scheme has such a tile."""
    return 0 <= zoom <= DEEPEST_ZOOM and 0 <= column < 2**zoom and 0 <= row < 2**zoom


def tiles_bounds(zoom: int, columns: tuple[int, int], rows: tuple[int, int]) -> Bounds:
    """West, south, east, north in degrees of a block of tiles.

    ``columns`` and ``rows`` are the first and the last, both in the block, in the XYZ scheme.
    Formula: the inverse of spherical Mercator, EPSG Guidance Note 7-2, method 1024.
    """
    side = 2.0**zoom
    return (
        columns[0] / side * 360 - 180,
        _latitude((rows[1] + 1) / side),
        (columns[1] + 1) / side * 360 - 180,
        _latitude(rows[0] / side),
    )


def _latitude(share: float) -> float:
    """Of a height in the Mercator square: 0 at the northern edge, 1 at the southern."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * share))))


def sound_bounds(values: Sequence[object]) -> Bounds | None:
    """Bounds as a file states them; None where they are no numbers, empty, or off the earth."""
    try:
        west, south, east, north = (float(str(value)) for value in values)
    except ValueError:
        return None
    # Some writers state the edge of the world a little too far out.
    if not (-180.1 <= west < east <= 180.1 and -90.1 <= south < north <= 90.1):
        return None
    return max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0)


def plain(text: object) -> str:
    """A credit as plain text: in most files it is HTML with links, and we show no HTML."""
    words = html.unescape(re.sub(r"<[^>]*>", "", str(text or "")))
    return " ".join(words.split())
