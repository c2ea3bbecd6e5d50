"""What the hand has taken hold of on the map, and what is seen while it is dragged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import (
    CoverageEdit,
    require_simple,
    require_sound,
    require_unlocked,
)
from gridstudio.geometry.edge_rows import arriving, difference
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.rings import Point
from gridstudio.geometry.rounding import DECIMALS
from gridstudio.geometry.snapping import Snap, lonlat_of
from gridstudio.i18n import _
from gridstudio.tools.context import Standing, mark_of
from gridstudio.tools.gesture import MapEvent, Mark, Overlay, Points

MOST_VERTICES = 4000
"""So many are looked at for crossings in about a millisecond, at each move of the mouse."""


@dataclass(frozen=True)
class Grip:
    """Something that is being dragged, from ``start`` (degrees).

    ``plan`` says what letting go at a place would do and may raise Refused; ``drop`` is the command
    that does it and returns a notice. What ``snaps`` goes onto what is near the cursor; the rest
    goes as far as the hand. ``whole`` moves bodily.
    """

    start: Point
    plan: Callable[[Point], CoverageEdit]
    drop: Callable[[Point], str]
    snap: Snap | None = None
    whole: bool = False
    rings: tuple[Points, ...] = ()
    """Outlines in metres that go along and are seen even where the thing itself may not go."""

    def end(self, here: Snap, event: MapEvent) -> Point:
        """Where it goes: onto what the cursor snaps to, if that is not where it began."""
        if self.snap is None:
            return lonlat_of(event.xy)
        if here.kind and here.lonlat != self.snap.lonlat:
            return here.lonlat
        return self.snap.lonlat if here.kind == "node" else lonlat_of(event.xy)


def dragged(
    standing: Standing, grip: Grip, here: Snap, event: MapEvent, *, closely: bool
) -> Overlay:
    """The borders as they would run, what that would do, and a warning why it may not be. Whether
    they fit in with all areas around is asked only if ``closely``: that takes a third of what a
    move may take."""
    end = grip.end(here, event)
    mark = mark_of(here) if grip.snap is not None else None
    if end == grip.start:
        return Overlay(nodes=(here.xy,), snap=mark, hint=release_hint())
    by = to_xy(np.array(end)) - to_xy(np.array(grip.start))
    rings = tuple(ring + by for ring in grip.rings)
    try:
        edit = grip.plan(end)
    except Refused as refused:
        warning = refusal_mark(refused, here)
        return Overlay(rings=rings, snap=mark, warning=warning, hint=release_hint())
    return Overlay(
        lines=tuple(new_borders(standing, edit)),
        rings=rings,
        nodes=() if grip.whole else (tuple(to_xy(np.array(end)).tolist()),),
        snap=mark,
        warning=_why_not(standing, edit, here, closely=closely),
        hint=release_hint(),
        moved=standing.totals.after(edit),
    )


def _why_not(standing: Standing, edit: CoverageEdit, here: Snap, *, closely: bool) -> Mark | None:
    try:
        if closely:
            require_sound(standing.coverage, edit)
        else:
            require_unlocked(standing.coverage, edit)
            require_simple(standing.coverage, edit, MOST_VERTICES)
    except Refused as refused:
        return refusal_mark(refused, here)
    return None


def new_borders(standing: Standing, edit: CoverageEdit) -> list[Points]:
    """The edges that come with an edit, where no area had them before, as lines in metres."""
    grounds = standing.coverage.grounds
    shapes = edit.changed | {new.key: new.geometry for new in edit.added}
    fresh = arriving(
        difference(grounds[key].geometry if key in grounds else None, shape)
        for key, shape in shapes.items()
    )
    if not len(fresh):
        return []
    xy = to_xy(fresh.reshape(-1, 2, 2) / 10.0**DECIMALS)
    merged = shapely.line_merge(shapely.multilinestrings(list(shapely.linestrings(xy))))
    return [shapely.get_coordinates(line) for line in shapely.get_parts(merged)]


def refusal_mark(refused: Refused, here: Snap) -> Mark:
    """The reason, at its place or else where the cursor is."""
    x, y = to_xy(np.array(refused.place or here.lonlat)).tolist()
    return Mark((x, y), str(refused))


def release_hint() -> str:
    """What the status bar says while something is held."""
    return _("Release to accept, Esc to leave everything as it is.")
