"""A small county as snapshots, without a file: for tests of what reads MapData.

::

    25.1 +---------+---------+---------+
         |  G01    |  G02    |         |
    25.05+---------+---------+  open   |   district D01 "East": G01, G02, open grid ground
         |  open grid ground |         |   the rest of the county is open ground of level 1
    25.0 +-------------------+---------+
       110.0    110.1      110.2     110.3
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, box

from gridstudio.domain.base_styles import default_style
from gridstudio.domain.map_data import MapData, MapRequest
from gridstudio.domain.rows import Layer
from gridstudio.domain.snapshots import Areas, Customers, Features, Owners, Sites, frozen
from gridstudio.domain.template import Template
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.ownership import owners_by_position
from gridstudio.project.schema import built_in_layers
from gridstudio.settings import resource

WEST, SOUTH, EAST, NORTH = 110.0, 25.0, 110.3, 25.1
AreaRow = tuple[int, int, int, bool, MultiPolygon, str, str, str, str]
"""id, level, parent, open, geometry, code, name, team, manager"""


def telecom() -> Template:
    return Template.load(resource("templates/telecom.toml"))


def rectangle(west: float, south: float, east: float, north: float) -> MultiPolygon:
    return MultiPolygon([box(west, south, east, north)])


def county_rows() -> list[AreaRow]:
    """The picture above; ids 1 county, 2 district, 3 open district ground, 4 to 6 grids."""
    return [
        (1, 0, 0, False, rectangle(WEST, SOUTH, EAST, NORTH), "C01", "Test county", "", ""),
        (2, 1, 1, False, rectangle(110.0, 25.0, 110.2, 25.1), "D01", "East", "Team East", "Li"),
        (3, 1, 1, True, rectangle(110.2, 25.0, 110.3, 25.1), "", "", "", ""),
        (4, 2, 2, False, rectangle(110.0, 25.05, 110.1, 25.1), "G01", "North", "=1+1", "@Wang"),
        (5, 2, 2, False, rectangle(110.1, 25.05, 110.2, 25.1), "G02", "-South", "", ""),
        (6, 2, 2, True, rectangle(110.0, 25.0, 110.2, 25.05), "", "", "", ""),
    ]


def areas_of(rows: Sequence[AreaRow], setting: int = 0) -> Areas:
    ids, levels, parents, opened, shapes, *texts = zip(*rows, strict=True)
    code, name, team, manager = (np.array(column, dtype=object) for column in texts)
    geometry = np.empty(len(rows), dtype=object)
    geometry[:] = shapes
    return Areas(
        id=np.array(ids, dtype=np.int64),
        level=np.array(levels, dtype=np.int16),
        parent=np.array(parents, dtype=np.int64),
        open=np.array(opened, dtype=bool),
        locked=np.zeros(len(rows), dtype=bool),
        geometry=geometry,
        setting=np.where(np.array(opened), -1, setting).astype(np.int16),
        code=code,
        name=name,
        team=team,
        manager=manager,
    )


def customers_at(lonlat: np.ndarray, kinds: int = 7, classes: int = 4) -> Customers:
    """Customers whose kind, class and value follow from their number; every tenth value unknown."""
    number = np.arange(len(lonlat))
    value = 100.0 + number % 50 + 0.25
    value[number % 10 == 9] = np.nan
    return Customers(
        id=number.astype(np.int64) + 1,
        lonlat=lonlat,
        xy=to_xy(lonlat),
        kind=(number % kinds).astype(np.int16),
        class_=(number // 3 % classes).astype(np.int16),
        value=value,
    )


def sites_at(lonlat: np.ndarray, kinds: int = 4) -> Sites:
    number = np.arange(len(lonlat))
    return Sites(
        id=number.astype(np.int64) + 1,
        lonlat=lonlat,
        xy=to_xy(lonlat),
        kind=(number % kinds).astype(np.int16),
    )


def features_of(
    shapes: Sequence[shapely.Geometry], categories: Sequence[str], names: Sequence[str]
) -> Features:
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    return Features(
        id=np.arange(1, len(shapes) + 1),
        geometry=geometry,
        category=np.array(categories, dtype=object),
        name=np.array(names, dtype=object),
    )


def owners_in(areas: Areas, customers: Customers) -> Owners:
    """Owners by position, as the file derives them where there is no override."""
    leaves = np.flatnonzero(~np.isin(areas.id, areas.parent))
    area = owners_by_position(customers.lonlat, areas.geometry[leaves], areas.id[leaves])
    return Owners(id=customers.id, area=area, by_override=np.zeros(len(area), dtype=bool))


def spread(count: int, seed: int = 1) -> np.ndarray:
    """Points ``(count, 2)`` all over the county, the same for a seed."""
    random = np.random.default_rng(seed)
    return np.column_stack([random.uniform(WEST, EAST, count), random.uniform(SOUTH, NORTH, count)])


def layers_of(template: Template) -> tuple[Layer, ...]:
    """A layer of shapes under those that every project has: 1 ground, 2 to 5 areas from the deepest
    level up to the county, 6 tracks, 7 customers, 8 sites."""
    rows = [{"name": "Ground", "kind": "features"}, *built_in_layers(template, 1)]
    return tuple(Layer(id=number, **row) for number, row in enumerate(rows, 1))


def county_case(
    rows: Sequence[AreaRow] | None = None, customers: int = 200, template: Template | None = None
) -> MapData:
    """The county of the picture with customers, sites, a trunk road and two townships."""
    template = template or telecom()
    areas = areas_of(county_rows() if rows is None else rows)
    people = customers_at(spread(customers), len(template.kinds), len(template.classes))
    for array in (people.lonlat, people.value, areas.id):
        frozen(array)
    ground = features_of(
        [
            box(WEST, SOUTH, 110.15, NORTH),
            box(110.15, SOUTH, EAST, NORTH),
            LineString([(110.05, 25.07), (110.25, 25.07)]),
        ],
        ["township", "township", "trunk"],
        ["West town", "East town", "G321"],
    )
    layers = layers_of(template)
    return MapData(
        template=template,
        areas=areas,
        customers=people,
        sites=sites_at(spread(40, seed=2), len(template.site_kinds)),
        owners=owners_in(areas, people),
        layers=layers,
        styles={one.id: default_style(one, template) for one in layers if one.kind != "group"},
        features={1: ground},
    )


def plain_map(request: MapRequest) -> bytes:
    """A PNG of the size asked for, one colour: a picture for tests of what stands around it."""
    width, height = request.width_px, request.height_px

    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    line = b"\x00" + b"\xdc\xe6\xe4" * width
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [
        chunk(b"IHDR", head),
        chunk(b"IDAT", zlib.compress(line * height)),
        chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
