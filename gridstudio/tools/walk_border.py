"""A walk becomes a border: choose a track, see what it would do, accept it with Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.assessment.moving import Moved
from gridstudio.commands import walks
from gridstudio.commands.areas import Done
from gridstudio.commands.ground import carved_ground
from gridstudio.errors import Refused
from gridstudio.geometry.coverage import CoverageEdit
from gridstudio.geometry.line_splitting import split_by
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.walked_border import walk_border
from gridstudio.geometry.walks import Walk, cleaned, tolerance_of
from gridstudio.i18n import N_, _, ngettext, sentences
from gridstudio.tools.context import SNAP_PX, ToolContext
from gridstudio.tools.gesture import MapEvent, Mark, Overlay, Points, Tool
from gridstudio.tools.line_picking import line_at
from gridstudio.tools.planned import outcome

TOLERANCES_M = (1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0)
MOST_NODES = 300


@dataclass(frozen=True, eq=False)
class Track:
    """A recorded walk: ``lonlat (n, 2)`` in degrees, ``accuracy_m`` as the receiver gave it, one
    number or ``(n,)``, None where nobody knows."""

    name: str
    lonlat: Points
    accuracy_m: NDArray[np.float64] | float | None = None
    shape: object = None
    """What of the map it is."""

    def same(self, other: Track) -> bool:
        return self.lonlat is other.lonlat or (self.shape is not None and self.shape is other.shape)


@dataclass(frozen=True)
class Purpose:
    """What a walk is to become: what that would do, the command, and the word for the hint."""

    plan: Callable[[Points], CoverageEdit]
    finish: Callable[[Points], Done]
    accept: str
    closed: bool = False


@dataclass(frozen=True, eq=False)
class _Proposal:
    """A track with what is made of it."""

    track: Track
    walk: Walk
    moved: Moved | None = None
    refusal: Mark | None = None


def split_by_walk(
    context: ToolContext, area_id: int, tracks: Sequence[Track], chosen: Track | None = None
) -> Tool:
    """Split an area along a walk."""
    purpose = Purpose(
        lambda line: split_by(context.standing().coverage, area_id, line),
        lambda line: walks.split_by_walk(context.project, area_id, line),
        N_("Enter splits the area along it."),
    )
    return _choosing(context, purpose, tracks, chosen)


def border_by_walk(
    context: ToolContext, tracks: Sequence[Track], chosen: Track | None = None
) -> Tool:
    """Move a border onto a walk."""
    purpose = Purpose(
        lambda line: walk_border(context.standing().coverage, context.level, line),
        lambda line: walks.border_by_walk(context.project, context.level, line),
        N_("Enter moves the border onto it."),
    )
    return _choosing(context, purpose, tracks, chosen)


def area_by_walk(
    context: ToolContext, tracks: Sequence[Track], chosen: Track | None = None
) -> Tool:
    """Make an area of the ground that a walk goes round."""
    purpose = Purpose(
        lambda ring: carved_ground(context.standing().coverage, context.level, ring),
        lambda ring: walks.area_by_walk(context.project, context.level, ring),
        N_("Enter makes an area of the ground in it."),
        closed=True,
    )
    return _choosing(context, purpose, tracks, chosen)


def _choosing(
    context: ToolContext, purpose: Purpose, tracks: Sequence[Track], chosen: Track | None
) -> Tool:
    """A click chooses a track, the brackets make it coarser or finer, Enter accepts."""
    proposal = _proposed(context, purpose, chosen) if chosen is not None else None
    overlay = _shown(purpose, proposal, held=proposal is not None)
    held = proposal is not None
    while True:
        event = yield overlay
        if event.kind in ("move", "press") and not (held and event.kind == "move"):
            track = track_at(context, event, tracks)
            if track is None:
                proposal = proposal if held else None
            elif proposal is None or not track.same(proposal.track):
                proposal, held = _proposed(context, purpose, track), False
            held = held or (event.kind == "press" and track is not None)
        elif event.kind == "key" and event.key in "[]" and proposal is not None:
            tolerance_m = _next_tolerance(proposal.walk.tolerance_m, coarser=event.key == "]")
            proposal = _proposed(context, purpose, proposal.track, tolerance_m)
        if _accepts(event) and proposal is not None:
            held = True
            if proposal.refusal is None:
                try:
                    return purpose.finish(proposal.walk.lonlat).notice
                except Refused as refused:
                    proposal = _Proposal(
                        proposal.track, proposal.walk, None, _mark(refused, proposal.track)
                    )
        overlay = _shown(purpose, proposal, held=held)


def _accepts(event: MapEvent) -> bool:
    return event.kind == "double_click" or (event.kind == "key" and event.key == "Enter")


def _proposed(
    context: ToolContext, purpose: Purpose, track: Track, tolerance_m: float | None = None
) -> _Proposal:
    tolerance = tolerance_of(track.accuracy_m) if tolerance_m is None else tolerance_m
    walk = cleaned(track.lonlat, tolerance, closed=purpose.closed)
    if len(walk.lonlat) < (3 if purpose.closed else 2):
        reason = (
            _("This walk does not close: its beginning and its end lie too far apart.")
            if purpose.closed
            else _("There is no line in this walk: it never leaves one spot.")
        )
        return _Proposal(track, walk, refusal=_mark(Refused(reason), track))
    found = outcome(context.standing(), lambda: purpose.plan(walk.lonlat))
    refusal = _mark(found.refused, track) if found.refused is not None else None
    return _Proposal(track, walk, found.moved, refusal)


def track_at(context: ToolContext, event: MapEvent, tracks: Sequence[Track]) -> Track | None:
    """The nearest of the tracks under the cursor, else the track or line of a layer there."""
    spot, reach_m = shapely.Point(event.xy), SNAP_PX * event.metre_per_px
    best: tuple[float, Track] | None = None
    for track in tracks:
        if len(track.lonlat) < 2:
            continue
        away = shapely.LineString(to_xy(track.lonlat)).distance(spot)
        if away <= reach_m and (best is None or away < best[0]):
            best = away, track
    if best is not None:
        return best[1]
    picked = line_at(context, event, ("track", "line"))
    if picked is None:
        return None
    shape = picked.target.work.geometries[picked.row]
    if shape.geom_type != "LineString":
        return None
    return Track(picked.word, shapely.get_coordinates(shape), shape=shape)


def _next_tolerance(tolerance_m: float, *, coarser: bool) -> float:
    if coarser:
        return next((one for one in TOLERANCES_M if one > tolerance_m), TOLERANCES_M[-1])
    return next((one for one in reversed(TOLERANCES_M) if one < tolerance_m), TOLERANCES_M[0])


def _shown(purpose: Purpose, proposal: _Proposal | None, *, held: bool) -> Overlay:
    if proposal is None:
        return Overlay(
            hint=_("Click a recorded track, or the trail of the receiver. Esc gives up.")
        )
    xy = to_xy(proposal.walk.lonlat)
    ring = purpose.closed and len(xy) > 2
    nodes = tuple((x, y) for x, y in xy.tolist()) if held and len(xy) <= MOST_NODES else ()
    return Overlay(
        lines=() if ring or len(xy) < 2 else (xy,),
        rings=(xy,) if ring else (),
        nodes=nodes,
        hint=_words(purpose, proposal, held=held),
        moved=proposal.moved,
        refusal=proposal.refusal if held else None,
        begins="[]",
    )


def _words(purpose: Purpose, proposal: _Proposal, *, held: bool) -> str:
    """How the walk was cleaned, and what Enter does."""
    name = proposal.track.name
    if proposal.refusal is not None:
        return _("{name}: {text}").format(name=name, text=proposal.refusal.text)
    walk = proposal.walk
    said = _("{name}: {recorded:,} positions, {corners} corners within {tolerance:.0f} m{taken}.")
    said = said.format(
        name=name,
        recorded=walk.recorded,
        corners=len(walk.lonlat),
        tolerance=walk.tolerance_m,
        taken=_taken_out(walk),
    )
    if not held:
        return sentences(said, _("Click to choose it."))
    return sentences(said, _(purpose.accept), _("[ and ] change the tolerance, Esc gives up."))


def _taken_out(walk: Walk) -> str:
    """What was no part of the way, "" for nothing."""
    taken = [
        ngettext("{n} stop", "{n} stops", walk.knots).format(n=walk.knots) if walk.knots else "",
        ngettext("{n} spike", "{n} spikes", walk.spikes).format(n=walk.spikes)
        if walk.spikes
        else "",
        ngettext("{n} loop", "{n} loops", walk.loops).format(n=walk.loops) if walk.loops else "",
    ]
    if not any(taken):
        return ""
    return _(" ({what} taken out)").format(what=_(", ").join(filter(None, taken)))


def _mark(refused: Refused, track: Track) -> Mark:
    place = refused.place if refused.place is not None else track.lonlat[-1]
    x, y = to_xy(np.array(place)).tolist()
    return Mark((x, y), str(refused))
