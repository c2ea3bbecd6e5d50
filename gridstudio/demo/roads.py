"""Country roads: trunk roads, a motorway, roads between the seats, and a lane to every village."""

from __future__ import annotations

import numpy as np
import shapely
from scipy.spatial.distance import cdist
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from gridstudio.demo import words
from gridstudio.demo.plane import Floats
from gridstudio.demo.settlement import Settlement
from gridstudio.demo.shapes import Shape, bent, pieces

_FAR_M = 40_000.0
_JUNCTION_EVERY = 8
"""Lanes meet a larger road at every so many-th of its vertices, about 800 m apart."""


def build_roads(
    chance: np.random.Generator,
    county: Polygon,
    settlements: tuple[Settlement, ...],
    villages: Floats,
    towns: BaseGeometry,
) -> list[Shape]:
    """All roads outside the settlements, cut to the county and to ``towns``, the settlements'
    ground, at whose streets they end."""
    roads = _trunks(chance, settlements[0])
    roads += _between_seats(chance, settlements)
    outside = _cut(roads, county)
    outside += _lanes(chance, outside, settlements, villages)
    motorway = _motorway(chance, towns)
    return _cut([*outside, motorway], county)


def _trunks(chance: np.random.Generator, town: Settlement) -> list[Shape]:
    """From the ends of the town's two axes to the four winds."""
    axes = [street.geometry for street in town.streets if street.category == "trunk"]
    ends = np.vstack([shapely.get_coordinates(line)[[0, -1]] for line in axes])
    roads = []
    for name, winds in zip(
        words.TRUNK_ROADS,
        (((-_FAR_M, 3_000.0), (_FAR_M, -6_000.0)), ((2_000.0, -_FAR_M), (-3_000.0, _FAR_M))),
        strict=False,
    ):
        for wind in winds:
            far = np.array(wind)
            gate = ends[int(np.argmax(ends @ far))]
            roads.append(Shape(LineString(bent(chance, gate, far, 0.05)), "trunk", name))
    return roads


def _motorway(chance: np.random.Generator, towns: BaseGeometry) -> Shape:
    """Past the town, and past the seats where that can be had."""
    best: LineString | None = None
    for _try in range(24):
        west, east = chance.uniform(8_500.0, 14_500.0, 2)
        ends = np.array([[-_FAR_M, west], [_FAR_M, east]])
        line = LineString(bent(chance, ends[0], ends[1], 0.035))
        if best is None or line.intersection(towns).length < best.intersection(towns).length:
            best = line
    assert best is not None
    return Shape(best, "motorway", words.MOTORWAY)


def _between_seats(chance: np.random.Generator, settlements: tuple[Settlement, ...]) -> list[Shape]:
    """Roads between relative neighbours: two places with no third nearer to both."""
    middles = np.array([settlement.frame.middle for settlement in settlements])
    apart = cdist(middles, middles)
    roads = []
    for a in range(len(middles)):
        for b in range(a):
            others = [c for c in range(len(middles)) if c not in (a, b)]
            if any(max(apart[a, c], apart[b, c]) < apart[a, b] for c in others):
                continue
            start, end = _facing(settlements[a].gates, settlements[b].gates)
            names = [words.TOWN, *words.TOWNSHIPS]
            name = f"{names[b][0]}{names[a][0]}公路"
            roads.append(Shape(LineString(bent(chance, start, end, 0.06)), "secondary", name))
    return roads


def _facing(gates: Floats, others: Floats) -> tuple[Floats, Floats]:
    a, b = np.unravel_index(int(cdist(gates, others).argmin()), (len(gates), len(others)))
    return gates[a], others[b]


def _lanes(
    chance: np.random.Generator,
    roads: list[Shape],
    settlements: tuple[Settlement, ...],
    villages: Floats,
) -> list[Shape]:
    """Join village after village to what is reached already, the nearest first."""
    reached = np.vstack(
        [shapely.get_coordinates(road.geometry)[::_JUNCTION_EVERY] for road in roads]
        + [settlement.gates for settlement in settlements]
    )
    waiting = list(range(len(villages)))
    distance = cdist(villages, reached)
    nearest, gap_m = distance.argmin(axis=1), distance.min(axis=1)
    first = len(reached)
    joined: set[tuple[int, int]] = set()
    order: list[int] = []
    lanes = []
    while waiting:
        village = min(waiting, key=lambda at: gap_m[at])
        waiting.remove(village)
        here = villages[village]
        target = int(nearest[village])
        lanes.append(_lane(chance, here, reached[target]))
        if target >= first:
            other = order[target - first]
            joined.add((min(village, other), max(village, other)))
        order.append(village)
        reached = np.vstack([reached, here])
        steps = np.hypot(*(villages - here).T)
        closer = steps < gap_m
        gap_m[closer], nearest[closer] = steps[closer], len(reached) - 1
    for a, b in np.argwhere(np.triu(cdist(villages, villages) < 2_600.0, 1)).tolist():
        if (a, b) not in joined and chance.uniform() < 0.3:
            lanes.append(_lane(chance, villages[a], villages[b]))
    return lanes


def _lane(chance: np.random.Generator, start: Floats, end: Floats) -> Shape:
    return Shape(LineString(bent(chance, start, end, 0.09)), "local", "")


def _cut(roads: list[Shape], county: Polygon) -> list[Shape]:
    return [
        Shape(part, road.category, road.name)
        for road in roads
        for part in pieces(road.geometry.intersection(county), "LineString")
        if part.length > 1.0
    ]
