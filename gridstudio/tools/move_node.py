"""Drag a node of a border, or pull a border where it has none; the figures follow the hand.

With Shift, or where a tool is about nothing else, whole borders and areas are dragged.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from gridstudio.commands.areas import bend_border, delete_node, move_node
from gridstudio.errors import Refused
from gridstudio.geometry.coverage import CoverageEdit
from gridstudio.geometry.plane import METRE_PER_DEG
from gridstudio.geometry.reshaping import moved_among, pulling, sharing
from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import Snap, lonlat_of
from gridstudio.i18n import _
from gridstudio.tools.context import SNAP_PX, ToolContext, mark_of
from gridstudio.tools.gesture import MapEvent, Mark, Overlay, Tool
from gridstudio.tools.grip import Grip, dragged, refusal_mark
from gridstudio.tools.move_whole import area_grip, border_grip
from gridstudio.tools.node_box import NodeBox

What = Literal["node", "border", "area"]


def move(context: ToolContext, what: What = "node") -> Tool:
    """Press, drag, release: all areas that share what is dragged follow. Until the button is
    released nothing is written, and Escape lets go. Goes on until it is closed.

    ``what`` a plain drag takes hold of: nodes and spots of borders, whole borders, or whole areas.
    Of the first kind of tool, Shift takes whole borders and areas, Ctrl a box of nodes to take out,
    and Delete takes out the node under the cursor.
    """
    grip: Grip | None = None
    box: NodeBox | None = None
    said = ""
    overlay = Overlay(hint=_hint(what))
    while True:
        event = yield overlay
        here = _here(context, grip, event)
        refusal: Mark | None = None
        try:
            if event.kind == "press" and event.button == "left":
                said = ""
                if what == "node" and event.control:
                    box = NodeBox(context, event.xy)
                else:
                    grip = _grip(context, what, here, event)
            elif event.kind == "release" and box is not None:
                pulled, box = box, None
                said = pulled.delete(event.xy)
            elif event.kind == "release" and grip is not None:
                held, grip = grip, None
                said = _drop(held, here, event)
            elif event.kind == "key" and event.key == "Delete" and here.kind == "node":
                delete_node(context.project, here.lonlat)
            elif event.kind == "key" and event.key == "Escape":
                grip, box, said = None, None, _("Let go: nothing has changed.")
        except Refused as refused:
            refusal = refusal_mark(refused, here)
        if box is not None:
            overlay = replace(box.overlay(event.xy), holds=True)
        elif grip is not None:
            # Once something is in the way it is asked at every move, until it is no more.
            closely = event.rests or overlay.warning is not None
            found = dragged(context.standing(), grip, here, event, closely=closely)
            overlay = replace(found, holds=True)
        else:
            overlay = Overlay(snap=_mark(what, here), refusal=refusal, hint=said or _hint(what))


def _here(context: ToolContext, grip: Grip | None, event: MapEvent) -> Snap:
    """What the cursor meets: borders to take hold of, then what a node may go onto; what is moved
    whole goes as far as the hand."""
    if grip is None:
        return context.grip(event)
    return context.snap(event) if grip.snap else Snap("", event.xy, lonlat_of(event.xy))


def _grip(context: ToolContext, what: What, here: Snap, event: MapEvent) -> Grip | None:
    """What the hand takes hold of; None where there is nothing. Raises Refused on the county's own
    border and for what cannot be moved."""
    if what == "area" or (what == "node" and event.shift and not here.kind):
        return area_grip(context, event)
    if what == "border" or (what == "node" and event.shift):
        return border_grip(context, here, event)
    return _node_grip(context, here, event) if here.kind in ("node", "border") else None


def _node_grip(context: ToolContext, snap: Snap, event: MapEvent) -> Grip:
    """A node, or a spot of a border that is to become one. Raises Refused on the county's own."""
    tolerance_deg = SNAP_PX * event.metre_per_px / METRE_PER_DEG
    coverage = context.standing().coverage
    if snap.kind == "border":
        spot, plan = pulling(coverage, snap.lonlat, tolerance_deg)
    else:
        spot, near = snap.lonlat, sharing(coverage, snap.lonlat)

        def plan(end: Point) -> CoverageEdit:
            return moved_among(near, spot, end)

    def drop(end: Point) -> str:
        if snap.kind == "node":
            return move_node(context.project, spot, end).notice
        return bend_border(context.project, snap.lonlat, end, tolerance_deg).notice

    return Grip(spot, plan, drop, snap)


def _drop(grip: Grip, here: Snap, event: MapEvent) -> str:
    end = grip.end(here, event)
    return grip.drop(end) if end != grip.start else ""


def _mark(what: What, here: Snap) -> Mark | None:
    return mark_of(here) if what != "area" else None


def _hint(what: What) -> str:
    if what == "border":
        return _("Drag a border: it moves whole, and its ends slide along the neighbours.")
    if what == "area":
        return _("Drag an area: it takes the ground where it lands and leaves its own open.")
    return _(
        "Drag a node or a border. Shift: the whole border or area. Ctrl: a box of nodes to take "
        "out. Delete: the node under the cursor."
    )
