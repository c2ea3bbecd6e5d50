"""A line drawn with the button held down, smoothed as the hand goes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gridstudio.geometry.mercator import ground_factor
from gridstudio.geometry.smoothing import farthest, smoothed
from gridstudio.geometry.snapping import Snap, lonlat_of
from gridstudio.i18n import _
from gridstudio.tools.figures import length_words
from gridstudio.tools.gesture import MapEvent, Points
from gridstudio.tools.piece import Piece

SHAKE_PX = 8.0
"""A press that moves no farther is a click, of however unsteady a hand."""
HURRY_PX = 8.0
"""A hand that goes farther from one move to the next is in a hurry: nobody reads figures then, and
working them out would leave gaps in the line."""


@dataclass(frozen=True)
class Smoothing:
    """How much free-hand lines are smoothed: corners within ``tolerance_px`` go, and those that
    stay are cut ``rounds`` times."""

    tolerance_px: float = 2.5
    rounds: int = 2


@dataclass
class FreeHand:
    """A press that may become a free-hand line: ``start`` is what the press snapped to, ``path``
    where the mouse was since, in metres."""

    start: Snap
    path: list[tuple[float, float]] = field(default_factory=list)
    away_px: float = 0.0
    step_px: float = 0.0

    def follow(self, event: MapEvent) -> None:
        """The mouse has moved with the button down, or rests where it was."""
        if event.xy == self.path[-1]:
            self.step_px = 0.0
            return
        self.path.append(event.xy)
        from_start, from_last = (
            float(np.hypot(event.xy[0] - x, event.xy[1] - y)) / event.metre_per_px
            for x, y in (self.path[0], self.path[-2])
        )
        self.away_px, self.step_px = max(self.away_px, from_start), from_last

    @property
    def is_line(self) -> bool:
        """Whether the hand has gone farther than one that shakes."""
        return self.away_px > SHAKE_PX

    @property
    def hurries(self) -> bool:
        return self.step_px > HURRY_PX

    def piece(self, end: Snap, smoothing: Smoothing, metre_per_px: float) -> Piece:
        """The line so far, from the press to ``end``, smoothed, and what that did to it."""
        raw = np.array([self.start.xy, *self.path[1:-1], end.xy], dtype=np.float64)
        line = smoothed(raw, smoothing.tolerance_px * metre_per_px, rounds=smoothing.rounds)
        inner = tuple(Snap("", (x, y), lonlat_of((x, y))) for x, y in line[1:-1].tolist())
        return Piece((self.start, *inner, end), "free", _told(raw, line))


def _told(raw: Points, line: Points) -> str:
    """What smoothing made of the hand's line."""
    off_m = farthest(raw, line) * ground_factor(float(line[0, 1]))
    return _("Free-hand, {before} points made {after}, at most {distance} from the hand.").format(
        before=len(raw), after=len(line), distance=length_words(off_m)
    )
