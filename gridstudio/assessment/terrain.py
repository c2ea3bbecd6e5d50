"""What others have drawn on the ground of an area: administrative areas and roads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridstudio.domain.snapshots import Bools, Features, Floats, Ints, Objects
from gridstudio.geometry.geodesic import geod
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.prepared import prepared
from gridstudio.jobs import Steps, finished

ADMINISTRATIVE = frozenset({"township", "administrative", "subdistrict", "village", "county"})
"""Categories of polygons that are administrative areas."""

MAIN_ROADS = ("motorway", "trunk", "primary")
"""Trunk roads (主干线)."""

STREETS = ("secondary", "tertiary", "ramp", "street", "local", "residential", "service", "road")
"""Streets (街道); "road" stands for those of no category."""

ROADS = MAIN_ROADS + STREETS
"""Categories of lines that are roads, by rank; the words are OpenStreetMap's and the demo's."""

SLIVER = 0.001
"""Less of an administrative area than this share of the ground is a border drawn twice."""

HOLDS = "holds"
"""Option of a layer: what its shapes count as, whatever their category: "administrative", "roads"
or "nothing"."""

AT_A_TIME = 64
"""Roads clipped in one step: two milliseconds where they lie in the ground or beside it."""

LINE, MULTIPLE = 1, 4
"""GEOS's numbers of types: a line, and the first of those that have parts."""


@dataclass(frozen=True)
class Covered:
    """An administrative area that lies in the area; ``share`` of the area's ground, 0 to 1."""

    name: str
    share: float


@dataclass(frozen=True)
class Road:
    """The length within the area of the road of that name ("" for those without one)."""

    category: str
    name: str
    km: float


@dataclass(frozen=True)
class Cover:
    """What lies on the ground of one area."""

    administrative: tuple[Covered, ...] = ()
    roads: tuple[Road, ...] = ()

    @cached_property
    def road_km(self) -> Mapping[str, float]:
        """Kilometres per category, by rank."""
        result: dict[str, float] = {}
        for road in self.roads:
            result[road.category] = result.get(road.category, 0.0) + road.km
        return MappingProxyType(result)


@dataclass(frozen=True, eq=False)
class Terrain:
    """All administrative areas and roads of the layers, ready to be looked up.

    ``source`` are the layers' snapshots with what they count as: two terrains of the same are
    equal. ``road_km (n,)`` is each road's whole length.
    """

    source: tuple[tuple[Features, str], ...]
    polygons: Features
    roads: Features
    road_km: Floats
    polygon_tree: shapely.STRtree = field(repr=False)
    road_tree: shapely.STRtree = field(repr=False)

    def is_of(self, source: Iterable[tuple[Features, str]]) -> bool:
        """Whether it was made of these very snapshots."""
        other = tuple(source)
        return len(other) == len(self.source) and all(
            mine[0] is yours[0] and mine[1] == yours[1]
            for mine, yours in zip(self.source, other, strict=True)
        )


def terrain_of(source: Iterable[tuple[Features, str]]) -> Terrain:
    """Gather what the layers hold: each with what it counts as (HOLDS; "" by category)."""
    layers = tuple(source)
    polygons = _together([_of_category(*layer, "administrative") for layer in layers])
    roads = _together([_of_category(*layer, "roads") for layer in layers])
    return Terrain(
        layers,
        polygons,
        roads,
        lengths_km(roads.geometry),
        shapely.STRtree(polygons.geometry),
        shapely.STRtree(roads.geometry),
    )


def within(layer: Features, bounds: tuple[float, float, float, float]) -> Features:
    """The shapes of a layer whose bounds meet some (west, south, east, north)."""
    west, south, east, north = shapely.bounds(layer.geometry).reshape(-1, 4).T
    meets = (west <= bounds[2]) & (east >= bounds[0]) & (south <= bounds[3]) & (north >= bounds[1])
    return _picked(layer, layer.category, meets)


def cover_of(area: BaseGeometry, terrain: Terrain) -> Cover:
    """What of a terrain lies on the ground of an area (degrees WGS-84)."""
    return finished(cover_steps(area, terrain))


def cover_steps(
    area: BaseGeometry, terrain: Terrain, *, administrative: bool = True, roads: bool = True
) -> Steps[Cover]:
    """The same in steps, and only what is asked for."""
    area = prepared(area)
    covered = (yield from _administrative(area, terrain)) if administrative else ()
    return Cover(covered, (yield from _roads(area, terrain)) if roads else ())


def differing_boxes(old: Terrain, new: Terrain) -> Floats:
    """Bounds ``(n, 4)`` in degrees of the shapes that only one of two terrains has."""
    if old is new or old.is_of(new.source):
        return np.empty((0, 4))
    boxes = [
        _only_in(*pair)
        for one, other in ((old.polygons, new.polygons), (old.roads, new.roads))
        for pair in ((one, other), (other, one))
    ]
    return np.concatenate(boxes)


