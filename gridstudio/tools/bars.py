"""Why nothing could come of a line, however it were drawn: said before its first point."""

from __future__ import annotations

from collections.abc import Callable

from gridstudio.commands.areas import require_divided_from
from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage, require_there
from gridstudio.i18n import _
from gridstudio.tools.context import ToolContext

Bar = Callable[[], None]
"""Raises Refused while nothing could come of a line."""


def level_bar(context: ToolContext, *, makes: bool = False) -> Bar:
    """While the level is locked and, for what ``makes`` areas, while nothing could hold them."""

    def bar() -> None:
        coverage, level = context.standing().coverage, context.level
        _require_free(coverage, level)
        if not makes:
            return
        if not 0 < level < len(context.project.template.levels):
            raise Refused(_("Areas of this level cannot be drawn."))
        if not any(held.level == level - 1 and not held.open for held in coverage.grounds.values()):
            raise Refused(_("Draw the level above first: there is no area to divide here."))

    return bar


def area_bar(context: ToolContext, area_id: int, *, cuts: bool = False) -> Bar:
    """While an area is gone or locked and, for what ``cuts`` it, where it is the county."""

    def bar() -> None:
        coverage = context.standing().coverage
        ground = require_there(coverage, area_id)
        if cuts:
            require_divided_from(coverage, area_id)
        _require_free(coverage, ground.level)
        if ground.locked:
            point = ground.geometry.representative_point()
            raise Refused(_("This area is locked. Unlock it first."), place=(point.x, point.y))

    return bar


def _require_free(coverage: Coverage, level: int) -> None:
    if level in coverage.locked_levels:
        raise Refused(_("The borders of this level are locked. Shift+L unlocks them."))
