"""The line of the map under the cursor: a road, a river, a track."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely

from gridstudio.geometry.joined_lines import joined
from gridstudio.geometry.linework import Box
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.geometry.snapping import LineTarget
from gridstudio.geometry.walks import cleaned, tolerance_of
from gridstudio.i18n import _
from gridstudio.tools.context import SNAP_PX, ToolContext
from gridstudio.tools.gesture import MapEvent, Points
from gridstudio.tools.targets import KINDS, lines_shown

LINES = ("road", "railway", "water", "line", "track")
_LINEAR = (1, 2, 5)
"""Of shapely.get_type_id: the shore of a lake is no line across an area."""


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

    def whole(self, within: Box) -> Points:
        """The line with the pieces before and after it, as far as it is ``within`` (degrees);
        ``(n, 2)`` in degrees. A track is never joined, but cleaned as a walk is."""
        target, row = self.target, self.row
        if self.kind == "track":
            alone = np.arange(len(target.kind)) == row
            line = joined(target.work.geometries, alone, row, within, named=True)
            return cleaned(line, tolerance_of(None)).lonlat
        like = (target.kind == self.kind) & (target.name == target.name[row])
        return joined(target.work.geometries, like, row, within, named=bool(self.name))


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
