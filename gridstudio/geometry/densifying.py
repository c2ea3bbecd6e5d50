"""Nodes between, so that a line that is straight on the map stays so in degrees."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gridstudio.geometry.mercator import to_lonlat, to_xy

MAX_EDGE_M = 1000.0
"""Longer edges are drawn with nodes between: on 10 km a straight edge on the map and one in stored
degrees differ by half a metre, on 1 km by 5 mm."""


def densified(
    lonlat: ArrayLike, *, closed: bool = False, kept: Collection[bool] = ()
) -> NDArray[np.float64]:
    """A line ``(n, 2)`` in degrees with nodes between, so that no edge is longer than MAX_EDGE_M on
    the map and edges stay straight there. ``closed`` treats it as a ring; the first point is not
    repeated. The given points stay as they are, and so do edges that lead to a point marked in
    ``kept (n,)``: those of borders, which have to stay as they are stored."""
    points = np.asarray(lonlat, dtype=np.float64)
    if len(points) < 2:
        return points
    xy = to_xy(points)
    steps = np.diff(np.concatenate([xy, xy[:1]]), axis=0)
    pieces = np.ceil(np.hypot(*steps.T) / MAX_EDGE_M).astype(int)
    if len(kept):
        pieces[:-1][np.array([*kept], dtype=bool)[1:]] = 1
    if not closed:
        pieces[-1] = 1
    if (pieces <= 1).all():
        return points
    result: list[NDArray[np.float64]] = []
    for at, number in enumerate(pieces.tolist()):
        result.append(points[at : at + 1])
        if number > 1:
            share = (np.arange(1, number) / number)[:, None]
            result.append(np.round(to_lonlat(xy[at] + share * steps[at]), 9))
    return np.concatenate(result)