def lengths_km(lines: Objects) -> Floats:
    """Length ``(n,)`` of the lines in each of many geometries, collections of lines included."""
    found: Floats = np.zeros(len(lines))
    parts, row = _leaves(lines)
    points, part = shapely.get_coordinates(parts, return_index=True)
    if len(points) < 2:
        return found
    together = part[1:] == part[:-1]
    start, end = points[:-1][together].T, points[1:][together].T
    ends = (np.ascontiguousarray(values) for values in (*start, *end))
    lon, lat, lon_after, lat_after = ends
    metres = geod().inv(lon, lat, lon_after, lat_after)[2]
    np.add.at(found, row[part[1:][together]], metres)
    return found / 1000


def _administrative(area: BaseGeometry, terrain: Terrain) -> Steps[tuple[Covered, ...]]:
    whole = area_km2(area)
    found: dict[str, float] = {}
    for row in np.sort(terrain.polygon_tree.query(area, predicate="intersects")).tolist():
        common = shapely.intersection(area, terrain.polygons.geometry[row])
        ground = sum(area_km2(part) for part in _polygons(common))
        if whole > 0 and ground / whole > SLIVER:
            name = str(terrain.polygons.name[row])
            found[name] = found.get(name, 0.0) + ground / whole
        yield
    covered = [Covered(name, share) for name, share in found.items()]
    return tuple(sorted(covered, key=lambda item: (-item.share, item.name)))


def _roads(area: BaseGeometry, terrain: Terrain) -> Steps[tuple[Road, ...]]:
    rows = np.sort(terrain.road_tree.query(area))
    km = np.zeros(len(rows))
    for first in range(0, len(rows), AT_A_TIME):
        some = slice(first, first + AT_A_TIME)
        km[some] = _km_within(area, terrain, rows[some])
        yield
    lengths: dict[tuple[str, str], float] = {}
    for at in np.flatnonzero(km > 0).tolist():
        key = (str(terrain.roads.category[rows[at]]), str(terrain.roads.name[rows[at]]))
        lengths[key] = lengths.get(key, 0.0) + float(km[at])
    roads = [Road(category, name, total) for (category, name), total in lengths.items()]
    return tuple(sorted(roads, key=lambda road: (ROADS.index(road.category), -road.km, road.name)))


def _km_within(area: BaseGeometry, terrain: Terrain, rows: Ints) -> Floats:
    """How much of each road lies in a prepared area."""
    lines, km = terrain.roads.geometry[rows], terrain.road_km[rows].copy()
    meets = shapely.intersects(area, lines)
    km[~meets] = 0.0
    crossing = meets & ~shapely.covers(area, lines)
    km[crossing] = lengths_km(shapely.intersection(lines[crossing], area))
    return km


def _of_category(layer: Features, holds: str, meaning: str) -> Features:
    """The shapes of a layer that count as roads or administrative areas."""
    polygons = meaning == "administrative"
    wide = shapely.get_dimensions(layer.geometry) == (2 if polygons else 1)
    category = layer.category.astype(str).astype(object)
    known = ADMINISTRATIVE if polygons else frozenset(ROADS)
    named = np.isin(category.astype(str), list(known))
    if holds == meaning:
        category[~named] = "administrative" if polygons else "road"
        return _picked(layer, category, wide)
    # A collection has a dimension of its own: what its category says counts.
    return _picked(layer, category, named if not holds else np.zeros(len(layer), dtype=bool))


def _picked(layer: Features, category: Objects, rows: Bools) -> Features:
    return Features(layer.id[rows], layer.geometry[rows], category[rows], layer.name[rows])


def _together(layers: list[Features]) -> Features:
    empty = np.empty(0, dtype=object)
    every = [Features(np.empty(0, dtype=np.int64), empty, empty, empty), *layers]
    return Features(
        np.concatenate([layer.id for layer in every]),
        np.concatenate([layer.geometry for layer in every]),
        np.concatenate([layer.category for layer in every]),
        np.concatenate([layer.name for layer in every]),
    )


def _only_in(these: Features, others: Features) -> Floats:
    """Bounds of the features of ``these`` that ``others`` has not, or has with other facts."""
    known = set(_facts(others))
    rows = [row for row, facts in enumerate(_facts(these)) if facts not in known]
    bounds: Floats = shapely.bounds(these.geometry[rows]).reshape(-1, 4)
    return bounds


def _facts(features: Features) -> Iterable[tuple[bytes, str, str]]:
    shapes = shapely.to_wkb(features.geometry)
    return zip(shapes, features.category.tolist(), features.name.tolist(), strict=True)


def _leaves(shapes: Objects) -> tuple[Objects, np.ndarray]:
    """The single lines in geometries of any kind, and of which each is."""
    row = np.arange(len(shapes))
    while (shapely.get_type_id(shapes) >= MULTIPLE).any():
        shapes, at = shapely.get_parts(shapes, return_index=True)
        row = row[at]
    lines = shapely.get_type_id(shapes) == LINE
    return shapes[lines], row[lines]


def _polygons(shape: BaseGeometry) -> list[BaseGeometry]:
    """The single polygons of any geometry, collections of multi-geometries included."""
    parts = [shape]
    while any(hasattr(part, "geoms") for part in parts):
        parts = [leaf for part in parts for leaf in getattr(part, "geoms", [part])]
    return [part for part in parts if part.geom_type == "Polygon"]
