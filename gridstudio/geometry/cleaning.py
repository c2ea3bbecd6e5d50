"""Dirty polygons made into a coverage: no gap, no overlap, and a list of all that was changed.

All borders are noded together and cut the plane into faces; each face goes to one area (after
Ledoux, Arroyo Ohori and Meijers 2014, “A triangulation-based approach to automatically repair GIS
polygons”, with faces in place of triangles). Since areas are then sets of whole faces, neighbours
share their borders exactly, and every face that changed hands can be named with its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.plane import METRE_PER_DEG
from gridstudio.geometry.prepared import prepared
from gridstudio.geometry.rings import Point, polygons

GRID_DEG = 1e-9
NOBODY = -1
Kind = Literal["crossing", "gap", "overlap", "outside", "vanished"]
Ints = NDArray[np.int64]
Objects = NDArray[np.object_]


@dataclass(frozen=True)
class Repair:
    """One change. ``among`` are the places of the polygons concerned, ``to`` of the one that has
    the ground now (NOBODY: left open, or cut off); ``place`` is in degrees.

    ``crossing``: a border that crossed itself, with the ground by which the polygon changed;
    ``gap`` and ``overlap``: ground of nobody or of several; ``outside``: beyond the area above;
    ``vanished``: a polygon of which nothing is left, since others have all of it.
    """

    kind: Kind
    area_m2: float
    place: Point
    among: tuple[int, ...]
    to: int = NOBODY
    ground: MultiPolygon = field(default_factory=MultiPolygon, compare=False)


@dataclass(frozen=True)
class Cleaned:
    """``shapes`` as the polygons given, in their order, empty where one vanished; ``repairs`` the
    largest first."""

    shapes: tuple[MultiPolygon, ...]
    repairs: tuple[Repair, ...]


def clean(
    shapes: Sequence[BaseGeometry | None], tolerance_m: float, within: MultiPolygon | None = None
) -> Cleaned:
    """Make polygons in degrees a coverage, within another area if one is given.

    Gaps that are nowhere wider than ``tolerance_m`` go to the neighbour with the longest border;
    wider ones stay open. Ground of several goes to the one of them with the longest border where it
    is narrow, else to the smallest of them, since an area drawn inside another is meant to be a
    hole in it. What is no polygon counts as empty.
    """
    repairs: list[Repair] = []
    sound = [_sound(shape, at, repairs) for at, shape in enumerate(shapes)]
    faces = _faces(sound, within)
    claims = _claims(faces, sound)
    if within is not None:
        faces, claims = _inside(faces, claims, within, repairs, tolerance_m)
    owner = _owners(faces, claims, sound, tolerance_m, repairs)
    made = tuple(_joined(faces[owner == at]) for at in range(len(sound)))
    for at, (was, now) in enumerate(zip(sound, made, strict=True)):
        if now.is_empty and not was.is_empty:
            repairs.append(_repair("vanished", was, (at,)))
    return Cleaned(made, tuple(sorted(repairs, key=lambda repair: -repair.area_m2)))


def _sound(shape: BaseGeometry | None, at: int, repairs: list[Repair]) -> MultiPolygon:
    """The polygons of a shape, made valid."""
    if shape is None or shape.is_empty:
        return MultiPolygon()
    rounded = shapely.set_precision(shape, GRID_DEG, mode="pointwise")
    if rounded.is_valid:
        return MultiPolygon(polygons(rounded))
    made = MultiPolygon(polygons(shapely.make_valid(rounded, method="structure")))
    # How much the ground of a crossing ring is, is a matter of opinion: by lobes, or by turns.
    turned = shapely.make_valid(rounded)
    changed = made.symmetric_difference(MultiPolygon(polygons(turned)))
    spot = changed if not changed.is_empty else made
    ground = MultiPolygon(polygons(changed))
    repairs.append(Repair("crossing", _m2(changed), _spot(spot), (at,), at, ground))
    return made


def _faces(shapes: list[MultiPolygon], within: MultiPolygon | None) -> Objects:
    borders = [shape.boundary for shape in (*shapes, *([within] if within is not None else []))]
    if all(border.is_empty for border in borders):
        return np.empty(0, dtype=object)
    lines = shapely.union_all(borders, grid_size=GRID_DEG)
    made: Objects = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    return made


def _claims(faces: Objects, shapes: list[MultiPolygon]) -> list[tuple[int, ...]]:
    """For each face the polygons that hold it, in their order."""
    claims: list[list[int]] = [[] for _face in faces]
    if len(faces):
        spots = shapely.point_on_surface(faces)
        tree = shapely.STRtree(spots)
        for at, shape in enumerate(shapes):
            for face in tree.query(shape, predicate="contains").tolist():
                claims[face].append(at)
    return [tuple(claim) for claim in claims]


def _inside(
    faces: Objects,
    claims: list[tuple[int, ...]],
    within: MultiPolygon,
    repairs: list[Repair],
    tolerance_m: float,
) -> tuple[Objects, list[tuple[int, ...]]]:
    """The faces inside the area above; what is claimed beyond it is cut off and told."""
    if not len(faces):
        return faces, claims
    inside = shapely.contains(prepared(within), shapely.point_on_surface(faces))
    for at in np.flatnonzero(~inside).tolist():
        if claims[at]:
            repairs.append(_repair("outside", faces[at], claims[at]))
    kept = np.flatnonzero(inside)
    return faces[kept], [claims[at] for at in kept.tolist()]


def _owners(
    faces: Objects,
    claims: list[tuple[int, ...]],
    shapes: list[MultiPolygon],
    tolerance_m: float,
    repairs: list[Repair],
) -> Ints:
    """Who gets each face, by its place among the shapes; NOBODY for a wide gap."""
    owner = np.array([claim[0] if len(claim) == 1 else NOBODY for claim in claims], dtype=np.int64)
    contested = [at for at, claim in enumerate(claims) if len(claim) != 1]
    if not contested:
        return owner
    narrow = dict(zip(contested, are_narrow(faces[contested], tolerance_m).tolist(), strict=True))
    size = [shape.area for shape in shapes]
    waiting = []
    for at in contested:
        if claims[at] and not narrow[at]:
            owner[at] = min(claims[at], key=lambda claim: (size[claim], claim))
        elif narrow[at]:
            waiting.append(at)
    borders = _neighbours(faces, waiting)
    while waiting:
        left = [at for at in waiting if not _decided(at, claims[at], borders[at], owner)]
        if len(left) == len(waiting):
            break
        waiting = left
    for at in waiting:  # an overlap that touches nobody but overlaps
        if claims[at]:
            owner[at] = claims[at][0]
    for at in contested:
        kind: Kind = "overlap" if claims[at] else "gap"
        repairs.append(_repair(kind, faces[at], claims[at], int(owner[at])))
    return owner


def _decided(
    at: int, claim: tuple[int, ...], borders: list[tuple[int, float]], owner: Ints
) -> bool:
    """Give a narrow face to the neighbour with the longest border, among those who claim it."""
    lengths: dict[int, float] = {}
    for other, length in borders:
        holder = int(owner[other])
        if holder != NOBODY and (not claim or holder in claim):
            lengths[holder] = lengths.get(holder, 0.0) + length
    if not lengths:
        return False
    owner[at] = max(lengths, key=lambda holder: (lengths[holder], -holder))
    return True


def _neighbours(faces: Objects, wanted: list[int]) -> dict[int, list[tuple[int, float]]]:
    """For some faces the faces beside them, with the length of the border in between (degrees)."""
    tree = shapely.STRtree(faces)
    found: dict[int, list[tuple[int, float]]] = {}
    for at in wanted:
        others = tree.query(faces[at], predicate="touches")
        common = shapely.length(shapely.intersection(faces[others], faces[at]))
        found[at] = [
            (int(other), float(length))
            for other, length in zip(others, common, strict=True)
            if length > 0
        ]
    return found


def are_narrow(faces: Objects, tolerance_m: float) -> NDArray[np.bool_]:
    """Whether polygons in degrees are nowhere wider than the tolerance: nothing is left of them
    when their border moves in by half of it."""
    latitude = np.radians(shapely.get_y(shapely.centroid(faces)))
    east, north = METRE_PER_DEG * np.cos(latitude), METRE_PER_DEG

    def flat(face: Polygon, scale: float) -> Polygon:
        return shapely.transform(face, lambda xy: xy * (scale, north))

    metres = np.array([flat(face, scale) for face, scale in zip(faces, east, strict=True)])
    empty: NDArray[np.bool_] = shapely.is_empty(shapely.buffer(metres, -tolerance_m / 2))
    return empty


def _joined(faces: Objects) -> MultiPolygon:
    return (
        MultiPolygon(polygons(shapely.coverage_union_all(faces))) if len(faces) else MultiPolygon()
    )


def _repair(kind: Kind, shape: BaseGeometry, among: tuple[int, ...], to: int = NOBODY) -> Repair:
    return Repair(kind, _m2(shape), _spot(shape), among, to, MultiPolygon(polygons(shape)))


def _m2(shape: BaseGeometry) -> float:
    return sum(area_km2(part) for part in polygons(shape)) * 1e6


def _spot(shape: BaseGeometry) -> Point:
    point = shape.representative_point()
    return float(point.x), float(point.y)
