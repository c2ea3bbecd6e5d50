"""The county's customers and sites: where they are, who they are, what they are worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from gridstudio.demo import naming, words
from gridstudio.demo.land import SEAT_RADIUS_M, Land
from gridstudio.demo.plane import Floats

KINDS = (
    "enterprise_group", "specialised_market", "office_building", "industrial_park",
    "organisation", "street_shop", "community",
)  # fmt: skip
_SHARES = (0.10, 0.05, 0.07, 0.03, 0.08, 0.47, 0.20)
_MEDIAN_YUAN = (2600.0, 900.0, 1500.0, 4200.0, 1800.0, 190.0, 520.0)
_SPREAD = (1.0, 0.8, 0.9, 0.9, 0.8, 0.7, 0.7)
CLASS_FLOORS_YUAN = (("A", 6000.0), ("B", 1800.0), ("C", 400.0))
"""A customer is of the first class whose floor its monthly value reaches, else D."""

_IN_TOWN, _AT_SEATS, _IN_VILLAGES = 0.47, 0.14, 0.28  # the rest lies along the roads


@dataclass(frozen=True)
class Customers:
    """n customers: ``xy (n, 2)`` metres of the plane, ``value (n,)`` yuan a month, texts."""

    xy: Floats
    kind: list[str]
    class_: list[str]
    value: Floats
    name: list[str]
    address: list[str]
    contact: list[str]
    census: list[str]


@dataclass(frozen=True)
class Sites:
    """m sites: ``xy (m, 2)`` metres of the plane."""

    xy: Floats
    kind: list[str]
    name: list[str]
    code: list[str]
    address: list[str]


def settle(land: Land, count: int, chance: np.random.Generator) -> Customers:
    """Place ``count`` customers; half of them on a twentieth of the ground."""
    kind = chance.choice(len(KINDS), size=count, p=_SHARES)
    xy, place, road = _positions(land, count, chance)
    value = np.array(_MEDIAN_YUAN)[kind] * np.exp(
        chance.standard_normal(count) * np.array(_SPREAD)[kind]
    )
    value = np.round(value, 2)
    classes = np.full(count, "D", dtype="<U1")
    for key, floor in reversed(CLASS_FLOORS_YUAN):
        classes[value >= floor] = key
    draws = chance.integers(0, 1 << 30, (count, 6)).tolist()
    places = place_names(land)
    at = [places[number] for number in place.tolist()]
    pairs = zip(road.tolist(), place.tolist(), strict=True)
    streets = [land.roads[r].name if p < 0 else words.STREETS[r] for r, p in pairs]
    return Customers(
        xy,
        [KINDS[k] for k in kind.tolist()],
        classes.tolist(),
        value,
        list(map(naming.customer, kind.tolist(), draws, at)),
        list(map(naming.address, draws, at, streets)),
        list(map(naming.contact, draws)),
        list(map(naming.census, value.tolist(), draws)),
    )


def place_names(land: Land) -> list[str]:
    """The town, the seats, the villages; the last, which is also number -1, is no place."""
    return [words.TOWN, *words.TOWNSHIPS, *land.village_names, ""]


def place_sites(land: Land, chance: np.random.Generator) -> Sites:
    """Base stations everywhere people are, stores in town and seats, outlets, landmarks."""
    seats, villages = land.seats, land.villages
    twice = np.repeat(seats, 2, axis=0)
    some, few = villages[::2], villages[::4]
    positions = {
        "base_station": (
            _in_blocks(land, 34, chance),
            _near(twice, 500.0, chance),
            _near(some, 600.0, chance),
        ),
        "own_store": (_in_blocks(land, 4, chance), seats[::2] + 60.0),
        "outlet": (
            _in_blocks(land, 26, chance),
            _near(twice, 250.0, chance),
            _near(few, 80.0, chance),
        ),
        "landmark": (_in_blocks(land, len(words.LANDMARKS), chance),),
    }
    nearest = cKDTree(np.vstack([[[0.0, 0.0]], seats, villages]))
    places = place_names(land)
    xy, kind, name, code = [], [], [], []
    for key, groups in positions.items():
        points = _kept_inside(land, np.vstack(groups))
        xy.append(points)
        kind += [key] * len(points)
        name += naming.sites(key, len(points))
        code += [f"{_PREFIXES[key]}{number + 1:03d}" for number in range(len(points))]
    every = np.vstack(xy)
    address = [places[int(number)] for number in nearest.query(every)[1]]
    return Sites(every, kind, name, code, address)


_PREFIXES = {"base_station": "JZ", "own_store": "ZT", "outlet": "QD", "landmark": "DB"}


def _near(points: Floats, radius_m: float, chance: np.random.Generator) -> Floats:
    return points + chance.normal(0.0, radius_m, (len(points), 2))


def _positions(
    land: Land, count: int, chance: np.random.Generator
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Positions, the place of each (0 the town, then seats, then villages, -1 along a road) and
    the street or road it lies on."""
    where = chance.choice(
        4,
        size=count,
        p=(_IN_TOWN, _AT_SEATS, _IN_VILLAGES, 1 - _IN_TOWN - _AT_SEATS - _IN_VILLAGES),
    )
    xy = np.empty((count, 2))
    place = np.zeros(count, dtype=np.int64)
    road = chance.integers(0, len(words.STREETS), count)
    town = np.flatnonzero(where == 0)
    xy[town] = _in_blocks(land, len(town), chance)
    for group, points, radius_m, first in (
        (1, land.seats, SEAT_RADIUS_M / 2, 1),
        (2, land.villages, 170.0, 1 + len(land.seats)),
    ):
        rows = np.flatnonzero(where == group)
        weight = chance.lognormal(0.0, 0.5, len(points))
        chosen = chance.choice(len(points), size=len(rows), p=weight / weight.sum())
        xy[rows] = points[chosen] + chance.normal(0.0, radius_m, (len(rows), 2))
        place[rows] = first + chosen
    rows = np.flatnonzero(where == 3)
    xy[rows], road[rows] = _along_roads(land, len(rows), chance)
    place[rows] = -1
    return _kept_inside(land, xy), place, road


