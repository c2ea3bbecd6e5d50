"""The part that drawing tools share: a line made of clicks, free-hand pieces and typed points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from gridstudio.commands.swallowing import swallowed_words
from gridstudio.errors import Refused
from gridstudio.formats.typed_step import BEGINNINGS
from gridstudio.geometry.snapping import Snap, lonlat_of
from gridstudio.i18n import _, sentences
from gridstudio.tools.bars import Bar
from gridstudio.tools.context import ToolContext, mark_of
from gridstudio.tools.course import constrained
from gridstudio.tools.entry import Typing
from gridstudio.tools.foresight import Foresight
from gridstudio.tools.freehand import FreeHand
from gridstudio.tools.gesture import Entry, MapEvent, Mark, Overlay, Points, Tool
from gridstudio.tools.piece import Piece, Stroke, at_start
from gridstudio.tools.planned import Plan, Planned, marked
from gridstudio.tools.readout import readout

ROUND_PX = 30.0
"""A free-hand line that ends where it began closes, if it has been so far away; less is a shake."""
Finish = Callable[[Points], str]
"""Takes ``(n, 2)`` degrees, calls the command and returns a notice; it may raise Refused."""
Hint = Callable[[Points], str]


def drawing(
    context: ToolContext,
    finish: Finish,
    hint: Hint,
    *,
    closed: bool,
    enough: int,
    plan: Plan | None = None,
    bar: Bar | None = None,
    area_id: int = 0,
) -> Tool:
    """Draw a line, or (``closed``) a ring, of at least ``enough`` points.

    A click goes on to there, by the way that the context leads, a drag draws free-hand, typing
    places a point by length, bearing or position; Shift keeps to whole steps of direction. Enter,
    double-click, right-click or (``closed``) the first point end it. Backspace or undoing takes the
    last piece back, redoing brings it again. A refusal keeps the line and shows the reason.

    With a ``plan`` the figures follow the cursor as if the line ended there, and what would be
    refused then is said; of much ground once the hand rests. ``bar`` says why nothing could come of
    any line, ``area_id`` is the area that the line is about, if it is about one.
    """
    foresight = Foresight(context, closed, enough, plan, bar, area_id)
    state = _Drawing(context, finish, hint, closed, enough, foresight)
    overlay = state.overlay()
    while True:
        event = yield overlay
        notice = state.take(event)
        if notice is not None:
            return notice
        overlay = state.overlay()


@dataclass
class _Drawing:
    """A line in the making: what ``drawing`` was given, and where it stands."""

    context: ToolContext
    finish: Finish
    hint: Hint
    closed: bool
    enough: int
    foresight: Foresight
    stroke: Stroke = Stroke()
    undone: tuple[Piece, ...] = ()
    cursor: Snap | None = None
    event: MapEvent | None = None
    """The last one of the mouse."""
    typing: Typing | None = None
    hand: FreeHand | None = None
    before: Stroke = Stroke()
    """What there was before the button went down."""
    refusal: Mark | None = None
    rests: bool = False
    """The mouse is where it was: it has come to rest, or a key has changed what it means."""

    # --- events

    def take(self, event: MapEvent) -> str | None:
        """One event; the notice where the line has ended with it."""
        self.refusal = None
        if event.kind == "key":
            self.rests = False
            return self._key(event)
        self.rests = event.kind == "move" and self.event is not None and event.xy == self.event.xy
        self.event = event
        if event.kind == "press" and event.button == "right" and self.typing is not None:
            self.typing = None
            return None
        if event.kind == "double_click" or (event.kind == "press" and event.button == "right"):
            return self._end()
        if event.kind == "move" and not event.held:
            self.hand = None  # the button may have been let go where nobody saw it
        self.cursor = self._here(event)
        if event.kind == "press" and event.button == "left":
            return self._press(event, self.cursor)
        if event.kind == "move" and self.hand is not None:
            self.hand.follow(event)
        if event.kind == "release" and event.button == "left":
            return self._release(event, self.cursor)
        return None

    def _key(self, event: MapEvent) -> str | None:
        if self.event is not None and len(event.key) > 1:
            self.event = replace(self.event, shift=event.shift, control=event.control)
        if self.typing is not None:
            self._type(self.typing, event.key)
        elif event.key == "Tab":
            self.typing = Typing()
        elif len(event.key) == 1 and event.key in BEGINNINGS:
            self.typing = Typing(event.key)
        elif event.key in ("Backspace", "Undo") and self.stroke.pieces:
            self.undone = (self.stroke.pieces[-1], *self.undone)
            self.stroke, self.hand = self.stroke.back(), None
        elif event.key == "Redo" and self.undone:
            self.stroke, self.undone = self.stroke.add(self.undone[0]), self.undone[1:]
        elif event.key == "Enter":
            return self._end()
        return None

    def _type(self, typing: Typing, key: str) -> None:
        if key == "Enter":
            self._place(typing)
        else:
            self.typing = None if key == "Undo" else typing.with_key(key)

    def _place(self, typing: Typing) -> None:
        """The point that was typed, or why there is none."""
        try:
            target = typing.aim(self.stroke.last, self.stroke.before_last, self.cursor)
            self.foresight.require_near(self.stroke.then(target))
        except Refused as refused:
            at = self.stroke.last or self.cursor
            self.refusal = Mark(at.xy if at is not None else (0.0, 0.0), str(refused))
            return
        note = _("Typed: {text}.").format(text=typing.text.strip())
        self._add(self.stroke.add(Piece((target,), "typed", note)))
        self.typing = None

    def _press(self, event: MapEvent, here: Snap) -> str | None:
        if self.typing is not None:
            self._place(self.typing)
            return None
        if self.closed and at_start(self.stroke, here, event, self.enough):
            return self._end(closing=event)
        self.before, self.hand = self.stroke, FreeHand(here, [event.xy])
        self._add(self._led(here, event))
        return None

    def _release(self, event: MapEvent, here: Snap) -> str | None:
        hand, self.hand = self.hand, None
        if hand is None or not hand.is_line:
            return None
        self.stroke, self.undone = self._drawn(hand, event, here), ()
        round_about = self.closed and hand.away_px > ROUND_PX
        if round_about and at_start(self.stroke, here, event, self.enough + 1):
            self.stroke = self.stroke.without_last()
            return self._end()
        return None

    def _add(self, stroke: Stroke) -> None:
        """More is drawn; what had been taken back is forgotten."""
        if stroke is not self.stroke:
            self.stroke, self.undone = stroke, ()

    def _end(self, closing: MapEvent | None = None) -> str | None:
        """Finish; ``closing`` is the click on the first point, to which the context leads."""
        stroke = self.stroke
        if len(stroke.snaps) < self.enough:
            self.refusal = self._too_few()
            return None
        if closing is not None and stroke.last is not None:
            way = self.context.lead(stroke.last, stroke.snaps[0], closing)
            stroke = stroke.add(replace(way, snaps=way.snaps[:-1])) if way.snaps[1:] else stroke
        try:
            self.foresight.require_near(stroke)
            self.refusal = self.foresight.untold(stroke)
            if self.refusal is not None:
                return None
            return self.finish(stroke.outline(closed=self.closed))
        except Refused as refused:
            self.refusal = marked(refused, stroke.snaps[-1].xy)
            return None

    def _too_few(self) -> Mark | None:
        if self.stroke.last is None:
            return None
        said = (
            _("Three points at least are needed: click another one.")
            if self.enough > 2
            else _("Two points at least are needed: click another one.")
        )
        return Mark(self.stroke.last.xy, said)

    # --- where the line goes

    def _here(self, event: MapEvent) -> Snap:
        """What the cursor is on; with Shift the next point in a whole step of direction."""
        last = self.stroke.last
        if (
            event.shift
            and last is not None
            and self.hand is None
            and not self.context.leads_shift(event)
        ):
            free = Snap("", event.xy, lonlat_of(event.xy))
            turned = constrained(last, self.stroke.before_last, free)
            return self.context.meet(last, turned, event)
        return self.context.snap(event)

    def _led(self, end: Snap, event: MapEvent) -> Stroke:
        """On to a click; what it snapped to is noted."""
        stroke = self.stroke.led(self.context.lead, end, event)
        mark = mark_of(end)
        if stroke is self.stroke or mark is None or stroke.pieces[-1].note:
            return stroke
        note = _("Snapped to {what}.").format(what=mark.text)
        return Stroke((*stroke.pieces[:-1], replace(stroke.pieces[-1], note=note)))

    def _drawn(self, hand: FreeHand, event: MapEvent, end: Snap) -> Stroke:
        """With the free-hand line up to ``end``: one piece, with the way to where it begins."""
        free = hand.piece(end, self.context.choice().smoothing, event.metre_per_px)
        there = self.before.led(self.context.lead, hand.start, event)
        return self.before.add(replace(free, snaps=(*there.since(self.before), *free.snaps)))

    def _ahead(self) -> Stroke:
        """The line as it would be if it went on to where the hand is."""
        cursor, event = self.cursor, self.event
        if self.typing is not None and self.typing.text:
            try:
                last, before = self.stroke.last, self.stroke.before_last
                return self.stroke.then(self.typing.aim(last, before, cursor))
            except Refused:
                return self.stroke
        if cursor is None or event is None:
            return self.stroke
        if self.hand is not None and self.hand.is_line:
            return self._drawn(self.hand, event, cursor)
        return self.stroke.led(self.context.lead, cursor, event)

    # --- what is seen

    def overlay(self) -> Overlay:
        """The line up to the hand, what it snaps to, how long it is, and what it would do."""
        ahead, cursor = self._ahead(), self.cursor
        stroke = self.before if self.hand is not None and self.hand.is_line else self.stroke
        xy = ahead.xy
        ring = self.closed and len(xy) >= 3
        scale = self.event.metre_per_px if self.event is not None else 0.0
        hurries = self.hand is not None and self.hand.is_line and self.hand.hurries
        seen = self.foresight.look(stroke, ahead, cursor, rests=self.rests, hurries=hurries)
        return Overlay(
            lines=(xy,) if len(xy) >= 2 and not ring else (),
            rings=(xy,) if ring else (),
            nodes=tuple(snap.xy for snap in stroke.ends),
            labels=(*readout(stroke, ahead, scale, ring=ring), *seen.labels),
            snap=mark_of(cursor) if cursor is not None and self.typing is None else None,
            refusal=self.refusal,
            warning=seen.warning,
            hint=self._hint(ahead, seen),
            moved=seen.moved,
            waits=seen.waits,
            begins=BEGINNINGS,
            entry=self._entry(),
            undoes=bool(self.stroke.pieces) or self.typing is not None,
            redoes=bool(self.undone),
        )

    def _entry(self) -> Entry | None:
        at = self.cursor or self.stroke.last
        if self.typing is None:
            return None
        xy = at.xy if at is not None else (0.0, 0.0)
        return self.typing.entry(self.stroke.last, self.stroke.before_last, self.cursor, xy)

    def _hint(self, ahead: Stroke, seen: Planned) -> str:
        """What was altered last, which areas would go, what the tool says or what is still missing,
        and at first what the hand can do."""
        if self.typing is not None:
            return _("Enter or a click places the point, Backspace edits, Esc leaves it.")
        notes = [piece.note for piece in (*self.stroke.pieces[-1:], *ahead.pieces[-1:])]
        note = next(filter(None, reversed(notes)), "")
        ways = len(self.stroke.pieces) == 1 and not note
        more = _("Drag for free-hand, type 120@45, Shift for whole angles.") if ways else ""
        goes = swallowed_words(seen.swallowed, done=False)
        return sentences(note, goes, seen.hint or self.hint(ahead.lonlat), more)
