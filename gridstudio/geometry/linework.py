"""Finding the edges of many lines and borders near a position, as they are stored."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.geometry.mercator import to_xy

Box = tuple[float, float, float, float]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_LINE, _RING, _POLYGON = 1, 2, 3
"""Of shapely.get_type_id."""
_HALVINGS = 5
RUN = 16
"""So many edges in a row are found together: of a long line little more than what is near."""


@dataclass(frozen=True, eq=False)
class Near:
    """Edges, each from a stored vertex to the next: ``lonlat (n, 2, 2)`` degrees exactly as stored,
    and ``row (n,)`` of the geometry that each is of."""

    lonlat: Floats
    row: NDArray[np.int64]

    @cached_property
    def xy(self) -> Floats:
        """The same in metres (EPSG:3857), ``(n, 2, 2)``."""
        return to_xy(self.lonlat)

    def __len__(self) -> int:
        return len(self.row)

    def only(self, kept: NDArray[np.bool_]) -> Near:
        """Those marked in ``kept (n,)``."""
        return Near(self.lonlat[kept], self.row[kept])


NOTHING = Near(np.empty((0, 2, 2)), np.empty(0, dtype=np.int64))


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
        if not self._is_ready:
            deque(self.ready(), maxlen=0)
        runs = self._tree.query(shapely.box(*box))
        for _halving in range(_HALVINGS):
            if crowd is None or len(runs) <= crowd or len(np.unique(self._line[runs])) <= crowd:
                break
            box = _halved(box)
            runs = self._tree.query(shapely.box(*box))
        if not len(runs):
            return NOTHING
        runs.sort()  # the tree has an order of its own, which would decide between equals
        west, south, east, north = box
        counts = self._count[runs]
        before = np.cumsum(counts) - counts
        first = np.repeat(self._first[runs] - before, counts) + np.arange(int(counts.sum()))
        a, b = self._lonlat[first], self._lonlat[first + 1]
        touching = np.flatnonzero(
            (np.minimum(a[:, 0], b[:, 0]) <= east)
            & (np.maximum(a[:, 0], b[:, 0]) >= west)
            & (np.minimum(a[:, 1], b[:, 1]) <= north)
            & (np.maximum(a[:, 1], b[:, 1]) >= south)
        )
        if not len(touching):
            return NOTHING
        lonlat = np.empty((len(touching), 2, 2))
        lonlat[:, 0], lonlat[:, 1] = a[touching], b[touching]
        rows = self._row[np.repeat(self._line[runs], counts)[touching]]
        return Near(lonlat, rows)

    def _made(self) -> Iterator[None]:
        parts, self._row = _lines_of(self.geometries)
        yield
        self._lonlat, of = shapely.get_coordinates(parts, return_index=True)
        yield
        edges = np.maximum(np.bincount(of, minlength=len(parts)) - 1, 0)
        starts = np.searchsorted(of, np.arange(len(parts)))
        runs = -(-edges // RUN)
        self._line = np.repeat(np.arange(len(parts)), runs)
        passed = (np.arange(len(self._line)) - np.repeat(np.cumsum(runs) - runs, runs)) * RUN
        self._first = starts[self._line] + passed
        self._count = np.minimum(edges[self._line] - passed, RUN)
        yield
        low, high = _boxes(self._lonlat, self._first, self._first + self._count + 1)
        self._tree = shapely.STRtree(shapely.box(*low.T, *high.T))
        self._tree.query(shapely.Point(0.0, 0.0))  # the tree is built by its first question
        self._is_ready = True


def _boxes(points: Floats, first: Ints, end: Ints) -> tuple[Floats, Floats]:
    """The lowest and highest positions ``(m, 2)`` of points from ``first (m,)`` up to ``end (m,)``,
    at least one each."""
    if not len(first):
        return np.empty((0, 2)), np.empty((0, 2))
    # Every other one of what lies between these places; the last end lies behind all points.
    places, padded = np.column_stack([first, end]).reshape(-1), np.vstack([points, points[-1:]])
    low, high = (each.reduceat(padded, places)[::2] for each in (np.minimum, np.maximum))
    return low, high


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
