"""Measure a distance, an area or bearings, live under the hand. Nothing is written.

Points are clicked; Enter, a double-click, a right-click or (area) the first corner ends a figure,
which then stands still to be read and copied; the next click begins another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from gridstudio.geometry.measuring import Legs, legs, ring_area_m2
from gridstudio.geometry.snapping import Snap
from gridstudio.i18n import _
from gridstudio.tools.context import mark_of
from gridstudio.tools.figures import area_words, bearing_words, length_words
from gridstudio.tools.gesture import MapEvent, Mark, Overlay, Points, Tool
from gridstudio.tools.piece import Stroke, at_start

What = Literal["distance", "area", "bearing"]
LABELLED_FROM_PX = 56.0
"""Shorter pieces bear no figure of their own."""


def measure(what: What, snap: Callable[[MapEvent], Snap]) -> Tool:
    """Measure until it is closed; ``snap`` says where a click ends up."""
    closed = what == "area"
    enough = 3 if closed else 2
    stroke, cursor = Stroke(), None
    ended = False
    overlay = Overlay(hint=_start(what))
    while True:
        event = yield overlay
        here = snap(event)
        if event.kind == "move":
            cursor = here
        elif event.kind == "key" and event.key in ("Backspace", "Undo"):
            stroke, ended = stroke.back(), False
        elif _ends(event, stroke, here, closed, enough):
            ended = True
        elif event.kind == "press" and event.button == "left":
            stroke = (Stroke() if ended else stroke).then(here)
            cursor, ended = here, False
        overlay = _overlay(what, stroke, None if ended else cursor, event, ended=ended)


def _ends(event: MapEvent, stroke: Stroke, here: Snap, closed: bool, enough: int) -> bool:
    if len(stroke.snaps) < enough:
        return False
    if event.kind == "double_click" or (event.kind == "key" and event.key == "Enter"):
        return True
    if event.kind != "press":
        return False
    first = closed and at_start(stroke, here, event, enough)
    return event.button == "right" or (event.button == "left" and first)


def _overlay(
    what: What, stroke: Stroke, cursor: Snap | None, event: MapEvent, *, ended: bool
) -> Overlay:
    snaps = (stroke.then(cursor) if cursor is not None else stroke).snaps
    mark = mark_of(cursor) if cursor is not None else None
    if not stroke.snaps:
        return Overlay(snap=mark, hint=_start(what))
    xy = np.array([item.xy for item in snaps], dtype=np.float64)
    lonlat = np.array([item.lonlat for item in snaps], dtype=np.float64)
    ring = what == "area" and len(xy) >= 3
    found = legs(lonlat, closed=ring)
    said = _words(what, lonlat, found)
    return Overlay(
        lines=() if ring else (xy,),
        rings=(xy,) if ring else (),
        nodes=tuple(item.xy for item in stroke.snaps),
        labels=_labels(what, xy, lonlat, found, event.metre_per_px, ring=ring),
        snap=mark,
        hint=f"{said}  {_ended() if ended else _going_on()}" if said else _start(what),
        figure=said,
        undoes=True,
    )


def _labels(
    what: What, xy: Points, lonlat: Points, found: Legs, metre_per_px: float, *, ring: bool
) -> tuple[Mark, ...]:
    """A figure on every piece that has room for it; the whole beside the last point, or in the
    middle of the ring."""
    ends = np.concatenate([xy, xy[:1]]) if ring else xy
    middles, spans = (ends[:-1] + ends[1:]) / 2, np.hypot(*np.diff(ends, axis=0).T)
    labels = []
    several = len(found.length_m) > 1
    for middle, span, length, bearing in zip(
        middles.tolist(),
        spans.tolist(),
        found.length_m.tolist(),
        found.bearing_deg.tolist(),
        strict=True,
    ):
        if length <= 0 or (span < LABELLED_FROM_PX * metre_per_px and several):
            continue
        text = length_words(length)
        if what == "bearing":
            text = f"{bearing_words(bearing)} · {text}"
        labels.append(Mark((middle[0], middle[1]), text))
    if ring:
        x, y = xy.mean(axis=0).tolist()
        labels.append(Mark((x, y), area_words(ring_area_m2(lonlat))))
    elif several and what == "distance":
        x, y = xy[-1].tolist()
        labels.append(Mark((x, y + 22 * metre_per_px), f"Σ {length_words(found.total_m)}"))
    return tuple(labels)


def _words(what: What, lonlat: Points, found: Legs) -> str:
    """The figure, as it is said and copied."""
    if found.total_m <= 0:
        return ""
    if what == "area":
        if len(lonlat) < 3:
            return length_words(found.total_m)
        return _("Area {area}, perimeter {perimeter}").format(
            area=area_words(ring_area_m2(lonlat)), perimeter=length_words(found.total_m)
        )
    lengths = [length_words(length) for length in found.length_m.tolist() if length > 0]
    if what == "bearing":
        pieces = zip(found.bearing_deg.tolist(), found.length_m.tolist(), strict=True)
        return "; ".join(
            f"{bearing_words(bearing)}, {length_words(length)}"
            for bearing, length in pieces
            if length > 0
        )
    total = length_words(found.total_m)
    if len(lengths) < 2:
        return _("Distance {total}").format(total=total)
    return _("Distance {total} ({pieces})").format(total=total, pieces=" + ".join(lengths))


def _start(what: What) -> str:
    if what == "area":
        return _("Click the corners of the ground to be measured. Esc ends.")
    if what == "bearing":
        return _("Click where you stand, then where you look. Esc ends.")
    return _("Click along what you want to measure. Esc ends.")


def _going_on() -> str:
    return _("Enter or double-click ends, Backspace takes a point back, Ctrl+C copies.")


def _ended() -> str:
    return _("Ctrl+C copies; the next click begins anew.")
