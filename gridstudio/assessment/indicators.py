"""The indicators of a division (划分指标): ground, roads, sites and customers of an area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridstudio.assessment.totals import site_owners
from gridstudio.domain.snapshots import Areas, Customers, Features, Ints, Owners, Sites
from gridstudio.domain.template import Template
from gridstudio.geometry.geodesic import area_km2, length_m

ADMINISTRATIVE = frozenset({"township", "administrative", "subdistrict", "village", "county"})
"""Categories of polygons that are administrative areas."""

ROADS = ("motorway", "trunk", "primary", "secondary", "tertiary", "street", "local", "residential")
"""Categories of lines that are roads, by rank; the words are OpenStreetMap's and the demo's."""

SLIVER = 0.001
"""Less of an administrative area than this share of the ground is a border drawn twice."""


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
class Indicators:
    """What one area holds. ``sites`` are ids per site kind; ``key_accounts`` counts the template's
    first kind by its larger (first half) and smaller classes, as ("AB", n), ("CD", n)."""

    area_id: int
    administrative: tuple[Covered, ...]
    roads: tuple[Road, ...]
    sites: dict[str, tuple[int, ...]]
    key_accounts: tuple[tuple[str, int], ...]
    kinds: dict[str, int]

    def road_km(self) -> dict[str, float]:
        """Kilometres per category, by rank."""
        result: dict[str, float] = {}
        for road in self.roads:
            result[road.category] = result.get(road.category, 0.0) + road.km
        return result


def indicators(
    areas: Areas,
    owners: Owners,
    customers: Customers,
    sites: Sites,
    features: Iterable[Features],
    template: Template,
    level: int,
) -> dict[int, Indicators]:
    """The indicators of every area of ``level`` but open ground, by area id.

    Administrative areas and roads are those features whose category says so; where no layer holds
    any, they come out empty.
    """
    layers = list(features)
    polygons = _chosen(layers, ADMINISTRATIVE)
    lines = _chosen(layers, frozenset(ROADS))
    line_km = np.array([_line_km(line) for line in lines.geometry])
    owner = owners.at_level(areas, level)
    site_owner = site_owners(areas, sites).at_level(areas, level)
    result = {}
    for area_id in areas.at_level(level).tolist():
        geometry = areas.geometry[areas.row(area_id)]
        mine = owner == area_id
        result[area_id] = Indicators(
            area_id=area_id,
            administrative=_covered(geometry, polygons),
            roads=_roads(geometry, lines, line_km),
            sites=_sites(sites, site_owner == area_id, template),
            key_accounts=_key_accounts(customers, mine, template),
            kinds={
                word.key: int(np.count_nonzero(mine & (customers.kind == code)))
                for code, word in enumerate(template.kinds)
            },
        )
    return result


def class_halves(template: Template) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Codes of the larger classes (the first half, the middle one included) and of the smaller."""
    codes = tuple(range(len(template.classes)))
    middle = (len(codes) + 1) // 2
    return codes[:middle], codes[middle:]


def _chosen(layers: list[Features], categories: frozenset[str]) -> Features:
    """The features of these categories, of all layers together."""
    keep = [np.isin(layer.category.astype(str), list(categories)) for layer in layers]
    if not layers:
        empty = np.empty(0, dtype=object)
        return Features(np.empty(0, dtype=np.int64), empty, empty, empty)
    return Features(
        id=np.concatenate([layer.id[mask] for layer, mask in zip(layers, keep, strict=True)]),
        geometry=np.concatenate([x.geometry[m] for x, m in zip(layers, keep, strict=True)]),
        category=np.concatenate([x.category[m] for x, m in zip(layers, keep, strict=True)]),
        name=np.concatenate([layer.name[mask] for layer, mask in zip(layers, keep, strict=True)]),
    )


def _covered(area: BaseGeometry, polygons: Features) -> tuple[Covered, ...]:
    found = []
    whole = area_km2(area)
    shapely.prepare(area)
    for row in np.flatnonzero(shapely.intersects(area, polygons.geometry)):
        common = shapely.intersection(area, polygons.geometry[row])
        ground = sum(area_km2(part) for part in _parts(common) if part.geom_type == "Polygon")
        if whole > 0 and ground / whole > SLIVER:
            found.append(Covered(str(polygons.name[row]), ground / whole))
    return tuple(sorted(found, key=lambda item: (-item.share, item.name)))


def _roads(area: BaseGeometry, lines: Features, line_km: np.ndarray) -> tuple[Road, ...]:
    if not len(lines):
        return ()
    shapely.prepare(area)
    touched = shapely.intersects(area, lines.geometry)
    inside = shapely.contains(area, lines.geometry)
    km = np.where(inside, line_km, 0.0)
    for row in np.flatnonzero(touched & ~inside):
        km[row] = _line_km(shapely.intersection(area, lines.geometry[row]))
    lengths: dict[tuple[str, str], float] = {}
    for row in np.flatnonzero(km > 0):
        key = (str(lines.category[row]), str(lines.name[row]))
        lengths[key] = lengths.get(key, 0.0) + float(km[row])
    roads = [Road(category, name, total) for (category, name), total in lengths.items()]
    return tuple(sorted(roads, key=lambda road: (ROADS.index(road.category), -road.km, road.name)))


def _line_km(geometry: BaseGeometry) -> float:
    parts = (part for part in _parts(geometry) if part.geom_type == "LineString")
    return sum(length_m(shapely.get_coordinates(part)) for part in parts) / 1000


def _parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    """The simple geometries of any geometry, collections of multi-geometries included."""
    parts = [geometry]
    while any(hasattr(part, "geoms") for part in parts):
        parts = [leaf for part in parts for leaf in getattr(part, "geoms", [part])]
    return parts


def _sites(sites: Sites, mine: Ints, template: Template) -> dict[str, tuple[int, ...]]:
    return {
        word.key: tuple(sites.id[mine & (sites.kind == code)].tolist())
        for code, word in enumerate(template.site_kinds)
    }


def _key_accounts(
    customers: Customers, mine: Ints, template: Template
) -> tuple[tuple[str, int], ...]:
    result = []
    for codes in class_halves(template):
        if codes:
            label = "".join(template.classes[code].key for code in codes)
            counted = mine & (customers.kind == 0) & np.isin(customers.class_, codes)
            result.append((label, int(np.count_nonzero(counted))))
    return tuple(result)
