"""The part that drawing tools share: clicking a line together, point by point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gridstudio.assessment.moving import Moved
from gridstudio.errors import Refused
from gridstudio.geometry.coverage import CoverageEdit
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import Snap, densified
from gridstudio.tools.context import ToolContext, mark_of
from gridstudio.tools.gesture import MapEvent, Mark, Overlay, Points, Tool
from gridstudio.tools.piece import Piece

CLOSE_PX = 10.0
Plan = Callable[[Points], CoverageEdit]
"""Takes ``(n, 2)`` degrees and says what finishing there would do; it may raise Refused."""
Finish = Callable[[Points], str]
"""Takes ``(n, 2)`` degrees, calls the command and returns a notice; it may raise Refused."""


@dataclass(frozen=True)
class Stroke:
    """What has been drawn so far, piece by piece."""

    pieces: tuple[Piece, ...] = ()

    @property
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
    def lonlat(self) -> Points:
        return np.array([snap.lonlat for snap in self.snaps], dtype=np.float64).reshape(-1, 2)

    @property
    def xy(self) -> Points:
        return np.array([snap.xy for snap in self.snaps], dtype=np.float64).reshape(-1, 2)

    def add(self, piece: Piece) -> Stroke:
        """With one more piece; points on the one before them are no points."""
        last = self.pieces[-1].end.lonlat if self.pieces else None
        kept: list[Snap] = []
        for snap in piece.snaps:
            if snap.lonlat != last:
                kept.append(snap)
            last = snap.lonlat
        return Stroke((*self.pieces, replace(piece, snaps=tuple(kept)))) if kept else self

    def then(self, snap: Snap) -> Stroke:
        """With one more point; a point on the last one is no point."""
        return self.add(Piece((snap,)))

    def led(self, context: ToolContext, end: Snap, event: MapEvent) -> Stroke:
        """On to ``end``, by the way on which the context leads there."""
        if not self.pieces:
            return self.then(end)
        return self.add(context.lead(self.pieces[-1].end, end, event))

    def back(self) -> Stroke:
        """Without the last piece."""
        return Stroke(self.pieces[:-1])


def drawing(
    context: ToolContext,
    finish: Finish,
    hint: Callable[[Points], str],
    *,
    closed: bool,
    enough: int,
    plan: Plan | None = None,
) -> Tool:
    """Click points; Enter, double-click, right-click or (``closed``) the first point end the line,
    Backspace takes the last point away. A refusal keeps the line and shows the reason. With a
    ``plan`` the figures follow the cursor as if the line ended there."""
    stroke = Stroke()
    cursor: Snap | None = None
    overlay = Overlay(hint=hint(stroke.lonlat))
    while True:
        event = yield overlay
        refusal: Mark | None = None
        if event.kind == "move":
            cursor = context.snap(event)
        elif event.kind == "key" and event.key == "Backspace":
            stroke = stroke.back()
        elif event.kind == "press" and event.button == "left":
            cursor = context.snap(event)
            if not (closed and at_start(stroke, cursor, event, enough)):
                stroke = stroke.led(context, cursor, event)
                overlay = _overlay(stroke, stroke, cursor, hint, closed)
                continue
        if _ends(event, stroke, closed, cursor, enough):
            if event.kind == "press" and event.button == "left":
                stroke = _closed(context, stroke, event)
            notice, refusal = _finished(stroke, finish, closed)
            if refusal is None:
                return notice
        ahead = stroke.led(context, cursor, event) if cursor is not None else stroke
        overlay = replace(_overlay(stroke, ahead, cursor, hint, closed), refusal=refusal)
        if plan is not None and cursor is not None:
            overlay = replace(overlay, moved=_planned(context, plan, ahead, closed))


def _ends(event: MapEvent, stroke: Stroke, closed: bool, cursor: Snap | None, enough: int) -> bool:
    if len(stroke.snaps) < enough:
        return False
    if event.kind == "double_click" or (event.kind == "key" and event.key == "Enter"):
        return True
    if event.kind == "press" and event.button == "right":
        return True
    back = cursor is not None and at_start(stroke, cursor, event, enough)
    return closed and event.kind == "press" and event.button == "left" and back


def _closed(context: ToolContext, stroke: Stroke, event: MapEvent) -> Stroke:
    """Back at the first point; straight ahead that needs no more points."""
    ahead = stroke.led(context, stroke.snaps[0], event)
    return ahead if ahead.pieces[-1].how == "traced" else stroke


def at_start(stroke: Stroke, cursor: Snap, event: MapEvent, enough: int) -> bool:
    """Whether a closed line is back at its first point."""
    if len(stroke.snaps) < enough:
        return False
    first = stroke.snaps[0].xy
    distance = float(np.hypot(cursor.xy[0] - first[0], cursor.xy[1] - first[1]))
    return distance <= CLOSE_PX * event.metre_per_px


def _planned(context: ToolContext, plan: Plan, stroke: Stroke, closed: bool) -> Moved | None:
    """What ending here would move; nothing where it could not end here."""
    if len(stroke.snaps) < 2:
        return None
    try:
        edit = plan(densified(stroke.lonlat, closed=closed))
    except Refused:
        return None
    return context.standing().totals.after(edit)


def _finished(stroke: Stroke, finish: Finish, closed: bool) -> tuple[str, Mark | None]:
    try:
        return finish(densified(stroke.lonlat, closed=closed)), None
    except Refused as refused:
        place: Point = refused.place or stroke.snaps[-1].lonlat
        x, y = to_xy(np.array(place)).tolist()
        return "", Mark((x, y), str(refused))


def _overlay(
    stroke: Stroke,
    ahead: Stroke,
    cursor: Snap | None,
    hint: Callable[[Points], str],
    closed: bool,
) -> Overlay:
    """``ahead`` is the stroke as it would be with a click at the cursor."""
    xy = ahead.xy
    ring = closed and len(xy) >= 3
    return Overlay(
        lines=(xy,) if len(xy) >= 2 and not ring else (),
        rings=(xy,) if ring else (),
        nodes=tuple(snap.xy for snap in stroke.ends),
        snap=mark_of(cursor) if cursor is not None else None,
        hint=_with_note(ahead, hint(ahead.lonlat)),
    )


def _with_note(ahead: Stroke, hint: str) -> str:
    note = ahead.pieces[-1].note if ahead.pieces else ""
    return f"{note} {hint}" if note else hint
