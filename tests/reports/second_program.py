"""A second program: recomputes a project's figures from the file alone, with sqlite3 and shapely.

It shares nothing with GridStudio but the file, so that an error in one shows in the comparison.
Run by itself it prints its figures as JSON: ``python second_program.py FILE``.
"""

from __future__ import annotations

import json
import math
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import shapely

EQUATOR_M = 6378137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY = math.sqrt(FLATTENING * (2 - FLATTENING))
LONGEST_EDGE = 0.005
"""Degrees; longer edges are cut along the great circle before the area is summed."""


def recompute(path: str) -> dict[int, list[dict[str, Any]]]:
    """Per level the rows of its areas, by id; what no area has is the row with id 0."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        areas = read_areas(connection)
        customers = connection.execute("SELECT id, geom, kind, class, value FROM customers")
        people = [(row[0], point_of(row[1]), *row[2:]) for row in customers]
        sites = [
            (row[0], point_of(row[1]), row[2])
            for row in connection.execute("SELECT id, geom, kind FROM sites")
        ]
        overrides = dict(
            connection.execute("SELECT customer_id, area_id FROM owner_overrides ORDER BY id")
        )
    finally:
        connection.close()
    leaves = {key: area for key, area in areas.items() if not has_children(areas, key)}
    owner = by_position(leaves, [(row[0], row[1]) for row in people])
    owner.update({key: area for key, area in overrides.items() if area in areas})
    site_owner = by_position(leaves, [(row[0], row[1]) for row in sites])
    levels = sorted({area["level"] for area in areas.values()})
    return {level: level_rows(areas, level, people, owner, sites, site_owner) for level in levels}


def read_areas(connection: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    rows = connection.execute(
        "SELECT a.id, a.parent_id, a.level, a.open, a.code, a.name, a.geom FROM areas a "
        "JOIN schemes s ON s.id = a.scheme_id WHERE s.current = 1 ORDER BY a.id"
    )
    names = ("parent", "level", "open", "code", "name")
    return {
        row[0]: {**dict(zip(names, row[1:6], strict=True)), "shape": shape_of(row[6])}
        for row in rows
    }


def shape_of(blob: bytes) -> shapely.Geometry:
    """A GeoPackage geometry: flags tell how long the envelope before the WKB is."""
    envelope = (blob[3] >> 1) & 0b111
    return shapely.from_wkb(bytes(blob[8 + (0, 32, 48, 48, 64)[envelope] :]))


def point_of(blob: bytes) -> tuple[float, float]:
    point = shape_of(blob)
    return point.x, point.y


def has_children(areas: dict[int, dict[str, Any]], area_id: int) -> bool:
    return any(area["parent"] == area_id for area in areas.values())


def by_position(
    leaves: dict[int, dict[str, Any]], points: list[tuple[int, tuple[float, float]]]
) -> dict[int, int]:
    """The area that each point lies in; on a border the one with the lowest id."""
    ids = sorted(leaves)
    tree = shapely.STRtree([leaves[key]["shape"] for key in ids])
    found: dict[int, int] = {}
    shapes = [shapely.Point(xy) for _key, xy in points]
    if not shapes or not ids:
        return found
    for point, area in zip(*tree.query(shapes, predicate="intersects"), strict=True):
        key = points[int(point)][0]
        found[key] = min(found.get(key, ids[int(area)]), ids[int(area)])
    return found


def level_rows(
    areas: dict[int, dict[str, Any]],
    level: int,
    people: list[tuple[Any, ...]],
    owner: dict[int, int],
    sites: list[tuple[Any, ...]],
    site_owner: dict[int, int],
) -> list[dict[str, Any]]:
    shown = {
        key: area
        for key, area in areas.items()
        if area["level"] == level or (area["level"] < level and not has_children(areas, key))
    }
    # What ends above the level is open ground on it, and has no name there.
    nameless = {"code": "", "name": ""}
    rows = {
        key: blank(key, area if area["level"] == level else {**area, **nameless})
        for key, area in shown.items()
    }
    rows[0] = blank(0, {"code": "", "name": "", "shape": shapely.Polygon()})
    for key, _xy, kind, class_, value in people:
        row = rows[climb(areas, shown, owner.get(key, 0))]
        row["customers"] += 1
        row["value"] += value or 0.0
        row["by_kind"][kind] += 1
        row["by_class"][class_] += 1
    for key, _xy, kind in sites:
        rows[climb(areas, shown, site_owner.get(key, 0))]["sites"][kind] += 1
    return [row for key, row in rows.items() if key or row["customers"] or row["sites"]]


def climb(areas: dict[int, dict[str, Any]], shown: dict[int, dict[str, Any]], area_id: int) -> int:
    """From the deepest owner up to the area that is shown at the level, 0 for none."""
    while area_id and area_id not in shown:
        area_id = areas[area_id]["parent"] or 0
    return area_id


def blank(area_id: int, area: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": area_id,
        "code": area["code"],
        "name": area["name"],
        "customers": 0,
        "value": 0.0,
        "by_class": Counter(),
        "by_kind": Counter(),
        "sites": Counter(),
        "area_km2": area_km2(area["shape"]),
    }


def area_km2(shape: shapely.Geometry) -> float:
    """Ground on the WGS-84 ellipsoid: the area in Lambert's cylindrical equal-area projection.

    Source: J. P. Snyder, Map Projections: A Working Manual (1987), equations 3-12 and 10-15.
    """
    total = 0.0
    for part in getattr(shape, "geoms", [shape]):
        if not part.is_empty:
            total += ring_m2(list(part.exterior.coords))
            total -= sum(ring_m2(list(ring.coords)) for ring in part.interiors)
    return total / 1e6


def ring_m2(ring: list[tuple[float, float]]) -> float:
    points = [
        (EQUATOR_M * math.radians(lon), EQUATOR_M * authalic(math.radians(lat)) / 2)
        for start, end in zip(ring, ring[1:], strict=False)
        for lon, lat in along(start, end)
    ]
    double = sum(
        x1 * y2 - x2 * y1
        for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True)
    )
    return abs(double) / 2


def authalic(latitude: float) -> float:
    """Snyder's q, which is twice the ordinate of the projection in units of the axis."""
    e, sine = ECCENTRICITY, math.sin(latitude)
    return (1 - e * e) * (
        sine / (1 - (e * sine) ** 2) - math.log((1 - e * sine) / (1 + e * sine)) / (2 * e)
    )


def along(start: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """The start of an edge, and points on its great circle."""
    first, second = unit(start), unit(end)
    steps = max(1, math.ceil(math.dist(start, end) / LONGEST_EDGE))
    yield start
    for step in range(1, steps):
        x, y, z = (a + (b - a) * step / steps for a, b in zip(first, second, strict=True))
        yield math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def unit(lonlat: tuple[float, float]) -> tuple[float, float, float]:
    lon, lat = math.radians(lonlat[0]), math.radians(lonlat[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


if __name__ == "__main__":
    print(json.dumps(recompute(sys.argv[1]), ensure_ascii=False, indent=1))
