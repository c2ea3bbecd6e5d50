"""Simplifying or smoothing all borders of a level: what it would change first, then in one edit."""

from __future__ import annotations

from dataclasses import dataclass

from gridstudio.assessment.change_book import ChangeBook
from gridstudio.commands.areas import put
from gridstudio.commands.foreseen import Before, who_moves
from gridstudio.errors import Refused
from gridstudio.geometry.coverage import apply, require_unlocked
from gridstudio.geometry.generalising import Borders, Generalised
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress, part
from gridstudio.project import Project


@dataclass(frozen=True)
class Wish:
    """Whose borders (``level``, None for all levels; the county's own with ``outer``), by how many
    metres, and whether corners are rounded, too."""

    level: int | None
    tolerance_m: float
    smooth: bool = False
    outer: bool = False


@dataclass(frozen=True, eq=False)
class Plan:
    """What a wish would do: the borders, and the customers who change owner."""

    before: Before
    wish: Wish
    result: Generalised
    book: ChangeBook


def plan_generalise(before: Before, wish: Wish, progress: Progress = no_progress) -> Plan:
    """What simpler borders would change; the coverage that comes of it is sound. Pure."""
    progress(0.0, _("Simplifying borders"))
    borders = Borders(before.coverage, wish.level, outer=wish.outer)
    result = borders.generalised(
        wish.tolerance_m, smooth=wish.smooth, progress=part(progress, 0.1, 0.9)
    )
    progress(0.9, _("Looking at customers"))
    return Plan(before, wish, result, who_moves(before, apply(before.coverage, result.edit)))


def apply_generalise(project: Project, plan: Plan) -> int:
    """Write the borders in one edit; returns how many areas changed. Raises Refused where the
    project has changed since, or no border would change."""
    plan.before.require_now(project)
    edit = plan.result.edit
    if not edit.changed:
        raise Refused(_("No border would change. Choose a larger tolerance."))
    require_unlocked(plan.before.coverage, edit)
    label = _("Smooth borders") if plan.wish.smooth else _("Simplify borders")
    put(project, plan.before.coverage, edit, label)
    return len(edit.changed)
