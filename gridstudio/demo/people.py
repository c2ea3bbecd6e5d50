"""The county's customers and sites: where they are, who they are, what they are worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from gridstudio.demo import naming, words
from gridstudio.demo.land import Land
from gridstudio.demo.plane import Floats
from gridstudio.demo.settlement import Settlement
from gridstudio.geometry.prepared import contains_points
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress

KINDS = (
    "enterprise_group", "specialised_market", "office_building", "industrial_park",
    "organisation", "street_shop", "community",
)  # fmt: skip
_SHARES = (0.10, 0.05, 0.07, 0.03, 0.08, 0.47, 0.20)
_MEDIAN_YUAN = (2600.0, 900.0, 1500.0, 4200.0, 1800.0, 190.0, 520.0)
_SPREAD = (1.0, 0.8, 0.9, 0.9, 0.8, 0.7, 0.7)
CLASS_FLOORS_YUAN = (("A", 6000.0), ("B", 1800.0), ("C", 400.0))
"""A customer is of the first class whose floor its monthly value reaches, else D."""

_IN_TOWN, _AT_SEATS, _IN_VILLAGES = 0.44, 0.14, 0.30  # the rest lies along the roads
_AT_ONCE = 20_000


@dataclass
class _Spots:
    """Positions, and what an address is made of: place, street (object arrays), number."""

    xy: Floats
    place: NDArray[np.object_]
    street: NDArray[np.object_]
    number: NDArray[np.int64]


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


def settle(
    land: Land, count: int, chance: np.random.Generator, progress: Progress = no_progress
) -> Customers:
    """Place ``count`` customers; half of them on a twentieth of the ground."""
    kind = chance.choice(len(KINDS), size=count, p=_SHARES)
    spots = _positions(land, count, chance)
    value = np.array(_MEDIAN_YUAN)[kind] * np.exp(
        chance.standard_normal(count) * np.array(_SPREAD)[kind]
    )
    value = np.round(value, 2)
    classes = np.full(count, "D", dtype="<U1")
    for key, floor in reversed(CLASS_FLOORS_YUAN):
        classes[value >= floor] = key
    draws = chance.integers(0, 1 << 30, (count, 6))
    name: list[str] = []
    address: list[str] = []
    contact: list[str] = []
    census: list[str] = []
    for first in range(0, count, _AT_ONCE):
        progress(first / count, _("Settling customers"))
        rows = slice(first, first + _AT_ONCE)
        d, kinds = draws[rows].tolist(), kind[rows].tolist()
        places = spots.place[rows].tolist()
        streets = spots.street[rows].tolist()
        name += map(naming.customer, kinds, d, places, streets)
        address += map(naming.address, places, streets, spots.number[rows].tolist())
        contact += map(naming.contact, d)
        census += map(naming.census, value[rows].tolist(), d)
    return Customers(
        spots.xy,
        [KINDS[k] for k in kind.tolist()],
        classes.tolist(),
        value,
        name,
        address,
        contact,
        census,
    )


def place_names(land: Land) -> list[str]:
    """The town, the seats, the villages."""
    return [words.TOWN, *words.TOWNSHIPS, *land.village_names]


def place_sites(land: Land, chance: np.random.Generator) -> Sites:
    """Base stations everywhere people are, stores in town and seats, outlets, landmarks."""
    town, *seats = land.settlements
    around = np.vstack([np.repeat([seat.frame.middle], 2, axis=0) for seat in seats])
    some, few = land.villages[::2], land.villages[::4]
    positions = {
        "base_station": (
            town.scatter(34, chance)[0],
            _near(around, 500.0, chance),
            _near(some, 600.0, chance),
        ),
        "own_store": (
            town.scatter(4, chance)[0],
            *(seat.scatter(1, chance)[0] for seat in seats[::2]),
        ),
        "outlet": (
            town.scatter(26, chance)[0],
            *(seat.scatter(2, chance)[0] for seat in seats),
            _near(few, 80.0, chance),
        ),
        "landmark": (town.scatter(len(words.LANDMARKS), chance)[0],),
    }
    middles = np.array([place.frame.middle for place in land.settlements])
    nearest = cKDTree(np.vstack([middles, land.villages]))
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


def _positions(land: Land, count: int, chance: np.random.Generator) -> _Spots:
    shares = (_IN_TOWN, _AT_SEATS, _IN_VILLAGES, 1 - _IN_TOWN - _AT_SEATS - _IN_VILLAGES)
    where = chance.choice(4, size=count, p=shares)
    spots = _Spots(
        np.zeros((count, 2)),
        np.full(count, "", dtype=object),
        np.full(count, "", dtype=object),
        np.zeros(count, dtype=np.int64),
    )
    names = np.array(place_names(land), dtype=object)
    seat = chance.choice(
        len(land.settlements) - 1,
        size=count,
        p=_weights(chance, len(land.settlements) - 1),
    )
    _in_settlement(spots, np.flatnonzero(where == 0), land.settlements[0], names[0], chance)
    for at, settlement in enumerate(land.settlements[1:]):
        rows = np.flatnonzero((where == 1) & (seat == at))
        _in_settlement(spots, rows, settlement, names[at + 1], chance)
    _in_villages(spots, np.flatnonzero(where == 2), land, names[len(land.settlements) :], chance)
    _along_roads(spots, np.flatnonzero(where == 3), land, chance)
    spots.xy = _kept_inside(land, spots.xy)
    return spots


def _weights(chance: np.random.Generator, count: int) -> Floats:
    weight: Floats = chance.lognormal(0.0, 0.5, count)
    share: Floats = weight / weight.sum()
    return share


def _in_settlement(
    spots: _Spots,
    rows: NDArray[np.int64],
    settlement: Settlement,
    name: str,
    chance: np.random.Generator,
) -> None:
    xy, street, number = settlement.scatter(len(rows), chance)
    spots.xy[rows], spots.number[rows], spots.place[rows] = xy, number, name
    spots.street[rows] = np.array(settlement.names, dtype=object)[street]


def _in_villages(
    spots: _Spots,
    rows: NDArray[np.int64],
    land: Land,
    names: NDArray[np.object_],
    chance: np.random.Generator,
) -> None:
    village = chance.choice(
        len(land.villages), size=len(rows), p=_weights(chance, len(land.villages))
    )
    spread_m = 0.42 * land.village_m[village, None]
    spots.xy[rows] = land.villages[village] + spread_m * chance.standard_normal((len(rows), 2))
    spots.place[rows] = names[village]
    spots.number[rows] = chance.integers(1, 180, len(rows))


def _along_roads(
    spots: _Spots, rows: NDArray[np.int64], land: Land, chance: np.random.Generator
) -> None:
    roads = [road for road in land.roads if road.category != "motorway"]
    lines = np.array([road.geometry for road in roads], dtype=object)
    length = shapely.length(lines)
    road = chance.choice(len(lines), size=len(rows), p=length / length.sum())
    along_m = chance.uniform(0, 1, len(rows)) * length[road]
    points = shapely.get_coordinates(shapely.line_interpolate_point(lines[road], along_m))
    spots.xy[rows] = points + chance.normal(0.0, 30.0, (len(rows), 2))
    spots.street[rows] = np.array([shape.name for shape in roads], dtype=object)[road]
    spots.number[rows] = 1 + (along_m // 1000).astype(np.int64)


def _kept_inside(land: Land, xy: Floats) -> Floats:
    """Those that scattered over the county's border are drawn towards the town until inside."""
    outside = np.flatnonzero(~contains_points(land.county, xy))
    while len(outside):
        xy[outside] *= 0.97
        outside = outside[~contains_points(land.county, xy[outside])]
    return xy
