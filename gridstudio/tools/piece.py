"""A stroke and its pieces: what one act of the hand adds, and what one Backspace takes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from gridstudio.geometry.densifying import densified
from gridstudio.geometry.snapping import Snap
from gridstudio.tools.gesture import MapEvent, Points

CLOSE_PX = 10.0
How = Literal["click", "free", "typed", "traced"]


@dataclass(frozen=True)
class Piece:
    """Points that follow the stroke's last one, in order, and are taken back together; the last is
    where the hand was. ``note`` tells in words what was altered on the way, "" for nothing."""

    snaps: tuple[Snap, ...]
    how: How = "click"
    note: str = ""

    @property
    def end(self) -> Snap:
        """Where the stroke goes on."""
        return self.snaps[-1]


Lead = Callable[[Snap, Snap, MapEvent], Piece]
"""Takes the stroke's last point, where the next one is to be, and the event (for its keys); says by
which points the line gets there. Called at every mouse move; never raises."""


def straight(_start: Snap, end: Snap, _event: MapEvent) -> Piece:
    """On the straight way."""
    return Piece((end,))


@dataclass(frozen=True)
class Stroke:
    """What has been drawn so far, piece by piece."""

    pieces: tuple[Piece, ...] = ()

    @cached_property
    def snaps(self) -> tuple[Snap, ...]:
        """All points, in order."""
        return tuple(snap for piece in self.pieces for snap in piece.snaps)

    @property
    def ends(self) -> tuple[Snap, ...]:
        """Where the hand was: the last point of each piece, and the first of all."""
        first = self.pieces[0].snaps[:1] if self.pieces else ()
        ends = [piece.end for piece in self.pieces if piece.end not in first]
        return (*first, *ends)

    @property
    def last(self) -> Snap | None:
        """The last point."""
        return self.pieces[-1].end if self.pieces else None

    @property
    def before_last(self) -> Snap | None:
        """The point before the last one."""
        snaps = self.snaps
        return snaps[-2] if len(snaps) > 1 else None

    @cached_property
    def lonlat(self) -> Points:
        """All points ``(n, 2)``, degrees WGS-84."""
        return np.array([snap.lonlat for snap in self.snaps], dtype=np.float64).reshape(-1, 2)

    @cached_property
    def xy(self) -> Points:
        """All points ``(n, 2)``, metres in EPSG:3857."""
        return np.array([snap.xy for snap in self.snaps], dtype=np.float64).reshape(-1, 2)

    def outline(self, *, closed: bool) -> Points:
        """The line ``(n, 2)`` in degrees as a command takes it: straight on the map, and along
        borders that were followed exactly as they are stored."""
        traced = [piece.how == "traced" for piece in self.pieces for _snap in piece.snaps]
        return densified(self.lonlat, closed=closed, kept=traced)

    def add(self, *pieces: Piece) -> Stroke:
        """With more pieces; points on the one before them are no points."""
        stroke = self
        for piece in pieces:
            last = stroke.last.lonlat if stroke.last is not None else None
            kept: list[Snap] = []
            for snap in piece.snaps:
                if snap.lonlat != last:
                    kept.append(snap)
                last = snap.lonlat
            if kept:
                stroke = Stroke((*stroke.pieces, replace(piece, snaps=tuple(kept))))
        return stroke

    def then(self, snap: Snap) -> Stroke:
        """With one more point; a point on the last one is no point."""
        return self.add(Piece((snap,)))

    def led(self, lead: Lead, end: Snap, event: MapEvent) -> Stroke:
        """On to ``end``, by the way on which ``lead`` gets there."""
        if self.last is None or self.last.lonlat == end.lonlat:
            return self.then(end)
        return self.add(lead(self.last, end, event))

    def since(self, earlier: Stroke) -> tuple[Snap, ...]:
        """The points that came after an earlier state of it."""
        return self.snaps[len(earlier.snaps) :]

    def back(self) -> Stroke:
        """Without the last piece."""
        return Stroke(self.pieces[:-1])

    def without_last(self) -> Stroke:
        """Without the last point."""
        piece = self.pieces[-1]
        rest = (replace(piece, snaps=piece.snaps[:-1]),) if piece.snaps[1:] else ()
        return Stroke((*self.pieces[:-1], *rest))


def at_start(stroke: Stroke, cursor: Snap, event: MapEvent, enough: int) -> bool:
    """Whether a closed line is back at its first point."""
    if len(stroke.snaps) < enough:
        return False
    first = stroke.snaps[0].xy
    distance = float(np.hypot(cursor.xy[0] - first[0], cursor.xy[1] - first[1]))
    return distance <= CLOSE_PX * event.metre_per_px
