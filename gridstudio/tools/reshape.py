"""Move a border by one stroke over it, or draw an area over others; the figures follow the hand."""

from __future__ import annotations

from shapely.geometry import Polygon

from gridstudio.commands.ground import (
    carve_area,
    carved_ground,
    reshape_border,
    take_ground,
    taken_ground,
)
from gridstudio.geometry import transferring
from gridstudio.geometry.coverage import CoverageEdit
from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.ground_area import area_km2
from gridstudio.i18n import _
from gridstudio.tools.bars import area_bar, level_bar
from gridstudio.tools.context import ToolContext
from gridstudio.tools.figures import length_words
from gridstudio.tools.gesture import Points, Tool
from gridstudio.tools.stroke import drawing


def reshape(context: ToolContext) -> Tool:
    """Click a stroke that begins and ends in one area, or on its border: that area takes the ground
    between."""

    def plan(line: Points) -> CoverageEdit:
        return transferring.reshape(context.standing().coverage, context.level, line)

    def finish(line: Points) -> str:
        return reshape_border(context.project, context.level, line).notice

    def hint(lonlat: Points) -> str:
        if len(lonlat) < 2:
            return _("Begin in the area that is to grow, or on its border, and lead out and back.")
        return _("{length}. Enter or double-click moves the border to the stroke.").format(
            length=length_words(length_m(lonlat))
        )

    bar = level_bar(context)
    return drawing(context, finish, hint, closed=False, enough=2, plan=plan, bar=bar)


def carve(context: ToolContext) -> Tool:
    """Click the corners of a new area, over whatever is there; areas in it altogether are merged
    into it, which is said before."""

    def plan(ring: Points) -> CoverageEdit:
        return carved_ground(context.standing().coverage, context.level, ring)

    def finish(ring: Points) -> str:
        return carve_area(context.project, context.level, ring).notice

    bar = level_bar(context, makes=True)
    return drawing(context, finish, _hint, closed=True, enough=3, plan=plan, bar=bar)


def take(context: ToolContext, area_id: int) -> Tool:
    """Click around ground that an area is to take in."""

    def plan(ring: Points) -> CoverageEdit:
        return taken_ground(context.standing().coverage, area_id, ring)

    def finish(ring: Points) -> str:
        return take_ground(context.project, area_id, ring).notice

    bar = area_bar(context, area_id)
    return drawing(context, finish, _hint, closed=True, enough=3, plan=plan, bar=bar)


def _hint(lonlat: Points) -> str:
    if len(lonlat) < 3:
        return _("Click around the ground, over other areas too. Backspace takes a corner back.")
    return _("{area:.2f} km². Enter or double-click takes it from the areas that have it.").format(
        area=area_km2(Polygon(lonlat))
    )
