"""The demo county as a whole, from a seed."""

from __future__ import annotations

from collections.abc import Iterable
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
from gridstudio.demo.shapes import Shape
from gridstudio.geometry.rings import together
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress, part

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
    people = settle(land, customers, streams[1], part(progress, 0.2, 0.9))
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
    names = _grid_names(land)
    for number, name in enumerate(words.DISTRICTS):
        mine = [at for at, owner in enumerate(land.district) if owner == number]
        if number == HALF_DRAWN_DISTRICT:
            mine.sort(key=lambda at: -float(land.cells[at].centroid.x))  # its east is done
        urban = number in URBAN_DISTRICTS
        districts.append(
            DemoArea(
                together(cells[at] for at in mine),
                name,
                -1,
                urban,
                team=f"{name[:2]}团队",
                manager=_person(chance),
            )
        )
        drawn = len(mine) if number < HALF_DRAWN_DISTRICT else 0
        if number == HALF_DRAWN_DISTRICT:
            drawn = len(mine) // 2
        for at in mine[:drawn]:
            staffed = chance.uniform() < 0.85
            team = f"{names[at]}小队" if staffed else ""
            person = _person(chance) if staffed else ""
            grids.append(
                DemoArea(cells[at], f"{names[at]}网格", number, urban, False, team, person)
            )
        if drawn < len(mine):
            rest = together(cells[at] for at in mine[drawn:])
            grids.append(DemoArea(rest, "", number, urban, open=True))
    return tuple(districts), tuple(grids)


def _grid_names(land: Land) -> list[str]:
    """A street's name in town; elsewhere the township under the cell's middle, and a number where
    there are several."""
    streets = iter(name[:2] for name in words.STREETS)
    townships = (words.TOWN, *words.TOWNSHIPS)
    names: list[str] = []
    for cell, district in zip(land.cells, land.district, strict=True):
        if district in URBAN_DISTRICTS:
            names.append(next(streets))
            continue
        middle = cell.representative_point()
        distance = [township.distance(middle) for township in land.townships]
        name = townships[int(np.argmin(distance))][:2]
        same = sum(other.startswith(name) for other in names)
        names.append(f"{name}{words.NUMERALS[same]}" if same else name)
    return names


def _features(land: Land) -> list[DemoFeature]:
    townships = (words.TOWN, *words.TOWNSHIPS)
    found = [
        DemoFeature("townships", _in_degrees(ground), "township", name)
        for ground, name in zip(land.townships, townships, strict=True)
    ]
    found += _drawn("water", land.nature.water)
    found += _drawn("green", land.nature.woods)
    for settlement in land.settlements:
        found += _drawn("green", [Shape(ground, "park") for ground in settlement.parks])
        found += _drawn("blocks", [Shape(ground, "block") for ground in settlement.blocks])
    found += _drawn("blocks", [Shape(ground, "block") for ground in land.village_grounds])
    found += _drawn("roads", land.roads)
    for settlement in land.settlements:
        found += _drawn("roads", settlement.streets)
    seats = [settlement.frame(np.zeros(2)) for settlement in land.settlements]
    found += [
        DemoFeature("places", shapely.Point(to_degrees(at)), category, name)
        for category, points, names in (
            ("seat", np.array(seats), townships),
            ("village", land.villages, land.village_names),
        )
        for at, name in zip(points, names, strict=True)
    ]
    return found


def _drawn(layer: str, shapes: Iterable[Shape]) -> list[DemoFeature]:
    return [
        DemoFeature(layer, _in_degrees(shape.geometry), shape.category, shape.name)
        for shape in shapes
    ]


def _in_degrees(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, to_degrees)


def _person(chance: np.random.Generator) -> str:
    given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红"
    letters = chance.integers(0, len(given), 2)
    surname = words.SURNAMES[int(chance.integers(0, len(words.SURNAMES)))]
    return surname + "".join(given[int(letter)] for letter in letters[: int(chance.integers(1, 3))])
