"""Taking hold of a whole border or a whole area."""

from __future__ import annotations

import shapely

from gridstudio.commands.borders import move_area, move_border
from gridstudio.errors import Refused
from gridstudio.geometry import translating
from gridstudio.geometry.border_moving import MovingBorder
from gridstudio.geometry.borders import border_at, standing
from gridstudio.geometry.coverage import CoverageEdit, Ground
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.plane import METRE_PER_DEG
from gridstudio.geometry.rings import Point, rings
from gridstudio.geometry.snapping import Snap, lonlat_of
from gridstudio.i18n import _
from gridstudio.tools.context import SNAP_PX, ToolContext
from gridstudio.tools.gesture import MapEvent
from gridstudio.tools.grip import Grip


def border_grip(context: ToolContext, here: Snap, event: MapEvent) -> Grip:
    """The whole border under the cursor, as the level of the tool has it. Raises Refused where
    there is none, and on the county's own."""
    tolerance_deg = SNAP_PX * event.metre_per_px / METRE_PER_DEG
    coverage, start = context.standing().coverage, here.lonlat
    moving = MovingBorder(coverage, border_at(coverage, context.level, start, tolerance_deg))

    def plan(end: Point) -> CoverageEdit:
        return moving.moved(start, end)

    def drop(end: Point) -> str:
        return move_border(context.project, context.level, start, end, tolerance_deg).notice

    return Grip(start, plan, drop, whole=True)


def area_grip(context: ToolContext, event: MapEvent) -> Grip:
    """The whole area under the cursor. Raises Refused outside the county and on open ground."""
    coverage, start = context.standing().coverage, lonlat_of(event.xy)
    area = area_under(context, start)

    def plan(end: Point) -> CoverageEdit:
        return translating.move_area(coverage, area.id, start, end)

    def drop(end: Point) -> str:
        return move_area(context.project, area.id, start, end).notice

    translating.require_movable(area, start)
    outlines = tuple(to_xy(ring)[:-1] for ring in rings(area.geometry))
    return Grip(start, plan, drop, whole=True, rings=outlines)


def area_under(context: ToolContext, lonlat: Point) -> Ground:
    """The area that stands for its ground at the level of the tool. Raises Refused for none."""
    coverage, spot = context.standing().coverage, shapely.Point(lonlat)
    for ground in standing(coverage, context.level, (*lonlat, *lonlat)):
        if ground.geometry.intersects(spot):
            return ground
    raise Refused(_("This lies outside the county."), place=lonlat)
