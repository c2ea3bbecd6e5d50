"""What is selected on the map, and what lies under a position."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gridstudio.canvas.painters.areas import shown
from gridstudio.canvas.painters.shapes import paths_of
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.map_data import MapData
from gridstudio.geometry.mercator import to_lonlat

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
    spot = np.array(viewport.to_xy(px))
    reach = PICK_PX * viewport.metre_per_px
    best: tuple[float, Selection] | None = None
    for table, wanted, kind in (
        (data.sites, sites, "sites"),
        (data.customers, customers, "customers"),
    ):
        if not wanted or not len(table):
            continue
        near = np.flatnonzero((np.abs(table.xy - spot) <= reach).all(axis=1))
        if not len(near):
            continue
        distance = np.hypot(*(table.xy[near] - spot).T)
        at = int(np.argmin(distance))
        if distance[at] <= reach and (best is None or distance[at] < best[0]):
            best = float(distance[at]), Selection(**{kind: (int(table.id[near[at]]),)})
    if best is not None:
        return best[1]
    return area_under(data, viewport.to_xy(px), level)


def area_under(data: MapData, xy: tuple[float, float], level: int | None) -> Selection:
    """The area of a level (or the undivided one above it) at a position in metres."""
    if level is None or not len(data.areas):
        return Selection()
    boxes = paths_of(data.areas.geometry).boxes
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
    corners = np.array([viewport.to_xy(first), viewport.to_xy(second)])
    low, high = corners.min(axis=0), corners.max(axis=0)
    inside = ((data.customers.xy >= low) & (data.customers.xy <= high)).all(axis=1)
    return Selection(customers=tuple(data.customers.id[inside].tolist()))
