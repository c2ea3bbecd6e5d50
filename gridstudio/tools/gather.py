"""Take in the ground of customers: see first what it is, and who would come along."""

from __future__ import annotations

import shapely

from gridstudio.commands.ground import GatheringPlan, take_planned, who_comes
from gridstudio.geometry.mercator import to_xy
from gridstudio.i18n import _, sentences
from gridstudio.tools.context import ToolContext
from gridstudio.tools.gesture import Overlay, Tool
from gridstudio.tools.planned import marked, outcome
from gridstudio.tools.preview import preview


def gather(context: ToolContext, plan: GatheringPlan) -> Tool:
    """Show the ground that an area would take in, with the figures, until Enter or Esc."""
    rings = [to_xy(shapely.get_coordinates(part.exterior)) for part in plan.ground.geoms]
    said = [who_comes(plan), plan.edit.notice, _("Enter accepts, Esc leaves it as it is.")]
    found = outcome(context.standing(), lambda: plan.edit)
    at = (float(rings[0][0, 0]), float(rings[0][0, 1]))
    overlay = Overlay(
        rings=tuple(rings),
        hint=sentences(*said),
        moved=found.moved,
        warning=marked(found.refused, at) if found.refused is not None else None,
    )
    return preview(overlay, lambda: take_planned(context.project, plan).notice)
