"""A box pulled over nodes, which are taken out of the borders when it is let go."""

from __future__ import annotations

import numpy as np

from gridstudio.commands.borders import delete_nodes
from gridstudio.errors import Refused
from gridstudio.geometry.borders import Bounds
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import Snap, lonlat_of
from gridstudio.geometry.straightening import delete_nodes_within
from gridstudio.i18n import _
from gridstudio.tools.context import ToolContext
from gridstudio.tools.gesture import Mark, Overlay
from gridstudio.tools.grip import new_borders, refusal_mark


class NodeBox:
    """A box from where it was begun (metres) to the cursor."""

    def __init__(self, context: ToolContext, start: Point) -> None:
        self._context, self._start = context, start

    def delete(self, end: Point) -> str:
        """Take the nodes out; returns a notice. Raises Refused."""
        return delete_nodes(self._context.project, self._bounds(end)).notice

    def overlay(self, end: Point) -> Overlay:
        """The box, and the borders as they would run without its nodes."""
        (west, south), (east, north) = self._corners(end)
        ring = np.array([(west, south), (east, south), (east, north), (west, north)])
        hint = _("Release to take the nodes in the box out; where borders meet they stay.")
        refusal: Mark | None = None
        standing = self._context.standing()
        try:
            edit = delete_nodes_within(standing.coverage, self._bounds(end))
        except Refused as refused:
            if end != self._start:
                refusal = refusal_mark(refused, Snap("", end, lonlat_of(end)))
            return Overlay(rings=(ring,), refusal=refusal, hint=hint)
        moved = standing.totals.after(edit)
        return Overlay(
            rings=(ring,), lines=tuple(new_borders(standing, edit)), hint=hint, moved=moved
        )

    def _corners(self, end: Point) -> tuple[Point, Point]:
        (left, right), (bottom, top) = (sorted(pair) for pair in zip(self._start, end, strict=True))
        return (left, bottom), (right, top)

    def _bounds(self, end: Point) -> Bounds:
        (west, south), (east, north) = to_lonlat(np.array(self._corners(end))).tolist()
        return west, south, east, north
