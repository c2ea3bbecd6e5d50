"""What one act of the hand adds to a stroke: the points of one click, one drag, one traced way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from gridstudio.geometry.snapping import Snap
from gridstudio.tools.gesture import MapEvent

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
        return self.snaps[-1]


Lead = Callable[[Snap, Snap, MapEvent], Piece]
"""Takes the stroke's last point, where the next one is to be, and the event (for its keys); says by
which points the line gets there. Called at every mouse move; never raises."""


def straight(_start: Snap, end: Snap, _event: MapEvent) -> Piece:
    """On the straight way."""
    return Piece((end,))
