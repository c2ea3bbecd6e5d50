"""Roads and rivers lie in a map as many pieces; here they are joined into the one people mean."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.geometry.linework import Box
from gridstudio.geometry.network import JOIN_M
from gridstudio.geometry.plane import Plane

Floats = NDArray[np.float64]
Objects = NDArray[np.object_]
Bools = NDArray[np.bool_]
SHARPEST = -0.5
"""The cosine of the sharpest turn at which a road still goes on: 120 degrees."""


def joined(shapes: Objects, like: Bools, row: int, within: Box, *, named: bool) -> Floats:
    """The line ``shapes[row]`` with the pieces before and after it, ``(n, 2)`` in degrees.

    ``like (n,)`` marks the pieces that may belong to it: of the same name and kind, or without a
    name as it is. A piece follows where it begins at most JOIN_M from the end; of several the one
    that goes on most nearly straight, but without a name (not ``named``) only where there is just
    one. What lies beyond ``within`` (degrees) is left out. Empty where ``shapes[row]`` is no line.
    """
    box = shapely.box(*within)
    rows = np.flatnonzero(like)
    rows = rows[shapely.intersects(shapely.envelope(shapes[rows]), box)]
    pieces = [
        shapely.get_coordinates(part)
        for part in shapely.get_parts(shapes[rows])
        if part.geom_type in ("LineString", "LinearRing")
    ]
    own = [
        shapely.get_coordinates(part)
        for part in shapely.get_parts(shapes[row : row + 1])
        if part.geom_type in ("LineString", "LinearRing")
    ]
    if not own:
        return np.empty((0, 2))
    plane = Plane((within[0] + within[2]) / 2, (within[1] + within[3]) / 2)
    lines = [plane.xy(piece) for piece in pieces]
    start = max((plane.xy(piece) for piece in own), key=lambda xy: _length(xy, box, plane))
    used = {at for at, line in enumerate(lines) if _same(line, start)}
    whole = _prolonged(start, lines, used, named)
    whole = _prolonged(whole[::-1], lines, used, named)[::-1]
    return _clipped(plane.stored(whole), within)


def _prolonged(line: Floats, lines: list[Floats], used: set[int], named: bool) -> Floats:
    """The line with all that follows its end; what it takes is added to ``used``."""
    parts = [line]
    while True:
        end = parts[-1]
        followers = []
        for at, other in enumerate(lines):
            if at in used:
                continue
            for way in (other, other[::-1]):
                if float(np.hypot(*(way[0] - end[-1]))) <= JOIN_M:
                    followers.append((straightness(end, way), at, way))
        if not followers or (not named and len(followers) > 1):
            break
        straight, at, way = max(followers, key=lambda one: one[0])
        if straight < SHARPEST:
            break
        used.add(at)
        parts.append(way)
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def straightness(before: Floats, after: Floats) -> float:
    """The cosine of the turn from one line into another: 1 straight on, -1 back."""
    into, out = before[-1] - before[-2], after[1] - after[0]
    lengths = float(np.hypot(*into) * np.hypot(*out))
    return float(into @ out) / lengths if lengths else 1.0


def _clipped(lonlat: Floats, within: Box) -> Floats:
    """From the first edge to the last that touches the box."""
    west, south, east, north = within
    low = np.minimum(lonlat[:-1], lonlat[1:])
    high = np.maximum(lonlat[:-1], lonlat[1:])
    touching = np.flatnonzero(((low <= (east, north)) & (high >= (west, south))).all(axis=1))
    if not len(touching):
        return lonlat
    return lonlat[touching[0] : touching[-1] + 2]


def _length(xy: Floats, box: shapely.Polygon, plane: Plane) -> float:
    inside = shapely.intersection(shapely.LineString(plane.lonlat(xy)), box)
    return float(inside.length)


def _same(one: Floats, other: Floats) -> bool:
    return one.shape == other.shape and bool((one == other).all())
