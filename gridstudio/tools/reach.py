"""Drag out how far something reaches: from a point that is pressed, or from what is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import lonlat_of
from gridstudio.i18n import _
from gridstudio.tools.figures import length_words
from gridstudio.tools.gesture import Mark, Overlay, Tool

CLICK_PX = 4.0


@dataclass(frozen=True)
class Reaching:
    """What a drag does. ``pressed`` takes the place (degrees) where it begins; ``nearest`` says how
    far a place is from the source in metres, and from which spot of it (None: there is no source);
    ``pulled`` takes each distance, and whether it is the last."""

    pressed: Callable[[Point], None]
    nearest: Callable[[Point], tuple[float, Point] | None]
    pulled: Callable[[float, bool], None]


def reach(reaching: Reaching, hint: str) -> Tool:
    """Press and drag, again and again; a click alone keeps the distance."""
    start: tuple[float, float] | None = None
    dragging = False
    overlay = Overlay(hint=hint)
    while True:
        event = yield overlay
        overlay = Overlay(hint=hint)
        if event.kind == "press" and event.button == "left":
            start, dragging = event.xy, False
            reaching.pressed(lonlat_of(event.xy))
        if start is None or event.kind not in ("move", "release"):
            continue
        away = float(np.hypot(event.xy[0] - start[0], event.xy[1] - start[1]))
        dragging = dragging or away > CLICK_PX * event.metre_per_px
        last = event.kind == "release"
        found = reaching.nearest(lonlat_of(event.xy)) if dragging else None
        if last:
            start = None
        if found is None:
            continue
        distance_m, spot = found
        reaching.pulled(distance_m, last)
        line = np.array([to_xy(np.array(spot)), event.xy])
        x, y = line.mean(axis=0).tolist()
        said = _("Within {distance}").format(distance=length_words(distance_m))
        overlay = Overlay(
            lines=() if last else (line,),
            labels=() if last else (Mark((x, y), length_words(distance_m)),),
            hint=f"{said}  {hint}",
        )
