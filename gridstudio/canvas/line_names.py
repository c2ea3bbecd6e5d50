"""Names along lines: where they stand at a scale, found once and kept while the view moves.

Lines of one name that meet are one line, on which the name comes again and again. Places are in
pixels of the plane at that scale, so that a moved view shows the very same letters.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtGui import QFont

from gridstudio.canvas.lettering import Box, Course, Lettered
from gridstudio.canvas.painters.shapes import shapes_of

Objects = NDArray[np.object_]
APART_PX = 260.0
"""Free line between a name and the next, at least."""
_TRIES = (0.0, -40.0, 40.0, -80.0, 80.0)
"""Where a line bends too much, the name stands a little before or after."""
_KEPT_SCALES = 3


@dataclass(frozen=True, eq=False)
class NamedLines:
    """Lines in metres, the longest first: ``text (n,)``, ``line (n,)``, ``boxes (n, 4)``, and
    ``row (n,)`` the first of the features that each is made of."""

    text: Objects
    line: Objects
    boxes: NDArray[np.float64]
    row: NDArray[np.int64]
    placed: dict[tuple[object, ...], dict[int, list[Lettered]]] = field(default_factory=dict)

    def at_scale(self, number: int, metre_per_px: float, font: QFont) -> list[Lettered]:
        """The places of a line's name, in pixels of the plane (y downwards from the equator)."""
        key = (metre_per_px, font.key())
        if key not in self.placed:
            while len(self.placed) >= _KEPT_SCALES:
                self.placed.pop(next(iter(self.placed)))
            self.placed[key] = {}
        known = self.placed[key]
        if number not in known:
            points = shapely.get_coordinates(self.line[number]) / metre_per_px
            points[:, 1] *= -1
            known[number] = _places(str(self.text[number]), points, font)
        return known[number]


_made: dict[int, tuple[weakref.ref[Objects], dict[int, NamedLines]]] = {}


def named_lines(geometry: Objects, texts: Objects) -> NamedLines:
    """The lines among geometries in degrees that bear a text; remembered as long as they live."""
    kept = _made.get(id(geometry))
    if kept is None or kept[0]() is not geometry:
        gone = partial(_forget, id(geometry))
        kept = _made[id(geometry)] = weakref.ref(geometry, gone), {}
    if id(texts) not in kept[1]:
        kept[1][id(texts)] = _joined(geometry, texts)
    return kept[1][id(texts)]


def _forget(key: int, _gone: object) -> None:
    _made.pop(key, None)


def _joined(geometry: Objects, texts: Objects) -> NamedLines:
    shapes = shapes_of(geometry)
    words = texts.astype(str)
    rows = np.flatnonzero((shapes.kind == 1) & (words != ""))
    different, of_row = np.unique(words[rows], return_inverse=True)
    order = np.argsort(of_row, kind="stable")
    ends = np.searchsorted(of_row[order], np.arange(len(different) + 1))
    text, line, first = [], [], []
    for number, name in enumerate(different.tolist()):
        members = rows[order[ends[number] : ends[number + 1]]]
        parts = shapely.get_parts(shapes.metres[members])
        for one in shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts))).tolist():
            text.append(name)
            line.append(one)
            first.append(int(members[0]))
    lines = np.empty(len(line), dtype=object)
    lines[:] = line
    at = np.argsort(-shapely.length(lines), kind="stable")
    return NamedLines(
        np.array(text, dtype=object)[at],
        lines[at],
        shapely.bounds(lines[at]).reshape(-1, 4),
        np.array(first, dtype=np.int64)[at],
    )


def _places(text: str, points: NDArray[np.float64], font: QFont) -> list[Lettered]:
    course = Course(_smoothed(points))
    wide = font.pixelSize() * 0.62 * len(text)
    if course.length < wide:
        return []
    count = max(int(course.length / (wide + APART_PX)), 1)
    found = []
    for number in range(count):
        middle = course.length * (number + 0.5) / count
        for away in _TRIES:
            place = course.written(text, font, middle + away)
            if place is not None:
                found.append(place)
                break
    return found


def _smoothed(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Without corners that letters would stumble over."""
    line = shapely.simplify(shapely.linestrings(points), 0.8, preserve_topology=False)
    kept: NDArray[np.float64] = shapely.get_coordinates(line)
    return kept if len(kept) > 1 else points


def moved(place: Lettered, left: float, top: float) -> Lettered:
    """The same letters where the plane's pixel ``left``, ``top`` is the view's first."""
    pieces = tuple((text, x - left, y - top, turn) for text, x, y, turn in place.pieces)
    boxes: tuple[Box, ...] = tuple(
        (box[0] - left, box[1] - top, box[2] - left, box[3] - top) for box in place.boxes
    )
    return replace(place, pieces=pieces, boxes=boxes)
