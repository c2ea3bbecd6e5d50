"""Areas of all levels laid over each other: the faces that their borders cut, and who holds each.

Where areas are sound, every face belongs to one area of each level. Areas that are made anew from
faces share their vertices exactly, with the areas beside, above and below them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.coverage import Coverage, Ground
from gridstudio.geometry.edge_table import edges_of
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.rings import Point, polygons
from gridstudio.geometry.rounding import round_geometry

GRID_DEG = 1e-9
Objects = NDArray[np.object_]
Faces = frozenset[int]


@dataclass(frozen=True, eq=False)
class Arrangement:
    """``faces (m,)`` polygons in degrees; ``held`` the faces of each area by its id; ``whole`` the
    areas that are exactly theirs, the borders of the others not having been cut; ``doubtful`` those
    of the others on whose border the point lies by which a face is known, so that nobody seems to
    hold it."""

    faces: Objects
    held: dict[int, set[int]]
    whole: frozenset[int]
    doubtful: frozenset[int] = frozenset()

    def ground(self, faces: Iterable[int]) -> MultiPolygon:
        """Faces joined; every vertex stays."""
        return joined(self.faces[sorted(faces)])

    def size(self, faces: Iterable[int]) -> float:
        """How large faces are together, in square degrees."""
        return float(self._size[[*faces]].sum())

    def pieces(self, faces: Iterable[int]) -> list[Faces]:
        """The faces in groups that hang together by borders."""
        left, found = {*faces}, []
        while left:
            waiting = [left.pop()]
            piece = {*waiting}
            while waiting:
                beside = left & self._beside.get(waiting.pop(), {}).keys()
                left -= beside
                piece |= beside
                waiting += beside
            found.append(frozenset(piece))
        return sorted(found, key=min)

    def neighbours(self, faces: Faces) -> list[tuple[int, float]]:
        """Faces beside a group of them, with the length of the border in between (degrees)."""
        return [
            (other, length)
            for face in sorted(faces)
            for other, length in self._beside.get(face, {}).items()
            if other not in faces
        ]

    @cached_property
    def _size(self) -> NDArray[np.float64]:
        sizes: NDArray[np.float64] = shapely.area(self.faces)
        return sizes

    @cached_property
    def _beside(self) -> dict[int, dict[int, float]]:
        """For each face those beside it, with the length of the common border."""
        edges = edges_of(self.faces)
        order = np.argsort(edges.key, kind="stable")
        key = edges.key[order]
        twice = np.flatnonzero(key[1:] == key[:-1])
        one, other = edges.shape[order[twice]], edges.shape[order[twice + 1]]
        length = shapely.length(edges.take(order[twice]).lines())
        found: dict[int, dict[int, float]] = {}
        for a, b, long in zip(one.tolist(), other.tolist(), length.tolist(), strict=True):
            for face, beside in ((a, b), (b, a)):
                lengths = found.setdefault(face, {})
                lengths[beside] = lengths.get(beside, 0.0) + long
        return found


def arrange(grounds: Iterable[Ground], others: Iterable[Ground]) -> Arrangement:
    """The faces that the borders of ``grounds`` cut. ``others`` may hold faces, too; their borders
    are taken to be those of ``grounds`` wherever they come near."""
    cutting = {ground.id: solid(ground.geometry) for ground in grounds}
    shapes = cutting | {held.id: held.geometry for held in others if held.id not in cutting}
    borders = [shape.boundary for shape in cutting.values() if not shape.is_empty]
    if not borders:
        return Arrangement(np.empty(0, dtype=object), {key: set() for key in shapes}, frozenset())
    lines = shapely.union_all(borders, grid_size=GRID_DEG)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    tree = shapely.STRtree(shapely.point_on_surface(faces))
    held: dict[int, set[int]] = {key: set() for key in shapes}
    keys = [*shapes]
    listed = np.empty(len(keys), dtype=object)
    listed[:] = [*shapes.values()]
    of, face = tree.query(listed, predicate="contains")
    for at, number in zip(of.tolist(), face.tolist(), strict=True):
        held[keys[at]].add(number)
    uncut = listed[len(cutting) :]
    on_border = np.unique(tree.query(uncut, predicate="touches")[0]) + len(cutting)
    doubtful = frozenset(keys[at] for at in on_border.tolist())
    return Arrangement(faces, held, frozenset(cutting), doubtful)


def involved(coverage: Coverage, lines: Objects, certain: Iterable[int]) -> list[Ground]:
    """The areas of all levels that come near to lines where something is wrong, with all above
    them; ``certain`` are ids of areas to take in any case."""
    present = [held for held in coverage.grounds.values() if has_ground(held)]
    shapes = np.empty(len(present), dtype=object)
    shapes[:] = [held.geometry for held in present]
    keys = {*certain}
    if len(lines) and len(present):
        near = shapely.STRtree(lines).query(shapes, predicate="dwithin", distance=2 * GRID_DEG)
        keys |= {present[at].id for at in np.unique(near[0]).tolist()}
    waiting = [*keys]
    while waiting:
        above = {coverage[key].parent for key in waiting if key in coverage.grounds}
        waiting = [*(above - keys)]
        keys |= above
    return [held for held in present if held.id in keys]


def has_ground(held: Ground) -> bool:
    """Whether an area has a shape at all."""
    return held.geometry is not None and not held.geometry.is_empty


def solid(shape: MultiPolygon) -> MultiPolygon:
    """A shape made valid, on the file's grid."""
    rounded = shapely.set_precision(shape, GRID_DEG, mode="pointwise")
    if not rounded.is_valid:
        rounded = shapely.make_valid(rounded, method="structure")
    return MultiPolygon(polygons(rounded))


def joined(faces: Objects) -> MultiPolygon:
    """Faces as one area, with every vertex of theirs, as the file holds it."""
    if not len(faces):
        return MultiPolygon()
    return round_geometry(MultiPolygon(polygons(shapely.coverage_union_all(faces))))


def m2(shape: MultiPolygon) -> float:
    """Area in square metres on the ellipsoid (``ground_area``), of a shape in degrees."""
    return sum(area_km2(part) for part in polygons(shape)) * 1e6


def spot(shape: MultiPolygon) -> Point:
    """A place inside a shape, in its largest part."""
    most = max(polygons(shape), key=lambda part: part.area)
    point = most.representative_point()
    return float(point.x), float(point.y)
