"""Draw an area on open ground, corner by corner."""

from __future__ import annotations

from shapely.geometry import Polygon

from gridstudio.commands.areas import draw_area, drawn_area
from gridstudio.geometry.coverage import CoverageEdit
from gridstudio.geometry.ground_area import area_km2
from gridstudio.i18n import _
from gridstudio.tools.bars import level_bar
from gridstudio.tools.context import ToolContext
from gridstudio.tools.gesture import Points, Tool
from gridstudio.tools.stroke import drawing


def draw(context: ToolContext) -> Tool:
    """Click corners on open ground; the first corner, Enter or a double-click closes the area."""

    def plan(ring: Points) -> CoverageEdit:
        return drawn_area(context.standing().coverage, context.level, ring)

    def finish(ring: Points) -> str:
        return draw_area(context.project, context.level, ring).notice

    bar = level_bar(context, makes=True)
    return drawing(context, finish, _hint, closed=True, enough=3, plan=plan, bar=bar)


def _hint(lonlat: Points) -> str:
    if len(lonlat) < 3:
        return _("Click the corners of the new area. Backspace takes one back, Esc gives up.")
    area = area_km2(Polygon(lonlat))
    return _("{area:.2f} km². Enter or double-click closes the area.").format(area=area)
