"""Finding the edges of many lines and borders near a position, as they are stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.geometry.mercator import to_xy

Box = tuple[float, float, float, float]
Floats = NDArray[np.float64]
_LINE, _RING, _POLYGON = 1, 2, 3
"""Of shapely.get_type_id."""
_HALVINGS = 5


@dataclass(frozen=True, eq=False)
class Near:
    """Edges, each from a stored vertex to the next: ``lonlat (n, 2, 2)`` degrees exactly as stored,
    ``xy (n, 2, 2)`` metres (EPSG:3857), and ``row (n,)`` of the geometry that each is of."""

    lonlat: Floats
    xy: Floats
    row: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.row)

    def only(self, kept: NDArray[np.bool_]) -> Near:
        """Those marked in ``kept (n,)``."""
        return Near(self.lonlat[kept], self.xy[kept], self.row[kept])


NOTHING = Near(np.empty((0, 2, 2)), np.empty((0, 2, 2)), np.empty(0, dtype=np.int64))


class Linework:
    """Lines, and the rings of polygons; points and empty geometries are passed over.

    ``geometries (n,)`` are shapely, in degrees. Making one takes no time: ``ready`` does the work
    in pieces, and the first question does what is left of it.
    """

    def __init__(self, geometries: NDArray[np.object_]) -> None:
        self.geometries = geometries
        self._steps: Iterator[None] = self._made()
        self._is_ready = False

    def ready(self) -> Iterator[None]:
        """Make the index, step by step: some 40 ms each for a million vertices."""
        while not self._is_ready:
            next(self._steps, None)
            yield

    def near(self, box: Box, crowd: int | None = None) -> Near:
        """The edges whose own boxes touch ``box`` (west, south, east, north in degrees). Where more
        than ``crowd`` lines do, ``box`` is halved about its middle until they are fewer, five times
        at most."""
        for _step in self.ready():
            pass
        parts = self._tree.query(shapely.box(*box))
        for _halving in range(_HALVINGS):
            if crowd is None or len(parts) <= crowd:
                break
            box = _halved(box)
            parts = self._tree.query(shapely.box(*box))
        if not len(parts):
            return NOTHING
        west, south, east, north = box
        at = self._starts[parts]
        counts = self._starts[parts + 1] - at - 1
        before = np.cumsum(counts) - counts
        first = np.repeat(at - before, counts) + np.arange(int(counts.sum()))
        a, b = self._lonlat[first], self._lonlat[first + 1]
        touches = (
            (np.minimum(a[:, 0], b[:, 0]) <= east)
            & (np.maximum(a[:, 0], b[:, 0]) >= west)
            & (np.minimum(a[:, 1], b[:, 1]) <= north)
            & (np.maximum(a[:, 1], b[:, 1]) >= south)
        )
        lonlat = np.stack([a[touches], b[touches]], axis=1)
        rows = self._row[np.repeat(parts, counts)[touches]]
        return Near(lonlat, to_xy(lonlat), rows)

    def _made(self) -> Iterator[None]:
        parts, self._row = _lines_of(self.geometries)
        yield
        self._lonlat, of = shapely.get_coordinates(parts, return_index=True)
        self._starts = np.searchsorted(of, np.arange(len(parts) + 1))
        yield
        self._tree = shapely.STRtree(parts)
        self._tree.query(shapely.Point(0.0, 0.0))  # the tree is built by its first question
        self._is_ready = True


def _halved(box: Box) -> Box:
    west, south, east, north = box
    wide, high = (east - west) / 4, (north - south) / 4
    return west + wide, south + high, east - wide, north - high


def _lines_of(geometries: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Lines and rings one by one, and the row of the geometry that each is of."""
    kind = shapely.get_type_id(geometries)
    if np.isin(kind, (_LINE, _RING)).all():
        return geometries, np.arange(len(geometries))
    parts, row = shapely.get_parts(geometries, return_index=True)
    kind = shapely.get_type_id(parts)
    lines, grounds = np.isin(kind, (_LINE, _RING)), kind == _POLYGON
    rings, of = shapely.get_rings(parts[grounds], return_index=True)
    rows = np.concatenate([row[lines], row[grounds][of]]).astype(np.int64)
    found: NDArray[np.object_] = np.concatenate([parts[lines], rings])
    return found, rows
