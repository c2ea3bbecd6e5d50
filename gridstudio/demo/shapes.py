"""Lines and grounds as nature and road builders leave them: bent, rounded, never ruled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from gridstudio.demo.plane import Floats

_STEP_M = 420.0


@dataclass(frozen=True)
class Shape:
    """Something on the ground, in metres of the plane, with its category and name ("" for none)."""

    geometry: BaseGeometry
    category: str
    name: str = ""


def bent(chance: np.random.Generator, start: Floats, end: Floats, unrest: float) -> Floats:
    """A way from ``start`` to ``end`` ``(n, 2)`` by midpoint displacement, corners rounded."""
    points = np.array([start, end], dtype=np.float64)
    while np.hypot(*(points[1] - points[0])) > _STEP_M:
        middle = (points[:-1] + points[1:]) / 2
        along = points[1:] - points[:-1]
        across = np.column_stack([-along[:, 1], along[:, 0]])
        middle = middle + across * chance.normal(0.0, unrest, (len(middle), 1))
        merged = np.empty((len(points) + len(middle), 2))
        merged[::2], merged[1::2] = points, middle
        points = merged
    return rounded(points)


def rounded(points: Floats, times: int = 2) -> Floats:
    """A line ``(n, 2)`` with its corners cut by Chaikin's rule; the ends stay."""
    for _time in range(times):
        if len(points) < 3:
            return points
        before, after = points[:-1], points[1:]
        cut = np.empty((2 * len(before), 2))
        cut[::2], cut[1::2] = 0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after
        points = np.vstack([points[:1], cut[1:-1], points[-1:]])
    return points


def blob(
    chance: np.random.Generator, middle: Floats, radius_m: float, *, long: float = 1.0
) -> Polygon:
    """A ground of about that radius with a wavy outline, ``long`` times as long as wide."""
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    radius = np.ones_like(angle)
    for wave in (2, 3, 5, 7):
        radius += 0.36 / wave * np.sin(wave * angle + chance.uniform(0, 2 * np.pi))
    turn = chance.uniform(0, np.pi)
    outline = radius_m * np.column_stack(
        [long * radius * np.cos(angle), radius / long * np.sin(angle)]
    )
    return Polygon(middle + outline @ turned(turn).T)


def turned(angle: float) -> Floats:
    """The matrix that turns a column vector by ``angle`` radians."""
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([[cosine, -sine], [sine, cosine]])


def pieces(geometry: BaseGeometry, kind: str) -> list[BaseGeometry]:
    """The parts of one geometry type; cutting leaves points and slivers of others."""
    return [part for part in shapely.get_parts(geometry) if part.geom_type == kind]
