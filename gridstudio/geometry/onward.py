"""A road that ends inside an area under its name goes on under another one: here it is followed.

Names change at crossings and village borders; who points at a road means the road, up to the border
of what it is to split.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.joined_lines import Bools, Floats, Objects, joined, straightness
from gridstudio.geometry.line_splitting import REACH_M
from gridstudio.geometry.linework import Box
from gridstudio.geometry.network import JOIN_M
from gridstudio.geometry.plane import Plane

SAME_CLASS, OTHER_CLASS = 0.5, 0.87
"""The cosines of the sharpest turns at which a road goes on under another name: 60 degrees, and 30
where it becomes one of another class."""
MOST = 20
"""Names to each side; a road with more goes round in circles."""


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of a map: ``shapes (n,)`` in degrees, with the text ``name``, ``kind`` (road, water …)
    and ``rank`` (trunk, river …) of each, ``(n,)``."""

    shapes: Objects
    name: Objects
    kind: Objects
    rank: Objects

    def alike(self, row: int) -> Bools:
        """Those of the kind and name of one."""
        same: Bools = (self.kind == self.kind[row]) & (self.name == self.name[row])
        return same


@dataclass(frozen=True, eq=False)
class Onward:
    """A line ``lonlat (n, 2)`` in degrees, and one row of each road on it, from end to end."""

    lonlat: Floats
    rows: tuple[int, ...]


def onward(lines: Lines, row: int, area: MultiPolygon, within: Box) -> Onward:
    """The line of ``row``, joined by its name, and led on over its ends inside ``area`` to the
    border: at each by the line of its kind that goes on most nearly straight, rather one of its
    rank, and along that one as long as its name lasts. ``within`` (degrees) is as far as anything
    is looked at. Empty where the row is no line."""
    own = joined(lines.shapes, lines.alike(row), row, within, named=bool(lines.name[row]))
    if len(own) < 2:
        return Onward(own, (row,))
    used = lines.alike(row)
    after = [*_led_on(lines, own, row, used, area, within)]
    before = [*_led_on(lines, own[::-1], row, used, area, within)]
    parts = [*(part[::-1] for _row, part in reversed(before)), own, *(part for _row, part in after)]
    rows = (*(one for one, _part in reversed(before)), row, *(one for one, _part in after))
    whole = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
    return Onward(whole, rows)


def _led_on(
    lines: Lines, line: Floats, row: int, used: Bools, area: MultiPolygon, within: Box
) -> Iterator[tuple[int, Floats]]:
    """The roads that follow the end of ``line`` up to the border, each from where the one before
    ends; what is taken is marked in ``used``."""
    plane = Plane.about(area)
    ground = plane.shape(area)
    border = ground.boundary
    boxes = shapely.bounds(lines.shapes)
    reach = JOIN_M / plane.metre_per_deg
    for _name in range(MOST):
        end = shapely.Point(plane.xy(line[-1]))
        if not ground.contains(end) or border.distance(end) <= REACH_M:
            return
        west_south, east_north = line[-1] - reach, line[-1] + reach
        near = (boxes[:, :2] <= east_north).all(axis=1) & (boxes[:, 2:] >= west_south).all(axis=1)
        candidates = np.flatnonzero(near & ~used & (lines.kind == lines.kind[row]))
        found = _straight_on(lines, plane, line, candidates, row)
        if found is None:
            return
        row, first = found
        used |= lines.alike(row) if lines.name[row] else np.arange(len(used)) == row
        line = _to_border(_with_its_name(lines, row, first, within), ground, plane)
        yield row, line


def _straight_on(
    lines: Lines, plane: Plane, line: Floats, candidates: NDArray[np.int64], before: int
) -> tuple[int, Floats] | None:
    """The line that goes on most nearly straight at the end of another one, and its part from
    there; of those of the same rank first."""
    end = plane.xy(line[-2:])
    best: tuple[tuple[bool, float], int, Floats] | None = None
    for at in candidates.tolist():
        same = lines.rank[at] == lines.rank[before]
        for way in _from(lines.shapes[at], plane, end[1]):
            turn = straightness(end, plane.xy(way[:2]))
            if turn < (SAME_CLASS if same else OTHER_CLASS):
                continue
            if best is None or (same, turn) > best[0]:
                best = (same, turn), at, way
    return None if best is None else (best[1], best[2])


def _from(shape: shapely.Geometry, plane: Plane, spot: Floats) -> Iterator[Floats]:
    """Both ways along a line from a vertex at a spot (metres)."""
    for part in shapely.get_parts(shape):
        if part.geom_type not in ("LineString", "LinearRing"):
            continue
        points = shapely.get_coordinates(part)
        away = np.hypot(*(plane.xy(points) - spot).T)
        at = int(away.argmin())
        if away[at] > JOIN_M:
            continue
        for way in (points[at:], points[at::-1]):
            if len(way) > 1:
                yield way


def _with_its_name(lines: Lines, row: int, first: Floats, within: Box) -> Floats:
    """A road from where it is entered to where its name ends."""
    shapes = lines.shapes.copy()
    shapes[row] = shapely.LineString(first)
    alike = lines.alike(row)
    if not lines.name[row]:
        alike = np.arange(len(alike)) == row
    whole = joined(shapes, alike, row, within, named=True)
    # Joined to both sides; from the place where it was entered it goes one way.
    start = np.flatnonzero((whole == first[0]).all(axis=1))
    step = np.flatnonzero((whole == first[1]).all(axis=1))
    if not len(start) or not len(step):
        return first
    forward = start[0] < step[0]
    return whole[start[0] :] if forward else whole[start[0] :: -1]


def _to_border(line: Floats, ground: MultiPolygon, plane: Plane) -> Floats:
    """A line up to its first point outside the ground."""
    outside = ~shapely.contains(ground, shapely.points(plane.xy(line)))
    outside[0] = False  # where it is entered
    if not outside.any():
        return line
    return line[: int(outside.argmax()) + 1]
