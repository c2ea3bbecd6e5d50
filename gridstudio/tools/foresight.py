"""What a line that is being drawn would do, looked at no more often than the hand can afford."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gridstudio.commands.swallowing import swallowed_words
from gridstudio.errors import Refused
from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import Snap
from gridstudio.i18n import _, sentences
from gridstudio.tools.bars import Bar
from gridstudio.tools.context import Standing, ToolContext
from gridstudio.tools.gesture import Mark
from gridstudio.tools.piece import Stroke
from gridstudio.tools.planned import Plan, Planned, marked, outcome, planned, xy_of

LIGHT, HEAVIEST_LINE, HEAVIEST_RING = 800, 40_000, 10_000
"""Vertices of the areas that a stroke touches: up to so many it is looked at with every move, some
10 ms, up to so many when the hand rests, a quarter of a second, and beyond at its end only. A ring
takes ground from all that it lies over, which costs four times as much as a line."""


@dataclass
class Foresight:
    """Asks ``plan`` and ``bar`` (see ``drawing``) about a line of at least ``enough`` points, which
    may be about an area."""

    context: ToolContext
    closed: bool
    enough: int
    plan: Plan | None = None
    bar: Bar | None = None
    area_id: int = 0
    told: frozenset[int] = frozenset()
    """The areas of which has been said, while the line was drawn, that they would go."""
    _asked: tuple[Snap, ...] = ()
    _standing: Standing | None = None
    _found: Planned = Planned()

    def look(
        self, drawn: Stroke, ahead: Stroke, cursor: Snap | None, *, rests: bool, hurries: bool
    ) -> Planned:
        """What ending ``ahead`` now would do; ``drawn`` is what the hand has left behind."""
        at = cursor or drawn.last
        if at is None:
            return Planned()
        if self.bar is not None:
            try:
                self.bar()
            except Refused as refused:
                return Planned(warning=marked(refused, at.xy))
        if self.plan is None or cursor is None or len(ahead.snaps) < self.enough:
            return Planned()
        standing = self.context.standing()
        if self._is_of(standing) and self._asked == ahead.snaps:
            return self._tell(self._found)
        before = Planned(self._found.moved if self._is_of(standing) else None)
        if hurries:
            return before
        why_not = self._not_asked(standing, ahead, rests=rests)
        if why_not is not None:
            return why_not if why_not.hint else replace(before, waits=True)
        self._asked, self._standing = ahead.snaps, standing
        self._found = planned(self.plan, drawn, ahead, standing, cursor, closed=self.closed)
        return self._tell(self._found)

    def untold(self, stroke: Stroke) -> Mark | None:
        """What has to be said before ``stroke`` ends: that areas go of which nobody has seen it
        yet. Said once."""
        plan = self.plan
        if plan is None:
            return None
        standing = self.context.standing()
        if self._is_of(standing) and self._asked == stroke.snaps:
            found = self._found.swallowed
        else:
            found = outcome(standing, lambda: plan(stroke.outline(closed=self.closed))).swallowed
        new = tuple(one for one in found if one.id not in self.told)
        if not new:
            return None
        self.told |= {one.id for one in new}
        said = sentences(swallowed_words(new, done=False), _("Enter once more does it."))
        return Mark(xy_of(new[0].place), said)

    def _tell(self, found: Planned) -> Planned:
        self.told |= {one.id for one in found.swallowed}
        return found

    def require_near(self, stroke: Stroke) -> None:
        """Raises Refused for a line of a division that leads far outside the county, farther than
        it is wide or high: mostly to a position that is mistyped. Without this it would be cut into
        thousands of edges."""
        place = _far_point(self.context.standing(), stroke) if self.plan is not None else None
        if place is not None:
            said = _("{lat:.4f}, {lon:.4f} lies far outside the county: no line leads there.")
            raise Refused(said.format(lat=place[1], lon=place[0]), place=place)

    def _is_of(self, standing: Standing) -> bool:
        return self._standing is standing

    def _not_asked(self, standing: Standing, stroke: Stroke, *, rests: bool) -> Planned | None:
        """What is said instead where a plan is not asked about a stroke now; None where it is."""
        if _far_point(standing, stroke) is not None:
            return Planned(hint=_("The line leads far outside the county."))
        vertices = _weight(standing, stroke, self.area_id)
        if vertices > (HEAVIEST_RING if self.closed else HEAVIEST_LINE):
            said = _("It lies over so many areas that what it would do is told at its end.")
            return Planned(hint=said)
        return None if rests or vertices <= LIGHT else Planned(waits=True)


def _far_point(standing: Standing, stroke: Stroke) -> Point | None:
    low, high = standing.bounds
    size, lonlat = high - low, stroke.lonlat
    far = ((lonlat < low - size) | (lonlat > high + size)).any(axis=1)
    if not far.any():
        return None
    lon, lat = lonlat[int(far.argmax())].tolist()
    return lon, lat


def _weight(standing: Standing, stroke: Stroke, area_id: int) -> int:
    """How many vertices the deepest areas have around a stroke and in the area that it is about."""
    low, high = stroke.lonlat.min(axis=0), stroke.lonlat.max(axis=0)
    if area_id in standing.coverage.grounds:
        about = np.array(standing.coverage[area_id].geometry.bounds)
        low, high = np.minimum(low, about[:2]), np.maximum(high, about[2:])
    return standing.vertices_within(low, high)
