"""Split an area by a line."""

from __future__ import annotations

from gridstudio.commands.areas import split_area
from gridstudio.geometry import cutting
from gridstudio.geometry.coverage import CoverageEdit
from gridstudio.geometry.geodesic import length_m
from gridstudio.i18n import _
from gridstudio.tools.bars import area_bar
from gridstudio.tools.context import ToolContext
from gridstudio.tools.figures import length_words
from gridstudio.tools.gesture import Points, Tool
from gridstudio.tools.stroke import drawing


def split(context: ToolContext, area_id: int) -> Tool:
    """Click a line across the area, from border to border; Enter or a double-click cuts."""

    def plan(line: Points) -> CoverageEdit:
        return cutting.split(context.standing().coverage, area_id, line)

    def finish(line: Points) -> str:
        return split_area(context.project, area_id, line).notice

    bar = area_bar(context, area_id, cuts=True)
    return drawing(
        context, finish, _hint, closed=False, enough=2, plan=plan, bar=bar, area_id=area_id
    )


def _hint(lonlat: Points) -> str:
    if len(lonlat) < 2:
        return _("Click a line across the area, from border to border. Esc gives up.")
    return _("{length}. Enter or double-click cuts along the line.").format(
        length=length_words(length_m(lonlat))
    )
