"""The line of the map under the cursor: a road, a river, a track."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import MultiPolygon

from gridstudio.geometry.joined_lines import joined
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.geometry.onward import Lines, onward
from gridstudio.geometry.snapping import LineTarget
from gridstudio.geometry.walks import cleaned, tolerance_of
from gridstudio.i18n import _
from gridstudio.tools.context import SNAP_PX, ToolContext
from gridstudio.tools.gesture import MapEvent, Points
from gridstudio.tools.targets import KINDS, lines_shown

LINES = ("road", "railway", "water", "line", "track")
AROUND_DEG = 0.001
"""So much of a line is shown beyond an area, some 100 m."""
_LINEAR = (1, 2, 5)
"""Of shapely.get_type_id: the shore of a lake is no line across an area."""


@dataclass(frozen=True, eq=False)
class Across:
    """A line ``lonlat (n, 2)`` in degrees through an area, and the names that it has on the way,
    from end to end."""

    lonlat: Points
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """The names as a way goes."""
        return _(", then ").join(self.names)


@dataclass(frozen=True, eq=False)
class Picked:
    """A line of a target."""

    target: LineTarget
    row: int

    @property
    def kind(self) -> str:
        """What it is: a kind of its ``LineTarget``."""
        return str(self.target.kind[self.row])

    @property
    def name(self) -> str:
        return str(self.target.name[self.row] or "")

    @property
    def word(self) -> str:
        """Its name, else its kind."""
        return self.name or _(KINDS.get(self.kind, self.kind))

    def same(self, other: Picked | None) -> bool:
        """Whether the other is the same piece of the same layer."""
        return other is not None and other.target is self.target and other.row == self.row

    def across(self, area: MultiPolygon) -> Across:
        """The line with the pieces before and after it, and where it ends inside the area under its
        name, what goes on from there. A track is never joined, but cleaned as a walk is."""
        target, row = self.target, self.row
        west, south, east, north = area.bounds
        within = west - AROUND_DEG, south - AROUND_DEG, east + AROUND_DEG, north + AROUND_DEG
        if self.kind == "track":
            alone = np.arange(len(target.kind)) == row
            line = joined(target.work.geometries, alone, row, within, named=True)
            return Across(cleaned(line, tolerance_of(None)).lonlat, (self.word,))
        rank = target.kind if target.rank is None else target.rank
        lines = Lines(target.work.geometries, target.name, target.kind, rank)
        found = onward(lines, row, area, within)
        return Across(found.lonlat, tuple(Picked(target, one).word for one in found.rows))


def line_at(context: ToolContext, event: MapEvent, kinds: Collection[str] = LINES) -> Picked | None:
    """The nearest line of these kinds under the cursor, of those that the map shows."""
    reach_m = SNAP_PX * event.metre_per_px
    (x, y), spot = event.xy, shapely.Point(event.xy)
    corners = [(x - reach_m, y - reach_m), (x + reach_m, y + reach_m)]
    (west, south), (east, north) = to_lonlat(np.array(corners)).tolist()
    best: tuple[float, Picked] | None = None
    for target in lines_shown(context.around, event.metre_per_px):
        near = target.work.near((west, south, east, north))
        linear = np.isin(shapely.get_type_id(target.work.geometries[near.row]), _LINEAR)
        near = near.only(np.isin(target.kind[near.row], list(kinds)) & linear)
        if not len(near):
            continue
        away = shapely.distance(shapely.linestrings(near.xy), spot)
        nearest = int(away.argmin())
        if away[nearest] <= reach_m and (best is None or away[nearest] < best[0]):
            best = float(away[nearest]), Picked(target, int(near.row[nearest]))
    return best[1] if best is not None else None
