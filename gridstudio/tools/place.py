"""Point at a place: for moving a customer or site, and for recording one by hand."""

from __future__ import annotations

from collections.abc import Callable

from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import lonlat_of
from gridstudio.tools.gesture import Overlay, Tool


def place(finish: Callable[[Point], None], hint: str) -> Tool:
    """One click on the map; ``finish`` gets its degrees WGS-84."""
    cursor: tuple[tuple[float, float], ...] = ()
    while True:
        event = yield Overlay(nodes=cursor, hint=hint)
        if event.kind == "press" and event.button == "left":
            finish(lonlat_of(event.xy))
            return ""
        if event.kind == "move":
            cursor = (event.xy,)
