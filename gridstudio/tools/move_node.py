"""Drag a node of a border, or pull a border where it has none; the figures follow the hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridstudio.commands.areas import bend_border, delete_node, move_node
from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage, CoverageEdit, apply
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.reshaping import insert_node, sharing
from gridstudio.geometry.reshaping import move_node as moving
from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import Snap, lonlat_of
from gridstudio.geometry.sweeping import changed_edges
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.tools.context import SNAP_PX, Standing, ToolContext, mark_of
from gridstudio.tools.gesture import MapEvent, Mark, Overlay, Points, Tool

METRE_PER_DEG = 111_320.0
"""Along the equator; only turns a tolerance on the screen into one in degrees."""


@dataclass(frozen=True)
class _Held:
    """What is being dragged: a node, or a spot of a border that is to become one.

    ``near`` are the areas that have it, with the node in them; ``inserted`` what putting it there
    changes.
    """

    snap: Snap
    tolerance_deg: float
    node: Point
    near: Coverage
    inserted: CoverageEdit


def move(context: ToolContext) -> Tool:
    """Press on a node or border, drag, release: all areas that share it follow. Until the button is
    released nothing is written. Delete over a node takes it out. Goes on until it is closed."""
    held: _Held | None = None
    overlay = Overlay(hint=_hint())
    while True:
        event = yield overlay
        here = context.snap(event) if held is not None else context.grip(event)
        refusal: Mark | None = None
        try:
            if event.kind == "press" and event.button == "left" and here.kind:
                held = _grabbed(context.standing(), here, event)
            elif event.kind == "release" and held is not None:
                end, dropped, held = _end(held.snap, here, event), held, None
                _drop(context.project, dropped, end)
            elif event.kind == "key" and event.key == "Delete" and here.kind == "node":
                delete_node(context.project, here.lonlat)
        except Refused as refused:
            refusal = _mark(refused, here)
        if held is None:
            overlay = Overlay(snap=mark_of(here), refusal=refusal, hint=_hint())
        else:
            overlay = _dragged(context.standing(), held, here, event)


def _grabbed(standing: Standing, snap: Snap, event: MapEvent) -> _Held:
    """Raises Refused on the county's own border."""
    tolerance_deg = SNAP_PX * event.metre_per_px / METRE_PER_DEG
    coverage, node, inserted = standing.coverage, snap.lonlat, CoverageEdit()
    if snap.kind == "border":
        inserted, node = insert_node(coverage, node, tolerance_deg)
        coverage = apply(coverage, inserted)
    near = Coverage({ground.id: ground for ground in sharing(coverage, node)})
    return _Held(snap, tolerance_deg, node, near, inserted)


def _dragged(standing: Standing, held: _Held, here: Snap, event: MapEvent) -> Overlay:
    """The borders as they would run, and what that would do."""
    end = _end(held.snap, here, event)
    if end == held.node:
        return Overlay(nodes=(here.xy,), snap=mark_of(here), hint=_release())
    moved = moving(held.near, held.node, end)
    edit = CoverageEdit(changed=held.inserted.changed | moved.changed)
    return Overlay(
        lines=tuple(_new_borders(standing, edit)),
        nodes=(tuple(to_xy(np.array(end)).tolist()),),
        snap=mark_of(here),
        hint=_release(),
        moved=standing.totals.after(edit),
    )


def _new_borders(standing: Standing, edit: CoverageEdit) -> list[Points]:
    """Edges that come with an edit, each once, in metres."""
    found: dict[bytes, Points] = {}
    for key, shape in edit.changed.items():
        before = standing.coverage[key].geometry
        kept = {edge.tobytes() for edge in changed_edges(before, None)}
        for edge in changed_edges(before, shape):
            if edge.tobytes() not in kept:
                found[edge.tobytes()] = to_xy(edge)
    return list(found.values())


def _end(held: Snap, here: Snap, event: MapEvent) -> Point:
    """Where the node goes: onto what the cursor snaps to, if that is not the node itself."""
    if here.kind and here.lonlat != held.lonlat:
        return here.lonlat
    return held.lonlat if here.kind == "node" else lonlat_of(event.xy)


def _drop(project: Project, held: _Held, end: Point) -> None:
    if end == held.node:
        return
    if held.snap.kind == "node":
        move_node(project, held.node, end)
    else:
        bend_border(project, held.snap.lonlat, end, held.tolerance_deg)


def _mark(refused: Refused, snap: Snap) -> Mark:
    x, y = to_xy(np.array(refused.place or snap.lonlat)).tolist()
    return Mark((x, y), str(refused))


def _hint() -> str:
    return _("Drag a node or a border; Delete takes the node under the cursor out.")


def _release() -> str:
    return _("Release to accept, Esc to leave everything as it is.")
