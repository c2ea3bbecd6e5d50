"""Strokes that follow lines: from the last point to the cursor along a border, a road, a river."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gridstudio.geometry.mercator import ground_factor, to_xy
from gridstudio.geometry.plane import METRE_PER_DEG
from gridstudio.geometry.snapping import LineTarget, Snap
from gridstudio.geometry.tracing import Tracer
from gridstudio.geometry.ways import Followed, Way
from gridstudio.i18n import _
from gridstudio.tools.context import ToolContext
from gridstudio.tools.figures import length_words
from gridstudio.tools.gesture import MapEvent
from gridstudio.tools.piece import Piece, straight
from gridstudio.tools.targets import KINDS, lines_shown

NAMED = 3
"""So many lines of a way are named."""
TRIFLE = 0.03
"""What is a smaller share of a way is not named."""
ON_LINE_DEG = 0.02 / METRE_PER_DEG


class Tracing:
    """Leads strokes along lines while ``wanted``; Ctrl turns it the other way while it is held, and
    Shift takes the other way round."""

    def __init__(self, context: ToolContext, wanted: Callable[[], bool] = lambda: False) -> None:
        self._context = context
        self._wanted = wanted
        self._tracer = Tracer([])

    def lead(self, start: Snap, end: Snap, event: MapEvent) -> Piece:
        """A ``Lead`` (see tools/piece.py)."""
        if not self.follows(event) or start.lonlat == end.lonlat:
            return straight(start, end, event)
        choice = self._context.choice()
        tolerance_m = choice.tolerance_px * event.metre_per_px * ground_factor(event.xy[1])
        tracer = self._followed(
            lines_shown(self._context.around, event.metre_per_px), choice.without
        )
        way = tracer.way(start.lonlat, end.lonlat, tolerance_m, other=event.shift)
        if way is None:
            return Piece((end,), note=_why_not(event.shift))
        return _piece(way, end, event.shift)

    def follows(self, event: MapEvent) -> bool:
        """Whether strokes follow lines at an event, so that Shift means the other way round."""
        return self._wanted() != event.control

    def _followed(self, targets: list[LineTarget], without: frozenset[str]) -> Tracer:
        """The tracer of what the map shows now."""
        known = self._tracer
        same = len(known.targets) == len(targets) and known.without == without
        if not same or any(a is not b for a, b in zip(known.targets, targets, strict=True)):
            self._tracer = Tracer(targets, without)
        return self._tracer


def _piece(way: Way, end: Snap, other: bool) -> Piece:
    """The way's points after its first; the last is what the cursor snapped to, where it is on the
    line."""
    lonlat = way.lonlat[1:]
    snaps = [
        Snap("", (x, y), (lon, lat))
        for (lon, lat), (x, y) in zip(lonlat.tolist(), to_xy(lonlat).tolist(), strict=True)
    ]
    if not snaps:
        return Piece((end,))
    away = np.abs(way.lonlat[-1] - end.lonlat).max()
    if end.kind and away <= ON_LINE_DEG:
        snaps[-1] = end
    return Piece(tuple(snaps), "traced", _words(way, other))


def _words(way: Way, other: bool) -> str:
    """“Along G207, border: 2.35 km.”"""
    text = _("The other way round along {lines}: {length}.") if other else _(
        "Along {lines}: {length}. Shift takes the other way round."
    )  # fmt: skip
    return text.format(lines=followed_words(way.along), length=length_words(way.length_m))


def followed_words(along: tuple[Followed, ...]) -> str:
    """The lines of a way by name, or by kind where they have none; the longest few, in order."""
    lengths: dict[str, float] = {}
    for line in along:
        word = line.name or _(KINDS.get(line.kind, line.kind))
        lengths[word] = lengths.get(word, 0.0) + line.metres
    least = TRIFLE * sum(lengths.values())
    counted = [word for word, metres in lengths.items() if metres >= least]
    longest = sorted(counted, key=lambda word: -lengths[word])[:NAMED]
    said = ", ".join(word for word in counted if word in longest)
    return said + (" …" if len(counted) > NAMED else "")


def _why_not(other: bool) -> str:
    if other:
        return _("There is no other way round from the last point to here: a straight line.")
    return _(
        "No line leads from the last point to here: a straight line. Click on a border, road or "
        "river, and then on one that it leads to."
    )
