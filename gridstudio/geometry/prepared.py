"""Shapes that are asked many times, without harm to those who hold them too.

A prepared shape grows its search index at the first question, and GEOS has no lock on that: two
threads that ask one prepared shape at once crash the program. The shapes of a snapshot belong to
the window and to every job, so none of them is ever prepared: a copy is, and the copy belongs to
who made it. ``shapely.contains_xy`` and ``intersects_xy`` prepare what they are given as well;
what they do is done here.
"""

from __future__ import annotations

from typing import TypeVar, cast

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

Shape = TypeVar("Shape", bound=shapely.Geometry)

_FEW = 4
"""Points up to which the copy and its index cost more than they save."""


def prepared(shape: Shape) -> Shape:
    """A flat copy of a shape, prepared: for one thread, and for predicates only."""
    copy = shapely.force_2d(shape)
    shapely.prepare(copy)
    return cast(Shape, copy)


def covers_points(shape: shapely.Geometry, points: ArrayLike) -> NDArray[np.bool_]:
    """Which of the points ``(n, 2)``, in the shape's own plane, are in it or on its border."""
    xy = np.asarray(points, dtype=np.float64)
    if len(xy) <= _FEW:
        return np.asarray(shapely.intersects(shape, shapely.points(xy)), dtype=bool)
    return np.asarray(shapely.intersects_xy(shapely.force_2d(shape), xy[:, 0], xy[:, 1]))


def contains_points(shape: shapely.Geometry, points: ArrayLike) -> NDArray[np.bool_]:
    """Which of the points ``(n, 2)`` are in the shape, not those on its border."""
    xy = np.asarray(points, dtype=np.float64)
    if len(xy) <= _FEW:
        return np.asarray(shapely.contains(shape, shapely.points(xy)), dtype=bool)
    return np.asarray(shapely.contains_xy(shapely.force_2d(shape), xy[:, 0], xy[:, 1]))
