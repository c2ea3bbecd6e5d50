"""Drag a node of a border, or pull a border where it has none."""

from __future__ import annotations

import numpy as np

from gridstudio.commands.areas import bend_border, delete_node, move_node
from gridstudio.errors import Refused
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.snapping import Snap, lonlat_of
from gridstudio.i18n import _
from gridstudio.tools.context import SNAP_PX, ToolContext, mark_of
from gridstudio.tools.gesture import MapEvent, Mark, Overlay, Tool

METRE_PER_DEG = 111_320.0
"""Along the equator; only turns a tolerance on the screen into one in degrees."""


def move(context: ToolContext) -> Tool:
    """Press on a node or border, drag, release: all areas that share it follow. Delete over a node
    takes it out. Goes on until it is closed."""
    held: Snap | None = None
    overlay = Overlay(hint=_hint())
    while True:
        event = yield overlay
        here = context.snap(event)
        refusal: Mark | None = None
        if event.kind == "press" and event.button == "left" and here.kind:
            held = here
        elif event.kind == "release" and held is not None:
            refusal, held = _dropped(context, held, here, event), None
        elif event.kind == "key" and event.key == "Delete" and here.kind == "node":
            refusal = _deleted(context, here)
        line = np.array([held.xy, here.xy]) if held is not None else None
        overlay = Overlay(
            lines=() if line is None else (line,),
            nodes=() if held is None else (here.xy,),
            snap=mark_of(here),
            refusal=refusal,
            hint=_hint(),
        )


def _dropped(context: ToolContext, held: Snap, here: Snap, event: MapEvent) -> Mark | None:
    end = here.lonlat if here.kind and here.lonlat != held.lonlat else lonlat_of(event.xy)
    if here.kind == "node" and here.lonlat == held.lonlat:
        return None
    try:
        if held.kind == "node":
            move_node(context.project, held.lonlat, end)
        else:
            tolerance_deg = SNAP_PX * event.metre_per_px / METRE_PER_DEG
            bend_border(context.project, held.lonlat, end, tolerance_deg)
    except Refused as refused:
        return _mark(refused, held)
    return None


def _deleted(context: ToolContext, here: Snap) -> Mark | None:
    try:
        delete_node(context.project, here.lonlat)
    except Refused as refused:
        return _mark(refused, here)
    return None


def _mark(refused: Refused, snap: Snap) -> Mark:
    x, y = to_xy(np.array(refused.place or snap.lonlat)).tolist()
    return Mark((x, y), str(refused))


def _hint() -> str:
    return _("Drag a node or a border; Delete takes the node under the cursor out.")
