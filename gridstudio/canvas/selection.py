"""What lies under a position, and in a region."""

from __future__ import annotations

import numpy as np
import shapely

from gridstudio.canvas.painters.areas import shown
from gridstudio.canvas.painters.shapes import shapes_of
from gridstudio.canvas.point_look import customer_index, site_index
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.geometry.point_index import PointIndex
from gridstudio.geometry.regions import Region

PICK_PX = 9.0


def pick(
    data: MapData,
    viewport: Viewport,
    px: tuple[float, float],
    *,
    level: int | None,
    customers: bool = True,
    sites: bool = True,
) -> Selection:
    """The nearest site or customer within a few pixels, else the area of ``level`` there."""
    spot = viewport.to_xy(px)
    reach = PICK_PX * viewport.metre_per_px
    found = nearest(data, spot, reach, customers=customers, sites=sites)
    if found is None:
        return area_under(data, spot, level)
    kind, row = found
    table = data.sites if kind == "sites" else data.customers
    return Selection(**{kind: (int(table.id[row]),)})


def nearest(
    data: MapData, xy: tuple[float, float], reach_m: float, *, customers: bool, sites: bool
) -> tuple[str, int] | None:
    """The nearest site or customer within ``reach_m`` on the map: "sites" or "customers", row."""
    best: tuple[float, str, int] | None = None
    for kind, wanted in (("sites", sites), ("customers", customers)):
        found = _index(data, kind).nearest(xy, reach_m) if wanted else None
        if found is not None and (best is None or found[1] < best[0]):
            best = found[1], kind, found[0]
    return best[1:] if best is not None else None


def area_under(data: MapData, xy: tuple[float, float], level: int | None) -> Selection:
    """The area of a level (or the undivided one above it) at a position in metres."""
    if level is None or not len(data.areas):
        return Selection()
    boxes = shapes_of(data.areas.geometry).boxes
    x, y = xy
    spot = shapely.Point(to_lonlat(np.array(xy)))
    inside = (boxes[:, 0] <= x) & (boxes[:, 2] >= x) & (boxes[:, 1] <= y) & (boxes[:, 3] >= y)
    for row in np.flatnonzero(inside & shown(data.areas, level)).tolist():
        if data.areas.geometry[row].intersects(spot):
            return Selection(areas=(int(data.areas.id[row]),))
    return Selection()


def inside(
    data: MapData, region: Region, *, customers: bool = True, sites: bool = True
) -> Selection:
    """The customers and sites in a region, those on its border included."""
    found = {}
    for table, wanted, kind in (
        (data.customers, customers, "customers"),
        (data.sites, sites, "sites"),
    ):
        if wanted and len(table):
            rows = region.rows(_index(data, kind), table.xy, table.lonlat)
            found[kind] = table.id[rows]
    return Selection(**found)


def _index(data: MapData, table: str) -> PointIndex:
    if table == "sites":
        return site_index(data.sites)
    return customer_index(data.customers, data.template)
