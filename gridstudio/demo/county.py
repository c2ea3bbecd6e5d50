"""The demo county as a whole, from a seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from gridstudio.demo import words
from gridstudio.demo.land import Land, lay_out
from gridstudio.demo.people import Customers, Sites, place_sites, settle
from gridstudio.demo.plane import to_degrees
from gridstudio.demo.recording import nmea_recording
from gridstudio.geometry.rings import together
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress

URBAN_DISTRICTS = (0, 1)
HALF_DRAWN_DISTRICT = 2
"""Districts before this one are drawn in full, this one in half, the others not yet."""


@dataclass(frozen=True)
class DemoArea:
    """A district (``parent`` -1) or a grid of the district number ``parent``, degrees WGS-84."""

    geometry: MultiPolygon
    name: str
    parent: int
    urban: bool
    open: bool = False
    team: str = ""
    manager: str = ""


@dataclass(frozen=True)
class DemoFeature:
    """A feature of a layer, degrees WGS-84."""

    layer: str
    geometry: BaseGeometry
    category: str
    name: str


@dataclass(frozen=True)
class DemoCounty:
    """All that the demo's project holds. ``districts`` and ``grids`` tile ``border`` exactly."""

    name: str
    border: MultiPolygon
    districts: tuple[DemoArea, ...]
    grids: tuple[DemoArea, ...]
    features: tuple[DemoFeature, ...]
    customers: Customers
    sites: Sites
    recording: bytes


def build_county(
    customers: int = 12_000, seed: int = 1, progress: Progress = no_progress
) -> DemoCounty:
    """Make the county; the same numbers give the same county, byte for byte."""
    streams = [np.random.default_rng([seed, part]) for part in range(4)]
    progress(0.0, _("Laying out the county"))
    land = lay_out(streams[0])
    cells = [_in_degrees(cell) for cell in land.cells]
    districts, grids = _division(land, cells, streams[3])
    progress(0.2, _("Settling customers"))
    people = settle(land, customers, streams[1])
    progress(0.9, _("Placing sites"))
    return DemoCounty(
        words.COUNTY,
        together(cells),
        districts,
        grids,
        tuple(_features(land)),
        people,
        place_sites(land, streams[2]),
        nmea_recording(land, streams[3]),
    )


def _division(
    land: Land, cells: list[MultiPolygon], chance: np.random.Generator
) -> tuple[tuple[DemoArea, ...], tuple[DemoArea, ...]]:
    districts, grids = [], []
    town_names = iter(words.STREETS)
    country_names = iter((*words.TOWNSHIPS, *(f"{name[:2]}北" for name in words.TOWNSHIPS)))
    for number, name in enumerate(words.DISTRICTS):
        mine = [cell for cell, owner in zip(cells, land.district, strict=True) if owner == number]
        urban = number in URBAN_DISTRICTS
        manager = _person(chance)
        districts.append(
            DemoArea(together(mine), name, -1, urban, False, f"{name[:2]}团队", manager)
        )
        drawn = len(mine) if number < HALF_DRAWN_DISTRICT else 0
        if number == HALF_DRAWN_DISTRICT:
            drawn = len(mine) // 2
        for cell in mine[:drawn]:
            grid = f"{next(town_names if urban else country_names)}网格"
            staffed = chance.uniform() < 0.85
            team = f"{grid[:-2]}队" if staffed else ""
            person = _person(chance) if staffed else ""
            grids.append(DemoArea(cell, grid, number, urban, False, team, person))
        if drawn < len(mine):
            grids.append(DemoArea(together(mine[drawn:]), "", number, urban, open=True))
    return tuple(districts), tuple(grids)


def _features(land: Land) -> list[DemoFeature]:
    township_names = (words.TOWN, *words.TOWNSHIPS)
    centres = np.vstack([[[0.0, 0.0]], land.seats])
    found = []
    for township in land.townships:
        middle = np.array(township.centroid.coords[0])
        name = township_names[int(np.argmin(np.hypot(*(centres - middle).T)))]
        found.append(DemoFeature("townships", _in_degrees(township), "township", name))
    found.append(DemoFeature("water", _in_degrees(land.river), "river", words.RIVER))
    found += [DemoFeature("blocks", _in_degrees(block), "block", "") for block in land.blocks]
    found += [
        DemoFeature("roads", _in_degrees(road.geometry), road.category, road.name)
        for road in land.roads
    ]
    found += [
        DemoFeature("places", shapely.Point(to_degrees(point)), "seat", name)
        for point, name in zip(centres, township_names, strict=True)
    ]
    found += [
        DemoFeature("places", shapely.Point(to_degrees(point)), "village", name)
        for point, name in zip(land.villages, land.village_names, strict=True)
    ]
    return found


def _in_degrees(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, to_degrees)


def _person(chance: np.random.Generator) -> str:
    given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红"
    letters = chance.integers(0, len(given), 2)
    surname = words.SURNAMES[int(chance.integers(0, len(words.SURNAMES)))]
    return surname + "".join(given[int(letter)] for letter in letters[: int(chance.integers(1, 3))])
