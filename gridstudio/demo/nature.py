"""The river, its streams, a reservoir, and woods on the hills away from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon

from gridstudio.demo import words
from gridstudio.demo.plane import Floats, Warp
from gridstudio.demo.shapes import Shape, bent, blob, pieces, rounded
from gridstudio.geometry.prepared import contains_points

_VALLEY_M = 4_500.0
_TOWN_GROUND_M = 4_600.0


@dataclass(frozen=True)
class Nature:
    """``river`` is the river's surface, ``course`` its line from west to east; ``water`` all that
    is wet, both included, and ``woods``, as features cut to the county."""

    river: Polygon
    course: LineString
    water: tuple[Shape, ...]
    woods: tuple[Shape, ...]


def grow(chance: np.random.Generator, county: Polygon, warp: Warp) -> Nature:
    """Let the river run through the county, south of the market place."""
    course = _course(chance, warp)
    river = _surface(course)
    streams = _streams(chance, county, course)
    lakes = [Shape(_reservoir(chance, streams), "water", words.RESERVOIR)]
    wet = [Shape(river, "river", words.RIVER), *lakes, Shape(course, "river", words.RIVER)]
    wet += [Shape(line, "river", name) for line, name in zip(streams, words.STREAMS, strict=False)]
    return Nature(
        river, course, tuple(_cut(wet, county)), tuple(_cut(_woods(chance, course), county))
    )


def _course(chance: np.random.Generator, warp: Warp) -> LineString:
    x = np.arange(-36_000.0, 36_001.0, 200.0)
    y = np.full_like(x, -2_700.0)
    for length_m, height_m in ((31_000.0, 2_300.0), (11_000.0, 800.0), (5_200.0, 330.0)):
        phase = chance.uniform(0, 2 * np.pi)
        y += height_m * (np.sin(2 * np.pi * x / length_m + phase) - np.sin(phase))
    here = warp(np.zeros(2))[1]  # the landscape's shift at the town, which itself stays in place
    return LineString(rounded(warp(np.column_stack([x, y - here])), 1))


def _surface(course: LineString) -> Polygon:
    """The river widens on its way east."""
    points = shapely.get_coordinates(course)
    along = np.gradient(points, axis=0)
    across = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(*along.T)[:, None]
    half_m = np.linspace(38.0, 78.0, len(points))[:, None]
    banks = Polygon(np.vstack([points + half_m * across, (points - half_m * across)[::-1]]))
    return max(pieces(banks.buffer(0), "Polygon"), key=lambda part: part.area)


def _streams(chance: np.random.Generator, county: Polygon, course: LineString) -> list[LineString]:
    """Tributaries from the hills to the river, apart from one another and from the town."""
    found: list[LineString] = []
    west, south, east, north = county.bounds
    for _try in range(400):
        source = chance.uniform([west, south], [east, north])
        reach_m = course.distance(Point(source))
        if not county.contains(Point(source)) or not 7_000.0 < reach_m < 15_000.0:
            continue
        at = course.project(Point(source)) + chance.uniform(-2_500.0, 4_000.0)
        mouth = shapely.get_coordinates(course.interpolate(at))[0]
        stream = LineString(bent(chance, source, mouth, 0.10))
        clear = all(stream.distance(other) > 3_200.0 for other in found)
        if clear and stream.distance(Point(0.0, 0.0)) > _TOWN_GROUND_M:
            found.append(stream)
        if len(found) == len(words.STREAMS):
            break
    return found


def _reservoir(chance: np.random.Generator, streams: list[LineString]) -> Polygon:
    if not streams:
        return blob(chance, np.array([9_000.0, 9_000.0]), 600.0, long=1.3)
    valley = max(streams, key=lambda line: line.length)
    dam = shapely.get_coordinates(valley.interpolate(0.45, normalized=True))[0]
    return blob(chance, dam, 620.0, long=1.3)


def _woods(chance: np.random.Generator, course: LineString) -> list[Shape]:
    grounds = []
    for _try in range(220):
        middle = chance.uniform([-31_000.0, -22_000.0], [31_000.0, 22_000.0])
        ground = blob(chance, middle, float(chance.uniform(500.0, 1_700.0)), long=1.25)
        far = course.distance(ground) > _VALLEY_M * chance.uniform(0.5, 1.3)
        if far and ground.distance(Point(0.0, 0.0)) > _TOWN_GROUND_M:
            grounds.append(ground)
    # Opened and closed by 150 m: neighbours grow together without sharp corners.
    merged = shapely.union_all(grounds).buffer(150.0).buffer(-150.0).simplify(12.0)
    return [Shape(part, "wood", "") for part in pieces(merged, "Polygon")]


def _cut(shapes: list[Shape], county: Polygon) -> list[Shape]:
    kept = []
    for shape in shapes:
        inside = shape.geometry.intersection(county)
        for kind in ("Polygon", "LineString"):
            kept += [
                Shape(part, shape.category, shape.name)
                for part in pieces(inside, kind)
                if part.length > 100.0
            ]
    return kept


def in_water(points: Floats, water: tuple[Shape, ...], clearance_m: float) -> np.ndarray:
    """Which of the points ``(n, 2)`` lie in water or nearer to it than the clearance."""
    wet = shapely.union_all([shape.geometry for shape in water]).buffer(clearance_m)
    return contains_points(wet, points)
