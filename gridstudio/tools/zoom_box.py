"""Pull a box over the part of the map that is to fill the window."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gridstudio.geometry.rings import Point
from gridstudio.i18n import _
from gridstudio.tools.gesture import Overlay, Points, Tool

LEAST_PX = 6


def zoom_box(show: Callable[[Point, Point], None]) -> Tool:
    """One drag; ``show`` gets two opposite corners in metres. A drag of a few pixels gives up."""
    hint = _("Drag a box over what you want to see. Esc gives up.")
    first: Point | None = None
    rings: tuple[Points, ...] = ()
    while True:
        event = yield Overlay(rings=rings, hint=hint)
        if event.kind == "press" and event.button == "left":
            first = event.xy
        elif first is None:
            continue
        elif event.kind == "move":
            rings = (box_of(first, event.xy),)
        elif event.kind == "release":
            wide, high = abs(event.xy[0] - first[0]), abs(event.xy[1] - first[1])
            if max(wide, high) > LEAST_PX * event.metre_per_px:
                show(first, event.xy)
            return ""


def box_of(first: Point, second: Point) -> Points:
    """The ring of the box between two corners, closed."""
    (left, top), (right, bottom) = first, second
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)])