def _in_blocks(land: Land, count: int, chance: np.random.Generator) -> Floats:
    """Points in the town's blocks, mostly near the street front, more in the middle of town."""
    corners = np.array([shapely.get_coordinates(block)[:4] for block in land.blocks])
    middle = corners.mean(axis=1)
    weight = np.exp(-np.hypot(*middle.T) / 1_900.0)
    block = chance.choice(len(corners), size=count, p=weight / weight.sum())
    u, v = chance.beta(0.45, 0.45, count), chance.beta(0.45, 0.45, count)
    origin = corners[block, 0]
    east, north = corners[block, 1] - origin, corners[block, 3] - origin
    points: Floats = origin + u[:, None] * east + v[:, None] * north
    return points


def _along_roads(
    land: Land, count: int, chance: np.random.Generator
) -> tuple[Floats, NDArray[np.int64]]:
    at = [
        number
        for number, road in enumerate(land.roads)
        if road.category in ("trunk", "secondary", "local")
    ]
    lines = np.array([land.roads[number].geometry for number in at], dtype=object)
    length = shapely.length(lines)
    chosen = chance.choice(len(lines), size=count, p=length / length.sum())
    spots = shapely.line_interpolate_point(
        lines[chosen], chance.uniform(0, 1, count), normalized=True
    )
    xy = shapely.get_coordinates(spots) + chance.normal(0.0, 30.0, (count, 2))
    return xy, np.array(at, dtype=np.int64)[chosen]


def _kept_inside(land: Land, xy: Floats) -> Floats:
    """Those that scattered over the county's border are drawn towards the town until inside."""
    county = shapely.union_all(list(land.cells))
    shapely.prepare(county)
    outside = np.flatnonzero(~shapely.contains_xy(county, xy[:, 0], xy[:, 1]))
    while len(outside):
        xy[outside] *= 0.97
        outside = outside[~shapely.contains_xy(county, xy[outside, 0], xy[outside, 1])]
    return xy
