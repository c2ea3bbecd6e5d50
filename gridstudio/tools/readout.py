"""The figures that stand beside a line while it is drawn."""

from __future__ import annotations

import numpy as np

from gridstudio.geometry.measuring import legs, ring_area_m2
from gridstudio.tools.figures import area_words, bearing_words, length_words
from gridstudio.tools.gesture import Mark
from gridstudio.tools.piece import Stroke

LEG_FROM_PX, RING_FROM_PX = 56.0, 120.0
"""On less room a figure would hide what it is about."""


def readout(stroke: Stroke, ahead: Stroke, metre_per_px: float, *, ring: bool) -> tuple[Mark, ...]:
    """The length of the piece under the hand, from ``stroke`` to ``ahead``, with its bearing where
    it is straight; and, of a ``ring``, its area."""
    new = ahead.since(stroke)
    if not new or metre_per_px <= 0:
        return ()
    marks = []
    points = [*stroke.snaps[-1:], *new]
    xy = np.array([snap.xy for snap in points])
    room = float(np.hypot(*np.diff(xy, axis=0).T).sum()) if len(xy) > 1 else 0.0
    if room >= LEG_FROM_PX * metre_per_px:
        found = legs([snap.lonlat for snap in points])
        text = length_words(found.total_m)
        if len(found.length_m) == 1:
            text += f" · {bearing_words(float(found.bearing_deg[0]))}"
        x, y = ((xy[0] + xy[1]) / 2 if len(xy) == 2 else xy[len(xy) // 2]).tolist()
        marks.append(Mark((x, y), text))
    extent = float(np.ptp(ahead.xy, axis=0).min()) if ring else 0.0
    if extent >= RING_FROM_PX * metre_per_px:
        x, y = ahead.xy.mean(axis=0).tolist()
        marks.append(Mark((x, y), area_words(ring_area_m2(ahead.lonlat))))
    return tuple(marks)
