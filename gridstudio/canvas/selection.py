"""What is selected on the map, and what lies under a position."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gridstudio.canvas.painters.areas import shown
from gridstudio.canvas.painters.shapes import shapes_of
from gridstudio.canvas.point_look import customer_index, site_index
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.map_data import MapData
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.geometry.point_index import PointIndex

PICK_PX = 9.0


@dataclass(frozen=True)
class Selection:
    """Ids of what is selected, each sorted."""

    customers: tuple[int, ...] = ()
    sites: tuple[int, ...] = ()
    areas: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.customers or self.sites or self.areas)

    def toggled(self, other: Selection) -> Selection:
        """With what is in ``other`` added, or taken out where it was in already."""
        return Selection(
            _toggled(self.customers, other.customers),
            _toggled(self.sites, other.sites),
            _toggled(self.areas, other.areas),
        )


def _toggled(these: tuple[int, ...], those: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(these) ^ set(those)))


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
    best: tuple[float, Selection] | None = None
    for table, wanted, kind in (
        (data.sites, sites, "sites"),
        (data.customers, customers, "customers"),
    ):
        found = _index(data, kind).nearest(spot, reach) if wanted else None
        if found is not None and (best is None or found[1] < best[0]):
            best = found[1], Selection(**{kind: (int(table.id[found[0]]),)})
    if best is not None:
        return best[1]
    return area_under(data, viewport.to_xy(px), level)


def area_under(data: MapData, xy: tuple[float, float], level: int | None) -> Selection:
    """The area of a level (or the undivided one above it) at a position in metres."""
    if level is None or not len(data.areas):
        return Selection()
    boxes = shapes_of(data.areas.geometry).boxes
    x, y = xy
    lon, lat = to_lonlat(np.array(xy)).tolist()
    inside = (boxes[:, 0] <= x) & (boxes[:, 2] >= x) & (boxes[:, 1] <= y) & (boxes[:, 3] >= y)
    for row in np.flatnonzero(inside & shown(data.areas, level)).tolist():
        if shapely.intersects_xy(data.areas.geometry[row], lon, lat):
            return Selection(areas=(int(data.areas.id[row]),))
    return Selection()


def within(
    data: MapData, viewport: Viewport, first: tuple[float, float], second: tuple[float, float]
) -> Selection:
    """The customers inside a rectangle between two pixels."""
    (west, north), (east, south) = viewport.to_xy(first), viewport.to_xy(second)
    box = min(west, east), min(south, north), max(west, east), max(south, north)
    rows = _index(data, "customers").inside(box)
    return Selection(customers=tuple(data.customers.id[rows].tolist()))


def _index(data: MapData, table: str) -> PointIndex:
    if table == "sites":
        return site_index(data.sites)
    return customer_index(data.customers, data.template)
