"""Cut holes by a ring; fill them, and give exclaves away, by a click."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from shapely.geometry import Polygon

from gridstudio.commands import holes as commands
from gridstudio.commands.areas import Done
from gridstudio.commands.ground import opened_polygon
from gridstudio.domain.snapshots import Areas
from gridstudio.errors import Refused
from gridstudio.geometry import holes
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import lonlat_of
from gridstudio.i18n import _
from gridstudio.tools.bars import level_bar
from gridstudio.tools.context import ToolContext
from gridstudio.tools.gesture import Overlay, Points, Tool
from gridstudio.tools.planned import Outcome, marked, outcome
from gridstudio.tools.stroke import drawing

Piece = tuple[Ground, Polygon, Ground]
"""Whose ground it is, the ground in degrees, and who would get it."""


def cut_hole(context: ToolContext) -> Tool:
    """Click the corners of a hole in an area; what lies inside becomes open ground."""

    def plan(ring: Points) -> CoverageEdit:
        return holes.cut_hole(context.standing().coverage, context.level, opened_polygon(ring))

    def finish(ring: Points) -> str:
        return commands.cut_hole(context.project, context.level, ring).notice

    bar = level_bar(context)
    return drawing(context, finish, _cut_hint, closed=True, enough=3, plan=plan, bar=bar)


def fill_holes(context: ToolContext) -> Tool:
    """Click into holes, one after another: the area around takes each in."""

    words = _("Click: {heir} takes in {km2:.2f} km² of {area}.")
    hint = _("Click into a hole: open ground, or an area, that one area surrounds. Esc ends.")
    return _clicking(context, hint, holes.hole_at, holes.fill_hole, commands.fill_hole, words)


def give_exclaves(context: ToolContext) -> Tool:
    """Click on exclaves, one after another: the neighbour gets each."""

    words = _("Click: this exclave of {area}, {km2:.2f} km², goes to {heir}.")
    hint = _("Click a piece that lies apart from its area: its neighbour gets it. Esc ends.")
    return _clicking(
        context, hint, holes.exclave_at, holes.give_exclave, commands.give_exclave, words
    )


def _clicking(
    context: ToolContext,
    hint: str,
    find: Callable[[Coverage, int, Point], Piece],
    plan: Callable[[Coverage, int, Point], CoverageEdit],
    finish: Callable[..., Done],
    words: str,
) -> Tool:
    """Under the cursor the piece is shown that a click would pass on, with what that would do; a
    click does it, and says what it did. Goes on until it is closed."""
    idle = hint
    overlay, shown = Overlay(hint=idle), None
    while True:
        event = yield overlay
        at = lonlat_of(event.xy)
        if event.kind == "press" and event.button == "left":
            shown, idle = None, hint
            try:
                idle = finish(context.project, context.level, at).notice
                overlay = Overlay(hint=idle)
            except Refused as refused:
                overlay = Overlay(hint=idle, refusal=marked(refused, event.xy))
        elif event.kind == "move":
            piece = _found(find, context.standing().coverage, context.level, at)
            if piece is None:
                overlay, shown = Overlay(hint=idle), None
            elif shown is None or not piece[1].equals(shown):
                shown = piece[1]
                found = _asked(context, plan, at)
                overlay = Overlay(
                    rings=tuple(_rings(shown)),
                    hint=_told(words, context.project.areas(), piece),
                    moved=found.moved,
                    warning=marked(found.refused, event.xy) if found.refused is not None else None,
                )


def _told(words: str, areas: Areas, piece: Piece) -> str:
    area, shape, heir = piece
    names = {"area": commands.name_of(areas, area), "heir": commands.name_of(areas, heir)}
    return words.format(**names, km2=area_km2(shape))


def _found(
    find: Callable[[Coverage, int, Point], Piece], coverage: Coverage, level: int, at: Point
) -> Piece | None:
    try:
        return find(coverage, level, at)
    except Refused:
        return None


def _asked(
    context: ToolContext, plan: Callable[[Coverage, int, Point], CoverageEdit], at: Point
) -> Outcome:
    """What the click would do, or why it would be refused."""
    standing = context.standing()
    return outcome(standing, lambda: plan(standing.coverage, context.level, at))


def _rings(piece: Polygon) -> list[Points]:
    return [to_xy(shapely.get_coordinates(ring)) for ring in (piece.exterior, *piece.interiors)]


def _cut_hint(lonlat: Points) -> str:
    if len(lonlat) < 3:
        return _("Click the corners of the hole. Backspace takes one back, Esc gives up.")
    return _("{area:.2f} km². Enter or double-click makes it open ground.").format(
        area=area_km2(Polygon(lonlat))
    )
