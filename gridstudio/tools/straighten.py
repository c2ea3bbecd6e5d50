"""Straighten borders: a whole one by a click, or the stretch between two nodes."""

from __future__ import annotations

from gridstudio.commands.borders import straighten_between, straighten_border
from gridstudio.errors import Refused
from gridstudio.geometry.borders import Ways, border_at
from gridstudio.geometry.coverage import CoverageEdit, require_sound
from gridstudio.geometry.plane import METRE_PER_DEG
from gridstudio.geometry.snapping import Snap
from gridstudio.geometry.straightening import straighten as straightened
from gridstudio.i18n import _
from gridstudio.tools.context import SNAP_PX, ToolContext, mark_of
from gridstudio.tools.gesture import MapEvent, Mark, Overlay, Tool
from gridstudio.tools.grip import new_borders, refusal_mark


def straighten(context: ToolContext) -> Tool:
    """Click a border between nodes: it becomes straight from junction to junction. Click a node,
    then another: the borders between them do. Backspace forgets the first node. Goes on until it is
    closed."""
    first: tuple[Snap, Ways] | None = None
    said = ""
    overlay = Overlay(hint=_hint(begun=False))
    while True:
        event = yield overlay
        here = context.grip(event)
        refusal: Mark | None = None
        try:
            if event.kind == "key" and event.key == "Backspace":
                first, said = None, ""
            elif event.kind == "press" and event.button == "left":
                first, said = _clicked(context, first, here, event)
        except Refused as refused:
            refusal = refusal_mark(refused, here)
        overlay = _overlay(context, first, here, event, refusal, said)


def _clicked(
    context: ToolContext, first: tuple[Snap, Ways] | None, here: Snap, event: MapEvent
) -> tuple[tuple[Snap, Ways] | None, str]:
    """The first node from now on, and a notice. Raises Refused."""
    if first is not None:
        done = straighten_between(context.project, context.level, first[0].lonlat, here.lonlat)
        return None, done.notice
    if here.kind == "node":
        ways = Ways(context.standing().coverage, context.level, here.lonlat)
        return (here, ways), ""
    done = straighten_border(
        context.project, context.level, here.lonlat, SNAP_PX * event.metre_per_px / METRE_PER_DEG
    )
    return None, done.notice


def _overlay(
    context: ToolContext,
    first: tuple[Snap, Ways] | None,
    here: Snap,
    event: MapEvent,
    refusal: Mark | None,
    said: str,
) -> Overlay:
    """What a click here would make straight."""
    hint = said or _hint(begun=first is not None)
    nodes = (first[0].xy,) if first is not None else ()
    plain = Overlay(nodes=nodes, snap=mark_of(here), refusal=refusal, hint=hint)
    if refusal is not None or event.kind != "move" or not here.kind:
        return plain
    standing = context.standing()
    try:
        edit = _plan(context, first, here, event)
        if edit is None:
            return plain
        require_sound(standing.coverage, edit)
    except Refused:
        return plain  # said when it is clicked
    lines, moved = tuple(new_borders(standing, edit)), standing.totals.after(edit)
    return Overlay(lines=lines, nodes=nodes, snap=mark_of(here), hint=hint, moved=moved)


def _plan(
    context: ToolContext, first: tuple[Snap, Ways] | None, here: Snap, event: MapEvent
) -> CoverageEdit | None:
    coverage = context.standing().coverage
    if first is not None:
        return straightened(coverage, first[1].to(here.lonlat)) if here.kind == "node" else None
    if here.kind == "node":
        return None
    tolerance_deg = SNAP_PX * event.metre_per_px / METRE_PER_DEG
    return straightened(coverage, border_at(coverage, context.level, here.lonlat, tolerance_deg))


def _hint(*, begun: bool) -> str:
    if begun:
        return _("Click the node up to which the border is to be straight. Backspace: another.")
    return _("Click a border to make it straight, or two nodes to make it straight between them.")
